package check

import (
	"fmt"
	"math"

	"littlesteps/pkg/exercise"
)

// OwnColumn checks func(bill, depth, flipper float64) float64: a column that predicts
// the mass of penguins it hasn't seen better than the flipper does. Every third
// penguin is held out, as in the notebook.
func OwnColumn(mine any, bill, depth, flipper, mass []float64) exercise.Answer {
	return exercise.Judge("a column of your own", func() (exercise.Verdict, string) {
		f, ok := mine.(func(bill, depth, flipper float64) float64)
		if !ok {
			return exercise.NotYet, "Your column should be a function of three numbers: `func(bill, depth, flipper float64) float64`."
		}
		column := make([]float64, len(mass))
		for i := range mass {
			if column[i] = f(bill[i], depth[i], flipper[i]); exercise.IsOpen(column[i]) {
				return exercise.Open, "There is a gap in it. Make one number of the three, and see how well it predicts the mass."
			}
		}
		return ownColumn(column, flipper, mass)
	})
}

func ownColumn(column, flipper, mass []float64) (exercise.Verdict, string) {
	seen, unseen := heldOutLoss(column, mass)
	seenFlipper, unseenFlipper := heldOutLoss(flipper, mass)
	what := fmt.Sprintf("On the penguins that it learned from, your column has a loss of %.4f, and on those it hasn't seen %.4f. With the flipper alone it is %.4f and %.4f. ", seen, unseen, seenFlipper, unseenFlipper)
	switch {
	case math.IsNaN(seen) || math.IsInf(seen, 0) || math.IsNaN(unseen) || math.IsInf(unseen, 0):
		return exercise.NotYet, "Your column has no scale: all its values are the same, or one of them isn't a number."
	case unseen < unseenFlipper-1e-9:
		return exercise.Right, what + "You have built a feature."
	case seen < seenFlipper-1e-9:
		return exercise.NotYet, what + "It is better only where it has learned: what counts is the penguins it hasn't seen."
	case math.Abs(seen-seenFlipper) <= 1e-9:
		return exercise.NotYet, what + "That is the flipper itself, perhaps moved or stretched. Bend it, or mix something in."
	}
	return exercise.NotYet, what + "The flipper alone does better."
}

// heldOutLoss fits a line on two thirds of the rows, and returns its mean squared
// error on them and on every third row, in deviations of the rows it learned from.
func heldOutLoss(x, y []float64) (seen, unseen float64) {
	var learnX, learnY, restX, restY []float64
	for i := range x {
		if i%3 == 2 {
			restX, restY = append(restX, x[i]), append(restY, y[i])
		} else {
			learnX, learnY = append(learnX, x[i]), append(learnY, y[i])
		}
	}
	line := bestLine(learnX, learnY)
	_, deviation := meanAndDeviation(learnY)
	return square(typicalMiss(line, learnX, learnY) / deviation), square(typicalMiss(line, restX, restY) / deviation)
}
