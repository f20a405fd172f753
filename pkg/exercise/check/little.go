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

var averageMiss = &exercise.Complete{
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
			Say: "You averaged the misses with their signs. A belt that is 5 cm too long and one that is 5 cm too short then look perfect together.",
			Hints: []string{
				"How large is a miss of −5 cm, if you don't ask on which side?",
				"Where `miss` is negative, use `-miss`. In Go, `max(miss, -miss)` is always the positive one.",
			},
			Would: func(guesses, actual []float64) float64 {
				return meanOf(len(guesses), func(i int) float64 { return guesses[i] - actual[i] })
			},
		},
		{
			Say:   "You averaged the misses with their signs, and from actual to guess. Signs let misses cancel: only their size should count.",
			Hints: []string{"Where `miss` is negative, use `-miss`. In Go, `max(miss, -miss)` is always the positive one."},
			Would: func(guesses, actual []float64) float64 {
				return meanOf(len(guesses), func(i int) float64 { return actual[i] - guesses[i] })
			},
		},
		{
			Say:   "You took the sign off at the end, from the average. By then the misses have cancelled already: take it off each miss.",
			Hints: []string{"Move the `max(…, -…)` into the loop."},
			Would: func(guesses, actual []float64) float64 {
				return math.Abs(meanOf(len(guesses), func(i int) float64 { return guesses[i] - actual[i] }))
			},
		},
		{
			Say:   "That is the mean squared error. Here nothing is squared: a miss of 5 cm counts as 5.",
			Hints: []string{"What else, besides squaring, makes −5 and 5 count alike?"},
			Would: func(guesses, actual []float64) float64 {
				return meanOf(len(guesses), func(i int) float64 { return square(guesses[i] - actual[i]) })
			},
		},
		{
			Say:   "That is the root of the mean squared error. It has the right unit, but large misses still weigh more in it. Here each centimetre counts alike.",
			Hints: []string{"Square nothing, and take no root: make each miss positive, and average."},
			Would: func(guesses, actual []float64) float64 {
				return math.Sqrt(meanOf(len(guesses), func(i int) float64 { return square(guesses[i] - actual[i]) }))
			},
		},
	},
}

// Combinations checks func(values, parameters int) float64: how many losses a
// grid search computes.
func Combinations(mine any) exercise.Answer { return combinations.Check(mine) }

var combinations = &exercise.Complete{
	Name:  "the number of combinations",
	Args:  "values, parameters",
	Truth: func(values, parameters int) float64 { return power(float64(values), parameters) },
	Inputs: func(random *rand.Rand, _ int) []any {
		values := 3 + random.IntN(7)
		return []any{values, values - 1 + 3*random.IntN(2)} // never the same number twice: that would hide a swap
	},
	Mistakes: []exercise.Mistake{
		{
			Say: "Values and parameters are swapped. It is the slip in the lecture's code: 5 values for each of 50 parameters in place of 50 values for each of 5.",
			Hints: []string{
				"Take 10 values and 2 parameters. Each of 10 first values goes with each of 10 second ones. How many pairs?",
				"The loop runs once for each parameter. What does one more parameter multiply the number by?",
			},
			Would: func(values, parameters int) float64 { return power(float64(parameters), values) },
		},
		{
			Say:   "You multiplied the two numbers. But with a second parameter, every value of the first goes with every value of the second.",
			Hints: []string{"Draw 3 values for one parameter, then 3 branches from each for the second. How many ends has the tree?"},
			Would: func(values, parameters int) float64 { return float64(values * parameters) },
		},
		{
			Say:   "You add where you should multiply. One more parameter doesn't add combinations: all there were so far go with each of its values.",
			Hints: []string{"What does one more parameter multiply the number by?"},
			Would: func(values, parameters int) float64 { return 1 + float64(values*parameters) },
		},
		{
			Say:   "You multiply by the number of parameters, once for each parameter. Multiply by the number of values.",
			Hints: []string{"What does one more parameter multiply the number by?"},
			Would: func(values, parameters int) float64 { return power(float64(parameters), parameters) },
		},
		{
			Say:   "You multiply once too often. With one parameter there are as many combinations as values.",
			Hints: []string{"Start from 1, before the loop."},
			Would: func(values, parameters int) float64 { return power(float64(values), parameters+1) },
		},
		{
			Say:   "You multiply once too seldom. With one parameter there are as many combinations as values.",
			Hints: []string{"Start from 1, and go through the loop once for each parameter."},
			Would: func(values, parameters int) float64 { return power(float64(values), parameters-1) },
		},
	},
}

// SlopeByHand checks func(multiplier float64, inches, cm []float64) float64: the
// slope of the mean squared error of one multiplier. The oracle measures it.
func SlopeByHand(mine any, shown ...any) exercise.Answer { return slopeByHand.Check(mine, shown...) }

