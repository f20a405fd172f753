package jupyter

import (
	"context"
	"errors"
	"fmt"
	"littlesteps/pkg/internal/jupyter/client"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A Session is one use of the environment: of JupyterLab, or of a run of
// notebooks. It has a folder that nobody else on the machine can enter, for
// the sockets of its kernels and for all temporary files.
type Session struct {
	env    *Env
	golang golang
	dir    string
	temp   string
}

// longestRuntime is how long the path of a session's folder may be for
// kernels to listen on sockets in it: the system allows 107 characters, 103
// on macOS, and Jupyter adds 50.
func longestRuntime() int {
	if runtime.GOOS == "darwin" {
		return 53
	}
	return 57
}

const (
	sessionPrefix = "steps-"
	ownerFile     = "owner" // in a session's folder: the process and the checkout
)

// Open begins a session. The caller closes it.
func (e *Env) Open(ctx context.Context) (*Session, error) {
	g, err := e.findGo(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := sessionFolder(e.sessionParents())
	if err != nil {
		return nil, err
	}
	s := &Session{env: e, golang: g, dir: dir, temp: filepath.Join(dir, "tmp")}
	owner := fmt.Sprintf("%d\n%s\n", os.Getpid(), e.Root)
	err = errors.Join(
		os.WriteFile(filepath.Join(dir, ownerFile), []byte(owner), 0o600),
		os.Mkdir(s.temp, 0o700))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

// sessionParents returns where a session's folder may lie, the best first.
func (e *Env) sessionParents() []string {
	parents := []string{os.TempDir(), "/tmp"}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		parents = append(parents, dir)
	}
	return append(parents, e.own())
}

// sessionFolder makes a private folder in the first of parents where its
// path is short enough for sockets and programs may run. Where there is none
// such, the last one in which programs run will do, without sockets.
func sessionFolder(parents []string) (string, error) {
	var long string
	var failed []error
	for _, parent := range parents {
		dir, err := os.MkdirTemp(parent, sessionPrefix) // with mode 0700
		if err == nil {
			err = runsPrograms(dir)
		}
		if err != nil {
			failed = append(failed, err, os.RemoveAll(dir))
			continue
		}
		if long != "" {
			os.Remove(long)
		}
		if long = dir; len(dir) <= longestRuntime() {
			break
		}
	}
	if long == "" {
		return "", fmt.Errorf("no place for temporary files: %w\nset TMPDIR to a folder in which programs may run", errors.Join(failed...))
	}
	return long, nil
}

// runsPrograms tries whether a program in dir may run: cells are programs.
func runsPrograms(dir string) error {
	program := filepath.Join(dir, "try")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o700); err != nil {
		return err
	}
	return errors.Join(exec.Command(program).Run(), os.Remove(program))
}

// Transport is how this session's kernels talk: "ipc", over sockets in the
// session's folder, or "tcp" where that folder's path is too long for them.
func (s *Session) Transport() string {
	if len(s.dir) <= longestRuntime() {
		return "ipc"
	}
	return "tcp"
}

// variables are what Jupyter's programs need to stay inside the checkout.
func (s *Session) variables() map[string]string {
	e := s.env
	return map[string]string{
		"JUPYTER_CONFIG_DIR":  e.own("jupyter", "config"),
		"JUPYTER_DATA_DIR":    e.own("jupyter", "data"),
		"JUPYTER_RUNTIME_DIR": s.dir,
		"IPYTHONDIR":          e.own("ipython"),
		"VIRTUAL_ENV":         e.Venv(),
		"PATH":                e.Venv("bin") + ":" + s.golang.bin() + ":" + os.Getenv("PATH"),
		"TMPDIR":              s.temp,
	}
}

// Command prepares a program of .venv/bin, such as "python", in the
// session's environment. It runs in the checkout's folder and in a process
// group of its own; the end of ctx interrupts that group.
func (s *Session) Command(ctx context.Context, program string, args ...string) *exec.Cmd {
	return command(ctx, s.env.Root, environment(s.variables()), s.env.Program(program), args...)
}

// startLimit is how long a kernel may take to answer for the first time.
const startLimit = time.Minute

// StartKernel starts a kernel of the session's that works in the folder dir and
// has temp for its temporary files.
func (s *Session) StartKernel(ctx context.Context, dir, temp string) (*client.Kernel, error) {
	variables := s.variables()
	maps.Copy(variables, s.env.kernelEnvironment(s.golang, os.Getenv("PATH")))
	variables["TMPDIR"] = temp
	limited, stop := context.WithTimeout(ctx, startLimit)
	defer stop()
	var log strings.Builder // next to nothing: the kernel's own log is silenced
	kernel, err := client.Start(limited, client.Spec{
		Argv: modestly(ctx, s.env.kernelArguments()), Env: environment(variables), Dir: dir,
		Sockets: s.dir, TCP: s.Transport() == "tcp", Log: &log,
	})
	if err != nil {
		return nil, fmt.Errorf("%w %s", err, strings.TrimSpace(log.String()))
	}
	return kernel, nil
}

// Dir is the session's folder.
func (s *Session) Dir() string { return s.dir }

// Close ends the session: what still runs in its folder is killed, the folder
// goes, and so does what killed sessions of this checkout have left.
func (s *Session) Close() error {
	mine, err := orphan(s.dir)
	return errors.Join(err, mine.remove(), s.env.Cleanup())
}

// sessionOwner returns the process that a session's folder belongs to, and
// the checkout.
func sessionOwner(dir string) (pid int, root string, err error) {
	content, err := os.ReadFile(filepath.Join(dir, ownerFile))
	if err != nil {
		return 0, "", err
	}
	number, rest, _ := strings.Cut(string(content), "\n")
	pid, err = strconv.Atoi(number)
	return pid, strings.TrimSuffix(rest, "\n"), err
}

// alive says whether a process of this number runs.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
