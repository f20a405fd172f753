package notebook

import (
	"fmt"
	"slices"
	"strings"
)

// Stripped counts what [Notebook.Strip] removed.
type Stripped struct {
	Outputs  int      // cells whose outputs went
	Counts   int      // execution counts
	Metadata []string // keys of metadata, each once
}

// Nothing tells whether the notebook was clean already.
func (s Stripped) Nothing() bool {
	return s.Outputs == 0 && s.Counts == 0 && len(s.Metadata) == 0
}

// String says it in words, such as "outputs of 3 cells, 4 execution counts".
func (s Stripped) String() string {
	if s.Nothing() {
		return "nothing"
	}
	var parts []string
	if s.Outputs > 0 {
		parts = append(parts, "outputs of "+plural(s.Outputs, "cell"))
	}
	if s.Counts > 0 {
		parts = append(parts, plural(s.Counts, "execution count"))
	}
	if len(s.Metadata) > 0 {
		parts = append(parts, "metadata "+strings.Join(s.Metadata, ", "))
	}
	return strings.Join(parts, ", ")
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Volatile metadata changes without anybody wanting it: by running a cell, by
// folding its output, by another editor. That a long output scrolls is its
// author's choice.
var (
	volatileInCell     = []string{"ExecuteTime", "collapsed", "execution", "trusted"}
	volatileInNotebook = []string{"signature", "vscode", "widgets"}
)

// Strip removes what running leaves behind: outputs, execution counts, and
// metadata that changes by itself. What is committed is the lesson; the outputs
// come from running it.
func (n *Notebook) Strip() (Stripped, error) {
	var done Stripped
	var splices []splice
	drop := func(in *node, prefix string, volatile []string) {
		if in == nil || in.kind != object {
			return
		}
		found := in.without(func(key string) bool { return slices.Contains(volatile, key) })
		for _, m := range in.members {
			if name := prefix + m.key; slices.Contains(volatile, m.key) && !slices.Contains(done.Metadata, name) {
				done.Metadata = append(done.Metadata, name)
			}
		}
		splices = append(splices, found...)
	}
	for i, cell := range n.root.get("cells").list() {
		drop(cell.get("metadata"), "cell.", volatileInCell)
		if n.Cells[i].Type != "code" {
			continue
		}
		if outputs := cell.get("outputs"); len(outputs.list()) > 0 {
			done.Outputs++
			splices = append(splices, splice{outputs.start, outputs.end, "[]"})
		}
		if count := cell.get("execution_count"); count != nil && count.value != "null" {
			done.Counts++
			splices = append(splices, splice{count.start, count.end, "null"})
		}
	}
	drop(n.root.get("metadata"), "", volatileInNotebook)
	slices.Sort(done.Metadata)
	if len(splices) == 0 {
		return done, nil
	}
	return done, n.apply(splices)
}
