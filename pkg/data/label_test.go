package data_test

import (
	"fmt"

	"littlesteps/pkg/data"
)

func ExampleLabel() {
	fmt.Println(data.Label("bill_length_mm"))
	fmt.Println(data.Label("waist_size"))
	fmt.Println(data.Label("g"))
	// Output:
	// bill length (mm)
	// waist size
	// g
}
