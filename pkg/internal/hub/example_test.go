//go:build linux

package hub_test

import (
	"fmt"
	"os"

	"littlesteps/pkg/internal/hub"
)

// What this process takes, with all that it has started.
func ExampleMeasure() {
	usage := hub.Measure(os.Getpid())[0]
	fmt.Println("some memory:", usage.Total() > 1<<20)
	// Output:
	// some memory: true
}
