// Package faults is a list of what goes wrong in cells, and of what a learner must
// be told then: which kind of error, in which line of which cell, in what words.
// After each the kernel must be usable, with all that was declared before.
//
// The list is data: whatever runs cells, a kernel on the desktop or one in a
// browser, is tried with it by [Try].
package faults

import (
	"fmt"
	"slices"
	"strings"
)

// A Fault is a cell in which something goes wrong.
type Fault struct {
	Name  string
	Cells []string // the last one has the fault; those before it run well
	Stop  bool     // it doesn't end: it is interrupted
	Kind  string   // the error's name; "" where all goes well
	Cell  int      // where the error is: 0 the last cell, 1 the one before
	Line  int      // the first that is reported; 0 for none
	Says  []string // each is in what the learner reads
	// Next is a cell that runs well after it, and prints Prints; else it is one
	// that calls a function which was declared before.
	Next, Prints string
	Shell        bool // it needs a shell or a file system beside the kernel
}

// An Outcome is what became of a cell.
type Outcome struct {
	Count  int    // the cell's number
	Kind   string // the error's name, "" without one
	Stdout string
	Says   string // all else that the learner reads
	Errors []Place
}

// A Place is one that is reported.
type Place struct {
	Cell    int    `json:"cell"`
	Line    int    `json:"line"`
	Message string `json:"message"`
	Column  int    `json:"column"`
	Hint    string `json:"hint"`
}

// A Kernel runs cells.
type Kernel interface {
	// Run runs a cell to its end.
	Run(code string) (Outcome, error)
	// Stop runs a cell, and interrupts it once it has printed something.
	Stop(code string) (Outcome, error)
}

// Before is a cell that runs before all faults.
const Before = "import (\n\t\"fmt\"\n\t\"os\"\n\t\"strings\"\n\t\"time\"\n)\n\nfunc kept() string { return \"kept\" }"

// Try runs a fault, and returns what isn't as it should be.
func Try(k Kernel, f Fault) error {
	var wrong []string
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	var counts []int
	for i, code := range f.Cells {
		run := k.Run
		last := i == len(f.Cells)-1
		if last && f.Stop {
			run = k.Stop
		}
		o, err := run(code)
		if err != nil {
			return fmt.Errorf("%s: cell %d: %w", f.Name, i+1, err)
		}
		counts = append(counts, o.Count)
		if !last {
			if o.Kind != "" {
				complain("cell %d, before the fault, fails: %s %s", i+1, o.Kind, o.Says)
			}
			continue
		}
		if o.Kind != f.Kind {
			complain("it is %q, not %q: %s", o.Kind, f.Kind, o.Says)
		}
		if f.Line > 0 {
			want := Place{Cell: counts[len(counts)-1-f.Cell], Line: f.Line}
			at := slices.IndexFunc(o.Errors, func(p Place) bool { return p.Cell == want.Cell && p.Line == want.Line })
			if at != 0 {
				complain("reported are %v, not first line %d of cell [%d]", o.Errors, want.Line, want.Cell)
			}
		} else if len(o.Errors) > 0 {
			complain("places are reported: %v", o.Errors)
		}
		for _, words := range f.Says {
			if !strings.Contains(o.Says, words) {
				complain("it doesn't say %q: %s", words, o.Says)
			}
		}
	}
	next, prints := f.Next, f.Prints
	if next == "" {
		next, prints = "%%\nfmt.Println(kept())", "kept\n"
	}
	o, err := k.Run(next)
	if err != nil {
		return fmt.Errorf("%s: the cell after it: %w", f.Name, err)
	}
	if o.Kind != "" || o.Stdout != prints {
		complain("the cell after it: %q, prints %q, not %q: %s", o.Kind, o.Stdout, prints, o.Says)
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%s: %s", f.Name, strings.Join(wrong, "\n\t"))
	}
	return nil
}
