package check

import (
	"math"
	"math/rand/v2"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

// beltTables draws tables of belts, of other lengths than the lesson's and with
// other multipliers, in numbers that can be read.
func beltTables(random *rand.Rand) (inches, cm []float64) {
	for range []int{3, 4, 6, 7, 9}[random.IntN(5)] {
		length := 20 + random.IntN(31)
		inches = append(inches, float64(length))
		cm = append(cm, float64(2*length+random.IntN(30)))
	}
	return inches, cm
}

// AverageMiss checks func(guesses, actual []float64) float64: the mean absolute
// error. shown are the guesses and the actual values of the lesson.
func AverageMiss(mine any, shown ...any) exercise.Answer { return averageMiss.Check(mine, shown...) }

var averageMiss = register(&exercise.Complete{
	Name: "the average miss",
	Args: "guesses, actual",
	Inputs: func(random *rand.Rand, round int) []any {
		_, guesses := beltTables(random)
		_, actual := beltTables(random)
		rows := min(len(guesses), len(actual))
		guesses, actual = guesses[:rows], actual[:rows]
		// By turns too long and too short on average: signs make a difference then.
		if tooLong := sumOf(rows, func(i int) float64 { return guesses[i] - actual[i] }) > 0; tooLong == (round%2 == 0) {
			guesses, actual = actual, guesses
		}
		return []any{guesses, actual}
	},
	Truth: func(guesses, actual []float64) float64 {
		return meanOf(len(guesses), func(i int) float64 { return math.Abs(guesses[i] - actual[i]) })
	},
	Mistakes: []exercise.Mistake{
		{
			Message: "You averaged the misses with their signs. A belt that is 5 cm too long and one that is 5 cm too short then look perfect together.",
			Hints: []string{
				"How large is a miss of −5 cm, if you don't ask on which side?",
				"Where `miss` is negative, use `-miss`. In Go, `max(miss, -miss)` is always the positive one.",
			},
			Wrong: func(guesses, actual []float64) float64 {
				return meanOf(len(guesses), func(i int) float64 { return guesses[i] - actual[i] })
			},
		},
		{
			Message: "You averaged the misses with their signs, and from actual to guess. Signs let misses cancel: only their size should count.",
			Hints:   []string{"Where `miss` is negative, use `-miss`. In Go, `max(miss, -miss)` is always the positive one."},
			Wrong: func(guesses, actual []float64) float64 {
				return meanOf(len(guesses), func(i int) float64 { return actual[i] - guesses[i] })
			},
		},
		{
			Message: "You took the sign off at the end, from the average. By then the misses have cancelled already: take it off each miss.",
			Hints:   []string{"Move the `max(…, -…)` into the loop."},
			Wrong: func(guesses, actual []float64) float64 {
				return math.Abs(meanOf(len(guesses), func(i int) float64 { return guesses[i] - actual[i] }))
			},
		},
		{
			Message: "That is the mean squared error. Here nothing is squared: a miss of 5 cm counts as 5.",
			Hints:   []string{"What else, besides squaring, makes −5 and 5 count alike?"},
			Wrong: func(guesses, actual []float64) float64 {
				return meanOf(len(guesses), func(i int) float64 { return square(guesses[i] - actual[i]) })
			},
		},
		{
			Message: "That is the root of the mean squared error. It has the right unit, but large misses still weigh more in it. Here each centimetre counts alike.",
			Hints:   []string{"Square nothing, and take no root: make each miss positive, and average."},
			Wrong: func(guesses, actual []float64) float64 {
				return math.Sqrt(meanOf(len(guesses), func(i int) float64 { return square(guesses[i] - actual[i]) }))
			},
		},
	},
})

// Combinations checks func(values float64, parameters int) float64: how many losses a
// grid search computes.
func Combinations(mine any) exercise.Answer { return combinations.Check(mine) }

var combinations = register(&exercise.Complete{
	Name:  "the number of combinations",
	Args:  "values, parameters",
	Truth: func(values float64, parameters int) float64 { return power(values, parameters) },
	Inputs: func(random *rand.Rand, _ int) []any {
		values := 3 + random.IntN(7)
		return []any{float64(values), values - 1 + 3*random.IntN(2)} // never the same number twice: that would hide a swap
	},
	Mistakes: []exercise.Mistake{
		{
			Message: "Values and parameters are swapped. With 50 values for each of 5 parameters, you count 5 values for each of 50.",
			Hints: []string{
				"Take 10 values and 2 parameters. Each of 10 first values goes with each of 10 second ones. How many pairs?",
				"The loop runs once for each parameter. What does one more parameter multiply the number by?",
			},
			Wrong: func(values float64, parameters int) float64 { return math.Pow(float64(parameters), values) },
		},
		{
			Message: "You multiplied the two numbers. But with a second parameter, every value of the first goes with every value of the second.",
			Hints:   []string{"Draw 3 values for one parameter, then 3 branches from each for the second. How many ends has the tree?"},
			Wrong:   func(values float64, parameters int) float64 { return values * float64(parameters) },
		},
		{
			Message: "You add where you should multiply. One more parameter doesn't add combinations: all there were so far go with each of its values.",
			Hints:   []string{"What does one more parameter multiply the number by?"},
			Wrong:   func(values float64, parameters int) float64 { return 1 + values*float64(parameters) },
		},
		{
			Message: "You multiply by the number of parameters, once for each parameter. Multiply by the number of values.",
			Hints:   []string{"What does one more parameter multiply the number by?"},
			Wrong:   func(values float64, parameters int) float64 { return power(float64(parameters), parameters) },
		},
		{
			Message: "You multiply once too often. With one parameter there are as many combinations as values.",
			Hints:   []string{"Start from 1, before the loop."},
			Wrong:   func(values float64, parameters int) float64 { return power(values, parameters+1) },
		},
		{
			Message: "You multiply once too seldom. With one parameter there are as many combinations as values.",
			Hints:   []string{"Start from 1, and go through the loop once for each parameter."},
			Wrong:   func(values float64, parameters int) float64 { return power(values, parameters-1) },
		},
	},
})

// SlopeByHand checks func(multiplier float64, inches, cm []float64) float64: the
// slope of the mean squared error of one multiplier. The oracle measures it.
func SlopeByHand(mine any, shown ...any) exercise.Answer { return slopeByHand.Check(mine, shown...) }

var slopeByHand = register(&exercise.Complete{
	Name: "the slope by hand",
	Args: "multiplier, inches, cm",
	Inputs: func(random *rand.Rand, _ int) []any {
		inches, cm := beltTables(random)
		return []any{float64(5+random.IntN(40)) / 10, inches, cm}
	},
	Truth: func(multiplier float64, x, y []float64) float64 {
		return exercise.Slope(func(m float64) float64 { return squaredLoss(m, x, y) })(multiplier)
	},
	Mistakes: []exercise.Mistake{
		{
			Message: "The last factor is missing. When the multiplier moves by 1, the guess of a belt moves by that belt's inches: the chain rule multiplies by it.",
			Hints:   []string{"miss = multiplier × inches − cm. What is the slope of the miss?", "Multiply each miss by its belt's inches before you add it."},
			Wrong: func(m float64, x, y []float64) float64 {
				return meanOf(len(x), func(i int) float64 { return 2 * (m*x[i] - y[i]) })
			},
		},
		{
			Message: "The last factor is missing, and the 2. The slope of miss² is 2 × miss × the slope of the miss.",
			Hints:   []string{"miss = multiplier × inches − cm. What is the slope of the miss?"},
			Wrong: func(m float64, x, y []float64) float64 {
				return meanOf(len(x), func(i int) float64 { return m*x[i] - y[i] })
			},
		},
		{
			Message: "You multiplied each miss by the belt's centimetres. It is the inches that stand beside the multiplier.",
			Hints:   []string{"miss = multiplier × inches − cm. What is the slope of the miss?"},
			Wrong: func(m float64, x, y []float64) float64 {
				return meanOf(len(x), func(i int) float64 { return 2 * (m*x[i] - y[i]) * y[i] })
			},
		},
		{
			Message: "You multiplied by the miss once more than its slope has it. The slope of miss² is 2 × miss: one miss is left.",
			Hints:   []string{"What is the slope of x²? It has one x."},
			Wrong: func(m float64, x, y []float64) float64 {
				return meanOf(len(x), func(i int) float64 { return 2 * square(m*x[i]-y[i]) * x[i] })
			},
		},
		{
			Message: "That is the loss, not its slope. The slope says how fast the loss changes when the multiplier moves.",
			Hints:   []string{"What is the slope of x²? Begin with one belt."},
			Wrong:   squaredLoss,
		},
	},
})

func squaredLoss(multiplier float64, x, y []float64) float64 {
	return meanOf(len(x), func(i int) float64 { return square(multiplier*x[i] - y[i]) })
}

// OneStep checks func(multiplier, gradient, rate float64) float64: the multiplier
// after one step of gradient descent.
func OneStep(mine any) exercise.Answer { return oneStep.Check(mine) }

var oneStep = register(&exercise.Complete{
	Name:  "one step",
	Args:  "multiplier, gradient, rate",
	Truth: func(multiplier, gradient, rate float64) float64 { return multiplier - rate*gradient },
	Inputs: func(random *rand.Rand, _ int) []any {
		x := exercise.Numbers(random, 2)
		return []any{x[0], x[1], float64(5+random.IntN(40)) / 100}
	},
	Mistakes: []exercise.Mistake{
		{
			Message: "You added in place of subtracting. The gradient points uphill, so this step climbs.",
			Hints: []string{
				"At 1.7 the gradient is negative, and the best multiplier lies to the right. Which sign must the step have?",
				"Go against the gradient: take it away from the multiplier.",
			},
			Wrong: func(multiplier, gradient, rate float64) float64 { return multiplier + rate*gradient },
		},
		{
			Message: "You forgot the learning rate: the whole gradient is subtracted. On the belts that would be a step of thousands.",
			Hints:   []string{"How much of the gradient should a step take?"},
			Wrong:   func(multiplier, gradient, rate float64) float64 { return multiplier - gradient },
		},
		{
			Message: "That is the step alone. The function should return where the step ends: the multiplier, moved by it.",
			Hints:   []string{"Begin with the old multiplier."},
			Wrong:   func(multiplier, gradient, rate float64) float64 { return -rate * gradient },
		},
		{
			Message: "That is the length of the step alone. The function should return where the step ends: the multiplier, less this step.",
			Hints:   []string{"Begin with the old multiplier."},
			Wrong:   func(multiplier, gradient, rate float64) float64 { return rate * gradient },
		},
		{
			Message: "You forgot the gradient: this step has the same length and direction everywhere.",
			Hints:   []string{"Steep ground should make a long step, and flat ground a short one."},
			Wrong:   func(multiplier, gradient, rate float64) float64 { return multiplier - rate },
		},
		{
			Message: "Multiplier and gradient have changed places. Your function gets them in this order: multiplier, gradient, rate.",
			Hints:   []string{"A parameter's place counts, not its name."},
			Wrong:   func(multiplier, gradient, rate float64) float64 { return gradient - rate*multiplier },
		},
		{
			Message: "You divided by the learning rate. A smaller rate should make a smaller step.",
			Hints:   []string{"The rate is the share of the gradient that is taken: 1/100,000 of it, for example."},
			Wrong:   func(multiplier, gradient, rate float64) float64 { return multiplier - gradient/rate },
		},
	},
})

// Divergence lets a learner look for a rate with which descent from 0 flies
// apart.
func Divergence(rate any, f descent.Func) exercise.Answer {
	return rateExperiment("a rate that diverges", f, 1000, exercise.Diverges()).Try(rate)
}

// OneStepLanding lets a learner look for the rate with which one step from 0
// lands at the best multiplier.
func OneStepLanding(rate any, f descent.Func, best float64) exercise.Answer {
	return rateExperiment("a rate that lands in one step", f, 1, exercise.Lands([]float64{best}, 0.01, 1)).Try(rate)
}

// rateExperiment runs plain descent from 0 with the learner's rate.
func rateExperiment(name string, f descent.Func, epochs int, goal exercise.Goal) *exercise.Experiment {
	return &exercise.Experiment{
		Name: name,
		Run: func(numbers []float64) (*descent.History, error) {
			return descent.Run(f, []float64{0}, descent.GradientDescent(numbers[0]), epochs)
		},
		Goal: goal,
	}
}
