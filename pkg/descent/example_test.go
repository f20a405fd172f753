package descent_test

import (
	"fmt"

	"littlesteps/pkg/descent"
)

// square is (x−3)², with its slope worked out by hand.
func square(params []float64) (loss float64, gradient []float64, err error) {
	x := params[0]
	return (x - 3) * (x - 3), []float64{2 * (x - 3)}, nil
}

// Five steps down a parabola, everything recorded.
func ExampleRun() {
	history, err := descent.Run(square, []float64{0}, descent.GradientDescent(0.25), 5)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, record := range history.Records {
		fmt.Printf("epoch %d: x %.5f, loss %.5f, slope %.5f\n",
			record.Epoch, record.Params[0], record.Loss, record.Gradient[0])
	}
	fmt.Println(history)
	// Output:
	// epoch 0: x 0.00000, loss 9.00000, slope -6.00000
	// epoch 1: x 1.50000, loss 2.25000, slope -3.00000
	// epoch 2: x 2.25000, loss 0.56250, slope -1.50000
	// epoch 3: x 2.62500, loss 0.14062, slope -0.75000
	// epoch 4: x 2.81250, loss 0.03516, slope -0.37500
	// epoch 5: x 2.90625, loss 0.00879, slope -0.18750
	// Ran 5 epochs (gradient descent, rate 0.25): the loss went from 9 to 0.00878906
}

// A rate beyond the limit is no error: the history says what happened, and holds
// the part that is finite.
func ExampleHistory_Diverged() {
	history, err := descent.Run(square, []float64{0}, descent.GradientDescent(1.5), 1000)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(history.Diverged())
	fmt.Println(history.Outcome())
	fmt.Printf("x was %g, then %g, then %g\n",
		history.Records[0].Params[0], history.Records[1].Params[0], history.Records[2].Params[0])
	// Output:
	// true
	// Diverged in epoch 511 (gradient descent, rate 1.5): the loss stopped being finite; try a smaller rate
	// x was 0, then 9, then -9
}

// A figure shows how a run flies apart, not the huge numbers at its end.
func ExampleHistory_InSight() {
	history, err := descent.Run(square, []float64{0}, descent.GradientDescent(1.5), 1000)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(history.InSight().Param(0))
	fmt.Println(history.InSight())
	// Output:
	// [0 9 -9 27 -45 99]
	// Diverged in epoch 511 (gradient descent, rate 1.5): the loss stopped being finite; try a smaller rate. Here are its first 5 epochs
}

// One step of plain descent: a small multiple of the slope.
func ExampleGradientDescent() {
	fmt.Printf("%.6g\n", steps(descent.GradientDescent(0.1), 2, 2, -1))
	// Output: [0.2 0.2 -0.1]
}

// Momentum picks up speed where the slope stays the same.
func ExampleMomentum() {
	fmt.Printf("%.6g\n", steps(descent.Momentum(0.1, 0.5), 2, 2, 2, 2, -1))
	// Output: [0.2 0.3 0.35 0.375 0.0875]
}

// Nesterov's momentum looks one step ahead.
func ExampleNesterov() {
	fmt.Printf("%.6g\n", steps(descent.Nesterov(0.1, 0.5), 2, 2, 2, 2, -1))
	// Output: [0.3 0.35 0.375 0.3875 -0.05625]
}

// AdaGrad's steps get shorter, even where the slope stays the same.
func ExampleAdaGrad() {
	fmt.Printf("%.6g\n", steps(descent.AdaGrad(0.1), 2, 2, 2, 2))
	// Output: [0.1 0.0707107 0.057735 0.05]
}

// RMSProp's steps don't depend on how steep a direction is as a whole.
func ExampleRMSProp() {
	fmt.Printf("%.6g\n", steps(descent.RMSProp(0.1), 2, 2, 2))
	fmt.Printf("%.6g\n", steps(descent.RMSProp(0.1), 2000, 2000, 2000))
	// Output:
	// [0.316228 0.229416 0.192095]
	// [0.316228 0.229416 0.192095]
}

// Adam's first step is one rate long, however steep the slope.
func ExampleAdam() {
	fmt.Printf("%.6g\n", steps(descent.Adam(0.1), 2000, 2000, -2000))
	// Output: [0.1 0.1 0.0261993]
}

// A learner's own rule: descent with a rate that halves at each step.
func ExampleCustom() {
	halving := descent.Custom("halving", func(params int) descent.Step {
		rate := 0.4
		return func(gradient []float64) []float64 {
			step := make([]float64, params)
			for i, slope := range gradient {
				step[i] = rate * slope
			}
			rate /= 2
			return step
		}
	})
	fmt.Printf("%.6g\n", steps(halving, 1, 1, 1))
	// Output: [0.4 0.2 0.1]
}

