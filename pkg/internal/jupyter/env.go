package jupyter

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"littlesteps/pkg/internal/notebook"
)

// KernelName is the name of the kernel spec.
const KernelName = notebook.Kernel

// Env is the environment of one checkout.
type Env struct {
	Root string // the checkout: an absolute path without symbolic links
	Work string // the learner's folder where the checkout is only read, or ""

	Variant string // of the notebooks in Work: see [notebook.Variants]; "" is the source
}

// In an image the checkout lies where nobody may write, and learners stand in
// folders of their own. These variables say where both are.
const (
	RootVariable = "LITTLESTEPS_ROOT"
	WorkVariable = "LITTLESTEPS_WORK"

	// VariantVariable says which variant of the notebooks they find there.
	VariantVariable = "LITTLESTEPS_VARIANT"
)

var moduleLine = regexp.MustCompile(`(?m)^module\s+littlesteps\s*$`)

// Find returns the environment of the checkout that dir lies in, or of the one
// that [RootVariable] names.
func Find(dir string) (*Env, error) {
	if root := os.Getenv(RootVariable); root != "" {
		dir = root
	}
	start, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the checkout: %w", err)
	}
	if start, err = filepath.EvalSymlinks(start); err != nil {
		return nil, fmt.Errorf("find the checkout: %w", err)
	}
	for at := start; ; at = filepath.Dir(at) {
		content, err := os.ReadFile(filepath.Join(at, "go.mod"))
		switch {
		case err == nil && moduleLine.Match(content):
			return &Env{Root: at, Work: os.Getenv(WorkVariable), Variant: os.Getenv(VariantVariable)}, nil
		case err != nil && !errors.Is(err, os.ErrNotExist):
			return nil, fmt.Errorf("find the checkout: %w", err)
		}
		if at == filepath.Dir(at) {
			return nil, fmt.Errorf("no Little Steps checkout around %s: change into the folder that you cloned", start)
		}
	}
}

// Path returns a path below the checkout.
func (e *Env) Path(elem ...string) string {
	return filepath.Join(append([]string{e.Root}, elem...)...)
}

// Venv returns a path below the checkout's .venv.
func (e *Env) Venv(elem ...string) string {
	return filepath.Join(append([]string{e.Root, ".venv"}, elem...)...)
}

// Program returns the path of a program in .venv/bin, such as "python".
func (e *Env) Program(name string) string { return e.Venv("bin", name) }

// Notebooks returns the absolute paths of the notebooks that are worked with,
// in order.
func (e *Env) Notebooks() ([]string, error) {
	found, err := filepath.Glob(e.NotebookPath("*.ipynb"))
	if err != nil {
		return nil, fmt.Errorf("list the notebooks: %w", err)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no notebooks in %s", e.NotebookPath())
	}
	slices.Sort(found)
	return found, nil
}

// Resolve finds notebooks by the names that somebody typed: a path, or the
// bare name of one in notebooks/, with or without .ipynb. No names stand for
// all of the lesson's.
func (e *Env) Resolve(names ...string) ([]string, error) { return e.resolve(names) }
