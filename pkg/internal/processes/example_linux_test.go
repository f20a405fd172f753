package processes_test

import (
	"fmt"
	"os"

	"littlesteps/pkg/internal/processes"
)

// What this process takes, with all that it has started.
func ExampleMeasure() {
	usage := processes.Measure(os.Getpid())[0]
	fmt.Println("some memory:", usage.Total() > 1<<20)
	// Output:
	// some memory: true
}
