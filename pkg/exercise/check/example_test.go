package check_test

import (
	"fmt"

	"littlesteps/pkg/exercise"
	"littlesteps/pkg/exercise/check"
)

func ExampleOneStep() {
	fmt.Println(check.OneStep(func(multiplier, gradient, rate float64) float64 { return multiplier + rate*gradient }))
	// Output:
	// △ Not yet. You added in place of subtracting. The gradient points uphill, so this step climbs.
}

func ExampleLine() {
	fmt.Println(check.Line(func(params []float64, z float64) float64 { return exercise.TODO }))
	// Output:
	// ○ Still open. There is a gap in it, or in what it calls. Write your own code in place of exercise.TODO, and run the cell again.
}
