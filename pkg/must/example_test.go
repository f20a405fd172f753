package must_test

import (
	"fmt"
	"strconv"

	"littlesteps/pkg/must"
)

func ExampleOf() {
	waist := must.Of(strconv.Atoi("28")) // ends the cell, with a readable message, on "28 inches"
	fmt.Println(waist + 2)
	// Output: 30
}

func ExampleOf2() {
	lossAndSlope := func(x float64) (loss, slope float64, err error) { return x * x, 2 * x, nil }
	loss, slope := must.Of2(lossAndSlope(3))
	fmt.Println(loss, slope)
	// Output: 9 6
}