// Large steps first, small ones later.
func ExampleScheduled() {
	fmt.Printf("%.6g\n", steps(descent.Scheduled(descent.GradientDescent(0.1), descent.InverseSqrt(1)), 1, 1, 1, 1))
	// Output: [0.1 0.0707107 0.057735 0.05]
}

// The constant schedule leaves the rate as it is.
func ExampleConstant() {
	fmt.Printf("%.6g\n", factors(descent.Constant()))
	// Output: [1 1 1 1 1]
}

// After the given number of steps the factor is 1/√2.
func ExampleInverseSqrt() {
	fmt.Printf("%.6g\n", factors(descent.InverseSqrt(25)))
	// Output: [1 0.707107 0.57735 0.5 0.447214]
}

// The same factor at each step.
func ExampleExponential() {
	fmt.Printf("%.6g\n", factors(descent.Exponential(0.97)))
	// Output: [1 0.466975 0.218065 0.101831 0.0475525]
}

// Half a wave, down to 0.
func ExampleCosine() {
	fmt.Printf("%.6g\n", factors(descent.Cosine(100)))
	// Output: [1 0.853553 0.5 0.146447 0]
}

// Three batches make an epoch; each row is in one of them.
func ExampleBatches_Epoch() {
	batches := descent.Batches{Rows: 7, Size: 3, Seed: 1}
	for epoch := range 2 {
		rows, err := batches.Epoch(epoch)
		fmt.Println(rows, err)
	}
	// Output:
	// [[6 1 2] [5 3 0] [4]] <nil>
	// [[2 1 5] [3 4 0] [6]] <nil>
}

// The mean of ten numbers, found from two of them at a time.
func ExampleRunBatches() {
	numbers := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	loss := func(params []float64, rows []int) (float64, []float64, error) {
		sum, slope := 0.0, 0.0
		for _, row := range rows {
			miss := params[0] - numbers[row]
			sum += miss * miss
			slope += 2 * miss
		}
		n := float64(len(rows))
		return sum / n, []float64{slope / n}, nil
	}
	batches := descent.Batches{Rows: len(numbers), Size: 2, Seed: 1}
	history, err := descent.RunBatches(loss, batches, []float64{0}, descent.GradientDescent(0.05), 4)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, x := range history.Param(0) {
		fmt.Printf("after %2.0f examples: x %.3f, loss %.3f\n", history.Examples()[i], x, history.Losses()[i])
	}
	// Output:
	// after  0 examples: x 0.000, loss 38.500
	// after 10 examples: x 2.240, loss 18.879
	// after 20 examples: x 3.600, loss 11.859
	// after 30 examples: x 4.440, loss 9.373
	// after 40 examples: x 4.943, loss 8.560
}

// A run stops when the loss no longer improves.
func ExamplePatience() {
	history, err := descent.Run(square, []float64{0}, descent.GradientDescent(0.25), 1000, descent.Patience(5, 1e-6))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(history)
	// Output: Stopped after 17 epochs (gradient descent, rate 0.25): for 5 of them the loss did not fall by more than 0.000001
}

// A watcher sees each epoch as it happens, and may stop the run.
func ExampleWatch() {
	look := func(record descent.Record) bool {
		fmt.Printf("epoch %d: loss %.3f\n", record.Epoch, record.Loss)
		return record.Loss > 0.5
	}
	history, err := descent.Run(square, []float64{0}, descent.GradientDescent(0.25), 1000, descent.Watch(look))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(history)
	// Output:
	// epoch 0: loss 9.000
	// epoch 1: loss 2.250
	// epoch 2: loss 0.562
	// epoch 3: loss 0.141
	// Stopped by the watcher in epoch 3 (gradient descent, rate 0.25)
}

// steps feeds slopes to a rule with one parameter and returns its steps.
func steps(rule descent.Rule, slopes ...float64) []float64 {
	step, err := rule.Start(1)
	if err != nil {
		fmt.Println(err)
		return nil
	}
	taken := []float64{}
	for _, slope := range slopes {
		taken = append(taken, step([]float64{slope})[0])
	}
	return taken
}

// factors is a schedule at steps 0, 25, 50, 75 and 100.
func factors(schedule descent.Schedule) []float64 {
	values := []float64{}
	for step := 0; step <= 100; step += 25 {
		values = append(values, schedule(step))
	}
	return values
}
