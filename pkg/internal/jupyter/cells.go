package jupyter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"littlesteps/pkg/internal/gonb/quickbuild"
	"littlesteps/pkg/internal/notebook"
)

// usualImports are what cells import besides what the notebooks name
// already: of the standard library, what a learner reaches for, and what packages of the
// lesson need anyway.
var usualImports = []string{
	"bufio", "bytes", "cmp", "context", "encoding/json", "errors", "flag", "fmt", "io", "iter", "log",
	"maps", "math", "math/big", "math/bits", "math/cmplx", "math/rand", "math/rand/v2", "os", "slices",
	"sort", "strconv", "strings", "sync", "testing", "time", "unicode", "unicode/utf8",
	"github.com/go-gota/gota/dataframe", "github.com/go-gota/gota/series",
	"github.com/gomlx/gomlx/core/graph",
	"littlesteps/pkg/exercise/remote", // in a container, grading can't keep what it compiles
}

// notForCells are the folders of pkg that are no business of cells.
var notForCells = []string{"cmd", "internal"}

// cellImports returns the packages that cells import: the usual ones, those
// of the project, and those that the notebooks name.
func (e *Env) cellImports() ([]string, error) {
	imports := map[string]bool{}
	for _, path := range usualImports {
		imports[path] = true
	}
	sources, err := os.ReadDir(e.Path("pkg"))
	if err != nil {
		return nil, err
	}
	for _, folder := range sources {
		code, _ := filepath.Glob(e.Path("pkg", folder.Name(), "*.go"))
		if len(code) > 0 && !slices.Contains(notForCells, folder.Name()) {
			imports["littlesteps/pkg/"+folder.Name()] = true
		}
	}
	notebooks, err := filepath.Glob(e.Path("notebooks", "*.ipynb"))
	if err != nil {
		return nil, err
	}
	for _, path := range notebooks {
		n, err := notebook.Read(path)
		if err != nil {
			continue // running it will say what is wrong with it
		}
		for _, cell := range n.Codes() {
			for _, path := range cell.Imports() {
				imports[path] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(imports)), nil
}

// packagesKey names the project's own Go code.
func (e *Env) packagesKey() (string, error) {
	var contents [][]byte
	err := filepath.WalkDir(e.Path("pkg"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains(notForCells, entry.Name()) {
			return fs.SkipDir
		}
		if entry.IsDir() || strings.HasSuffix(path, "_test.go") || entry.Name() == ".DS_Store" {
			return nil
		}
		content, err := os.ReadFile(path)
		contents = append(contents, []byte(path), content)
		return err
	})
	return digest(contents...), err
}

// cellsStep compiles what cells import, so that the first cell is as fast as
// the tenth.
func (e *Env) cellsStep(g golang) step {
	return step{
		name:  "cells",
		title: "Packages for cells",
		key: func() (string, error) {
			modules, err := e.moduleKey(g)
			if err != nil {
				return "", err
			}
			packages, err := e.packagesKey()
			if err != nil {
				return "", err
			}
			imports, err := e.cellImports()
			return modules + " packages " + packages + " imports " + digest([]byte(strings.Join(imports, " "))), err
		},
		intact: func() bool { return e.planDeclines() == nil }, // Go's build cache forgets what was not used for five days
		do: func(ctx context.Context, report reporter) error {
			return e.compileForCells(ctx, g, report)
		},
		// Where the project's own packages don't compile, someone is at work
		// on them, and needs JupyterLab all the more.
		soft: true, after: []string{"venv", movedStamp, "modules"}, seconds: 25,
		hint: "do the packages compile? (go vet ./pkg/...)",
	}
}

// compileForCells builds a program that imports what cells import, exactly
// as the kernel builds a cell: in a module of its own, tied to the checkout
// by a go.work.
func (e *Env) compileForCells(ctx context.Context, g golang, report reporter) error {
	imports, err := e.cellImports()
	if err != nil {
		return err
	}
	dir := e.Venv("var", "cell")
	defer os.RemoveAll(dir)
	if err := e.likeACell(ctx, g, dir, e.Root, imports); err != nil {
		return err
	}
	var listed []string
	if err := g.command(ctx, dir, nil, func(line string) { listed = append(listed, line) }, "list", "-deps", "."); err != nil {
		return err
	}
	if err := g.command(ctx, dir, nil, counting(report, len(listed), isPackage), "build", "-v", "-o", "cell", "."); err != nil {
		return err
	}
	return e.makePlan(ctx, g, dir, imports)
}

// likeACell makes a folder with a program that imports packages, as the kernel makes one
// for a cell, beside the checkout at root.
func (e *Env) likeACell(ctx context.Context, g golang, dir, root string, imports []string) error {
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755)); err != nil {
		return err
	}
	var program strings.Builder
	program.WriteString("package main\n\nimport (\n")
	for _, path := range imports {
		fmt.Fprintf(&program, "\t_ %q\n", path)
	}
	program.WriteString(")\n\nfunc main() {}\n")
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program.String()), 0o644); err != nil {
		return err
	}
	if err := g.command(ctx, dir, nil, nil, "mod", "init", "steps_cell"); err != nil {
		return err
	}
	return g.command(ctx, dir, nil, nil, "work", "init", ".", root)
}

// planPath is where the plan lies by which the kernel builds cells.
func (e *Env) planPath() string { return e.Venv("var", "plan.json") }

// makePlan writes down how cells are built from what is compiled now.
func (e *Env) makePlan(ctx context.Context, g golang, dir string, imports []string) error {
	ask := func(args ...string) ([]byte, error) {
		var out bytes.Buffer
		err := g.command(ctx, dir, nil, func(line string) { out.WriteString(line + "\n") }, args...)
		return out.Bytes(), err
	}
	plan, err := quickbuild.Make(ask, e.Root, imports, cellVariables(), compileFlags, linkFlags)
	if err != nil {
		return err
	}
	content, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	return writeFile(e.planPath(), content)
}

// cellVariables are the variables that change what is built, as a kernel that is
// started from here has them.
func cellVariables() map[string]string {
	set := map[string]string{}
	for _, entry := range environment(hereSettings()) {
		if name, value, _ := strings.Cut(entry, "="); slices.Contains(quickbuild.Variables, name) {
			set[name] = value
		}
	}
	return set
}

// planDeclines says why no cell is built by the plan, or returns nil.
func (e *Env) planDeclines() error {
	plan, err := quickbuild.Load(e.planPath())
	if err != nil {
		return fmt.Errorf("there is no plan for it: %w", err)
	}
	now := cellVariables()
	for _, name := range quickbuild.Variables {
		if now[name] != plan.Env[name] {
			return fmt.Errorf("%s is %q here, and was %q when the packages for cells were compiled", name, now[name], plan.Env[name])
		}
	}
	return plan.Current()
}
