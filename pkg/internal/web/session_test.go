package web_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// Two hours of a learner, a hundred edits and runs, take no more memory at their end
// than in their middle.
func TestSessionsMemory(t *testing.T) {
	long(t)
	k := start(t)
	resident := func() (kB int) {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", k.process))
		if err != nil {
			t.Skip("only Linux says how much memory a process has: ", err)
		}
		_, after, _ := strings.Cut(string(status), "VmRSS:")
		if _, err := fmt.Sscan(after, &kB); err != nil {
			t.Fatal(err)
		}
		return kB
	}
	run := func(cell string) {
		t.Helper()
		if o, err := k.Run(cell); err != nil || o.Kind != "" {
			t.Fatal(err, o)
		}
	}
	run("import (\n\t\"fmt\"\n\t\"littlesteps/pkg/chart\"\n\t\"littlesteps/pkg/descent\"\n\t\"littlesteps/pkg/display\"\n)\n\nfunc loss(p []float64) (float64, []float64, error) { return p[0] * p[0], []float64{2 * p[0]}, nil }")
	var most [2]int // in the second and the last quarter
	const edits = 100
	for i := range edits {
		run(fmt.Sprintf("var rate = %d / 1000.0\n\nfunc step%d() float64 { return rate }", i, i%7))
		run("%%\nh, err := descent.Run(loss, []float64{3}, descent.GradientDescent(0.1), 100)\nfmt.Println(rate, h.Last(), err)\nwaste := make([]byte, 20<<20)\nwaste[7] = 1\ndisplay.Show(chart.Line([]float64{0, 1}, []float64{rate, 1}))")
		switch i / (edits / 4) {
		case 1:
			most[0] = max(most[0], resident())
		case 3:
			most[1] = max(most[1], resident())
		}
	}
	t.Logf("%d MB, then %d MB", most[0]/1024, most[1]/1024)
	if most[1] > most[0]+most[0]/5 {
		t.Errorf("the session grows: from %d MB to %d MB", most[0]/1024, most[1]/1024)
	}
}
