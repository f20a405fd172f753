package check

import (
	"fmt"
	"math"
	"math/rand/v2"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

// StepCount checks func(rows, size, epochs float64) float64: how many steps
// descent in batches takes.
func StepCount(mine any) exercise.Answer { return stepCount.Check(mine) }

var stepCount = register(&exercise.Complete{
	Name:  "the number of steps",
	Args:  "rows, size, epochs",
	Truth: func(rows, size, epochs float64) float64 { return epochs * math.Ceil(rows/size) },
	Inputs: func(random *rand.Rand, round int) []any {
		size := 5 + random.IntN(20)
		rows := size * (2 + random.IntN(9))
		if round%3 > 0 { // by turns with whole batches only, and with a smaller one at the end
			rows += 1 + random.IntN(size/2)
		}
		return []any{float64(rows), float64(size), float64(3 + random.IntN(6))}
	},
	Mistakes: []exercise.Mistake{
		{
			Message: "You left out the last batch of each epoch. It is smaller than the others, and it makes a step all the same.",
			Hints:   []string{"10 rows in batches of 4: the batches have 4, 4 and 2 rows.", "Round up, with `math.Ceil`, in place of down."},
			Wrong:   func(rows, size, epochs float64) float64 { return epochs * math.Floor(rows/size) },
		},
		{
			Message: "Where the rows divide evenly, there is no smaller batch at the end, and you count one that isn't there.",
			Hints:   []string{"8 rows in batches of 4: the batches have 4 and 4 rows.", "`math.Ceil` rounds up only where something is left over."},
			Wrong:   func(rows, size, epochs float64) float64 { return epochs * (math.Floor(rows/size) + 1) },
		},
		{
			Message: "There is no such thing as a part of a step: the last batch of each epoch is smaller, but it makes a whole step.",
			Hints:   []string{"`math.Ceil` rounds up."},
			Wrong:   func(rows, size, epochs float64) float64 { return epochs * rows / size },
		},
		{
			Message: "You rounded at the end. A batch never reaches into the next epoch: round up for one epoch, then multiply.",
			Hints:   []string{"10 rows in batches of 4 make 3 steps in one epoch. And in 2 epochs?"},
			Wrong:   func(rows, size, epochs float64) float64 { return math.Ceil(epochs * rows / size) },
		},
		{
			Message: "Those are the steps of a single epoch.",
			Hints:   []string{"Every epoch takes as many."},
			Wrong:   func(rows, size, epochs float64) float64 { return math.Ceil(rows / size) },
		},
		{
			Message: "That is how many examples are looked at. One step looks at a whole batch of them.",
			Hints:   []string{"How many batches does one epoch have?"},
			Wrong:   func(rows, size, epochs float64) float64 { return rows * epochs },
		},
		{
			Message: "That is how many steps there are when each epoch looks at all rows at once. How many batches does one epoch have?",
			Hints:   []string{"One batch, one step."},
			Wrong:   func(rows, size, epochs float64) float64 { return epochs },
		},
	},
})

// RMSProp checks func(rate float64) descent.Rule: RMSProp with decay 0.9. The
// oracle is the package's own.
func RMSProp(mine any) exercise.Answer { return rmsProp.Check(mine) }

var rmsProp = register(&exercise.Complete{
	Name:   "RMSProp",
	Args:   "rate",
	Truth:  descent.RMSProp,
	Inputs: func(random *rand.Rand, _ int) []any { return []any{0.02 + 0.3*random.Float64()} },
	Mistakes: []exercise.Mistake{
		{
			Message: "Your rule climbs: it was added in place of subtracted. Descent subtracts what a rule returns, so the step has the sign of the gradient.",
			Hints:   []string{"Leave the minus to `descent.Run`."},
			Wrong:   likeRMSProp(func(v, g float64, _ int) (float64, float64) { v = 0.9*v + 0.1*g*g; return v, -g / math.Sqrt(v) }),
		},
		{
			Message: "You divided by the mean square itself. Its root has the gradient's own unit, so that the unit cancels.",
			Hints:   []string{"`math.Sqrt`"},
			Wrong:   likeRMSProp(func(v, g float64, _ int) (float64, float64) { v = 0.9*v + 0.1*g*g; return v, g / v }),
		},
		{
			Message: "Your step looks at a memory that doesn't know this gradient yet: in the first step it is 0, and the step is huge. Renew it first, then step.",
			Hints:   []string{"Change the order of your two lines."},
			Wrong:   likeRMSProp(func(v, g float64, _ int) (float64, float64) { return 0.9*v + 0.1*g*g, g / (math.Sqrt(v) + 1e-8) }),
		},
		{
			Message: "You forgot the learning rate: whatever it is, your steps are as long as at a rate of 1.",
			Hints:   []string{"The formula has three parts: the rate, the gradient, and the root."},
			Wrong: func(float64) descent.Rule {
				return likeRMSProp(func(v, g float64, _ int) (float64, float64) { v = 0.9*v + 0.1*g*g; return v, g / math.Sqrt(v) })(1)
			},
		},
		{
			Message: "The gradient stands in your step twice. What is multiplied by g already needs only the rate and the root.",
			Hints:   []string{"`step[i] = g * …`: what is missing has no g in it."},
			Wrong:   likeRMSProp(func(v, g float64, _ int) (float64, float64) { v = 0.9*v + 0.1*g*g; return v, g * g / math.Sqrt(v) }),
		},
		{
			Message: "You add the whole new square. One tenth of it makes `v` a mean: nine tenths old and one tenth new.",
			Hints:   []string{"0.9 of the old and 0.1 of the new add up to 1."},
			Wrong:   likeRMSProp(func(v, g float64, _ int) (float64, float64) { v = 0.9*v + g*g; return v, g / math.Sqrt(v) }),
		},
		{
			Message: "You forgot to divide: this is plain gradient descent.",
			Hints:   []string{"What stands below the line in the formula?"},
			Wrong:   likeRMSProp(func(v, g float64, _ int) (float64, float64) { return v, g }),
		},
		{
			Message: "Your rule has no memory: it divides by the size of this one gradient, and what is left is the sign. All steps are equally long.",
			Hints:   []string{"Nine tenths of `v` should come from the steps before."},
			Wrong:   likeRMSProp(func(v, g float64, _ int) (float64, float64) { return v, g / math.Abs(g) }),
		},
		{
			Message: "Your rule forgets between steps: the mean square begins at 0 each time.",
			Hints:   []string{"Declare `v` outside the step function, inside the start function."},
			Wrong:   likeRMSProp(func(v, g float64, _ int) (float64, float64) { return v, g / math.Sqrt(0.1*g*g) }),
		},
		{
			Message: "0.9 and 0.1 are swapped: your rule keeps one tenth of what it knew and takes nine tenths of the newest gradient.",
			Hints:   []string{"A memory keeps the larger part of the old."},
			Wrong:   likeRMSProp(func(v, g float64, _ int) (float64, float64) { v = 0.1*v + 0.9*g*g; return v, g / math.Sqrt(v) }),
		},
		{
			Message: "You add up the squares and let none of them fade, so the steps only ever get shorter. That is a rule of its own, AdaGrad.",
			Hints:   []string{"Keep 0.9 of the old `v`, and add 0.1 of the new square."},
			Wrong:   likeRMSProp(func(v, g float64, _ int) (float64, float64) { v += g * g; return v, g / math.Sqrt(v) }),
		},
		{
			Message: "You corrected the mean square for its start at 0, as Adam does. RMSProp does without.",
			Hints:   []string{"Divide by the root of `v` as it is."},
			Wrong: likeRMSProp(func(v, g float64, t int) (float64, float64) {
				v = 0.9*v + 0.1*g*g
				return v, g / math.Sqrt(v/(1-power(0.9, t)))
			}),
		},
	},
})

// likeRMSProp makes rules that keep one number for each parameter: from the old
// number, the gradient and the count of steps to the new number and the step at
// rate 1.
func likeRMSProp(next func(v, g float64, t int) (memory, step float64)) func(rate float64) descent.Rule {
	return func(rate float64) descent.Rule {
		return descent.Custom("a mistake", func(params int) descent.Step {
			memory, t := make([]float64, params), 0
			return func(gradient []float64) []float64 {
				t++
				step := make([]float64, params)
				for i, g := range gradient {
					memory[i], step[i] = next(memory[i], g, t)
					step[i] *= rate
				}
				return step
			}
		})
	}
}

// Unfair lets a learner choose rates with which plain descent beats Adam.
func Unfair(plainRate, adamRate any, f descent.Func, start []float64, budget int) exercise.Answer {
	plain := 0.0
	race := &exercise.Experiment{
		Name: "an unfair race",
		Run: func(rates []float64) (*descent.History, error) {
			history, err := descent.Run(f, start, descent.GradientDescent(rates[0]), budget)
			if err != nil {
				return nil, fmt.Errorf("plain descent: %w", err)
			}
			if plain = history.Last().Loss; history.Diverged() {
				plain = math.Inf(1)
			}
			return descent.Run(f, start, descent.Adam(rates[1]), budget)
		},
		Goal: func(h *descent.History) (bool, string) {
			adam := h.Last().Loss
			what := fmt.Sprintf("Plain descent ends at a loss of %s, Adam at %s.", exercise.Typed(plain), exercise.Typed(adam))
			switch {
			case math.IsInf(plain, 1):
				return false, "Plain descent diverged: its rate is too large."
			case plain < adam:
				return true, what + " Plain descent wins, and nothing here was false except the choice of rates. Ask of every race how the rates were chosen."
			}
			return false, what + " Adam still wins."
		},
	}
	return race.Try(plainRate, adamRate)
}

// steepestBowl is how many times as steep one direction may be: up to there,
// momentum arrives within the steps that a walk may take.
const steepestBowl = 1e9

// Valley lets a learner make a valley steep enough for momentum to pay: on a bowl
// that curves that many times as much in one direction as in the other, momentum
// should need at most a third of plain descent's steps, each at its best rate.
func Valley(steepness any) exercise.Answer {
	var plain *descent.History
	valley := &exercise.Experiment{
		Name: "a valley for momentum",
		Run: func(numbers []float64) (*descent.History, error) {
			flattest, steepest := min(1, numbers[0]), max(1, numbers[0])
			switch {
			case flattest <= 0:
				return nil, fmt.Errorf("a steepness of %v makes no bowl; take one above 0", numbers[0])
			case steepest/flattest > steepestBowl:
				return nil, fmt.Errorf("a steepness of %v is too much: nobody ever arrives; take one between 1 and 1,000", numbers[0])
			}
			var err error
			plain, err = walkDown(bowlOf(flattest, steepest), descent.GradientDescent(2/(flattest+steepest)))
			if err != nil {
				return nil, err
			}
			return walkDown(bowlOf(flattest, steepest), polyak(flattest, steepest))
		},
		Goal: func(h *descent.History) (bool, string) {
			what := fmt.Sprintf("Plain descent needs %s, and momentum %s.", stepsOf(plain), stepsOf(h))
			if 3*h.Last().Epoch <= plain.Last().Epoch {
				return true, what + " The steeper the walls beside the floor, the more momentum gains."
			}
			return false, what
		},
	}
	return valley.Try(steepness)
}

// polyak is momentum with the rate and the beta that are best for a bowl
// (B. T. Polyak 1964).
func polyak(flattest, steepest float64) descent.Rule {
	low, high := math.Sqrt(flattest), math.Sqrt(steepest)
	return descent.Momentum(square(2/(low+high)), square((high-low)/(high+low)))
}
