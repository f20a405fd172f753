package check

import (
	"fmt"
	"math"
	"slices"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

// The last exercise of each notebook has no single right answer: what the
// learner made is tried, and has to do what was asked.

// OwnBelts checks a learner's own table: one whose best multiplier is exactly 3,
// although not a single belt fits it.
func OwnBelts(inches, cm any) exercise.Answer {
	return exercise.Judge("a table of your own", func() (exercise.Verdict, string) {
		x, okX := inches.([]float64)
		y, okY := cm.([]float64)
		switch {
		case !okX || !okY:
			return exercise.NotYet, "Both columns should be lists of numbers, []float64{…}."
		case len(x) == 0 && len(y) == 0:
			return exercise.Open, "Your table is empty. Write at least 3 belts, with their inches and their centimetres."
		case slices.ContainsFunc(slices.Concat(x, y), exercise.IsOpen):
			return exercise.Open, "There is a gap in your table. Write a number in place of `exercise.TODO`."
		}
		return ownBelts(x, y)
	})
}

func ownBelts(x, y []float64) (exercise.Verdict, string) {
	fits := 0
	for i := range min(len(x), len(y)) {
		if math.Abs(y[i]-3*x[i]) < 1e-9 {
			fits++
		}
	}
	best := math.NaN()
	if len(x) == len(y) {
		best = bestMultiplier(x, y)
	}
	switch {
	case len(x) != len(y):
		return exercise.NotYet, fmt.Sprintf("There are %d inches and %d centimetres: every belt needs both.", len(x), len(y))
	case len(x) < 3:
		return exercise.NotYet, fmt.Sprintf("%d belts are too few: write at least 3.", len(x))
	case math.IsNaN(best) || math.IsInf(best, 0):
		return exercise.NotYet, "This table has no best multiplier: there is a NaN in it, or all inches are 0."
	case math.Abs(best-3) > 1e-6:
		return exercise.NotYet, "The best multiplier of this table is " + exercise.Typed(best) + ", not 3."
	case fits == len(x):
		return exercise.NotYet, "The best multiplier is 3, but every belt fits it. Spoil them all, and keep the 3."
	case fits > 0:
		return exercise.NotYet, fmt.Sprintf("The best multiplier is 3, but it still fits %d of your belts exactly. Spoil what fits as well.", fits)
	}
	return exercise.Right, fmt.Sprintf("The best multiplier is 3, no belt fits it, and the smallest possible loss is %.4g. The best isn't always good: the loss says how good it is.", squaredLoss(3, x, y))
}

// OwnRule checks func(rate float64) descent.Rule, any rule of the learner's own:
// tuned like the others, it should end lower than plain descent.
func OwnRule(mine any, f descent.Func, start []float64, budget int) exercise.Answer {
	return exercise.Judge("a rule of your own", func() (exercise.Verdict, string) {
		own, ok := mine.(func(rate float64) descent.Rule)
		if !ok {
			return exercise.NotYet, "Your rule should be a function that takes a rate: `func(rate float64) descent.Rule`."
		}
		return ownRule(own, f, start, budget)
	})
}

func ownRule(own func(rate float64) descent.Rule, f descent.Func, start []float64, budget int) (exercise.Verdict, string) {
	if own(0.1) == nil {
		return exercise.NotYet, "Your function returns no rule (nil)."
	}
	step, err := own(0.1).Start(1)
	if err != nil {
		return exercise.NotYet, "Your rule doesn't start: " + err.Error() + "."
	}
	if first := step([]float64{1}); len(first) == 1 && exercise.IsOpen(first[0]) {
		return exercise.Open, "There is a gap in it. Anything that turns gradients into steps is a rule: try something."
	}
	plain, _, err := tuned(descent.GradientDescent, f, start, budget)
	if err != nil {
		return exercise.NotYet, err.Error()
	}
	before, _, err := f(start)
	if err != nil {
		return exercise.NotYet, err.Error()
	}
	mine, rate, err := tuned(own, f, start, budget)
	switch {
	case err != nil:
		return exercise.NotYet, "A run with your rule stopped: " + err.Error() + "."
	case math.IsInf(mine, 1):
		return exercise.NotYet, "With your rule no run ends with a finite loss, whatever the rate. Does a step divide by 0, or take the root of a negative number? Or does it climb? Descent subtracts what a rule returns."
	case mine > before:
		return exercise.NotYet, "At every rate, your rule ends higher than it began. Does it climb? Descent subtracts what a rule returns."
	case math.Abs(mine-plain) <= 1e-9*math.Abs(plain):
		return exercise.NotYet, "Your rule ends at a loss of " + exercise.Typed(mine) + ", exactly as plain descent does. Let it remember something."
	case mine > plain:
		return exercise.NotYet, fmt.Sprintf("Your rule ends at a loss of %s, plain descent at %s, each at its best rate. Not better yet.", exercise.Typed(mine), exercise.Typed(plain))
	}
	return exercise.Right, fmt.Sprintf("Your rule ends at a loss of %s, plain descent at %s, each at its best rate (yours is %.3g). That is a better rule for this valley. Is it a better rule? A race on other bowls would show.", exercise.Typed(mine), exercise.Typed(plain), rate)
}

// tuned is the lowest loss that a rule ends at, over many rates, each twice the
// last.
func tuned(rule func(rate float64) descent.Rule, f descent.Func, start []float64, budget int) (loss, best float64, err error) {
	loss = math.Inf(1)
	for exponent := -17; exponent <= 10; exponent++ {
		rate := power(2, exponent)
		history, err := descent.Run(f, start, rule(rate), budget)
		if err != nil {
			return 0, 0, err
		}
		if end := history.Last().Loss; !history.Diverged() && end < loss {
			loss, best = end, rate
		}
	}
	return loss, best, nil
}
