//go:build js

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/janpfeifer/gonb/internal/quickbuild"
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
	t, err := quickbuild.Tidy(path, source, names)
	if err != nil {
		return err
	}
	for _, spec := range t.Strange {
		switch spec.Path.Value {
		case `"unsafe"`, `"C"`:
		default:
			at := t.Files.Position(spec.Pos())
			return fmt.Errorf("%s:%d:%d: %s is not among the packages that a browser's tab has: %s", path, at.Line, at.Column, spec.Path.Value, strings.Join(slices.Sorted(maps.Keys(names)), ", "))
		}
	}
	var added []string
	for _, name := range t.Missing {
		if found := named(name, names); found != "" && onlyExported(t.File, name) {
			added = append(added, fmt.Sprintf("import %q", found))
		}
	}
	if len(added) > 0 {
		// On the line of the package clause, so that lines keep their numbers.
		at := t.Files.Position(t.File.Name.End()).Offset
		source = slices.Concat(source[:at], []byte("; "+strings.Join(added, "; ")), source[at:])
	}
	return os.WriteFile(path, source, 0o600)
}

// onlyExported says whether all that a file takes from a package begins with a capital
// letter: otherwise it is another thing that is meant.
func onlyExported(file *ast.File, name string) bool {
	only := true
	ast.Inspect(file, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Name == name && x.Obj == nil {
				only = only && selector.Sel.IsExported()
			}
		}
		return true
	})
	return only
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
