// Package tool runs the programs that the kernel needs: the go command, goimports,
// a shell, and what is built of cells. How, is the business of a [System]: on the
// desktop a program is a process; in a browser it can be something else.
//
// Its [Cmd] has those fields and methods of os/exec's that gonb uses, so that a file
// of gonb's changes the import and no more. Set-up copies this package into
// gonb's source, so it imports nothing but the standard library.
package tool

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
)

// A System runs programs.
type System interface {
	// LookPath returns where the program is that has this name.
	LookPath(name string) (string, error)
	// Start starts a program, and passes on what it prints to the writers of c, if
	// there are any, until it has ended.
	Start(c *Cmd) (Process, error)
	// Mkfifo makes a named pipe, over which a cell's program and the kernel talk.
	Mkfifo(path string) error
}

// A Process is a program that runs, and all that it starts.
type Process interface {
	// Wait waits until the program has ended and all that it printed was passed on.
	// What it started and left is ended; left says whether there was something. The
	// error is nil, or reads as os/exec's: "exit status 2", "signal: killed".
	Wait() (left bool, err error)
	Interrupt() error
	Kill() error
}

// Use is the system that runs programs.
var Use = desktop

// LookPath returns where the program is that has this name.
func LookPath(name string) (string, error) { return Use.LookPath(name) }

// Mkfifo makes a named pipe.
func Mkfifo(path string) error { return Use.Mkfifo(path) }

// A Cmd is a program that is to run, or runs.
type Cmd struct {
	Path           string
	Args           []string // the first is the program's name
	Dir            string
	Env            []string // nil is the kernel's own
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Limited        bool // it is a learner's: it may not freeze the machine
	Process        Process
	Left           bool // it has left something running, which was ended

	close []io.Closer // the far ends of its pipes
}

// Command returns what runs a program with these arguments.
func Command(name string, args ...string) *Cmd {
	path := name
	if !strings.Contains(name, "/") {
		if found, err := LookPath(name); err == nil {
			path = found
		}
	}
	return &Cmd{Path: path, Args: append([]string{name}, args...)}
}

func (c *Cmd) String() string { return strings.Join(append([]string{c.Path}, c.Args[1:]...), " ") }

// Environ is the environment in which the program would run now.
func (c *Cmd) Environ() []string {
	if c.Env != nil {
		return c.Env
	}
	return os.Environ()
}

// StdoutPipe returns a pipe from the program's standard output. It ends with Wait.
func (c *Cmd) StdoutPipe() (io.ReadCloser, error) { return c.output(&c.Stdout) }

// StderrPipe is the same for standard error.
func (c *Cmd) StderrPipe() (io.ReadCloser, error) { return c.output(&c.Stderr) }

func (c *Cmd) output(to *io.Writer) (io.ReadCloser, error) {
	r, w := io.Pipe()
	*to = w
	c.close = append(c.close, w)
	return r, nil
}

// StdinPipe returns a pipe to the program's standard input.
func (c *Cmd) StdinPipe() (io.WriteCloser, error) {
	r, w := io.Pipe()
	c.Stdin = r
	c.close = append(c.close, r)
	return w, nil
}

// Start starts the program.
func (c *Cmd) Start() (err error) {
	if c.Process != nil {
		return errors.New("it was started before")
	}
	if c.Process, err = Use.Start(c); err != nil {
		c.Process = nil
		c.closePipes()
	}
	return err
}

// Wait waits for the program's end.
func (c *Cmd) Wait() (err error) {
	c.Left, err = c.Process.Wait()
	c.closePipes()
	return err
}

func (c *Cmd) closePipes() {
	for _, end := range c.close {
		end.Close()
	}
}

// Run runs the program to its end.
func (c *Cmd) Run() error {
	if err := c.Start(); err != nil {
		return err
	}
	return c.Wait()
}

// Output runs the program, and returns what it prints.
func (c *Cmd) Output() ([]byte, error) {
	var out bytes.Buffer
	c.Stdout = &out
	err := c.Run()
	return out.Bytes(), err
}

// CombinedOutput runs the program, and returns what it prints and its complaints.
func (c *Cmd) CombinedOutput() ([]byte, error) {
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	err := c.Run()
	return out.Bytes(), err
}
