//go:build js

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/janpfeifer/gonb/internal/tool"
)

// goimports does to a file what the program of that name does, as far as the packages
// of the base go: it takes out imports that aren't used, and adds those that are
// missing.
func goimports(c *tool.Cmd) error {
	path := c.Args[len(c.Args)-1]
	names, err := packageNames()
	if err == nil {
		err = tidy(path, names)
	}
	if err == nil {
		return nil
	}
	to := c.Stderr
	if to == nil {
		to = c.Stdout
	}
	if to != nil {
		fmt.Fprintln(to, err)
	}
	return errors.New("exit status 2")
}

// packageNames returns what programs may import, and the names of the packages.
func packageNames() (map[string]string, error) {
	content, err := os.ReadFile(os.Getenv("LITTLE_STEPS_PLAN"))
	if err != nil {
		return nil, err
	}
	var plan struct{ Roots map[string]string }
	return plan.Roots, json.Unmarshal(content, &plan)
}

func tidy(path string, names map[string]string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, parser.ParseComments)
	if err != nil {
		return err
	}
	missing := map[string]bool{}
	ast.Inspect(file, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Obj == nil {
				missing[x.Name] = true
			}
		}
		return true
	})
	cut := func(node ast.Node) {
		from, to := files.Position(node.Pos()).Offset, files.Position(node.End()).Offset
		copy(source[from:to], strings.Repeat(" ", to-from)) // lines keep their numbers
	}
	for _, declaration := range file.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.IMPORT {
			continue
		}
		for _, one := range group.Specs {
			spec := one.(*ast.ImportSpec)
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			name := names[imported]
			if name == "" {
				name = imported[strings.LastIndex(imported, "/")+1:]
			}
			if spec.Name != nil {
				name = spec.Name.Name
			}
			switch {
			case name == "_" || name == ".":
			case missing[name]:
				delete(missing, name)
			case group.Lparen.IsValid():
				cut(spec)
			default:
				cut(group)
			}
		}
	}
	var added []string
	for name := range missing {
		if found := named(name, names); found != "" {
			added = append(added, fmt.Sprintf("import %q", found))
		}
	}
	if len(added) > 0 {
		slices.Sort(added)
		// On the line of the package clause, so that lines keep their numbers.
		at := files.Position(file.Name.End()).Offset
		source = slices.Concat(source[:at], []byte("; "+strings.Join(added, "; ")), source[at:])
	}
	return os.WriteFile(path, source, 0o600)
}

// named returns the package of that name with the shortest path.
func named(name string, names map[string]string) string {
	best := ""
	for path, its := range names {
		if its == name && (best == "" || len(path) < len(best) || len(path) == len(best) && path < best) {
			best = path
		}
	}
	return best
}
