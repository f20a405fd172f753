package check

import (
	"fmt"
	"math"
	"math/rand/v2"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

// ZScores checks func(xs []float64) []float64: how many deviations each value
// lies above the mean.
func ZScores(mine any, shown ...any) exercise.Answer { return zScores.Check(mine, shown...) }

var zScores = &exercise.Complete{
	Name:  "z-scores by hand",
	Args:  "xs",
	Truth: scores(meanAndDeviation),
	Mistakes: []exercise.Mistake{
		{
			Say:   "You took off the mean, but didn't divide by the deviation: these are still millimetres.",
			Hints: []string{"How many deviations is a millimetre?"},
			Would: scores(func(xs []float64) (float64, float64) { mean, _ := meanAndDeviation(xs); return mean, 1 }),
		},
		{
			Say:   "You divided by the deviation, but didn't take off the mean: an average penguin should get 0.",
			Hints: []string{"First move, then stretch."},
			Would: scores(func(xs []float64) (float64, float64) { _, deviation := meanAndDeviation(xs); return 0, deviation }),
		},
		{
			Say:   "You divided by the variance, the mean of the squares. The deviation is its root.",
			Hints: []string{"`math.Sqrt`"},
			Would: scores(func(xs []float64) (float64, float64) {
				mean, deviation := meanAndDeviation(xs)
				return mean, deviation * deviation
			}),
		},
		{
			Say: "Your deviation divides by n−1. That is the usual estimate for a larger population; the lecture, like NumPy, divides by n.",
			Hints: []string{
				"Divide the sum of squares by the number of values.",
			},
			Would: scores(func(xs []float64) (float64, float64) {
				mean, deviation := meanAndDeviation(xs)
				n := float64(len(xs))
				return mean, deviation * math.Sqrt(n/(n-1))
			}),
		},
		{
			Say:   "Your deviation is the root of the sum of squares: it forgets to divide by n.",
			Hints: []string{"The variance is a mean: a sum divided by how many there are."},
			Would: scores(func(xs []float64) (float64, float64) {
				mean, deviation := meanAndDeviation(xs)
				return mean, deviation * math.Sqrt(float64(len(xs)))
			}),
		},
	},
}

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

var line = &exercise.Complete{
	Name:  "a line's guess",
	Args:  "params, z",
	Truth: func(params []float64, z float64) float64 { return params[0] + params[1]*z },
	Inputs: func(random *rand.Rand, _ int) []any {
		return []any{exercise.Numbers(random, 2), exercise.Numbers(random, 1)[0]}
	},
	Mistakes: []exercise.Mistake{
		{
			Say: "Slope and intercept are swapped: you multiplied the first parameter by z. The 1 stands first in each row, so the first parameter is the intercept.",
			Hints: []string{
				"What should the line guess for z = 0? Only one parameter is left then.",
				"The intercept stands alone, the slope is multiplied by z.",
			},
			Would: func(params []float64, z float64) float64 { return params[1] + params[0]*z },
		},
		{
			Say:   "The intercept is missing: this line always goes through 0.",
			Hints: []string{"What should the line guess for z = 0?"},
			Would: func(params []float64, z float64) float64 { return params[1] * z },
		},
		{
			Say:   "You multiplied both parameters by z. The intercept is multiplied by the 1 of its row.",
			Hints: []string{"What should the line guess for z = 0?"},
			Would: func(params []float64, z float64) float64 { return (params[0] + params[1]) * z },
		},
		{
			Say:   "You subtracted the slope's part in place of adding it.",
			Hints: []string{"A dot product multiplies, and adds up."},
			Would: func(params []float64, z float64) float64 { return params[0] - params[1]*z },
		},
		{
			Say:   "z itself is missing: this guess is the same for every penguin.",
			Hints: []string{"What tells a penguin with a long bill from one with a short bill?"},
			Would: func(params []float64, z float64) float64 { return params[0] + params[1] },
		},
	},
}

// Gradient checks func(intercept, slope float64, z, actual []float64) []float64:
// the gradient of a line's mean squared error. The oracle measures it.
func Gradient(mine any, shown ...any) exercise.Answer { return gradient.Check(mine, shown...) }

var gradient = &exercise.Complete{
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
			Say:   "Both slopes are the same: the second one lacks its z. Moving the slope by 1 moves a penguin's guess by its z.",
			Hints: []string{"For the intercept, each miss counts once. For the slope, it counts z times."},
			Would: lineGradient(func(i int, z []float64) (float64, float64) { return 1, 1 }),
		},
		{
			Say:   "You multiplied both by z. Moving the intercept by 1 moves every guess by 1, whatever its z.",
			Hints: []string{"What stands beside the intercept in each row of the matrix?"},
			Would: lineGradient(func(i int, z []float64) (float64, float64) { return z[i], z[i] }),
		},
	},
}

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

