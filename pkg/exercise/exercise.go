// Package exercise asks, checks and answers: it lets a learner predict before
// seeing, fill a gap and be told what went wrong, and change a number until
// something happens.
//
//	display.Show(exercise.Predict("the loss at 1.7", 900).Truth(lossOf(1.7)))
//
// There are three kinds.
//
//   - [Predict] shows a guess and the truth together. A guess isn't marked: its
//     worth lies in having been made first.
//   - [Complete] compares a learner's function with an oracle: a closed form, or
//     the slopes that [Slope] and [Gradient] measure. It does so on the
//     lesson's own data and on other data besides, drawn from a fixed seed.
//   - [Experiment] runs a descent with the learner's numbers and looks at what
//     the run did.
//
// An answer names the mistake. How does a check know it? It makes the mistake
// itself: it computes what a flipped sign would give, or a forgotten division by
// n, and compares. Where the learner's answers agree with those of a mistake on
// all data, that was it. So nothing is looked up, and no mistake is guessed from
// a single number.
//
// In a cell the learner's part stands above %%, the check below. A gap is
// [TODO]: the cell compiles as it is, and the answer says that it is still open.
// Everything that a learner may hand in, text in place of a number, a function
// with the wrong parameters, one that panics, gets a sentence. What has many right
// answers is judged by a function of its own: [Judge].
//
// The checks of the lesson itself are in package check below this one.
//
// # An exercise of one's own
//
// A check is a function that takes what the learner declares, as any, and returns an
// [Answer]. Most are a [Complete]: the oracle, and the mistakes that people make, each
// as the function that makes it.
//
//	func checkLogit(mine any) exercise.Answer {
//		task := exercise.Complete{
//			Name:  "the logistic function",
//			Args:  "x",
//			Truth: func(x float64) float64 { return 1 / (1 + math.Exp(-x)) },
//			Mistakes: []exercise.Mistake{{
//				Message: "Look at the sign in the exponent: yours falls where it should rise.",
//				Wrong:   func(x float64) float64 { return 1 / (1 + math.Exp(x)) },
//			}},
//		}
//		return task.Check(mine)
//	}
//
// Where the arguments that are drawn at random don't fit, Inputs makes others; what has
// many right answers, a [Judge] looks at. A number instead of a function is compared in
// a Judge, too: mine.(float64).
//
// Such a function may stand in a cell of the notebook: with the tag check:logit that
// cell stays with the teacher, and the learner's cell has [Later] in its place. `go tool
// steps exercise new NOTEBOOK logit` writes all cells of an exercise, and environment.md,
// "Exercises of your own", says how they are handed out and graded.
package exercise

import "math"

// TODO stands where a number is missing. It compiles wherever a float64 does.
// It is a NaN with a mark in it, and the mark survives arithmetic: a check sees
// the gap also in the result of what was computed from it.
var TODO = math.Float64frombits(openBits)

// openBits is a quiet NaN; its lower bits are the mark.
const openBits = 0x7ff8_0000_0000_7D0D

// IsOpen tells whether a number is TODO or was computed from it.
func IsOpen(x float64) bool {
	const sign = 1 << 63
	return math.Float64bits(x)&^sign == openBits
}
