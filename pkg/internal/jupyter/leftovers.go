package jupyter

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// A Leftover is what a killed kernel or a killed session of this checkout
// has left: a folder, processes, or both.
type Leftover struct {
	Path      string // of the folder, "" where only processes are left
	Processes []int
}

func (l Leftover) String() string {
	var parts []string
	if l.Path != "" {
		parts = append(parts, l.Path)
	}
	for _, pid := range l.Processes {
		parts = append(parts, fmt.Sprintf("process %d", pid))
	}
	return strings.Join(parts, ", ")
}

// Leftovers finds what is left of killed kernels and sessions of this
// checkout. What might still be in use, or belongs to another checkout, is
// not among them.
func (e *Env) Leftovers() ([]Leftover, error) {
	processes, err := listProcesses()
	if err != nil {
		return nil, fmt.Errorf("look for leftovers: %w", err)
	}
	found := e.lostKernels(processes)
	folders, err := e.lostFolders(processes)
	if err != nil {
		return nil, fmt.Errorf("look for leftovers: %w", err)
	}
	return append(append(found, folders...), e.lostSessions(processes)...), nil
}

// Sweep removes all leftovers of this checkout.
func (e *Env) Sweep() error {
	// A killed kernel's own leftovers show once the kernel is gone.
	for range 2 {
		found, err := e.Leftovers()
		if err != nil || len(found) == 0 {
			return err
		}
		for _, l := range found {
			if err := l.remove(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l Leftover) remove() error {
	for _, pid := range l.Processes {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("end process %d: %w", pid, err)
		}
	}
	if l.Path == "" {
		return nil
	}
	return os.RemoveAll(l.Path)
}

// A process of this machine, as far as this user may see it.
type process struct {
	pid, parent int
	command     string // with its arguments
}

// isKernel says whether the process is a kernel of this checkout.
func (e *Env) isKernel(p process) bool {
	return strings.Contains(p.command, "--kernel") && strings.Contains(p.command, "-go_work="+e.Root) &&
		strings.HasPrefix(p.command, e.Program("gonb")+" ")
}

// lostKernels finds kernels whose Jupyter is gone: whoever adopts orphans has
// become their parent. They would wait for ever.
func (e *Env) lostKernels(processes []process) []Leftover {
	var lost []Leftover
	for _, p := range processes {
		if !e.isKernel(p) {
			continue
		}
		at := slices.IndexFunc(processes, func(q process) bool { return q.pid == p.parent })
		if at < 0 || adopts(processes[at]) {
			lost = append(lost, Leftover{Processes: []int{p.pid}})
		}
	}
	return lost
}

// adopts says whether a process is one that takes over orphans, and not a
// Jupyter, which in a container may well be the first process.
func adopts(p process) bool {
	for _, starter := range []string{"python", "jupyter", "node", "code"} {
		if strings.Contains(p.command, starter) {
			return false
		}
	}
	return p.pid == 1 || strings.Contains(p.command, "systemd")
}

// lostFolders finds the temporary folders of kernels that are gone, and what
// still runs in them.
func (e *Env) lostFolders(processes []process) ([]Leftover, error) {
	folders, err := filepath.Glob(filepath.Join(os.TempDir(), "gonb_*"))
	if err != nil {
		return nil, err
	}
	living := 0
	for _, p := range processes {
		if e.isKernel(p) {
			living++
		}
	}
	var lost []Leftover
	for _, folder := range folders {
		if !e.owns(folder) {
			continue
		}
		inside, inUse := e.inside(folder, processes)
		if inUse {
			living--
			continue
		}
		lost = append(lost, Leftover{Path: folder, Processes: inside})
	}
	// A kernel that has no gopls doesn't show which folder is its own. While
	// there is one, any of the folders may be.
	if living > 0 {
		return nil, nil
	}
	return lost, nil
}

// owns says whether a kernel's folder belongs to this checkout: its go.work
// names the checkout.
func (e *Env) owns(folder string) bool {
	work, err := os.ReadFile(filepath.Join(folder, "go.work"))
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(work)) {
		path := strings.TrimSpace(line)
		if unquoted, err := strconv.Unquote(path); err == nil {
			path = unquoted
		}
		if path == e.Root {
			return true
		}
	}
	return false
}

// inside returns the processes that run in a kernel's folder, and whether
// their kernel lives.
func (e *Env) inside(folder string, processes []process) (pids []int, inUse bool) {
	for _, p := range processes {
		if !strings.Contains(p.command, folder+"/") {
			continue
		}
		pids = append(pids, p.pid)
		for _, q := range processes {
			inUse = inUse || q.pid == p.parent && e.isKernel(q)
		}
	}
	return pids, inUse
}

// lostSessions finds the folders of sessions of this checkout that were
// killed, and what still runs in them.
func (e *Env) lostSessions(processes []process) []Leftover {
	var lost []Leftover
	for _, parent := range e.sessionParents() {
		folders, _ := filepath.Glob(filepath.Join(parent, sessionPrefix+"*"))
		for _, folder := range folders {
			pid, root, err := sessionOwner(folder)
			known := slices.ContainsFunc(lost, func(l Leftover) bool { return l.Path == folder })
			if err != nil || root != e.Root || alive(pid) || known || serverLives(folder) {
				continue
			}
			lost = append(lost, Leftover{Path: folder, Processes: runningIn(folder, processes)})
		}
	}
	return lost
}

// runningIn returns the processes whose commands name a file in the folder: the
// kernel with its connection file, gopls with its socket, a cell's program.
func runningIn(folder string, processes []process) []int {
	var pids []int
	for _, p := range processes {
		if strings.Contains(p.command, folder+"/") {
			pids = append(pids, p.pid)
		}
	}
	return pids
}

// serverLives says whether a JupyterLab is at work in a session's folder,
// although what has started it is gone: someone may be working with it.
func serverLives(folder string) bool {
	servers, _ := filepath.Glob(filepath.Join(folder, "jpserver-*.json"))
	for _, path := range servers {
		var pid int
		_, err := fmt.Sscanf(filepath.Base(path), "jpserver-%d.json", &pid)
		if err == nil && alive(pid) {
			return true
		}
	}
	return false
}

// listProcesses reads the table of processes: from /proc where there is one,
// since small containers have no ps.
func listProcesses() ([]process, error) {
	if runtime.GOOS == "linux" {
		return readProc("/proc")
	}
	out, err := exec.Command("ps", "-axww", "-o", "pid=,ppid=,command=").Output()
	if err != nil {
		return nil, err
	}
	return parseProcesses(string(out)), nil
}

// parseProcesses reads the output of ps: two numbers and a command a line.
func parseProcesses(table string) []process {
	var processes []process
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		if len(fields) < 3 {
			continue
		}
		pid, err1 := strconv.Atoi(fields[0])
		parent, err2 := strconv.Atoi(fields[1])
		if err1 == nil && err2 == nil {
			command := strings.Join(fields[2:], " ")
			processes = append(processes, process{pid: pid, parent: parent, command: command})
		}
	}
	return processes
}

func readProc(root string) ([]process, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, err
	}
	var processes []process
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		command, err := os.ReadFile(filepath.Join(root, entry.Name(), "cmdline"))
		if err != nil {
			continue // it has ended
		}
		stat, err := os.ReadFile(filepath.Join(root, entry.Name(), "stat"))
		if err != nil {
			continue
		}
		// "pid (name) state parent …", where the name may hold anything.
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) < 2 {
			continue
		}
		parent, err := strconv.Atoi(fields[1])
		if err != nil {
			continue
		}
		text := strings.TrimRight(strings.ReplaceAll(string(command), "\x00", " "), " ")
		processes = append(processes, process{pid: pid, parent: parent, command: text})
	}
	return processes, nil
}
