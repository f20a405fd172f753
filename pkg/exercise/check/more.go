package check

import (
	"fmt"
	"math"
	"math/rand/v2"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

// scores makes z-scores with a way to find the middle and the width.
func scores(scale func(xs []float64) (middle, width float64)) func(xs []float64) []float64 {
	return func(xs []float64) []float64 {
		middle, width := scale(xs)
		z := make([]float64, len(xs))
		for i, x := range xs {
			z[i] = (x - middle) / width
		}
		return z
	}
}

func meanAndDeviation(xs []float64) (mean, deviation float64) {
	mean = meanOf(len(xs), func(i int) float64 { return xs[i] })
	return mean, math.Sqrt(meanOf(len(xs), func(i int) float64 { return square(xs[i] - mean) }))
}

// Line checks func(params []float64, z float64) float64: the guess of a line,
// with the intercept first.
func Line(mine any) exercise.Answer { return line.Check(mine) }

var line = register(&exercise.Complete{
	Name:  "a line's guess",
	Args:  "params, z",
	Truth: func(params []float64, z float64) float64 { return params[0] + params[1]*z },
	Inputs: func(random *rand.Rand, _ int) []any {
		return []any{exercise.Numbers(random, 2), exercise.Numbers(random, 1)[0]}
	},
	Mistakes: []exercise.Mistake{
		{
			Message: "Slope and intercept are swapped: you multiplied the first parameter by z. The 1 stands first in each row, so the first parameter is the intercept.",
			Hints: []string{
				"What should the line guess for z = 0? Only one parameter is left then.",
				"The intercept stands alone, the slope is multiplied by z.",
			},
			Wrong: func(params []float64, z float64) float64 { return params[1] + params[0]*z },
		},
		{
			Message: "The intercept is missing: this line always goes through 0.",
			Hints:   []string{"What should the line guess for z = 0?"},
			Wrong:   func(params []float64, z float64) float64 { return params[1] * z },
		},
		{
			Message: "You multiplied both parameters by z. The intercept is multiplied by the 1 of its row.",
			Hints:   []string{"What should the line guess for z = 0?"},
			Wrong:   func(params []float64, z float64) float64 { return (params[0] + params[1]) * z },
		},
		{
			Message: "You subtracted the slope's part in place of adding it.",
			Hints:   []string{"A dot product multiplies, and adds up."},
			Wrong:   func(params []float64, z float64) float64 { return params[0] - params[1]*z },
		},
		{
			Message: "z itself is missing: this guess is the same for every penguin.",
			Hints:   []string{"What tells a penguin with a long bill from one with a short bill?"},
			Wrong:   func(params []float64, z float64) float64 { return params[0] + params[1] },
		},
	},
})

// Gradient checks func(intercept, slope float64, z, actual []float64) []float64:
// the gradient of a line's mean squared error. The oracle measures it.
func Gradient(mine any, shown ...any) exercise.Answer { return gradient.Check(mine, shown...) }

var gradient = register(&exercise.Complete{
	Name:  "a gradient with two slopes",
	Args:  "intercept, slope, z, actual",
	Parts: []string{"slope for the intercept", "slope for the slope"},
	Truth: func(intercept, slope float64, z, actual []float64) []float64 {
		return exercise.Gradient(func(params []float64) float64 {
			return meanOf(len(z), func(i int) float64 { return square(params[0] + params[1]*z[i] - actual[i]) })
		})([]float64{intercept, slope})
	},
	Mistakes: []exercise.Mistake{
		{
			Message: "Both slopes are the same: the second one lacks its z. Moving the slope by 1 moves a penguin's guess by its z.",
			Hints:   []string{"For the intercept, each miss counts once. For the slope, it counts z times."},
			Wrong:   lineGradient(func(i int, z []float64) (float64, float64) { return 1, 1 }),
		},
		{
			Message: "You multiplied both by z. Moving the intercept by 1 moves every guess by 1, whatever its z.",
			Hints:   []string{"What stands beside the intercept in each row of the matrix?"},
			Wrong:   lineGradient(func(i int, z []float64) (float64, float64) { return z[i], z[i] }),
		},
	},
})

// lineGradient is the gradient of a line's squared loss, with a say in what each
// miss is multiplied by.
func lineGradient(factors func(i int, z []float64) (forIntercept, forSlope float64)) func(a, b float64, z, actual []float64) []float64 {
	return func(a, b float64, z, actual []float64) []float64 {
		gradient := make([]float64, 2)
		for i := range z {
			one, two := factors(i, z)
			share := 2 * (a + b*z[i] - actual[i]) / float64(len(z))
			gradient[0] += share * one
			gradient[1] += share * two
		}
		return gradient
	}
}

// RoundLanding lets a learner look for the rate with which one step from (−2, 0)
// lands at the bottom of the round bowl.
func RoundLanding(rate any, f descent.Func) exercise.Answer {
	start := []float64{-2, 0}
	landing := &exercise.Experiment{
		Name: "one step on the round bowl",
		Run: func(numbers []float64) (*descent.History, error) {
			return descent.Run(f, start, descent.GradientDescent(numbers[0]), 1)
		},
		Goal: func(h *descent.History) (bool, string) {
			lowest, err := descent.Run(f, start, descent.GradientDescent(0.25), 100) // each step halves the distance
			if err != nil {
				return false, err.Error()
			}
			return exercise.Lands(lowest.Last().Params, 1e-6, 1)(h)
		},
	}
	return landing.Try(rate)
}

// RoundBowl lets a learner move and stretch a column until the bowl of its line
// is round: (x − shift) / stretch.
func RoundBowl(column []float64, shift, stretch any) exercise.Answer {
	ratio, next := 0.0, ""
	bowl := &exercise.Experiment{
		Name: "a round bowl",
		Run: func(numbers []float64) (*descent.History, error) {
			if numbers[1] == 0 {
				return nil, fmt.Errorf("the stretch is 0, and nothing can be divided by it")
			}
			moved := scores(func([]float64) (float64, float64) { return numbers[0], numbers[1] })(column)
			flattest, steepest := curvatures(moved)
			mean, deviation := meanAndDeviation(moved)
			ratio, next = steepest/flattest, " The middle is right now. Stretch, until a typical value has the size 1."
			if math.Abs(mean) > 0.3*deviation {
				next = " Zero still lies far from the middle of the column. Shift it first."
			}
			return walkDown(bowlOf(flattest, steepest), descent.GradientDescent(2/(flattest+steepest)))
		},
		Goal: func(h *descent.History) (bool, string) {
			what := fmt.Sprintf("The bowl curves %s times as much in its steepest direction as in its flattest, and even the best rate needs %s to come a thousand times nearer.",
				exercise.Typed(ratio), stepsOf(h))
			if ratio < 1.1 {
				return true, what + " That is round. What you subtracted is the mean, and what you divided by is the deviation: you have found the z-scores."
			}
			if math.IsInf(ratio, 0) || math.IsNaN(ratio) {
				return false, "This bowl is flat in one direction: all values became the same."
			}
			return false, what + next
		},
	}
	return bowl.Try(shift, stretch)
}

// curvatures are the eigenvalues of 2/n · XᵀX for a line: the smallest and the
// largest second derivative of its squared loss.
func curvatures(x []float64) (flattest, steepest float64) {
	mean, deviation := meanAndDeviation(x)
	trace, determinant := 2+2*(mean*mean+deviation*deviation), 4*deviation*deviation
	steepest = trace/2 + math.Sqrt(max(0, trace*trace/4-determinant))
	return determinant / steepest, steepest
}
