package hints

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// Hiding finds a variable of a cell that has the name of an imported package, as in
// "fmt := 3" or "for data := range xs": below it the package isn't found any more, and
// what the compiler says then speaks of neither. Parameters may have such a name: who
// writes one sees where it ends. The line is counted from 0; without such a variable the
// name is "".
func Hiding(cell []string, imported func(name string) bool) (name string, line int) {
	lines := slices.Clone(cell)
	main := false
	for i, text := range lines {
		switch text = strings.TrimPrefix(text, "//gonb:"); {
		case strings.HasPrefix(text, "%%") && !main:
			lines[i], main = "func main() {", true
		case strings.HasPrefix(text, "%"), strings.HasPrefix(text, "!"):
			lines[i] = ""
		}
	}
	if main {
		lines = append(lines, "}")
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", "package main; "+strings.Join(lines, "\n"), parser.SkipObjectResolution)
	if err != nil {
		return "", 0
	}
	for _, m := range makings(file) {
		if _, parameter := m.by.(*ast.Field); !parameter && imported(m.name.Name) {
			return m.name.Name, set.Position(m.name.Pos()).Line - 1
		}
	}
	return "", 0
}
