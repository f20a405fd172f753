package jupyter

import (
	"fmt"
	"slices"
	"strings"

	"littlesteps/pkg/internal/notebook"
)

// A cellFailure is a cell that failed, in a learner's terms.
type cellFailure struct {
	notebook  string // its path, as people write it
	cell      notebook.Cell
	what      string     // what happened, in one line or a few
	locations []location // where, innermost first
	detail    string     // what else was said
	hint      string     // what to do
	dead      bool       // the kernel is gone
}

// A location is a line of a cell.
type location struct {
	cell   notebook.Cell
	line   int    // from 1; 0 is unknown
	column int    // from 1; 0 is unknown
	what   string // what is wrong there, where a cell has several mistakes
	caller bool   // the location before it was called from here
}

// where names the failed cell, and its own line if that is known.
func (f cellFailure) where() string {
	for _, p := range f.locations {
		if p.cell.Index == f.cell.Index && p.line > 0 {
			return fmt.Sprintf("%s, line %d", f.cell, p.line)
		}
	}
	return f.cell.String()
}

// most is how many locations of a failure are shown.
const most = 5

// String explains the failure: notebook, cell and line; what happened; the
// lines that led to it, the innermost first.
func (f cellFailure) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s: %s\n", f.notebook, f.where(), indent(f.what, "  "))
	locations := slices.CompactFunc(slices.Clone(f.locations), func(a, b location) bool {
		return a.cell.Index == b.cell.Index && a.line == b.line && a.what == b.what
	})
	for i, p := range locations {
		if i == most {
			fmt.Fprintf(&text, "\n  (and %d more)\n", len(locations)-most)
			break
		}
		text.WriteString("\n")
		if len(locations) > 1 || p.cell.Index != f.cell.Index {
			text.WriteString("  " + p.header() + "\n")
		}
		text.WriteString(p.excerpt())
	}
	if f.detail != "" {
		text.WriteString("\n  " + indent(f.detail, "  ") + "\n")
	}
	if f.hint != "" {
		text.WriteString("\n  " + indent(f.hint, "  ") + "\n")
	}
	return text.String()
}

// header names the location.
func (p location) header() string {
	text := fmt.Sprintf("%s, line %d", p.cell, p.line)
	if p.caller {
		text = "called from " + text
	}
	if p.what != "" {
		text += ": " + indent(p.what, "    ")
	}
	return text
}

// excerpt shows the line with its neighbours.
func (p location) excerpt() string {
	lines := strings.Split(p.cell.Source, "\n")
	var text strings.Builder
	for n := max(1, p.line-1); n <= min(len(lines), p.line+1); n++ {
		mark := " "
		if n == p.line {
			mark = ">"
		}
		text.WriteString(strings.TrimRight(fmt.Sprintf("  %s %2d | %s", mark, n, untab(lines[n-1])), " ") + "\n")
		if n == p.line && p.column > 0 && p.column <= len(lines[n-1])+1 {
			text.WriteString("       | " + strings.Repeat(" ", len([]rune(untab(lines[n-1][:p.column-1])))) + "^\n")
		}
	}
	return text.String()
}

func untab(line string) string { return strings.ReplaceAll(line, "\t", "    ") }

// indent puts spaces in front of all lines but the first.
func indent(text, spaces string) string {
	return strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n"+spaces)
}
