package jupyter

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"littlesteps/pkg/internal/notebook"
)

// colour is how a terminal is told to change its own.
var colour = regexp.MustCompile("\x1b\\[[0-9;]*m")

// function finds the cell that declares a function, and its first line there.
// What stands below %% is the function main of its cell.
func (e *explainer) function(name string) (notebook.Cell, int, bool) {
	cells := e.notebook.Cells[:e.cell.Index+1]
	if name == "main" {
		cells = cells[e.cell.Index:]
	}
	for _, cell := range slices.Backward(cells) {
		if name == "main" || cell.Declares(name) {
			for i, text := range strings.Split(cell.Source, "\n") {
				if strings.HasPrefix(text, "func "+name+"(") || name == "main" && strings.HasPrefix(text, "%%") {
					return cell, i + 1, true
				}
			}
		}
	}
	return notebook.Cell{}, 0, false
}

// numbered turns the kernel's cell and line into a location. The kernel counts
// cells as they ran, as the brackets beside them do.
func (e *explainer) numbered(number, line int) (location, bool) {
	cell, ok := e.notebook.Numbered(number)
	return location{cell: cell, line: line}, ok && line > 0
}

// locate finds the cell's line for a line of the kernel's program. Functions
// stand in the program as they stand in their cells, so it is enough to find
// the function in both.
func (e *explainer) locate(file string, line int) (location, bool) {
	name, offset, ok := functionAt(e.raw.program[file], line)
	if !ok {
		return location{}, false
	}
	cell, first, ok := e.function(name)
	if ok && strings.HasPrefix(strings.Split(cell.Source, "\n")[first-1], "%%") {
		offset-- // the kernel adds a line to what stands below %%
	}
	return location{cell: cell, line: first + offset}, ok && offset >= 0
}

// functionAt names the function around a line of a Go file, and says how many
// lines below its beginning that is.
func functionAt(source string, line int) (name string, offset int, ok bool) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil {
		return "", 0, false
	}
	for _, decl := range file.Decls {
		f, isFunc := decl.(*ast.FuncDecl)
		if !isFunc || f.Recv != nil {
			continue
		}
		first, last := files.Position(f.Pos()).Line, files.Position(f.End()).Line
		if first <= line && line <= last {
			return f.Name.Name, line - first, true
		}
	}
	return "", 0, false
}
