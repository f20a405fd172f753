package jupyter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"littlesteps/pkg/internal/notebook"
)

// RunOptions say how notebooks are run.
type RunOptions struct {
	Limit       time.Duration // for one cell; 0 is 120 s
	Jobs        int           // notebooks at once; 0 is one for each processor
	Out         io.Writer     // progress, warnings and failures; nil is standard output
	To          string        // the folder of the executed copies; "" is build
	AllowErrors bool          // go on after a failed cell, and write the copy with its error in it

	temporary bool // nobody is told of the copies: they go soon
}

const (
	cellLimit   = 120 * time.Second
	outputLimit = 4_000_000 // characters that one cell may print
)

func (o RunOptions) withDefaults(e *Env) RunOptions {
	if o.Limit <= 0 {
		o.Limit = cellLimit
	}
	if o.Jobs <= 0 {
		o.Jobs = runtime.NumCPU()
	}
	if o.Out == nil {
		o.Out = os.Stdout
	}
	if o.To == "" {
		o.To = e.Build()
	}
	return o
}

// Run executes notebooks, each from a clean kernel, as Restart and Run All
// does. The notebooks themselves are only read: the executed copies go to
// o.To. A notebook ends at its first failed cell, and has no new copy then.
//
// A cell has failed if it doesn't compile, panics, exits with a status other
// than 0, fails a test, has a failing shell line, prints far too much, or
// runs longer than the limit. A cell with the tag "raises-exception" may.
//
// Which cells failed, where and why, is written to o.Out; the error sums it
// up. None named runs all of the lesson's.
func Run(ctx context.Context, e *Env, names []string, o RunOptions) error {
	_, err := run(ctx, e, names, o)
	return err
}

// executed is what became of one notebook.
type executed struct {
	source   string // the notebook, as a path
	copy     string // its executed copy; "" if there is none
	failures []cellFailure
	err      error // it couldn't be run, or not to its end
}

// run is Run, and returns what became of each notebook, in the order of names.
func run(ctx context.Context, e *Env, names []string, o RunOptions) ([]executed, error) {
	o = o.withDefaults(e)
	paths, err := e.resolve(names)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(o.To, 0o755); err != nil {
		return nil, fmt.Errorf("can't make the folder for the executed copies: %w", err)
	}
	results := make([]executed, len(paths))
	for i, path := range paths {
		if results[i], err = e.prepare(path, o.To, results[:i]); err != nil {
			return nil, err
		}
	}
	session, err := e.Open(ctx)
	if err != nil {
		return nil, err
	}
	progress := newRunProgress(o.Out, paths)
	defer progress.end()
	if session.Transport() != "ipc" {
		progress.line("Kernels talk over TCP: %s is too long a path for private sockets.", session.dir)
	}

	var wait sync.WaitGroup
	free := make(chan struct{}, o.Jobs)
	for i := range results {
		free <- struct{}{} // in their order
		wait.Go(func() {
			defer func() { <-free }()
			r := runner{env: e, session: session, options: o, progress: progress}
			r.one(ctx, &results[i])
		})
	}
	wait.Wait()
	err = errors.Join(summary(ctx, e, results), session.Close())
	return results, err
}

// prepare reads nothing yet: it finds a place for the copy that belongs to
// this notebook alone. Another notebook of its name keeps its own.
func (e *Env) prepare(path, to string, before []executed) (executed, error) {
	for _, name := range namesakes(path) {
		result := executed{source: path, copy: filepath.Join(to, name)}
		if sameFile(path, result.copy) {
			return result, fmt.Errorf("the executed copy would overwrite %s: choose another folder with --to", e.short(path))
		}
		taken := slices.ContainsFunc(before, func(other executed) bool { return other.copy == result.copy })
		if another, err := e.copyOfAnother(result.copy, path); err != nil {
			return result, err
		} else if !taken && !another {
			return result, nil
		}
	}
	return executed{}, fmt.Errorf("%s has a thousand copies of this name: choose another folder with --to", to)
}

// namesakes are the names that what is made of a notebook may have: its own, one with
// its folder, and with a number.
func namesakes(path string) []string {
	name, ending := filepath.Base(path), filepath.Ext(path)
	stem := strings.TrimSuffix(name, ending)
	names := []string{name, stem + "-" + filepath.Base(filepath.Dir(path)) + ending}
	for n := 2; n < 1000; n++ {
		names = append(names, stem+"-"+strconv.Itoa(n)+ending)
	}
	return names
}

// copyOfAnother tells whether an executed copy of another notebook lies there. It is an
// error if anything else does.
func (e *Env) copyOfAnother(copy, source string) (bool, error) {
	if !exists(copy) {
		return false, nil
	}
	there, err := notebook.Read(copy)
	if err != nil || there.Metadata("littlesteps", "source") == "" {
		return false, fmt.Errorf("%s is in the way: it wasn't made from %s; move it, or give one of the two another name", e.short(copy), e.short(source))
	}
	return there.Metadata("littlesteps", "source") != e.short(source), nil
}

// sameFile says whether two paths lead to one file.
func sameFile(a, b string) bool {
	inA, errA := os.Stat(a)
	inB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(inA, inB)
}

// summary says in one line what failed.
func summary(ctx context.Context, e *Env, results []executed) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("stopped: %w", err)
	}
	bad, last := 0, error(nil)
	for _, r := range results {
		switch {
		case r.err != nil:
			last = fmt.Errorf("%s: %w", e.short(r.source), r.err)
			bad++
		case len(r.failures) > 0:
			last = fmt.Errorf("%s failed in %s", e.short(r.source), r.failures[0].where())
			bad++
		}
	}
	if bad > 1 {
		return fmt.Errorf("%d of %d notebooks failed", bad, len(results))
	}
	return last
}
