// Package processes reads the system's table of processes: who they are, what they take,
// and how to end them with what started them.
package processes

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// A Process is one of this machine, as far as this user may see it.
type Process struct {
	Pid     int
	Command string // with its arguments
}

// List reads the table of processes, without those that have ended and are only
// waited for: from /proc where there is one, since small containers have no ps.
func List() ([]Process, error) {
	if runtime.GOOS == "linux" {
		return readProc("/proc")
	}
	out, err := exec.Command("ps", "-axww", "-o", "pid=,command=").Output()
	if err != nil {
		return nil, err
	}
	return parse(string(out)), nil
}

// Naming returns the processes whose commands hold a text, such as the path of a
// folder in which they work, but for the one that asks.
func Naming(text string) ([]Process, error) {
	all, err := List()
	return slices.DeleteFunc(all, func(p Process) bool {
		return p.Pid == os.Getpid() || !strings.Contains(p.Command, text)
	}), err
}

// KillSession kills what is left of the session that a process led: also what has
// left its process group, as gopls does. What is started while this looks is
// found in the next round.
func KillSession(leader int) {
	for range 3 {
		all, err := List()
		if err != nil {
			return
		}
		found := false
		for _, p := range all {
			if session, err := unix.Getsid(p.Pid); err == nil && session == leader {
				found = true
				syscall.Kill(p.Pid, syscall.SIGKILL)
			}
		}
		if !found {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// parse reads the output of ps: a number and a command a line.
func parse(table string) []Process {
	var processes []Process
	for line := range strings.Lines(table) {
		number, command, _ := strings.Cut(strings.TrimSpace(line), " ")
		if pid, err := strconv.Atoi(number); err == nil && command != "" {
			processes = append(processes, Process{pid, strings.TrimSpace(command)})
		}
	}
	return processes
}

func readProc(root string) ([]Process, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, err
	}
	var processes []Process
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		command, err := os.ReadFile(filepath.Join(root, entry.Name(), "cmdline"))
		if err != nil || len(command) == 0 {
			continue // it has ended, or belongs to the system itself
		}
		processes = append(processes, Process{pid, strings.TrimRight(strings.ReplaceAll(string(command), "\x00", " "), " ")})
	}
	return processes, nil
}
