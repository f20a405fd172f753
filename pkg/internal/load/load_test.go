package load

import (
	"bytes"
	"strings"
	"testing"
)

func TestPercentile(t *testing.T) {
	samples := []float64{5, 1, 4, 2, 3, 10, 9, 8, 7, 6}
	for share, want := range map[float64]float64{0: 1, 0.05: 1, 0.5: 5, 0.9: 9, 0.95: 10, 1: 10} {
		if got := percentile(samples, share); got != want {
			t.Errorf("percentile %v is %v, want %v", share, got, want)
		}
	}
	if samples[0] != 5 {
		t.Error("the samples were sorted in place")
	}
	if percentile(nil, 0.5) != 0 {
		t.Error("no samples have a percentile")
	}
}

// seen is one with round numbers: 0.6 s for a cell, 800 MB with the spare 1000.
var seen = Result{Learners: 8, Think: 10, Cells: 36, CPUCell: 0.6, CPUHub: 0.01, MemoryAll: 800, MemoryHub: 200}

func TestPlan(t *testing.T) {
	tests := []struct {
		learners, onNode, nodes int
		cores, memory           float64
		node                    Node
	}{
		// Memory is short: 10 learners fill a node.
		{30, 10, 3, 1.2, 30_000, Node{Cores: 16, Memory: 11_000, System: 1000}},
		{31, 10, 4, 1.24, 31_000, Node{Cores: 16, Memory: 11_000, System: 1000}},
		// Cores are: one learner takes 0.04 of one.
		{30, 25, 2, 1.2, 30_000, Node{Cores: 1, Memory: 1 << 20}},
		// A node that carries nobody.
		{2, 0, 2, 0.08, 2000, Node{Cores: 1, Memory: 500}},
	}
	for _, test := range tests {
		got := PlanFor(test.learners, seen, test.node)
		near := func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }
		if got.OnNode != test.onNode || got.Nodes != test.nodes || !near(got.Cores, test.cores) || !near(got.Memory, test.memory) {
			t.Errorf("%d learners on %+v: %+v", test.learners, test.node, got)
		}
	}
}

// The table's arithmetic can be followed from its notes.
func TestWrite(t *testing.T) {
	var out bytes.Buffer
	if err := WritePlan(&out, seen); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"30         1.2     30 GB     1 (63 learners each)",
		"2000       80.0    1954 GB   32 (63 learners each)",
		"learners × 0.60 s for a cell / 30 s between cells / 0.5 in use",
		"learners × 800 MB × 1.25",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
	out.Reset()
	result := seen
	result.Cell50, result.Cell95, result.Programs = 0.5, 1.25, map[string]float64{"gopls": 400, "python": 110, "sh": 0.2}
	if err := Write(&out, []Result{result}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"36 cells for each learner, 10 s", "0.50 s", "1.25 s", "gopls 400 MB, python 110 MB;"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
	if strings.Contains(out.String(), "sh 0") {
		t.Errorf("what takes next to nothing is named:\n%s", &out)
	}
	if err := Write(&out, nil); err != nil {
		t.Error(err)
	}
}
