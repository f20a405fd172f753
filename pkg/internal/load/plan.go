package load

import (
	"fmt"
	"io"
	"math"

	"littlesteps/pkg/internal/bench"
)

// What a plan assumes.
const (
	// CellSeconds is the time between two cells of one learner: a lesson of 90
	// minutes for the 36 cells of the first notebook is 150 s; in a busy stretch
	// it is a fifth of that.
	CellSeconds = 30
	// HalfBusy is the share of the processors that may be in use on average, so
	// that two who press Shift+Enter at the same moment don't wait.
	HalfBusy = 0.5
	// Spare is the memory that is left free, as a share of what is used: for
	// files that the system keeps at hand, and for a notebook that went wrong.
	Spare = 0.25
)

// A Node is a machine of a cluster.
type Node struct {
	Cores  int
	Memory float64 // megabytes
	System float64 // megabytes of it that the system and the cluster take
}

// StandardNode is of a size that every provider has.
var StandardNode = Node{Cores: 16, Memory: 64 << 10, System: 2 << 10}

// A Plan is what a class takes.
type Plan struct {
	Learners int
	Cores    float64
	Memory   float64 // megabytes, hub not counted
	OnNode   int     // how many learners one node carries
	Nodes    int
}

// PlanFor works out what a class needs, from what learners were seen to take.
func PlanFor(learners int, seen Result, node Node) Plan {
	cores := seen.CPUCell / CellSeconds / HalfBusy // of one learner
	memory := seen.MemoryAll * (1 + Spare)
	p := Plan{Learners: learners, Cores: float64(learners) * cores, Memory: float64(learners) * memory}
	p.OnNode = int(min(float64(node.Cores)/cores, (node.Memory-node.System)/memory))
	p.Nodes = int(math.Ceil(float64(learners) / float64(max(p.OnNode, 1))))
	return p
}

// WritePlan prints what classes of three sizes need, with the arithmetic.
func WritePlan(out io.Writer, seen Result) error {
	node := StandardNode
	table := bench.Table{
		Title: "What classes need",
		Head:  []string{"learners", "cores", "memory", fmt.Sprintf("nodes of %d cores, %.0f GB", node.Cores, node.Memory/1024)},
		Notes: []string{
			fmt.Sprintf("cores: learners × %.2f s for a cell / %d s between cells / %.1f in use", seen.CPUCell, CellSeconds, HalfBusy),
			fmt.Sprintf("memory: learners × %.0f MB × %.2f", seen.MemoryAll, 1+Spare),
			fmt.Sprintf("on a node: the smaller of %d cores and %.0f MB, each by what one learner takes", node.Cores, node.Memory-node.System),
			fmt.Sprintf("the hub and its proxy besides: %.0f MB, and learners × %.0f ms / %d s of one core", seen.MemoryHub, 1000*seen.CPUHub, CellSeconds),
		},
	}
	for _, learners := range []int{30, 200, 2000} {
		p := PlanFor(learners, seen, node)
		table.Rows = append(table.Rows, []string{
			fmt.Sprint(learners), fmt.Sprintf("%.1f", p.Cores), fmt.Sprintf("%.0f GB", math.Ceil(p.Memory/1024)),
			fmt.Sprintf("%d (%d learners each)", p.Nodes, p.OnNode),
		})
	}
	return table.Write(out)
}
