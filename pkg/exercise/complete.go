package exercise

import (
	"math/rand/v2"
	"strings"
)

// Complete is an exercise in which a learner fills the gap of a function.
//
// The function and its oracle take numbers (float64, int), lists of numbers and
// rows of numbers, and return a number, a list, a [descent.Rule], or one of these
// and an error. A rule is judged by its steps for a few gradients in a row, from
// two fresh starts.
type Complete struct {
	Name string // says what is asked for, such as "one step"
	Args string // the parameters' names, for messages: "multiplier, gradient, rate"

	// Truth is the oracle: a function of the type that the learner's should have.
	Truth any

	// Mistakes are looked for in this order, before the usual ones: sign flipped,
	// not divided by n, factor 2 missing, two values swapped, and these combined.
	Mistakes []Mistake

	// Inputs makes arguments for the function, for each round from 0 on. Without it
	// they are drawn at random: numbers between 0.5 and 3 of either sign, whole
	// numbers from 2 to 9, lists of one length in each round. Labels of 0 and 1, say,
	// need it; random is of math/rand/v2:
	//
	//	func(random *rand.Rand, round int) []any {
	//		return []any{exercise.Numbers(random, 5+round), random.IntN(2)}
	//	}
	Inputs func(random *rand.Rand, round int) []any

	Parts []string // what the values of a list mean: "intercept", "slope"
	Share float64  // how far two numbers may differ, as a share of the larger; 0 is 1e-6
}

// A Mistake is something that people do, and what comes of it.
type Mistake struct {
	Message string   // names it to the learner, in a sentence or two
	Hints   []string // how to mend it, in steps
	Wrong   any      // makes the mistake: a function of the oracle's type
}

// Check compares a learner's function with the oracle. shown are the arguments
// that the lesson uses, if it uses some: there the learner could see the right
// value, so it isn't enough to be right there.
//
// Everything else about mine is the check's to say: that it has a gap, isn't a
// function, takes or returns the wrong things, panics, or changes its data.
func (c *Complete) Check(mine any, shown ...any) Answer { return counted(c.Look(mine, shown...)) }

// Look is Check without the count that [Answer] speaks of when an exercise is
// checked twice in one cell.
func (c *Complete) Look(mine any, shown ...any) Answer {
	answer := Answer{Exercise: c.Name}
	answer.Verdict, answer.Text, answer.Hints = c.look(mine, shown)
	return answer
}

const openText = "There is a gap in it, or in what it calls. Write your own code in place of `exercise.TODO`, and run the cell again."

// look takes three steps: is it a function that can be called (accept.go), what
// does it return (call.go), and what does that say (diagnose.go).
func (c *Complete) look(mine any, shown []any) (Verdict, string, []string) {
	if gap, ok := mine.(float64); ok && IsOpen(gap) {
		return Open, openText, nil
	}
	f, complaint := c.accept(mine)
	if complaint != "" {
		return NotYet, complaint, nil
	}
	cases, complaint := c.compare(f, shown)
	if complaint != "" {
		return NotYet, complaint, nil
	}
	t := trial{task: c, cases: cases}
	return t.diagnose()
}

// arg names a parameter.
func (c *Complete) arg(i int) string {
	if names := strings.Split(c.Args, ", "); i < len(names) && c.Args != "" {
		return names[i]
	}
	return "number " + Format(float64(i+1))
}
