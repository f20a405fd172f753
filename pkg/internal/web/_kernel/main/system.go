//go:build js

package main

import (
	"errors"
	"fmt"
	"os/exec"
	"syscall/js"

	"github.com/janpfeifer/gonb/internal/tool"
)

// A system starts programs where the host says: the compiler and the linker, which
// stand for the go command, and cells.
type system struct{ host js.Value }

func (s system) LookPath(name string) (string, error) {
	if name == "go" || name == "goimports" || name == "gopls" {
		return "/bin/" + name, nil
	}
	return "", &exec.Error{Name: name, Err: exec.ErrNotFound}
}

func (s system) Mkfifo(path string) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("named pipe %s: %v", path, thrown)
		}
	}()
	s.host.Call("mkfifo", path)
	return nil
}

func (s system) Start(c *tool.Cmd) (tool.Process, error) {
	if c.Path == "/bin/goimports" {
		return done(goimports(c)), nil
	}
	p := &process{ended: make(chan error, 1), output: make(chan output, 1000)}
	p.onOutput = js.FuncOf(func(_ js.Value, args []js.Value) any {
		bytes := make([]byte, args[1].Length())
		js.CopyBytesToGo(bytes, args[1])
		p.queue(output{args[0].Int(), bytes})
		return nil
	})
	p.onEnd = js.FuncOf(func(_ js.Value, args []js.Value) any {
		p.status = args[0]
		p.queue(output{})
		return nil
	})
	list := func(strings []string) []any {
		values := make([]any, len(strings))
		for i, s := range strings {
			values[i] = s
		}
		return values
	}
	p.handle = s.host.Call("start", map[string]any{
		"path": c.Path, "args": list(c.Args), "dir": c.Dir, "env": list(c.Environ()),
	}, p.onOutput, p.onEnd)
	if p.handle.IsNull() {
		p.release()
		return nil, &exec.Error{Name: c.Path, Err: errors.New("a browser's tab has no shell and no other programs: it runs cells, and nothing else")}
	}
	go p.pass(c)
	return p, nil
}

type output struct {
	fd    int
	bytes []byte // none at the end
}

// A process is a program that runs in another worker.
type process struct {
	handle          js.Value
	output          chan output
	ended           chan error
	status          js.Value
	onOutput, onEnd js.Func
}

// queue passes output on without waiting: a callback must not.
func (p *process) queue(o output) {
	select {
	case p.output <- o:
	default:
		go func() { p.output <- o }()
	}
}

// pass writes what the program prints to the writers of c, until it has ended.
func (p *process) pass(c *tool.Cmd) {
	for o := range p.output {
		if o.bytes == nil {
			break
		}
		to := c.Stdout
		if o.fd == 2 {
			to = c.Stderr
		}
		if to != nil {
			_, _ = to.Write(o.bytes)
		}
	}
	var err error
	switch {
	case p.status.Type() == js.TypeString:
		err = errors.New(p.status.String()) // as os/exec says it: "signal: killed"
	case p.status.Int() != 0:
		err = fmt.Errorf("exit status %d", p.status.Int())
	}
	p.release()
	p.ended <- err
}

func (p *process) release() {
	p.onOutput.Release()
	p.onEnd.Release()
}

func (p *process) Wait() (bool, error) { return false, <-p.ended }

func (p *process) Interrupt() error {
	p.handle.Call("interrupt")
	return nil
}

func (p *process) Kill() error {
	p.handle.Call("kill")
	return nil
}

// done is a program that has ended already.
type finished struct{ err error }

func done(err error) tool.Process      { return finished{err} }
func (f finished) Wait() (bool, error) { return false, f.err }
func (f finished) Interrupt() error    { return nil }
func (f finished) Kill() error         { return nil }
