package quickbuild

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
)

// TidyImports takes the imports out of a program that it doesn't use, as goimports
// does, which then needn't be asked: it takes as long as compiling. It returns
// false, and leaves the file as it is, if goimports has to do it: to find an
// import that is missing, to look up the name of a package that the plan doesn't
// know, or to say what is wrong with the file.
func TidyImports(path string) bool {
	plan, err := thePlan()
	return err == nil && plan.tidyImports(path)
}

func (p *Plan) tidyImports(path string) bool {
	source, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, parser.ParseComments)
	if err != nil {
		return false
	}
	wanted := map[string]bool{} // x of each x.y where the file declares no x
	ast.Inspect(file, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Obj == nil {
				wanted[x.Name] = true
			}
		}
		return true
	})
	for _, declaration := range file.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.IMPORT {
			continue
		}
		if !group.Lparen.IsValid() {
			return false // an import without a group can't be empty
		}
		for _, one := range group.Specs {
			spec := one.(*ast.ImportSpec)
			name, ok := p.importName(spec)
			switch {
			case !ok || name == ".":
				return false
			case name == "_":
			case wanted[name]:
				delete(wanted, name)
			default: // the line stays, so that all others keep their numbers
				from, to := files.Position(spec.Pos()).Offset, files.Position(spec.End()).Offset
				copy(source[from:to], strings.Repeat(" ", to-from))
			}
		}
	}
	return len(wanted) == 0 && os.WriteFile(path, source, 0o600) == nil
}

// importName returns the name by which a file speaks of what it imports.
func (p *Plan) importName(spec *ast.ImportSpec) (name string, ok bool) {
	if spec.Name != nil {
		return spec.Name.Name, true
	}
	path, err := strconv.Unquote(spec.Path.Value)
	return p.Roots[path], err == nil && p.Roots[path] != ""
}
