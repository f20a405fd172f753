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