var slopeByHand = &exercise.Complete{
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
			Say:   "The last factor is missing. When the multiplier moves by 1, the guess of a belt moves by that belt's inches: the chain rule multiplies by it.",
			Hints: []string{"miss = multiplier × inches − cm. What is the slope of the miss?", "Multiply each miss by its belt's inches before you add it."},
			Would: func(m float64, x, y []float64) float64 {
				return meanOf(len(x), func(i int) float64 { return 2 * (m*x[i] - y[i]) })
			},
		},
		{
			Say:   "The last factor is missing, and the 2. The slope of miss² is 2 × miss × the slope of the miss.",
			Hints: []string{"miss = multiplier × inches − cm. What is the slope of the miss?"},
			Would: func(m float64, x, y []float64) float64 {
				return meanOf(len(x), func(i int) float64 { return m*x[i] - y[i] })
			},
		},
		{
			Say:   "You multiplied each miss by the belt's centimetres. It is the inches that stand beside the multiplier.",
			Hints: []string{"miss = multiplier × inches − cm. What is the slope of the miss?"},
			Would: func(m float64, x, y []float64) float64 {
				return meanOf(len(x), func(i int) float64 { return 2 * (m*x[i] - y[i]) * y[i] })
			},
		},
		{
			Say:   "That is the loss, not its slope. The slope says how fast the loss changes when the multiplier moves.",
			Hints: []string{"What is the slope of x²? Begin with one belt."},
			Would: squaredLoss,
		},
	},
}

func squaredLoss(multiplier float64, x, y []float64) float64 {
	return meanOf(len(x), func(i int) float64 { return square(multiplier*x[i] - y[i]) })
}

// OneStep checks func(multiplier, slope, rate float64) float64: the multiplier
// after one step of gradient descent.
func OneStep(mine any) exercise.Answer { return oneStep.Check(mine) }

var oneStep = &exercise.Complete{
	Name:  "one step",
	Args:  "multiplier, slope, rate",
	Truth: func(multiplier, slope, rate float64) float64 { return multiplier - rate*slope },
	Inputs: func(random *rand.Rand, _ int) []any {
		x := exercise.Numbers(random, 2)
		return []any{x[0], x[1], float64(5+random.IntN(40)) / 100}
	},
	Mistakes: []exercise.Mistake{
		{
			Say: "You added in place of subtracting. The slope points uphill, so this step climbs.",
			Hints: []string{
				"At 1.7 the slope is negative, and the best multiplier lies to the right. Which sign must the step have?",
				"Go against the slope: take it away from the multiplier.",
			},
			Would: func(multiplier, slope, rate float64) float64 { return multiplier + rate*slope },
		},
		{
			Say:   "You forgot the learning rate: the whole slope is subtracted. On the belts that would be a step of thousands.",
			Hints: []string{"How much of the slope should a step take?"},
			Would: func(multiplier, slope, rate float64) float64 { return multiplier - slope },
		},
		{
			Say:   "That is the step alone. The function should return where the step ends: the multiplier, moved by it.",
			Hints: []string{"Begin with the old multiplier."},
			Would: func(multiplier, slope, rate float64) float64 { return -rate * slope },
		},
		{
			Say:   "That is the length of the step alone. The function should return where the step ends: the multiplier, less this step.",
			Hints: []string{"Begin with the old multiplier."},
			Would: func(multiplier, slope, rate float64) float64 { return rate * slope },
		},
		{
			Say:   "You forgot the slope: this step has the same length and direction everywhere.",
			Hints: []string{"Steep ground should make a long step, and flat ground a short one."},
			Would: func(multiplier, slope, rate float64) float64 { return multiplier - rate },
		},
		{
			Say:   "Multiplier and slope have changed places. Your function gets them in this order: multiplier, slope, rate.",
			Hints: []string{"A parameter's place counts, not its name."},
			Would: func(multiplier, slope, rate float64) float64 { return slope - rate*multiplier },
		},
		{
			Say:   "You divided by the learning rate. A smaller rate should make a smaller step.",
			Hints: []string{"The rate is a share of the slope: 1/100,000 of it, for example."},
			Would: func(multiplier, slope, rate float64) float64 { return multiplier - slope/rate },
		},
	},
}

// Walk checks func(start, rate float64, epochs int) float64: the multiplier after
// a whole walk over the lesson's belts, made of the learner's own steps. The
// oracle is the closed form of the walk.
func Walk(mine, myStep any, inches, cm []float64) exercise.Answer {
	return walkOver(inches, cm).Check(mine).After(oneStep.Look(myStep))
}

