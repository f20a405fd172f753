package notebook

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"littlesteps/pkg/internal/gonb/cell"
)

// A Finding is something in a cell that misleads, and that the kernel doesn't
// complain of.
type Finding struct {
	Cell    Cell
	Line    int // in the cell, from 1
	Message string
}

// String names cell and line, and says what is wrong and what to do.
func (f Finding) String() string {
	return fmt.Sprintf("%s, line %d: %s", f.Cell, f.Line, f.Message)
}

// Check finds what would mislead, without running anything, in the order of the
// cells. It leaves to the compiler and the kernel what they say clearly.
func (n *Notebook) Check() []Finding {
	c := checker{}
	declared := map[string]line{}
	codes := n.Codes()
	for i, cell := range codes {
		c.cell = cell
		if cell.Magic() != "" {
			continue
		}
		code := splitLines(cell.Source)
		c.commands(code)
		c.mainParts(code)
		if i == 0 {
			c.firstCell(code)
		}
		c.imports(code, codes[0])
		c.names(declared)
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		if a.Cell.Index != b.Cell.Index {
			return a.Cell.Index - b.Cell.Index
		}
		return a.Line - b.Line
	})
	return c.found
}

type checker struct {
	cell  Cell
	found []Finding
}

// A line is one of a cell.
type line struct {
	cell   Cell
	number int // from 1
}

func (c *checker) warn(line int, format string, args ...any) {
	c.found = append(c.found, Finding{c.cell, line, fmt.Sprintf(format, args...)})
}

// doubtful are commands that don't do what a learner would hope.
var doubtful = map[string]string{
	"autoget":       "lets every cell search the network for modules, which is slow and may change their versions: leave it out",
	"with_inputs":   "waits for somebody to type: under `steps run` nobody does",
	"with_password": "waits for somebody to type: under `steps run` nobody does",
}

// commands looks at the lines that start with % or !.
func (c *checker) commands(code []codeLine) {
	for i, line := range code {
		if line.kind == goLine || line.kind == continued || line.kind == dropped {
			continue
		}
		if line.kind == command && len(line.args) > 0 && doubtful[line.args[0]] != "" {
			c.warn(i+1, "%%%s %s", line.args[0], doubtful[line.args[0]])
		}
		if state, _ := cell.Complete(goText(code[:i])); state == "incomplete" {
			c.warn(i+1, "the Go code above isn't finished, but a line that starts with %q is a command, and runs before all Go code of the cell: if it is Go, put a space in front of it", line.text[:1])
		}
	}
}

// goText is the Go code of some lines, for what stands below them.
func goText(code []codeLine) string {
	var text strings.Builder
	for _, line := range code {
		if line.kind == goLine {
			text.WriteString(line.text + "\n")
		}
	}
	return text.String()
}

// mainParts looks for two beginnings of the program in one cell, of which one is
// func main: of two others the kernel complains itself.
func (c *checker) mainParts(code []codeLine) {
	first := slices.IndexFunc(code, func(line codeLine) bool { return line.kind == mainLine || line.kind == execLine })
	file, files, _ := goFile(code)
	if first < 0 || file == nil {
		return
	}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "main" {
			if line := files.Position(f.Pos()).Line; code[line-1].kind == goLine {
				c.warn(line, "func main and %q in one cell: the kernel runs only the one that stands last", "%"+code[first].args[0])
			}
		}
	}
}

// firstCell looks for %noautoget.
func (c *checker) firstCell(code []codeLine) {
	for _, line := range code {
		if line.kind == command && len(line.args) > 0 && line.args[0] == "noautoget" {
			return
		}
	}
	c.warn(1, "the notebook's first code cell has no %%noautoget: every cell would search the network for modules, which is slow and may change their versions")
}

// imports looks at the imports.
func (c *checker) imports(code []codeLine, first Cell) {
	file, files, _ := goFile(code)
	if file == nil {
		return
	}
	for _, spec := range file.Imports {
		line := files.Position(spec.Pos()).Line
		if c.cell.Index != first.Index {
			c.warn(line, "import %s belongs into the first code cell, %s, with all the others: there every cell has it, also after a restart", spec.Path.Value, first)
		}
		if spec.Name != nil && spec.Name.Name == "." {
			c.warn(line, "an import with a dot takes all of %s's names, also those that a learner might want: leave the dot out", spec.Path.Value)
		}
	}
}

// names looks for a name that an earlier cell, or this one, has declared.
func (c *checker) names(declared map[string]line) {
	for _, d := range c.cell.declarations() {
		before, again := declared[d.name]
		switch {
		case again && before.cell.Index == c.cell.Index:
			c.warn(d.line, "%s is declared in line %d already: the last one wins, without a word", d.name, before.number)
		case again:
			c.warn(d.line, "%s is declared in %s, line %d, already: whichever ran last counts, for all cells that use it; give one of them another name",
				d.name, before.cell, before.number)
		}
		declared[d.name] = line{c.cell, d.line}
	}
}
