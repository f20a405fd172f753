package notebook

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// A Finding is something in a cell that ends the kernel or misleads.
type Finding struct {
	Cell    Cell
	Line    int  // in the cell, from 1
	Fatal   bool // the cell can't run, or would end the kernel: don't try
	Message string
}

// String names cell and line, and says what is wrong and what to do.
func (f Finding) String() string {
	return fmt.Sprintf("%s, line %d: %s", f.Cell, f.Line, f.Message)
}

// Check finds what would end the kernel or mislead, without running anything,
// in the order of the cells. It leaves to the compiler what the compiler says
// clearly.
func (n *Notebook) Check() []Finding {
	c := checker{}
	declared := map[string]place{}
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
		c.goPart(code, codes[0])
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

type place struct {
	cell Cell
	line int
}

func (c *checker) warn(line int, format string, args ...any) {
	c.found = append(c.found, Finding{c.cell, line, false, fmt.Sprintf(format, args...)})
}

func (c *checker) fatal(line int, format string, args ...any) {
	c.found = append(c.found, Finding{c.cell, line, true, fmt.Sprintf(format, args...)})
}

// Commands that work, and those that don't do what a learner would hope.
var (
	commands = []string{
		"args", "capture", "cd", "env", "goflags", "goworkfix", "help", "list", "ls", "noautoget",
		"remove", "reset", "rm", "test", "track", "untrack", "version", "widgets", "widgets_hb",
	}
	doubtful = map[string]string{
		"autoget":       "lets every cell search the network for modules, which is slow and may change their versions: leave it out",
		"wasm":          "looks for a folder that Go 1.24 and later don't have: it can't work",
		"with_inputs":   "waits for somebody to type: under `steps run` nobody does",
		"with_password": "waits for somebody to type: under `steps run` nobody does",
	}
)

// commands looks at the lines that start with % or !.
func (c *checker) commands(code []codeLine) {
	for i, line := range code {
		if line.kind == goLine || line.kind == continued || line.kind == dropped {
			continue
		}
		if len(line.args) == 0 && line.kind != mainLine {
			c.fatal(i+1, "a line with %q and spaces alone ends the kernel: remove it", line.text[:1])
			continue
		}
		if line.kind == execLine && (line.args[0] != "exec" || !strings.HasPrefix(line.text, "%exec ") || len(line.args) < 2) {
			c.fatal(i+1, `this line ends the kernel: write "%%exec", one space, and the name of a function`)
		}
		if line.kind == command {
			c.command(i+1, line.args[0])
		}
		if unfinished(goText(code[:i])) {
			c.warn(i+1, "the Go code above isn't finished, but a line that starts with %q is a command, and runs before all Go code of the cell: if it is Go, put a space in front of it", line.text[:1])
		}
	}
	for i, line := range code {
		if line.kind == dropped {
			c.warn(i+1, `the kernel leaves out every line that starts with "package": if it is needed, put a space in front of it`)
		}
	}
}

func (c *checker) command(line int, name string) {
	switch {
	case doubtful[name] != "":
		c.warn(line, "%%%s %s", name, doubtful[name])
	case slices.Contains(cellMagics, "%"+name):
		c.warn(line, "%%%s works only in the first line of a cell", name)
	case !slices.Contains(commands, name):
		c.warn(line, "the kernel has no command %%%s: it does nothing (%%help lists what there is)", name)
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

// mainParts looks for two beginnings of the program in one cell.
func (c *checker) mainParts(code []codeLine) {
	first := 0
	for i, line := range code {
		if line.kind != mainLine && line.kind != execLine {
			continue
		}
		if first == 0 {
			first = i + 1
			continue
		}
		c.fatal(i+1, "a second %q in one cell (the first stands in line %d): a cell is one program; make two cells of it",
			"%"+line.args[0], first)
	}
	if first == 0 {
		return
	}
	file, files, _ := goFile(code)
	if file == nil {
		return
	}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "main" {
			if line := files.Position(f.Pos()).Line; code[line-1].kind == goLine {
				c.warn(line, "func main and %q in one cell: the kernel runs only the one that stands last", "%"+code[first-1].args[0])
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

// goPart looks at the imports.
func (c *checker) goPart(code []codeLine, first Cell) {
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
func (c *checker) names(declared map[string]place) {
	for _, d := range c.cell.declarations() {
		before, again := declared[d.name]
		switch {
		case again && before.cell.Index == c.cell.Index:
			c.warn(d.line, "%s is declared in line %d already: the last one wins, without a word", d.name, before.line)
		case again:
			c.warn(d.line, "%s is declared in %s, line %d, already: whichever ran last counts, for all cells that use it; give one of them another name",
				d.name, before.cell, before.line)
		}
		declared[d.name] = place{c.cell, d.line}
	}
}
