package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// What never ends, or takes all there is, ends by itself, in a sentence, and the kernel is
// usable after it.
func TestWithoutEnd(t *testing.T) {
	long(t)
	k := start(t)
	for _, wild := range []struct{ cell, kind, says string }{
		{"%%\nfor {\n\tfmt.Println(\"x\")\n}", "OutputLimit", "it printed more than 200,000 times"},
		{"%%\nfor {\n\tprint(\".\")\n}", "OutputLimit", "it printed more than 200,000 times"},
		{"%%\nfor i := range 2000 {\n\tprintln(i)\n}\nselect {}", "Panic", "Everything waits for something that nobody will send."},
		{"%%\nvar all [][]byte\nfor {\n\tall = append(all, make([]byte, 1<<20))\n}", "OutOfMemory", "it asked for more memory than is free"},
		{"%%\nfor {\n\tgo func() { select {} }()\n}", "OutOfMemory", "it asked for more memory than is free"},
		{"%%\n_, err := os.Open(\"/no/such.csv\")\nfmt.Println(err)\nos.Exit(2)", "ExitStatus", "exit status 2"},
	} {
		if o, err := k.Run("import (\n\t\"fmt\"\n\t\"os\"\n)\nfunc kept() int { return 7 }"); err != nil || o.Kind != "" {
			t.Fatal(err, o)
		}
		o, err := k.Run(wild.cell)
		if err != nil {
			t.Fatal(err)
		}
		if o.Kind != wild.kind || !strings.Contains(o.Says, wild.says) {
			t.Errorf("%s\nends as %q and says %.500s, not %q", wild.cell, o.Kind, o.Says, wild.says)
		}
		if strings.Contains(o.Says, "runtime.") || strings.Contains(o.Says, "fp=0x") {
			t.Errorf("%s\nshows more of Go than of the cell: %.1500s", wild.cell, o.Says)
		}
		if o, err := k.Run("%%\nfmt.Println(kept())"); err != nil || o.Stdout != "7\n" {
			t.Errorf("after %s: %v, %+v", wild.cell, err, o)
		}
	}
}

// A cell is stopped while it is compiled: that takes a small part of the time that compiling
// it takes.
func TestStopCompiling(t *testing.T) {
	long(t)
	k := start(t)
	cell := func(op string) string {
		var lines strings.Builder
		for i := range 20_000 {
			fmt.Fprintf(&lines, "\ts %s float64(%d) * s\n", op, i)
		}
		return "import \"fmt\"\nfunc large() (s float64) {\n" + lines.String() + "\treturn\n}\n\n%%\nfmt.Println(large())"
	}
	began := time.Now()
	if o, err := k.Run(cell("+=")); err != nil || o.Stdout != "0\n" {
		t.Fatal(err, o)
	}
	whole := time.Since(began)
	if o, err := k.Run("%reset"); err != nil || o.Kind != "" {
		t.Fatal(err, o)
	}
	var stopped time.Time
	time.AfterFunc(whole/4, func() {
		stopped = time.Now()
		if _, err := k.send("control", "interrupt_request", map[string]any{}); err != nil {
			t.Error(err)
		}
	})
	o, err := k.Run(cell("-="))
	if err != nil || o.Kind != "Stopped" || o.Stdout != "" {
		t.Error(err, o)
	}
	if took := time.Since(stopped); took > whole/4 {
		t.Errorf("stopped after %v; compiling it takes %v", took, whole)
	}
	if o, err := k.Run("import \"fmt\"\n%%\nfmt.Println(7)"); err != nil || o.Stdout != "7\n" {
		t.Error(err, o)
	}
}
