package model_test

import (
	"fmt"
	"strings"

	"github.com/gomlx/gomlx/core/graph"

	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/model"
	"littlesteps/pkg/must"
)

// The loss as a GoMLX graph function, and its slope by automatic differentiation.
func ExampleNew() {
	inches, err := data.Floats(data.Belts(), "belt_in")
	if err != nil {
		fmt.Println(err)
		return
	}
	cm, err := data.Floats(data.Belts(), "belt_cm")
	if err != nil {
		fmt.Println(err)
		return
	}
	loss := func(multiplier, inches, cm *graph.Node) *graph.Node {
		guess := graph.Mul(inches, multiplier)
		return graph.ReduceAllMean(graph.Square(graph.Sub(guess, cm)))
	}
	lossAndSlope, err := model.New(loss, 1, inches, cm)
	if err != nil {
		fmt.Println(err)
		return
	}
	value, slope, err := lossAndSlope([]float64{1.7})
	fmt.Printf("%.10g %.10g %v\n", value, slope[0], err)
	// Output: 1128.2125 -2681.35 <nil>
}

// A table of one's own: read, clean, scale, fit, predict.
func Example() {
	text := "length_mm,width_mm,note\n55,30,\n60,33,\nNA,3,torn\n70,38,\n48,27,\n"
	leaves := must.Of(data.Read("leaves.csv", strings.NewReader(text), "length_mm", "width_mm"))
	whole := data.Complete(leaves, "length_mm", "width_mm")
	length, lengthScale := must.Of2(data.Standardize(must.Of(data.Floats(whole, "length_mm"))))
	width, widthScale := must.Of2(data.Standardize(must.Of(data.Floats(whole, "width_mm"))))

	f := must.Of(model.New(model.Of(model.Linear, model.MSE), 2, length, width))
	history := must.Of(descent.Run(f, []float64{0, 0}, descent.GradientDescent(0.1), 100))
	fmt.Println(history)

	params := history.Last().Params
	guess := widthScale.Original(params[0] + params[1]*lengthScale.Z(60))
	fmt.Printf("A leaf of 60 mm is about %.1f mm wide.\n", guess)
	// Output:
	// Ran 100 epochs (gradient descent, rate 0.1): the loss went from 1 to 0.00268508
	// A leaf of 60 mm is about 32.9 mm wide.
}

// A regression from ready parts, walked down by package descent.
func ExampleOf() {
	years := []float64{0, 1, 2, 3, 4}
	heights := []float64{50, 75, 86, 95, 104} // cm
	objective := model.Of(model.Linear, model.MSE)
	f, err := model.New(objective, 2, years, heights)
	if err != nil {
		fmt.Println(err)
		return
	}
	history, err := descent.Run(f, []float64{0, 0}, descent.GradientDescent(0.1), 500)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f cm at birth, %.1f cm a year\n", history.Last().Params[0], history.Last().Params[1])
	// Output: 56.4 cm at birth, 12.8 cm a year
}

// Stochastic gradient descent looks at some of the rows at a time.
func ExampleBatch() {
	years := []float64{0, 1, 2, 3, 4}
	heights := []float64{50, 75, 86, 95, 104}
	batch, err := model.Batch(model.Of(model.Linear, model.MSE), 2, years, heights)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, rows := range [][]int{{0, 1, 2, 3, 4}, {3, 0}, {4, 2}, {1}} {
		loss, gradient, err := batch([]float64{60, 10}, rows)
		fmt.Printf("%v: loss %.4g, gradient %.4g %v\n", rows, loss, gradient, err)
	}
	// Output:
	// [0 1 2 3 4]: loss 40.4, gradient [-4 -19.2] <nil>
	// [3 0]: loss 62.5, gradient [5 -15] <nil>
	// [4 2]: loss 26, gradient [-10 -28] <nil>
	// [1]: loss 25, gradient [-10 -10] <nil>
}

// The loss over a grid of intercepts and slopes: what a surface is drawn from.
func ExampleGrid() {
	x := []float64{-1, 0, 1}
	y := []float64{-1, 0, 1}
	losses, err := model.Grid(model.Of(model.Linear, model.MSE), x, y, []float64{0, 3}, []float64{-2, 1, 4})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range losses {
		fmt.Println(row)
	}
	// Output:
	// [6 0 6]
	// [15 9 15]
}

// One multiplier, for a slice of x.
func ExampleMultiplier() {
	show(model.Of(model.Multiplier, model.MSE), []float64{1, 2}, []float64{2, 4}, 1)
	// Output: loss 2.5, gradient [-5]
}

// An intercept and a slope for each column of x.
func ExampleLinear() {
	show(model.Of(model.Linear, model.MSE), [][]float64{{1, 5}, {2, 5}, {3, 0}}, []float64{6, 7, 4}, 0, 1, 1)
	// Output: loss 0.333333, gradient [-0.666667 -2 0]
}

// The dot product of each row and the parameters: here the first column is ones.
func ExampleDot() {
	show(model.Of(model.Dot, model.MSE), [][]float64{{1, 1}, {1, 2}, {1, 3}}, []float64{2, 3, 4}, 1, 2)
	// Output: loss 4.66667, gradient [4 9.33333]
}

// The mean squared error: a wild value weighs by its square.
func ExampleMSE() {
	show(model.Of(model.Multiplier, model.MSE), []float64{1, 1, 1}, []float64{1, 1, 10}, 1)
	// Output: loss 27, gradient [-6]
}

// The mean absolute error: a wild value weighs no more than another.
func ExampleMAE() {
	show(model.Of(model.Multiplier, model.MAE), []float64{1, 1, 1}, []float64{2, 0, 10}, 1)
	// Output: loss 3.66667, gradient [-0.333333]
}

// Huber's loss: squared near the guess, absolute far from it.
func ExampleHuber() {
	show(model.Of(model.Multiplier, model.Huber(1)), []float64{1, 1}, []float64{1.5, 10}, 1)
	// Output: loss 4.3125, gradient [-0.75]
}

func show[T model.Values](objective model.Objective, x T, y []float64, params ...float64) {
	f, err := model.New(objective, len(params), x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	loss, gradient, err := f(params)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("loss %.6g, gradient %.6g\n", loss, gradient)
}
