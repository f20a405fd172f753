// This program stands for a cell: must_test.go runs it.
package main

import (
	"strconv"

	"littlesteps/pkg/must"
)

func number(text string) int {
	return must.Of(strconv.Atoi(text)) // line 11
}

func main() {
	number("7")
	number("seven") // line 16
}
