package jupyter

import (
	"fmt"
	"slices"
	"strings"

	"littlesteps/pkg/internal/notebook"
)

// A failed is a cell that failed, in a learner's terms.
type failed struct {
	notebook string // its path, as people write it
	cell     notebook.Cell
	what     string  // what happened, in one line or a few
	places   []place // where, innermost first
	detail   string  // what else was said
	hint     string  // what to do
	dead     bool    // the kernel is gone
}

// A place is a line of a cell.
type place struct {
	cell   notebook.Cell
	line   int    // from 1; 0 is unknown
	column int    // from 1; 0 is unknown
	what   string // what is wrong there, where a cell has several mistakes
	caller bool   // the place before it was called from here
}

// where names the failed cell, and its own line if that is known.
func (f failed) where() string {
	for _, p := range f.places {
		if p.cell.Index == f.cell.Index && p.line > 0 {
			return fmt.Sprintf("%s, line %d", f.cell, p.line)
		}
	}
	return f.cell.String()
}

// most is how many places of a failure are shown.
const most = 5

// String explains the failure: notebook, cell and line; what happened; the
// lines that led to it, the innermost first.
func (f failed) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s: %s\n", f.notebook, f.where(), indent(f.what, "  "))
	places := slices.CompactFunc(slices.Clone(f.places), func(a, b place) bool {
		return a.cell.Index == b.cell.Index && a.line == b.line && a.what == b.what
	})
	for i, p := range places {
		if i == most {
			fmt.Fprintf(&text, "\n  (and %d more)\n", len(places)-most)
			break
		}
		text.WriteString("\n")
		if len(places) > 1 || p.cell.Index != f.cell.Index {
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

// header names the place.
func (p place) header() string {
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
func (p place) excerpt() string {
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
