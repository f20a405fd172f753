//go:build !js

package tool

import (
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// desktop runs programs as processes.
var desktop System = processes{}

type processes struct{}

func (processes) LookPath(name string) (string, error) { return exec.LookPath(name) }

func (processes) Mkfifo(path string) error { return syscall.Mkfifo(path, 0o600) }

// A process is the leader of a group of its own.
type process struct {
	cmd     *exec.Cmd
	readers []*os.File // from which its output is passed on
	copying sync.WaitGroup
}

func (processes) Start(c *Cmd) (Process, error) {
	path, err := exec.LookPath(c.Path)
	if err != nil {
		return nil, err
	}
	p := &process{cmd: &exec.Cmd{Path: path, Args: c.Args, Dir: c.Dir, Env: c.Env}}
	Prepare(p.cmd)
	var ours []io.Closer // ends that the program has, and we don't need
	defer func() {
		for _, end := range ours {
			end.Close()
		}
	}()
	output := func(to io.Writer) (*os.File, error) {
		if to == nil {
			return nil, nil
		}
		r, w, err := os.Pipe()
		if err != nil {
			return nil, err
		}
		ours = append(ours, w)
		p.readers = append(p.readers, r)
		p.copying.Add(1)
		go func() {
			defer p.copying.Done()
			io.Copy(to, r)
		}()
		return w, nil
	}
	out, err := output(c.Stdout)
	if err != nil {
		return nil, err
	}
	complaints := out
	if c.Stderr != c.Stdout {
		if complaints, err = output(c.Stderr); err != nil {
			return nil, err
		}
	}
	if out != nil {
		p.cmd.Stdout = out
	}
	if complaints != nil {
		p.cmd.Stderr = complaints
	}
	if c.Stdin != nil {
		in, err := p.cmd.StdinPipe()
		if err != nil {
			return nil, err
		}
		go func() {
			io.Copy(in, c.Stdin)
			in.Close()
		}()
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	running.add(p.cmd.Process.Pid)
	if c.Limited {
		limit(p.cmd.Process.Pid)
	}
	return p, nil
}

func (p *process) Wait() (left bool, err error) {
	pid := p.cmd.Process.Pid
	state, err := p.cmd.Process.Wait()
	left = finish(pid)
	running.remove(pid)
	if !soon(&p.copying, 5*time.Second) { // something has left the group
		for _, r := range p.readers {
			r.Close()
		}
		p.copying.Wait()
	}
	for _, r := range p.readers {
		r.Close()
	}
	if err == nil && !state.Success() {
		err = &exec.ExitError{ProcessState: state}
	}
	return left, err
}

func (p *process) Interrupt() error { return syscall.Kill(-p.cmd.Process.Pid, syscall.SIGINT) }

func (p *process) Kill() error { return syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) }

// Prepare gives a program that is about to start a process group of its own,
// with which all that it starts can be ended. On Linux it also dies with the
// kernel, even if that is killed.
func Prepare(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(cmd.SysProcAttr)
}

// finish ends what a program has started and left, after the program itself
// has ended, and says whether there was anything.
func finish(pid int) bool {
	for range 10 { // what ends by itself needs a moment
		if syscall.Kill(-pid, 0) != nil {
			return false
		}
		time.Sleep(10 * time.Millisecond)
	}
	return syscall.Kill(-pid, syscall.SIGKILL) == nil
}

// soon waits for what may take as long as this, and says whether it ended.
func soon(group *sync.WaitGroup, most time.Duration) bool {
	ended := make(chan struct{})
	go func() {
		group.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return true
	case <-time.After(most):
		return false
	}
}

// groups are the process groups that run.
type groups struct {
	sync.Mutex
	leaders map[int]bool
}

var running = groups{leaders: map[int]bool{}}

func (g *groups) add(pid int) {
	g.Lock()
	defer g.Unlock()
	g.leaders[pid] = true
}

func (g *groups) remove(pid int) {
	g.Lock()
	defer g.Unlock()
	delete(g.leaders, pid)
}

// KillAll ends all programs that run.
func KillAll() {
	running.Lock()
	defer running.Unlock()
	for pid := range running.leaders {
		syscall.Kill(-pid, syscall.SIGKILL)
	}
}
