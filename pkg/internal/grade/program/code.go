package program

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	gonb "littlesteps/pkg/internal/gonb/cell"
)

// A decl is a top-level declaration of a cell, with what it refers to.
type decl struct {
	cell  string   // names its place in messages
	line  int      // in the cell
	text  string   // without comments that stand before it
	names []string // what it declares; of a method nothing
	of    string   // the type that it is a method of
	refs  []string // names that it needs from elsewhere
	calls []string // those of them that stand before a dot, as names of packages do
}

// A code is what the declaring parts of one or more cells come to.
type code struct {
	decls   []decl
	imports map[string]string // paths, by the name that code calls them by
}

// newCode reads the declarations of a cell. text is Go, without a package clause.
func newCode(cell, text string) (*code, error) {
	file, files, err := parse("package main; " + text)
	if err != nil {
		return nil, inCell(cell, err)
	}
	c := &code{imports: map[string]string{}}
	for _, spec := range file.Imports {
		c.addImport(spec)
	}
	open := unresolved(file)
	for _, d := range file.Decls {
		found, ok := declare(d)
		if !ok {
			continue
		}
		from, to := files.Position(d.Pos()), files.Position(d.End())
		found.cell, found.line = cell, from.Line
		found.text = ("package main; " + text)[from.Offset:to.Offset]
		found.refs, found.calls = references(d, open, file)
		c.decls = append(c.decls, found)
	}
	return c, nil
}

func parse(text string) (*ast.File, *token.FileSet, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text, 0)
	return file, files, err
}

// inCell makes the first message of a parser name the cell and its line.
func inCell(cell string, err error) error {
	if list, ok := err.(scanner.ErrorList); ok && len(list) > 0 {
		return fmt.Errorf("%s, line %d: %s", cell, list[0].Pos.Line, list[0].Msg)
	}
	return fmt.Errorf("%s: %w", cell, err)
}

func (c *code) addImport(spec *ast.ImportSpec) {
	full, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return
	}
	name := importName(full)
	if spec.Name != nil {
		name = spec.Name.Name
	}
	c.imports[name] = full
}

// importName is what a package is called where its import doesn't say: nearly
// always the last element of its path that isn't a version.
func importName(full string) string {
	name := path.Base(full)
	if len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" {
		name = path.Base(path.Dir(full))
	}
	return name
}

// declare says what a declaration declares. Imports are no declarations, and
// neither is func main: the program has one of its own.
func declare(d ast.Decl) (found decl, ok bool) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if found.of = gonb.Receiver(d); d.Recv == nil && d.Name.Name == "main" {
			return found, false
		}
	case *ast.GenDecl:
		if d.Tok == token.IMPORT {
			return found, false
		}
	default:
		return found, false
	}
	for _, name := range gonb.Names(d) {
		found.names = append(found.names, name.Name)
	}
	return found, true
}

func unresolved(file *ast.File) map[*ast.Ident]bool {
	open := map[*ast.Ident]bool{}
	for _, name := range file.Unresolved {
		open[name] = true
	}
	return open
}

// references lists the names that a part of a file takes from outside of itself,
// and those of them that stand before a dot.
func references(part ast.Node, open map[*ast.Ident]bool, file *ast.File) (refs, calls []string) {
	names, before := map[string]bool{}, map[string]bool{}
	ast.Inspect(part, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if open[n] || n.Obj != nil && file.Scope.Lookup(n.Name) == n.Obj {
				names[n.Name] = true
			}
		case *ast.SelectorExpr:
			if base, ok := n.X.(*ast.Ident); ok && open[base] {
				before[base.Name] = true
			}
		}
		return true
	})
	return slices.Sorted(maps.Keys(names)), slices.Sorted(maps.Keys(before))
}
