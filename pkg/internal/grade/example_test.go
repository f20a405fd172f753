package grade_test

import (
	"fmt"

	"littlesteps/pkg/internal/grade"
)

// A guess is done, and neither right nor wrong.
func ExampleRow_Count() {
	row := grade.Row{Results: []grade.Result{
		{Exercise: "one-step", Status: grade.Right, Points: 2, Of: 2},
		{Exercise: "loss-guess", Status: grade.Done, Points: 1, Of: 1},
		{Exercise: "whole-walk", Status: grade.Open, Of: 1},
	}}
	fmt.Printf("%+v\n", row.Count())
	// Output: {Right:1 Done:1 Open:1 Points:3 Of:4}
}
