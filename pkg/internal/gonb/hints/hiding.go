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
	look := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok && name == "" && imported(id.Name) {
			name, line = id.Name, set.Position(id.Pos()).Line-1
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, left := range n.Lhs {
					look(left)
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				look(n.Key)
				look(n.Value)
			}
		case *ast.ValueSpec:
			for _, left := range n.Names {
				look(left)
			}
		}
		return true
	})
	return name, line
}
