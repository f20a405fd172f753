package load_test

import (
	"fmt"

	"littlesteps/pkg/internal/load"
)

// What was measured with eight learners says what thirty take.
func ExamplePlanFor() {
	seen := load.Result{CPUCell: 0.6, MemoryAll: 640}
	plan := load.PlanFor(30, seen, load.StandardNode)
	fmt.Printf("%.1f cores, %.0f MB\n", plan.Cores, plan.Memory)
	fmt.Printf("%d of %d learners on a node\n", min(plan.OnNode, plan.Learners), plan.Learners)
	// Output:
	// 1.2 cores, 24000 MB
	// 30 of 30 learners on a node
}
