package exercise_test

import (
	"fmt"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

func ExamplePredict() {
	lossAt17 := 1128.2125
	fmt.Println(exercise.Predict("the loss at 1.7", 900).Unit("cm²").Truth(lossAt17))
	// Output:
	// ◆ Your guess, and the truth. You guessed 900 cm² for the loss at 1.7; it is 1128.21 cm². Your guess was 20 % too low.
}

// A gap compiles, and the answer says that it is open.
func ExampleComplete() {
	area := &exercise.Complete{
		Name:  "the area of a square",
		Args:  "side",
		Truth: func(side float64) float64 { return side * side },
		Mistakes: []exercise.Mistake{{
			Message: "That is the way around the square, not its area.",
			Wrong:   func(side float64) float64 { return 4 * side },
		}},
	}
	fmt.Println(area.Look(func(side float64) float64 { return exercise.TODO }))
	fmt.Println(area.Look(func(side float64) float64 { return side + side + side + side }))
	fmt.Println(area.Look(func(side float64) float64 { return -side * side }))
	fmt.Println(area.Look(func(side float64) float64 { return side * side }))
	// Output:
	// ○ Still open. There is a gap in it, or in what it calls. Write your own code in place of exercise.TODO, and run the cell again.
	// △ Not yet. That is the way around the square, not its area.
	// △ Not yet. The sign is flipped: the size is right, but it points the other way.
	// ✓ Right. Your function gives the right values, also for data that this lesson doesn't show.
}

func ExampleExperiment() {
	parabola := func(params []float64) (float64, []float64, error) {
		x := params[0] - 2
		return x * x, []float64{2 * x}, nil
	}
	landing := &exercise.Experiment{
		Name: "one step",
		Run: func(numbers []float64) (*descent.History, error) {
			return descent.Run(parabola, []float64{0}, descent.GradientDescent(numbers[0]), 1)
		},
		Goal: exercise.Lands([]float64{2}, 0.01, 1),
	}
	fmt.Println(landing.Try(0.8))
	// Output:
	// △ Not yet. After 1 step it stands at 3.2: the step jumped over the lowest place. The rate is too large to land.
}

// What a slope must be can be measured, without knowing how to derive it.
func ExampleSlope() {
	slope := exercise.Slope(func(x float64) float64 { return x * x * x })
	fmt.Printf("%.6f\n", slope(2))
	// Output:
	// 12.000000
}
