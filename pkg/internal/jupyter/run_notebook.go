package jupyter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"littlesteps/pkg/internal/jupyter/client"
	"littlesteps/pkg/internal/notebook"
)

// A runner runs one notebook in a kernel of its own.
type runner struct {
	env      *Env
	session  *Session
	options  RunOptions
	progress *runProgress

	notebook *notebook.Notebook
	kernel   *client.Kernel
	work     string               // the kernel's temporary folder
	displays map[string][]*output // what later cells may update
}

// one runs a notebook, and fills in what became of it.
func (r *runner) one(ctx context.Context, result *executed) {
	copy := result.copy
	result.copy = ""
	if result.err = ctx.Err(); result.err != nil {
		return
	}
	began := time.Now()
	n, err := r.env.read(result.source)
	if err == nil {
		err = n.Runnable()
	}
	if err == nil {
		r.notebook = n
		for _, finding := range n.Check() {
			r.progress.line("%s: warning: %s", label(n.Path), finding)
		}
		result.failures, err = r.run(ctx, result.source, copy)
	}
	switch {
	case ctx.Err() != nil:
		result.err = ctx.Err()
	case err != nil:
		result.err = err
		r.progress.failed(n, nil, err)
	case len(result.failures) > 0 && (!r.options.AllowErrors || result.failures[len(result.failures)-1].dead):
	default:
		result.copy = copy
		to := ""
		if !r.options.temporary {
			to = ", copy in " + r.env.short(copy)
		}
		r.progress.line("%s: %d cells in %.1f s%s", label(n.Path), len(n.Codes()), time.Since(began).Seconds(), to)
	}
}

// read reads a notebook; messages name it as people in the checkout would.
func (e *Env) read(path string) (*notebook.Notebook, error) {
	data, err := notebook.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return notebook.Parse(e.short(path), data)
}

// run runs the cells, returns those that failed, and writes the executed copy
// unless it ended before the last.
func (r *runner) run(ctx context.Context, source, copy string) (failures []cellFailure, err error) {
	if err := r.start(ctx, source); err != nil {
		return nil, fmt.Errorf("%s: %w", r.notebook.Path, err)
	}
	defer func() {
		if ctx.Err() != nil {
			r.kernel.Kill()
		} else {
			r.kernel.Shutdown(patience)
		}
		err = errors.Join(err, os.RemoveAll(r.work))
	}()
	runs := map[int]notebook.Run{}
	for _, cell := range r.notebook.Codes() {
		r.progress.start(r.notebook, cell)
		began := time.Now()
		c, err := r.cell(ctx, cell)
		if err != nil {
			return failures, err
		}
		runs[cell.Index] = notebook.Run{Count: c.count, Outputs: c.outputs.file()}
		if c.why == "" {
			r.progress.done(r.notebook, cell, time.Since(began).Seconds())
			continue
		}
		f := c.explain(r)
		failures = append(failures, f)
		r.progress.failed(r.notebook, &f, nil)
		if f.dead || !r.options.AllowErrors {
			return failures, nil
		}
	}
	data, err := r.notebook.Executed(runs, map[string]any{
		"language_info": r.kernel.Language, "littlesteps": map[string]string{"source": r.env.short(source)},
	})
	if err == nil {
		err = notebook.WriteFile(copy, data)
	}
	if err != nil {
		return failures, fmt.Errorf("can't write the executed copy: %w", err)
	}
	return failures, nil
}

// start starts a kernel in the notebook's folder. The kernel's folder, and all
// that cells put into the temporary folder, lie in one place: nothing is left even
// if the kernel is killed.
func (r *runner) start(ctx context.Context, source string) (err error) {
	if r.work, err = os.MkdirTemp(r.session.temp, "run-*"); err != nil {
		return fmt.Errorf("no place for the kernel's temporary files: %w", err)
	}
	r.displays = map[string][]*output{}
	if r.kernel, err = r.session.StartKernel(ctx, filepath.Dir(source), r.work); err != nil {
		err = errors.Join(err, os.RemoveAll(r.work))
	}
	return err
}

// A cellRun is the run of one cell.
type cellRun struct {
	cell    notebook.Cell
	outputs *outputs
	count   int
	why     string // it failed: "error", "shell", "timeout", "output", "died" or "lost"; "" if it didn't
	dead    bool   // the kernel is gone
	last    string // the kernel's last word about an error
	details details
}

// details are what the kernel says of an error as data, in its reply.
type details struct {
	Kind  string // "compile", "panic", "exit", "test", "command", "killed", "memory", "disk", …
	Lines []codeLine
	Trace []codeLine // where the program was, innermost first
}

type codeLine struct {
	Cell         int // its number
	Line, Column int // from 1; 0 is unknown
	Message      string
	Hint         string // what to try
}

// cell runs a cell to its end, one way or another. The error is of who waits.
func (r *runner) cell(ctx context.Context, cell notebook.Cell) (c *cellRun, err error) {
	c = &cellRun{cell: cell, outputs: &outputs{displays: r.displays}}
	request, err := r.kernel.Execute(cell.Source)
	if err != nil {
		return nil, err
	}
	limit, interrupt, late := time.After(r.options.Limit), (<-chan time.Time)(nil), (<-chan time.Time)(nil)
	stop := func(why string) {
		c.why, limit, interrupt = why, time.After(interruptLimit), time.After(0)
	}
	failed, replied, idle := false, false, false
	for !(replied && idle) {
		select {
		case m, ok := <-r.kernel.Messages:
			switch {
			case !ok:
				c.why, c.dead = "died", true
				return c, nil
			case m.Parent != request:
				continue
			case m.Type == "execute_reply":
				replied, late, failed = true, time.After(outputsLimit), m.Content.Status == "error"
				var reply struct{ LittleSteps details }
				if err := json.Unmarshal(m.Content.Raw, &reply); err != nil {
					return nil, fmt.Errorf("the kernel's reply: %w", err)
				}
				c.details, c.last = reply.LittleSteps, m.Content.ErrorValue
			case m.Type == "status":
				idle = m.Content.State == "idle"
			case m.Channel == "iopub":
				c.outputs.add(m)
				c.count = max(c.count, m.Content.ExecutionCount)
			}
			if c.outputs.shown > outputLimit && c.why == "" {
				stop("output")
			}
		case <-limit:
			if c.why == "" {
				stop("timeout")
				continue
			}
			r.kernel.Kill()
			c.dead = true
			return c, nil
		case <-interrupt: // again and again: one that came before the cell was meant for an earlier one
			r.kernel.Control("interrupt_request", struct{}{})
			interrupt = time.After(time.Second)
		case <-late:
			c.why = "lost"
			return c, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if c.why == "" && !cell.Tagged("raises-exception") {
		switch {
		case failed:
			c.why = "error"
		case len(c.outputs.shell) > 0 && (cell.Magic() != "" || len(cell.ShellLines()) > 0):
			c.why = "shell"
		}
	}
	return c, nil
}

const (
	interruptLimit = 8 * time.Second // for an interrupted cell to end; after 5, the kernel kills its program
	outputsLimit   = time.Minute     // for a cell's outputs to arrive once it has ended
)
