package model_test

import (
	"errors"
	"fmt"

	"github.com/go-gota/gota/dataframe"
	"github.com/gomlx/gomlx/core/graph"

	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/model"
)

// Losses to copy. What each fit should find was worked out by other programs:
// statsmodels for the logistic, softmax, Poisson and weighted ones, SciPy for Huber,
// NumPy for several outputs.

// Logistic regression: y is 1 or 0, and x·params is the logarithm of the odds that it
// is 1. Which penguins are male, from the z-scores of bill length and body mass?
func ExampleNew_logistic() {
	logistic := func(params, x, y *graph.Node) *graph.Node {
		odds := graph.MatMul(x, params)
		return graph.ReduceAllMean(graph.Sub(graph.Softplus(odds), graph.Mul(y, odds)))
	}
	x, penguins := billAndMass()
	male := make([]float64, len(x))
	for i, sex := range penguins.Col("sex").Records() {
		if sex == "male" {
			male[i] = 1
		}
	}
	fit(logistic, 3, x, male, descent.Momentum(1, 0.9), 500)
	// Output: loss 0.5876133, params [0.0485 0.3338 0.8163]
}

// Softmax with cross-entropy: one column of y for each class, with a 1 where a row
// belongs; params are a score's weights, one column for each class. On which island
// was a penguin found? Only differences of scores matter: those between columns 2 and
// 1 are what statsmodels finds, −0.461, 1.128 and −2.623.
func ExampleNew_softmax() {
	softmax := func(params, x, y *graph.Node) *graph.Node {
		weights := graph.Reshape(params, x.Shape().Dim(1), y.Shape().Dim(1))
		chance := graph.LogSoftmax(graph.MatMul(x, weights))
		return graph.Neg(graph.ReduceAllMean(graph.ReduceSum(graph.Mul(y, chance), -1)))
	}
	x, penguins := billAndMass()
	islands := []string{"Biscoe", "Dream", "Torgersen"}
	found := make([][]float64, len(x))
	for i, island := range penguins.Col("island").Records() {
		found[i] = make([]float64, len(islands))
		for class, name := range islands {
			if island == name {
				found[i][class] = 1
			}
		}
	}
	fit(softmax, 3*len(islands), x, found, descent.Momentum(1, 0.9), 2000)
	// Output: loss 0.6713166, params [0.6746 0.2137 -0.8883 -0.1903 0.9380 -0.7478 1.3512 -1.2721 -0.0791]
}

// Huber's loss: squared for misses up to 1, absolute beyond, so that the last count
// can't pull the line away. (model.Huber has another limit than 1.)
func ExampleNew_huber() {
	huber := func(params, x, y *graph.Node) *graph.Node {
		miss := graph.Abs(graph.Sub(graph.MatMul(x, params), y))
		near := graph.MinScalar(miss, 1)
		return graph.ReduceAllMean(graph.Sub(graph.Mul(near, miss), graph.MulScalar(graph.Square(near), 0.5)))
	}
	fit(huber, 2, weeks(), []float64{1, 3, 4, 7, 9, 11, 30}, descent.Momentum(0.05, 0.9), 5000)
	// Output: loss 2.3632653, params [0.4286 2.2286]
}

// Poisson regression: y counts something, and x·params is the logarithm of the count
// to expect.
func ExampleNew_poisson() {
	poisson := func(params, x, y *graph.Node) *graph.Node {
		log := graph.MatMul(x, params)
		return graph.ReduceAllMean(graph.Sub(graph.Exp(log), graph.Mul(y, log)))
	}
	fit(poisson, 2, weeks(), []float64{2, 3, 6, 7, 8, 9, 10}, descent.GradientDescent(0.01), 5000)
	// Output: loss -6.1175082, params [1.1079 0.2195]
}

// Weights for rows: y has two columns, the value and what it weighs.
func ExampleNew_weights() {
	weighted := func(params, x, y *graph.Node) *graph.Node {
		value := graph.Slice(y, graph.AxisRange(), graph.AxisElem(0))
		weight := graph.Slice(y, graph.AxisRange(), graph.AxisElem(1))
		miss := graph.Sub(graph.MatMul(x, graph.ExpandAxes(params, -1)), value)
		return graph.Div(graph.ReduceAllSum(graph.Mul(weight, graph.Square(miss))), graph.ReduceAllSum(weight))
	}
	y := [][]float64{{1, 1}, {3, 1}, {4, 1}, {7, 1}, {9, 1}, {11, 1}, {30, 0.1}}
	fit(weighted, 2, weeks(), y, descent.Momentum(0.03, 0.9), 1000)
	// Output: loss 4.5283832, params [0.2384 2.3427]
}

// Several outputs: one column of y, and one of params, for each.
func ExampleNew_severalOutputs() {
	both := func(params, x, y *graph.Node) *graph.Node {
		weights := graph.Reshape(params, x.Shape().Dim(1), y.Shape().Dim(1))
		return graph.ReduceAllMean(graph.Square(graph.Sub(graph.MatMul(x, weights), y)))
	}
	y := [][]float64{{1, 2}, {3, 3}, {4, 6}, {7, 7}, {9, 8}, {11, 9}, {30, 10}}
	fit(both, 4, weeks(), y, descent.Momentum(0.03, 0.9), 1000)
	// Output: loss 11.3571429, params [-2.2857 2.3571 3.8571 1.3571]
}

// billAndMass has a row for each complete penguin: a one, and two z-scores.
func billAndMass() ([][]float64, dataframe.DataFrame) {
	penguins := data.Complete(data.Penguins())
	bill, _, err1 := data.Standardize(penguins.Col("bill_length_mm").Float())
	mass, _, err2 := data.Standardize(penguins.Col("body_mass_g").Float())
	x, err3 := data.WithOnes(bill, mass)
	if err := errors.Join(err1, err2, err3); err != nil {
		panic(err)
	}
	return x, penguins
}

func weeks() [][]float64 { return [][]float64{{1, 0}, {1, 1}, {1, 2}, {1, 3}, {1, 4}, {1, 5}, {1, 6}} }

// fit descends from zeros and prints where it ends.
func fit[Y model.Values](loss model.Objective, params int, x [][]float64, y Y, rule descent.Rule, epochs int) {
	f, err := model.New(loss, params, x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	history, err := descent.Run(f, make([]float64, params), rule, epochs)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("loss %.7f, params %.4f\n", history.Last().Loss, history.Last().Params)
}
