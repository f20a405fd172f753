package exercise

import (
	"hash/fnv"
	"math/rand/v2"
	"reflect"
)

// Complete is an exercise in which a learner fills the gap of a function.
//
// The function and its oracle take numbers (float64, int), lists of numbers and
// rows of numbers, and return a number, a list, a [descent.Rule], or one of these
// and an error. A rule is judged by its steps for a few gradients in a row, from
// two fresh starts.
type Complete struct {
	Name string // completes "This exercise builds on …", such as "one step"
	Args string // the parameters' names, for messages: "multiplier, slope, rate"

	// Truth is the oracle: a function of the type that the learner's should have.
	Truth any

	// Mistakes are looked for in this order, before the usual ones: sign flipped,
	// not divided by n, factor 2 missing, two values swapped, and these combined.
	Mistakes []Mistake

	// Inputs makes arguments for the function, for each round from 0 on. Without it
	// they are drawn at random: numbers between 0.5 and 3 of either sign, whole
	// numbers from 2 to 9, lists of the same few lengths.
	Inputs func(random *rand.Rand, round int) []any

	Parts []string // what the values of a list mean: "intercept", "slope"
	Share float64  // how far two numbers may differ, as a share of the larger; 0 is 1e-6
}

// A Mistake is something that people do, and what comes of it.
type Mistake struct {
	Say   string   // names it to the learner, in a sentence or two
	Hints []string // how to mend it, in steps
	Would any      // makes the mistake: a function of the oracle's type
}

// Check compares a learner's function with the oracle. shown are the arguments
// that the lesson uses, if it uses some: there the learner could see the right
// value, so it isn't enough to be right there.
//
// Everything else about mine is the check's to say: that it has a gap, isn't a
// function, takes or returns the wrong things, panics, or changes its data.
func (c *Complete) Check(mine any, shown ...any) Answer { return counted(c.Look(mine, shown...)) }

// Look is Check for an exercise that another one builds on: see [Answer.After].
func (c *Complete) Look(mine any, shown ...any) Answer {
	verdict, text, hints := c.look(mine, shown)
	return Answer{Exercise: c.Name, Verdict: verdict, Text: text, Hints: hints}
}

const (
	openText = "There is a gap in it. Write your own code in place of `exercise.TODO`, and run the cell again."
	gapText  = "There is a gap in it. Write your own code in place of `exercise.Gap(…)`, and run the cell again."
)

func (c *Complete) look(mine any, shown []any) (Verdict, string, []string) {
	if gap, ok := mine.(float64); ok && IsOpen(gap) {
		return Open, openText, nil
	}
	f, complaint := c.accept(mine)
	if complaint != "" {
		return NotYet, complaint, nil
	}
	trial, complaint := c.trial(f, shown)
	if complaint != "" {
		return NotYet, complaint, nil
	}
	return trial.verdict()
}

// otherInputs is how many inputs are tried besides the one that is shown.
const otherInputs = 6

// seed decides which arguments functions are tried with. In notebooks it is always
// the same.
var seed uint64 = 8

// Reseed makes all checks of this program try other arguments. A judge does so with
// a number that nobody knows beforehand: who asks the checks in a notebook for the
// right values has learned nothing about the others then.
func Reseed(number uint64) { seed = number }

// inputs returns the arguments to try, the same for every run.
func (c *Complete) inputs() [][]any {
	name := fnv.New64a()
	name.Write([]byte(c.Name))
	random := rand.New(rand.NewPCG(name.Sum64(), seed))
	inputs := make([][]any, otherInputs)
	for i := range inputs {
		if c.Inputs != nil {
			inputs[i] = c.Inputs(random, i)
			continue
		}
		inputs[i] = arguments(reflect.TypeOf(c.Truth), i, random)
	}
	return inputs
}

// arguments draws one value for each parameter. All lists of one input have the
// same length, and other inputs other lengths.
func arguments(f reflect.Type, round int, random *rand.Rand) []any {
	rows := []int{3, 5, 8, 4, 6, 7}[round%6]
	args := make([]any, f.NumIn())
	for i := range args {
		switch f.In(i) {
		case typeOf[int]():
			args[i] = 2 + random.IntN(8)
		case typeOf[[]float64]():
			args[i] = Numbers(random, rows)
		case typeOf[[][]float64]():
			table := make([][]float64, rows)
			for row := range table {
				table[row] = Numbers(random, 3)
			}
			args[i] = table
		default:
			args[i] = Numbers(random, 1)[0]
		}
	}
	return args
}

// Numbers draws n numbers between 0.5 and 3, of either sign: far from 0 and
// unlike one another, so that different mistakes give different values. They
// have two decimals, because learners may get to read them.
func Numbers(random *rand.Rand, n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = float64(50+random.IntN(251)) / 100
		if random.IntN(2) == 0 {
			xs[i] = -xs[i]
		}
	}
	return xs
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }
