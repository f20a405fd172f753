package jupyter

import (
	"fmt"
	"os"

	"littlesteps/pkg/internal/gonb/quickbuild"
)

// keptCells returns the folders of programs that were built of cells: the first is
// written to. An image has those of the lesson's notebooks, for all learners.
func (e *Env) keptCells() []string {
	if e.Work != "" {
		return []string{e.own("cells"), e.Venv("var", "cells")}
	}
	return []string{e.own("cells")}
}

// examineKept says what is kept of cells that have run.
func (e *Env) examineKept() Finding {
	f := Finding{Title: "Kept cells"}
	limit, err := quickbuild.Limit()
	switch {
	case err != nil:
		f.Level, f.Said, f.Hint = Note, err.Error(), fmt.Sprintf("set it right, or unset it: %d is the default", quickbuild.CellsLimit)
		return f
	case limit == 0:
		f.Said = "none, as " + quickbuild.CellsLimitVariable + " says: every cell is built each time it runs"
		return f
	}
	var sum int64
	entries, _ := os.ReadDir(e.keptCells()[0])
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil {
			sum += info.Size()
		}
	}
	f.Said = fmt.Sprintf("%d, %d of at most %d MB, in %s", len(entries), sum>>20, limit>>20, e.keptCells()[0])
	return f
}