// GramsPerUnit checks func(slope, massDeviation, inputDeviation float64) float64:
// what a slope between z-scores means in the table's units.
func GramsPerUnit(mine any, shown ...any) exercise.Answer { return gramsPerUnit.Check(mine, shown...) }

var gramsPerUnit = &exercise.Complete{
	Name:  "grams for each millimetre",
	Args:  "slope, massDeviation, inputDeviation",
	Truth: func(slope, mass, input float64) float64 { return slope * mass / input },
	Mistakes: []exercise.Mistake{
		{
			Say:   "Upside down: you divided by the mass's deviation. One deviation of mass is many grams, so it multiplies.",
			Hints: []string{"Which unit should the result have? Grams above, millimetres below."},
			Would: func(slope, mass, input float64) float64 { return slope * input / mass },
		},
		{
			Say:   "You multiplied by both deviations. The result would be in grams times millimetres, not in grams for each millimetre.",
			Hints: []string{"Which of the two belongs below the line?"},
			Would: func(slope, mass, input float64) float64 { return slope * mass * input },
		},
		{
			Say:   "You have grams for each deviation of the input. How many millimetres is one deviation?",
			Hints: []string{"One deviation is many millimetres, so a single millimetre is worth less."},
			Would: func(slope, mass, input float64) float64 { return slope * mass },
		},
		{
			Say:   "You have deviations of mass for each millimetre. How many grams is one deviation?",
			Hints: []string{"One deviation of mass is many grams."},
			Would: func(slope, mass, input float64) float64 { return slope / input },
		},
	},
}

// BestLine returns the line with the smallest squared loss, by its closed form.
func BestLine(x, y []float64) func(x float64) float64 {
	meanX, deviationX := meanAndDeviation(x)
	meanY, _ := meanAndDeviation(y)
	together := meanOf(len(x), func(i int) float64 { return (x[i] - meanX) * (y[i] - meanY) })
	slope := together / square(deviationX)
	return func(at float64) float64 { return meanY + slope*(at-meanX) }
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
	ratio := 0.0
	bowl := &exercise.Experiment{
		Name: "a round bowl",
		Run: func(numbers []float64) (*descent.History, error) {
			if numbers[1] == 0 {
				return nil, fmt.Errorf("the stretch is 0, and nothing can be divided by it")
			}
			moved := scores(func([]float64) (float64, float64) { return numbers[0], numbers[1] })(column)
			flattest, steepest := curvatures(moved)
			ratio = steepest / flattest
			return walkDown(bowlOf(flattest, steepest), descent.GradientDescent(2/(flattest+steepest)))
		},
		Goal: func(h *descent.History) (bool, string) {
			what := fmt.Sprintf("The bowl curves %s times as much in its steepest direction as in its flattest, and even the best rate needs %s to come a thousand times nearer.",
				exercise.Format(ratio), stepsOf(h))
			if ratio < 1.1 {
				return true, what + " That is round. What you subtracted is the mean, and what you divided by is the deviation: you have found the z-scores."
			}
			if math.IsInf(ratio, 0) || math.IsNaN(ratio) {
				return false, "This bowl is flat in one direction: all values became the same."
			}
			return false, what
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
