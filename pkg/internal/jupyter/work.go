package jupyter

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"littlesteps/pkg/internal/notebook"
)

// What is written lies in the checkout, or, where that is only read, in the
// learner's folder:
//
//	in the checkout    in the learner's folder
//	notebooks          .
//	build              build
//	.venv/var          .littlesteps

// NotebookPath returns a path below the folder of the notebooks.
func (e *Env) NotebookPath(elem ...string) string {
	if e.Work != "" {
		return filepath.Join(append([]string{e.Work}, elem...)...)
	}
	return e.Path(append([]string{"notebooks"}, elem...)...)
}

// Build returns a path below the folder of executed and exported notebooks.
func (e *Env) Build(elem ...string) string {
	if e.Work != "" {
		return filepath.Join(append([]string{e.Work, "build"}, elem...)...)
	}
	return e.Path(append([]string{"build"}, elem...)...)
}

// own returns a path below the folder of what Jupyter's programs remember of
// this learner: settings, trusted notebooks.
func (e *Env) own(elem ...string) string {
	if e.Work != "" {
		return filepath.Join(append([]string{e.Work, ".littlesteps"}, elem...)...)
	}
	return e.Venv(append([]string{"var"}, elem...)...)
}

// Furnish copies the lesson's notebooks, of the variant that e.Variant names, to the
// learner's folder where they are missing. What is there is never written over.
func (e *Env) Furnish() error {
	if e.Work == "" {
		return nil
	}
	if err := os.MkdirAll(e.Work, 0o775); err != nil {
		return e.unwritable(err)
	}
	lesson, err := filepath.Glob(e.Path("notebooks", "*.ipynb"))
	if err != nil {
		return fmt.Errorf("list the notebooks: %w", err)
	}
	for _, path := range lesson {
		to := e.NotebookPath(filepath.Base(path))
		if _, err := os.Lstat(to); err == nil {
			continue
		}
		content, err := e.served(path)
		if err != nil {
			return err
		}
		if err := writeNew(to, content); err != nil {
			return e.unwritable(err)
		}
	}
	return nil
}

// served is a notebook of the lesson as this learner gets it.
func (e *Env) served(path string) ([]byte, error) {
	if e.Variant == "" || e.Variant == source {
		return os.ReadFile(path)
	}
	if !slices.Contains(notebook.Variants(), e.Variant) {
		return nil, fmt.Errorf("%s is %q: choose one of %s, %s", VariantVariable, e.Variant, strings.Join(notebook.Variants(), ", "), source)
	}
	n, err := notebook.Read(path)
	if err != nil {
		return nil, err
	}
	if n, err = n.Variant(e.Variant); err != nil {
		return nil, err
	}
	return n.Bytes(), nil
}

// source is what [VariantVariable] says for the notebooks as they are written, for who
// learns alone: solutions folded.
const source = "source"

func (e *Env) unwritable(err error) error {
	return fmt.Errorf("can't put the notebooks into the learner's folder: %w\ngive user %d, group %d the permission to write in %s", err, os.Getuid(), os.Getgid(), e.Work)
}

// Reset brings back a notebook as it was: from the last commit, or, in a learner's
// folder, from the lesson. What was edited is kept under the name that it returns.
func (e *Env) Reset(path string) (kept string, err error) {
	if e.Work == "" {
		return notebook.Reset(path)
	}
	original, err := e.served(e.Path("notebooks", filepath.Base(path)))
	if err != nil {
		return "", fmt.Errorf("can't bring %s back: it is none of the lesson's notebooks", e.short(path))
	}
	return notebook.Restore(path, original)
}

// writeNew writes a file to a path where there is nothing yet.
func writeNew(to string, content []byte) error {
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o664)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(to)) // half a notebook would stay for ever
	}
	return nil
}
