package program_test

import (
	"fmt"

	"littlesteps/pkg/internal/grade/program"
)

func ExampleComplaint() {
	fmt.Println(program.Complaint("# command-line-arguments\n./one-step:2:9: undefined: y"))
	// Output: one-step, line 2: undefined: y
}
