package jupyter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"littlesteps/pkg/internal/notebook"
)

// A runner runs one notebook. The work is done by a Python program, run.py,
// with Jupyter's own client; the runner starts it, follows its events, and
// makes sure that nothing of it is left.
type runner struct {
	env     *Env
	session *Session
	options RunOptions
	board   *board
	number  int // of the notebook in this run, from 1
}

// driver is run.py, which lies in the checkout.
func (e *Env) driver() string {
	return e.Path("pkg", "internal", "jupyter", "exporter", "littlesteps_exporter", "run.py")
}

// An event is one line from run.py.
type event struct {
	Event   string      `json:"event"`
	Index   int         `json:"index"`
	Seconds float64     `json:"seconds"`
	Process int         `json:"process"`
	Message string      `json:"message"`
	Failure *rawFailure `json:"failure"`
}

// one runs a notebook, and fills in what became of it.
func (r runner) one(ctx context.Context, result *executed) {
	copy := result.copy
	result.copy = ""
	if result.err = ctx.Err(); result.err != nil {
		return
	}
	n, err := r.env.read(result.source)
	if err == nil {
		err = errors.Join(n.Runnable(), r.check(n))
	}
	if err != nil {
		result.err = err
		r.board.failed(n, nil, err)
		return
	}
	began := time.Now()
	result.failures, err = r.drive(ctx, n, result.source, copy)
	if err == nil && (len(result.failures) == 0 || r.options.AllowErrors && !result.failures[len(result.failures)-1].dead) {
		result.copy = copy
	}
	switch {
	case ctx.Err() != nil:
		result.err = ctx.Err()
	case err != nil:
		result.err = err
		r.board.failed(n, nil, err)
	case result.copy != "" && r.options.passing:
		r.board.line("%s: %d cells in %.1f s", label(n.Path), len(n.Codes()), time.Since(began).Seconds())
	case result.copy != "":
		r.board.line("%s: %d cells in %.1f s, copy in %s", label(n.Path), len(n.Codes()), time.Since(began).Seconds(), r.env.short(copy))
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

// check warns of what misleads, and refuses what would end the kernel.
func (r runner) check(n *notebook.Notebook) error {
	var fatal []error
	for _, finding := range n.Check() {
		if finding.Fatal {
			fatal = append(fatal, errors.New(finding.String()))
			continue
		}
		r.board.line("%s: warning: %s", label(n.Path), finding)
	}
	return errors.Join(fatal...)
}

// drive runs run.py on a notebook and returns its failed cells.
func (r runner) drive(ctx context.Context, n *notebook.Notebook, source, copy string) (failures []failed, err error) {
	work, err := os.MkdirTemp(r.session.temp, "run-*")
	if err != nil {
		return nil, fmt.Errorf("no place for the kernel's temporary files: %w", err)
	}
	defer os.RemoveAll(work)
	d := drive{runner: r, notebook: n, draft: filepath.Join(work, "executed.ipynb"), copy: copy}
	arguments, err := json.Marshal(map[string]any{
		"notebook": source, "copy": d.draft, "source": r.env.short(source),
		"connection": filepath.Join(r.session.dir, fmt.Sprintf("kernel-%d.json", r.number)),
		"transport":  r.session.Transport(), "work": filepath.Join(work, "tmp"), "kernel": KernelName,
		"limit": r.options.Limit.Seconds(), "output_limit": outputLimit, "allow_errors": r.options.AllowErrors,
	})
	if err != nil {
		return nil, err
	}
	cmd := r.session.Command(ctx, "python", "-I", r.env.driver(), string(arguments))
	// When standard input closes, run.py ends its kernel. That also happens when
	// this process is killed.
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	cmd.Cancel = stdin.Close
	events, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	log := &tail{}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	problem := d.follow(events)
	stdin.Close()
	d.sweep(work)
	problem = errors.Join(problem, ended(cmd))
	switch {
	case ctx.Err() != nil:
		return d.failures, nil
	case problem == nil && !d.saved && len(d.failures) == 0:
		problem = errors.New("the run ended without a result")
	}
	if problem != nil {
		problem = fmt.Errorf("%s: %w%s", n.Path, problem, log.text())
	}
	return d.failures, problem
}

// A drive is the run of one notebook, as run.py tells it.
type drive struct {
	runner
	notebook    *notebook.Notebook
	draft, copy string
	failures    []failed
	saved       bool
	kernel      int // its process
}

// follow reads events until run.py ends.
func (d *drive) follow(events io.Reader) error {
	var problem error
	decoder := json.NewDecoder(events)
	for {
		var ev event
		if err := decoder.Decode(&ev); err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return errors.Join(problem, err)
		}
		switch ev.Event {
		case "kernel":
			d.kernel = ev.Process
		case "start":
			d.board.start(d.notebook, d.notebook.Cells[ev.Index])
		case "cell":
			cell := d.notebook.Cells[ev.Index]
			if ev.Failure == nil {
				d.board.done(d.notebook, cell, ev.Seconds)
				continue
			}
			f := explain(d.notebook, cell, *ev.Failure, d.options.Limit)
			d.failures = append(d.failures, f)
			d.board.failed(d.notebook, &f, nil)
		case "saved":
			problem = d.save()
			d.saved = problem == nil
		case "problem":
			problem = errors.New(ev.Message)
		}
	}
}

// save puts the executed copy where it belongs, wholly or not at all.
func (d *drive) save() error {
	data, err := os.ReadFile(d.draft)
	if err != nil {
		return err
	}
	if err := notebook.WriteFile(d.copy, data); err != nil {
		return fmt.Errorf("can't write the executed copy: %w", err)
	}
	return nil
}

// sweep ends what run.py would have ended, had it not been killed itself.
func (d *drive) sweep(work string) {
	if d.kernel > 1 {
		syscall.Kill(-d.kernel, syscall.SIGKILL)
	}
	processes, err := listProcesses()
	if err != nil {
		return
	}
	for _, p := range processes {
		if strings.Contains(p.command, work+string(filepath.Separator)) && p.pid != os.Getpid() {
			syscall.Kill(p.pid, syscall.SIGKILL)
		}
	}
}

// ended waits for run.py. Its own errors are known from its events already.
func ended(cmd *exec.Cmd) error {
	err := cmd.Wait()
	var status *exec.ExitError
	if errors.As(err, &status) && status.Exited() && status.ExitCode() == 1 {
		return nil
	}
	return err
}

// tail keeps the end of what is written to it.
type tail struct{ kept bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	const most = 1 << 16
	t.kept.Write(p)
	if t.kept.Len() > 2*most {
		t.kept.Next(t.kept.Len() - most)
	}
	return len(p), nil
}

// text is the last lines, for a message.
func (t *tail) text() string {
	lines := strings.Split(strings.TrimSpace(t.kept.String()), "\n")
	if len(lines) == 1 && lines[0] == "" {
		return ""
	}
	return "\n    " + strings.Join(lines[max(0, len(lines)-lastLines):], "\n    ")
}
