package jupyter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"littlesteps/pkg/internal/notebook"
)

// VariantOptions say where variants of notebooks are written.
type VariantOptions struct {
	To      string // the folder; "" is build/notebooks/VARIANT
	Replace bool   // write over notebooks that are there and differ
}

// Variants writes a variant of each notebook, "learner", "teacher" or "solved",
// and returns the files' paths. Somebody may have worked in a file that is there
// already: if one differs from what would be written, nothing is written at all.
// None named means all of the lesson's.
func Variants(e *Env, names []string, variant string, o VariantOptions) ([]string, error) {
	made, err := e.variants(names, variant)
	if err != nil {
		return nil, err
	}
	if o.To == "" {
		o.To = e.Build("notebooks", variant)
	}
	var paths []string
	for _, n := range made {
		path := ""
		for _, name := range namesakes(n.Path) {
			if path = filepath.Join(o.To, name); !slices.Contains(paths, path) {
				break
			}
		}
		if err := e.mayBecome(path, n, o.Replace); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	if err := os.MkdirAll(o.To, 0o755); err != nil {
		return nil, fmt.Errorf("can't make the folder for the variants: %w", err)
	}
	for i, n := range made {
		if err := n.Save(paths[i]); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// variants makes a variant of each notebook. Their paths are the sources'.
func (e *Env) variants(names []string, variant string) ([]*notebook.Notebook, error) {
	paths, err := e.resolve(names)
	if err != nil {
		return nil, err
	}
	var made []*notebook.Notebook
	for _, path := range paths {
		source, err := e.read(path)
		if err != nil {
			return nil, err
		}
		n, err := source.Variant(variant)
		if err != nil {
			return nil, err
		}
		n.Path = path
		made = append(made, n)
	}
	return made, nil
}

// mayBecome refuses to write over a file in which somebody may have worked, and
// always over the source.
func (e *Env) mayBecome(path string, n *notebook.Notebook, replace bool) error {
	if sameFile(n.Path, path) {
		return fmt.Errorf("the variant would overwrite %s itself: choose another folder with --to", e.short(n.Path))
	}
	there, err := notebook.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case bytes.Equal(there, n.Bytes()) || replace:
		return nil
	}
	return fmt.Errorf("%s is there already, and differs: somebody may have worked in it, so nothing was written; move it, choose another folder with --to, or give it up with --replace", e.short(path))
}

// variantHTML makes pages of a variant of each notebook. The variants are
// executed in a folder that goes afterwards.
func (e *Env) variantHTML(ctx context.Context, names []string, o HTMLOptions) (err error) {
	made, err := e.variants(names, o.Variant)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "steps-variants-")
	if err != nil {
		return fmt.Errorf("no place for the variants: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	var paths []string
	o.originals = map[string]string{}
	for i, n := range made {
		path := filepath.Join(folder, strconv.Itoa(i), filepath.Base(n.Path)) // two may have one name
		if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		o.originals[path] = n.Path
		if err := n.Save(path); err != nil {
			return err
		}
		paths = append(paths, path)
	}
	if o.To == "" {
		o.To = e.Build("html", o.Variant)
	}
	o.Run.To, o.Run.temporary = filepath.Join(folder, "executed"), true
	o.index = len(names) == 0
	return HTML(ctx, e, paths, o)
}
