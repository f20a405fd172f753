package load

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"littlesteps/pkg/internal/bench"
)

// A Result is what one class took. Times are seconds, sizes megabytes.
type Result struct {
	Learners   int     `json:"learners"`
	Think      float64 `json:"think"`
	Cells      int     `json:"cells"`      // of each learner
	LoadBefore float64 `json:"loadBefore"` // programs that wanted a processor, before the hub started

	ReadyMiddle float64 `json:"readyMiddle"` // from the login to a server that answers
	ReadyMost   float64 `json:"readyMost"`
	Cell50      float64 `json:"cell50"` // the 50th percentile of all cells of all learners
	Cell95      float64 `json:"cell95"`
	CPUCell     float64 `json:"cpuCell"` // processor time for one cell, all told
	CPUHub      float64 `json:"cpuHub"`  // of the hub and its proxy, for one cell

	MemoryMiddle float64            `json:"memoryMiddle"` // of one learner, over time
	MemoryMost   float64            `json:"memoryMost"`   // of one learner, at any time
	MemoryAll    float64            `json:"memoryAll"`    // of all learners at one time, at most, for each
	MemoryHub    float64            `json:"memoryHub"`
	Programs     map[string]float64 `json:"programs"` // of one learner, on average
	Busy         float64            `json:"busy"`     // share of the machine's processors in use, by whomever
}

// percentile returns the smallest sample that is not below the share of all.
func percentile(samples []float64, share float64) float64 {
	if len(samples) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(samples))
	rank := int(math.Ceil(share*float64(len(sorted)))) - 1
	return sorted[max(rank, 0)]
}

var head = []string{"learners", "server ready", "cell p50", "cell p95", "CPU/cell", "memory", "most", "at once", "hub", "machine"}

// Write prints results as a table.
func Write(out io.Writer, results []Result) error {
	if len(results) == 0 {
		return nil
	}
	first := results[0]
	table := bench.Table{
		Title: fmt.Sprintf("%d cells for each learner, %.3g s between them on average", first.Cells, first.Think),
		Head:  head,
	}
	for _, r := range results {
		table.Rows = append(table.Rows, []string{
			fmt.Sprint(r.Learners), fmt.Sprintf("%.1f-%.1f s", r.ReadyMiddle, r.ReadyMost),
			fmt.Sprintf("%.2f s", r.Cell50), fmt.Sprintf("%.2f s", r.Cell95), fmt.Sprintf("%.2f s", r.CPUCell),
			fmt.Sprintf("%.0f MB", r.MemoryMiddle), fmt.Sprintf("%.0f MB", r.MemoryMost), fmt.Sprintf("%.0f MB", r.MemoryAll),
			fmt.Sprintf("%.0f MB", r.MemoryHub), fmt.Sprintf("%.0f %%", 100*r.Busy),
		})
	}
	last := results[len(results)-1]
	table.Notes = []string{
		"server ready: median and longest time from the login; memory: a learner's median, most of any learner,",
		"most of all at one time for each; hub: with its proxy, which take " + fmt.Sprintf("%.0f ms", 1000*last.CPUHub) + " of CPU for a cell; machine: processors in use",
		"of a learner's memory: " + last.parts() + "; load before: " + last.loads(results),
	}
	return table.Write(out)
}

// parts names the programs that take most of a learner's memory.
func (r Result) parts() string {
	var names, parts []string
	for name, size := range r.Programs {
		if size >= 1 {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return int(r.Programs[b] - r.Programs[a]) })
	for _, name := range names {
		parts = append(parts, fmt.Sprintf("%s %.0f MB", name, r.Programs[name]))
	}
	return strings.Join(parts, ", ")
}

func (Result) loads(results []Result) string {
	var loads []string
	for _, r := range results {
		loads = append(loads, fmt.Sprintf("%.1f", r.LoadBefore))
	}
	return strings.Join(loads, ", ")
}