func walkOver(inches, cm []float64) *exercise.Complete {
	best := bestMultiplier(inches, cm)
	curvature := 2 * meanOf(len(inches), func(i int) float64 { return square(inches[i]) })
	after := func(start, rate float64, epochs int) float64 {
		return best + (start-best)*power(1-rate*curvature, epochs)
	}
	return &exercise.Complete{
		Name:  "a whole walk",
		Args:  "start, rate, epochs",
		Truth: after,
		Share: 1e-5, // a slope that is felt with tiny steps is never quite exact
		Inputs: func(random *rand.Rand, _ int) []any {
			return []any{exercise.Numbers(random, 1)[0], (0.05 + 0.4*random.Float64()) / curvature, 3 + random.IntN(8)}
		},
		Mistakes: []exercise.Mistake{
			{
				Say:   "Your walk climbs: somewhere the step is added in place of subtracted.",
				Hints: []string{"Does `myStep` subtract already? Then the loop has nothing left to subtract."},
				Would: func(start, rate float64, epochs int) float64 {
					return best + (start-best)*power(1+rate*curvature, epochs)
				},
			},
			{
				Say:   "Your walk takes one step and then stays: each epoch begins at the start again.",
				Hints: []string{"Each step should begin where the last one ended: at `multiplier`, not at `start`."},
				Would: func(start, rate float64, epochs int) float64 { return after(start, rate, 1) },
			},
			{
				Say:   "Your walk takes one step too few.",
				Hints: []string{"`for range epochs` runs as many times as there are epochs."},
				Would: func(start, rate float64, epochs int) float64 { return after(start, rate, epochs-1) },
			},
			{
				Say:   "Your walk takes one step too many.",
				Hints: []string{"`for range epochs` runs as many times as there are epochs."},
				Would: func(start, rate float64, epochs int) float64 { return after(start, rate, epochs+1) },
			},
			{
				Say:   "In every step you use the slope at the start. The slope changes on the way: feel it again where you stand.",
				Hints: []string{"Give `feelSlope` the multiplier of this moment."},
				Would: func(start, rate float64, epochs int) float64 {
					return start - float64(epochs)*rate*curvature*(start-best)
				},
			},
		},
	}
}

// AbsoluteLoss checks a GoMLX loss: the mean absolute error of one multiplier.
// build makes loss and slope of it for given data:
//
//	func(x, y []float64) (descent.Func, error) { return model.New(myLoss, 1, x, y) }
func AbsoluteLoss(build func(x, y []float64) (descent.Func, error)) exercise.Answer {
	return absoluteLoss.Check(func(x, y []float64) ([]float64, error) {
		f, err := build(x, y)
		if err != nil {
			return nil, err
		}
		return lossesAndSlopes(func(m float64) (float64, float64, error) {
			loss, gradient, err := f([]float64{m})
			if err != nil {
				return 0, 0, err
			}
			return loss, gradient[0], nil
		})
	})
}

// places are where a loss of one multiplier is looked at.
var places = []float64{-1.37, 0.21, 2.6, 3.9}

func lossesAndSlopes(at func(multiplier float64) (loss, slope float64, err error)) (values []float64, err error) {
	for _, m := range places {
		loss, slope, err := at(m)
		if err != nil {
			return nil, err
		}
		values = append(values, loss, slope)
	}
	return values, nil
}

// lossOf makes the check's function from a loss for one row and its slope, both
// functions of the miss.
func lossOf(loss, slope func(miss float64) float64) func(x, y []float64) ([]float64, error) {
	return func(x, y []float64) ([]float64, error) {
		return lossesAndSlopes(func(m float64) (float64, float64, error) {
			miss := func(i int) float64 { return m*x[i] - y[i] }
			return meanOf(len(x), func(i int) float64 { return loss(miss(i)) }),
				meanOf(len(x), func(i int) float64 { return slope(miss(i)) * x[i] }), nil
		})
	}
}

var absoluteLoss = &exercise.Complete{
	Name: "a loss of your own in GoMLX",
	Args: "x, y",
	Inputs: func(random *rand.Rand, _ int) []any {
		inches, cm := beltTables(random)
		return []any{inches, cm}
	},
	Truth: lossOf(math.Abs, func(miss float64) float64 { return math.Copysign(1, miss) }),
	Mistakes: []exercise.Mistake{
		{
			Say:   "You averaged the misses with their signs. They cancel, and this loss falls for ever as the multiplier falls.",
			Hints: []string{"Which operation of GoMLX takes the sign off? Its name begins like “absolute”."},
			Would: lossOf(func(miss float64) float64 { return miss }, func(float64) float64 { return 1 }),
		},
		{
			Say:   "That is the mean squared error. Here each miss should count as it is, without its sign.",
			Hints: []string{"Put another operation in place of `graph.Square`."},
			Would: lossOf(square, func(miss float64) float64 { return 2 * miss }),
		},
	},
}

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
