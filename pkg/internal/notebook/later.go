package notebook

import (
	"fmt"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"

	"littlesteps/pkg/internal/gonb/cell"
)

// judgeLater takes the checks that stand in the notebook out of the exercises' cells:
// those that call what a cell tagged "check" declares, and those of cells that are
// tagged so themselves. In their place the cell says that it is judged later.
func (n *Notebook) judgeLater() error {
	var kept []string // what checks declare, and learners don't get
	for _, c := range n.Cells {
		if c.Tagged(TagCheck) && c.Exercise() == "" {
			above, _ := c.Parts()
			kept = append(kept, declared(above)...)
		}
	}
	var splices []splice
	for _, c := range n.Cells {
		if c.Exercise() == "" {
			continue
		}
		_, below := c.Parts()
		used := words(below)
		if !c.Tagged(TagCheck) && !slices.ContainsFunc(kept, func(name string) bool { return used[name] }) {
			continue
		}
		source := n.root.get("cells").items[c.Index].get("source")
		splices = append(splices, splice{source.start, source.end, n.lines(source, c.later(used))})
	}
	return n.apply(splices)
}

// later is the cell's source with another check: one that only says that the teacher
// has it.
func (c Cell) later(used map[string]bool) string {
	above, _ := c.Parts()
	call := fmt.Sprintf("exercise.Later(%q", c.Exercise())
	for _, name := range declared(above) {
		if used[name] {
			call += ", " + name
		}
	}
	return Filled("%%\ndisplay.Show("+call+"))", strings.TrimSuffix(c.Source, mainPart(c.Source)))
}

// declared are the names that Go code declares at its top level. Code that doesn't
// parse declares what stands before the fault.
func declared(code string) (names []string) {
	file, _ := parser.ParseFile(token.NewFileSet(), "", "package p; "+code, parser.SkipObjectResolution)
	if file == nil {
		return nil
	}
	for _, d := range file.Decls {
		for _, name := range cell.Names(d) {
			names = append(names, name.Name)
		}
	}
	return names
}

// words are the identifiers in Go code.
func words(code string) map[string]bool {
	found := map[string]bool{}
	var s scanner.Scanner
	files := token.NewFileSet()
	s.Init(files.AddFile("", files.Base(), len(code)), []byte(code), nil, 0)
	for {
		_, kind, text := s.Scan()
		if kind == token.EOF {
			return found
		}
		if kind == token.IDENT {
			found[text] = true
		}
	}
}
