package jupyter

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"littlesteps/pkg/internal/processes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// cleared are variables of the user's shell that would make pip, Python or Go
// work somewhere other than in this checkout.
var cleared = []string{
	"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV",
	"PIP_TARGET", "PIP_PREFIX", "PIP_REQUIREMENT", "PIP_CONSTRAINT",
	"GOBIN", "GOFLAGS", "GOWORK", "GO111MODULE", "CGO_ENABLED",
	"JUPYTER_PATH", "JUPYTER_CONFIG_PATH",
}

// environment returns this process's environment without the variables that
// lead elsewhere, and with set on top.
func environment(set map[string]string) []string {
	var env []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if _, replaced := set[name]; !replaced && !slices.Contains(cleared, name) {
			env = append(env, entry)
		}
	}
	for name, value := range set {
		env = append(env, name+"="+value)
	}
	slices.Sort(env)
	return env
}

type lowPriority struct{}

// withLowPriority returns a context whose programs let all others go first.
func withLowPriority(ctx context.Context) context.Context {
	return context.WithValue(ctx, lowPriority{}, true)
}

// modestly returns the arguments that start a program with the context's priority.
func modestly(ctx context.Context, argv []string) []string {
	if ctx.Value(lowPriority{}) == nil {
		return argv
	}
	nice, err := exec.LookPath("nice")
	if err != nil {
		return argv
	}
	return append([]string{nice, "-n", "19"}, argv...)
}

// programOf names the program that a command is about.
func programOf(cmd *exec.Cmd) string {
	if filepath.Base(cmd.Path) == "nice" && len(cmd.Args) > 3 {
		return filepath.Base(cmd.Args[3])
	}
	return filepath.Base(cmd.Path)
}

// patience is how long an interrupted program may take to end.
const patience = 10 * time.Second

// command prepares a program that runs in dir. Its context's end interrupts
// it and everything that it started; what is still there after patience is
// killed.
func command(ctx context.Context, dir string, env []string, program string, args ...string) *exec.Cmd {
	argv := modestly(ctx, append([]string{program}, args...))
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.Env = dir, env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = patience
	return cmd
}

// failure is what a program said before it failed.
type failure struct {
	program string
	err     error
	last    []string // the last lines of its output
}

func (f *failure) Error() string {
	text := fmt.Sprintf("%s: %v", f.program, f.err)
	if len(f.last) > 0 {
		text += "\n\n    " + strings.Join(f.last, "\n    ")
	}
	return text
}

func (f *failure) Unwrap() error { return f.err }

// lastLines is how many lines of a failed program's output are shown.
const lastLines = 15

// stream runs a program and hands each line of its output to line, which may
// be nil. The error of a program that failed carries its last lines; nothing
// that it started outlives it then.
func stream(cmd *exec.Cmd, line func(string)) error {
	reader, writer, err := os.Pipe()
	if err != nil {
		return err
	}
	defer reader.Close()
	processes.EndWithParent(cmd)
	cmd.Stdout, cmd.Stderr = writer, writer
	err = cmd.Start()
	writer.Close()
	if err != nil {
		return err
	}
	var last []string
	var reading sync.WaitGroup
	reading.Go(func() {
		lines := bufio.NewScanner(reader)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			text := strings.TrimRight(lines.Text(), " \r")
			if text == "" {
				continue
			}
			if last = append(last, text); len(last) > lastLines {
				last = last[1:]
			}
			if line != nil {
				line(text)
			}
		}
		io.Copy(io.Discard, reader) // a line that is too long must not block the program
	})
	err = cmd.Wait()
	if err != nil {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
	reading.Wait()
	if err != nil {
		return &failure{program: programOf(cmd), err: err, last: last}
	}
	return nil
}
