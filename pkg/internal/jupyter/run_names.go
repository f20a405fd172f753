package jupyter

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"littlesteps/pkg/internal/notebook"
)

// resolve finds notebooks by the names that somebody typed: a path, or the
// bare name of one in notebooks/, with or without .ipynb. No names stand for
// all of the lesson's; what a learner edited and reset has put aside isn't.
func (e *Env) resolve(names []string) ([]string, error) {
	if len(names) == 0 {
		all, err := e.Notebooks()
		return slices.DeleteFunc(all, func(path string) bool {
			return strings.HasPrefix(filepath.Base(path), notebook.Mine)
		}), err
	}
	var paths []string
	for _, name := range names {
		path, err := e.resolveOne(name)
		if err != nil {
			return nil, err
		}
		for _, other := range paths {
			if sameFile(other, path) {
				return nil, fmt.Errorf("%s is named twice", e.short(path))
			}
		}
		paths = append(paths, path)
	}
	return paths, nil
}

func (e *Env) resolveOne(name string) (string, error) {
	candidates := []string{name, name + ".ipynb"}
	if filepath.Base(name) == name {
		candidates = append(candidates, e.NotebookPath(name), e.NotebookPath(name+".ipynb"))
	}
	for _, path := range candidates {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			if !info.Mode().IsRegular() {
				_, err = notebook.ReadFile(path)
				return "", err
			}
			return filepath.Abs(path)
		}
	}
	if exists(name) {
		return "", fmt.Errorf("%s is a folder: name its notebooks", name)
	}
	var have []string
	lesson, _ := e.resolve(nil) // none to name is no new problem
	for _, path := range lesson {
		have = append(have, e.short(path))
	}
	return "", fmt.Errorf("no notebook %s (the lesson has %s)", name, strings.Join(have, ", "))
}

// short names a file as people in the checkout would.
func (e *Env) short(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	for _, folder := range []string{e.Work, e.Root} {
		if short, err := filepath.Rel(folder, path); folder != "" && err == nil && filepath.IsLocal(short) {
			return short
		}
	}
	return path
}

// label is the name of a notebook in progress lines.
func label(path string) string {
	return strings.TrimSuffix(filepath.Base(path), ".ipynb")
}
