package quickbuild

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
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
	t, err := Tidy(path, source, p.Roots)
	if err != nil || len(t.Missing) > 0 || len(t.Strange) > 0 || t.Dot {
		return false
	}
	return os.WriteFile(path, source, 0o600) == nil
}

// Tidied says what [Tidy] has found.
type Tidied struct {
	File    *ast.File
	Files   *token.FileSet
	Missing []string          // what the file takes for names of packages, and doesn't import
	Strange []*ast.ImportSpec // imports of packages that aren't known: they stay
	Dot     bool              // a package is imported as ".": what it uses isn't known
}

// Tidy puts blanks in place of the imports in a file's source that it doesn't use, so
// that all lines keep their numbers. names are the names of packages by their paths.
func Tidy(path string, source []byte, names map[string]string) (*Tidied, error) {
	t := &Tidied{Files: token.NewFileSet()}
	var err error
	if t.File, err = parser.ParseFile(t.Files, path, source, parser.ParseComments); err != nil {
		return nil, err
	}
	wanted := map[string]bool{} // x of each x.y where the file declares no x
	ast.Inspect(t.File, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Obj == nil {
				wanted[x.Name] = true
			}
		}
		return true
	})
	cut := func(node ast.Node) {
		from, to := t.Files.Position(node.Pos()).Offset, t.Files.Position(node.End()).Offset
		copy(source[from:to], strings.Repeat(" ", to-from))
	}
	for _, declaration := range t.File.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.IMPORT {
			continue
		}
		for _, one := range group.Specs {
			spec := one.(*ast.ImportSpec)
			name, known := importName(spec, names)
			switch {
			case !known:
				t.Strange = append(t.Strange, spec)
				delete(wanted, name)
			case name == ".":
				t.Dot = true
			case name == "_":
			case wanted[name]:
				delete(wanted, name)
			case group.Lparen.IsValid():
				cut(spec)
			default:
				cut(group)
			}
		}
	}
	t.Missing = slices.Sorted(maps.Keys(wanted))
	return t, nil
}

// importName returns the name by which a file speaks of what it imports, the likely one
// where the package isn't known.
func importName(spec *ast.ImportSpec, names map[string]string) (name string, known bool) {
	path, err := strconv.Unquote(spec.Path.Value)
	name, known = names[path], err == nil && names[path] != ""
	if !known {
		name = path[strings.LastIndex(path, "/")+1:]
	}
	if spec.Name != nil {
		name = spec.Name.Name
	}
	return name, known
}
