package grade

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/processes"
)

// script compiles a learner's program and runs it: in a container, or here.
//
//go:embed script.sh
var script string

// The statuses with which script.sh ends by itself.
const (
	statusNotGo    = 90 // the program doesn't compile
	statusDiskFull = 91 // the program has filled its folder
)

// built is the line with which script.sh says on standard error that it is done
// compiling. What comes before it can't be the learner's.
const built = "littlesteps: built\n"

// A place is where learners' programs run.
type place struct {
	engine []string // the program that runs containers, and its own flags; none is this machine
	image  string
	limit  time.Duration // for one answer

	root    string   // the checkout, on this machine
	env     []string // of programs on this machine
	cage    cage     // what keeps them in on this machine
	as      []string // runs a command as somebody without rights, where this user is root
	session string   // the folder of this session
}

// The limits of one program.
const (
	memoryLimit  = 1 << 30   // bytes
	diskLimit    = 256 << 20 // bytes
	processLimit = 128

	// A Go program reserves that many addresses without using them; on this machine
	// only addresses can be limited.
	goReserves = 3 << 29
)

// A run is one learner's program in its place.
type run struct {
	cmd    *exec.Cmd
	folder string      // its own, on this machine; "" in a container
	full   func() bool // tells, while it runs in a container, whether it has filled its folder
	remove func()
}

// prepare makes ready to run a program whose code has so many bytes. The code is
// the first that it reads; then the conversation begins.
func (p place) prepare(ctx context.Context, size int) (run, error) {
	settings := []string{fmt.Sprint("SIZE=", size), fmt.Sprint("LONGEST=", 1+int((p.limit+patience).Seconds()))}
	folder, err := os.MkdirTemp(p.session, "answer-")
	if err != nil {
		return run{}, fmt.Errorf("no place for learners' programs: %w", err)
	}
	if len(p.engine) == 0 {
		return p.here(ctx, folder, settings), nil
	}
	name := "littlesteps-grade-" + strings.ToLower(rand.Text())
	args := slices.Concat(p.engine[1:], []string{"run", "--rm", "--interactive", "--name", name,
		"--label", labelOwner + "=" + strconv.Itoa(os.Getpid()), "--label", labelRoot + "=" + p.root,
		"--pull", "never", "--network", "none", "--read-only", "--user", "1000:0",
		"--cap-drop", "all", "--security-opt", "no-new-privileges", "--ipc", "private", "--shm-size", "1m",
		"--memory", fmt.Sprint(memoryLimit), "--memory-swap", fmt.Sprint(memoryLimit), "--cpus", "1",
		"--pids-limit", fmt.Sprint(processLimit), "--ulimit", "nofile=256:256", "--ulimit", "nproc=4096:4096", "--ulimit", "core=0:0", "--no-healthcheck",
		"--tmpfs", fmt.Sprintf("/tmp:rw,exec,nosuid,nodev,mode=1777,size=%d", diskLimit),
		"--log-driver", "none", // what it prints would fill this machine's disk
		"--entrypoint", "/bin/sh", "--env", "HOME=/tmp", "--env", "FOLDER=/tmp/answer"})
	for _, setting := range append(settings, offline()...) {
		args = append(args, "--env", setting)
	}
	cmd := exec.CommandContext(ctx, p.engine[0], append(args, p.image, "-c", script)...)
	cmd.Dir = folder // podman leaves a note where it stood when memory ran out
	own(cmd)
	full := func() bool {
		left, err := ask(ctx, p.engine, "exec", name, "df", "-Pk", "/tmp")
		fields := strings.Fields(left) // filesystem, blocks, used, available, …
		if err != nil || len(fields) < 4 {
			return false
		}
		available, err := strconv.Atoi(fields[3])
		return err == nil && available < 1024
	}
	remove := func() { // a container outlives the program that started it
		command := exec.Command(p.engine[0], slices.Concat(p.engine[1:], []string{"rm", "--force", name})...)
		command.WaitDelay = patience
		command.Run()
		os.RemoveAll(folder)
	}
	return run{cmd: cmd, full: full, remove: remove}, nil
}

// offline are the settings with which a container builds a program: those with
// which set-up has compiled the packages of cells, and nothing is fetched.
func offline() []string {
	return append(jupyter.BuildSettings(), "GOWORK=off", "GOPROXY=off", "GOTOOLCHAIN=local")
}

// here runs the program on this machine, in the cage that there is, with what limits
// a shell can set.
func (p place) here(ctx context.Context, folder string, settings []string) run {
	answer := filepath.Join(folder, "answer")
	if p.as != nil { // who has to find the way to its program
		os.Chmod(folder, 0o711)
		settings = append(settings, fmt.Sprint("OWNER=", nobodysID))
	}
	cmd := exec.CommandContext(ctx, "sh", slices.Concat([]string{"-c", script, "sh"}, p.cage.command(answer, p.as))...)
	cmd.Env = slices.Concat(p.env, settings, []string{"FOLDER=" + answer, "LITTLESTEPS_ROOT=" + p.root,
		"TMPDIR=" + folder, fmt.Sprint("ADDRESSES=", (memoryLimit+goReserves)>>10)})
	own(cmd)
	return run{cmd: cmd, folder: folder, full: func() bool { return false }, remove: func() { os.RemoveAll(folder) }}
}

// patience is how long a program may take to end once it has to.
const patience = 5 * time.Second

// own gives a program a process group, which ends as a whole, and with this program.
func own(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	processes.KillWithParent(cmd)
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = patience
}

// FindEngine returns the first engine that answers. What somebody asked for is
// tried alone.
func FindEngine(ctx context.Context, asked string) ([]string, error) {
	candidates := engines
	if asked != "" {
		candidates = []string{asked}
	}
	var problems []error
	for _, candidate := range candidates {
		engine := strings.Fields(candidate)
		if len(engine) == 0 {
			continue
		}
		if _, err := exec.LookPath(engine[0]); err != nil {
			problems = append(problems, fmt.Errorf("%s isn't installed", engine[0]))
			continue
		}
		if said, err := ask(ctx, engine, "info"); err != nil {
			problems = append(problems, fmt.Errorf("%s doesn't answer: %s", engine[0], said))
			continue
		}
		return engine, nil
	}
	return nil, fmt.Errorf("%w: %w", ErrNoEngine, errors.Join(problems...))
}

// ErrNoEngine is the reason to refuse: there is nothing to keep strangers' code in.
var ErrNoEngine = errors.New("learners' notebooks are strangers' code, and there is no engine for containers to keep it in; " +
	"install podman or docker, or use --trusted if you would run these notebooks by hand without a worry")

// hasImage tells whether the image is there: nothing is fetched for grading.
func hasImage(ctx context.Context, engine []string, image string) error {
	if said, err := ask(ctx, engine, "image", "inspect", "--format", "{{.Id}}", image); err != nil {
		return fmt.Errorf("the image %s isn't there (%s): build it with `docker compose -f docker/compose.yaml build`, or name another one with --image", image, said)
	}
	return nil
}

// ask runs one of the engine's own commands, and returns the last line that it
// said.
func ask(ctx context.Context, engine []string, args ...string) (said string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, engine[0], slices.Concat(engine[1:], args)...)
	own(cmd)
	out, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if last := lines[len(lines)-1]; last != "" || err == nil {
		return last, err
	}
	return err.Error(), err
}
