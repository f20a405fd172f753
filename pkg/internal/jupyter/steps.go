package jupyter

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"littlesteps/pkg/internal/notebook"
)

// A step is one part of the set-up.
type step struct {
	name  string // of its stamp
	title string // for the learner

	// key names the inputs that the step was done for, in one line.
	key func() (string, error)

	// intact looks, quickly, whether the result is still there. A step
	// without it trusts its stamp.
	intact func() bool

	// do carries the step out. It may be called again after it was
	// interrupted at any point.
	do func(ctx context.Context, report reporter) error

	hint  string   // what to do when it fails
	soft  bool     // when it fails, set-up says so and goes on
	later bool     // cells run without it
	after []string // the names of steps that it builds on; nil is all before it

	seconds float64 // that it usually takes
}

// before returns the names of those of the steps before s that s waits for.
func (s step) before(earlier []step) []string {
	var names []string
	for _, one := range earlier {
		if s.after == nil || slices.Contains(s.after, one.name) {
			names = append(names, one.name)
		}
	}
	return names
}

// A reporter is told how far a step is, and with what it is at work. A total of 0
// means: not known.
type reporter func(done, total int, what string)

// stampPath is where a step's stamp lies.
func (e *Env) stampPath(name string) string { return e.Venv("stamps", name) }

// stamp returns the key for which a step was last done, or "".
func (e *Env) stamp(name string) string {
	content, err := os.ReadFile(e.stampPath(name))
	if err != nil {
		return ""
	}
	return string(content)
}

// done says whether a step need not be done again.
func (e *Env) done(s step) (bool, error) {
	key, err := s.key()
	if err != nil {
		return false, err
	}
	return e.stamp(s.name) == key && (s.intact == nil || s.intact()), nil
}

// perform does a step and stamps it. Without its stamp the step counts as
// not done, so the stamp goes first and comes back last.
func (e *Env) perform(ctx context.Context, s step, report reporter) error {
	if err := os.Remove(e.stampPath(s.name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := s.do(ctx, report); err != nil {
		return err
	}
	key, err := s.key() // anew: the step may have made what its key speaks of
	if err != nil {
		return err
	}
	return writeFile(e.stampPath(s.name), []byte(key))
}

// writeFile writes a file whole or not at all, and its folder where missing.
func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return notebook.WriteFile(path, content)
}

// digest returns a short name for contents.
func digest(contents ...[]byte) string {
	sum := sha256.New()
	for _, content := range contents {
		fmt.Fprintf(sum, "%d:", len(content))
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

// exists says whether there is something at path, through symbolic links.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
