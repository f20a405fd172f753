package tool

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }

// limit keeps a program that allocates without end from freezing the machine.
// It may have nine tenths of the memory that is free now, unless less than
// that was set already (ulimit -d). Where the whole
// machine runs out of it all the same, the system ends this program first, and
// not JupyterLab or a browser.
func limit(pid int) {
	os.WriteFile(fmt.Sprintf("/proc/%d/oom_score_adj", pid), []byte("1000"), 0)
	most := available() / 10 * 9
	if set, err := dataLimit(pid, nil); err == nil && most > 0 && most < set.Cur {
		dataLimit(pid, &syscall.Rlimit{Cur: most, Max: most})
	}
}

// dataLimit returns how much memory a process may have, and sets it to the new
// limit unless that is nil.
func dataLimit(pid int, new *syscall.Rlimit) (old syscall.Rlimit, err error) {
	_, _, failed := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), syscall.RLIMIT_DATA,
		uintptr(unsafe.Pointer(new)), uintptr(unsafe.Pointer(&old)), 0, 0)
	if failed != 0 {
		err = failed
	}
	return old, err
}

// available is how many bytes of memory are free, or can be made so, on the
// machine and in the container.
func available() uint64 {
	free := field("/proc/meminfo", "MemAvailable:") << 10
	if room, limited := containerRoom("/sys/fs/cgroup"); limited {
		free = min(free, room)
	}
	return free
}

// containerRoom is how much more memory a container may have, by its control
// group (version 2).
func containerRoom(group string) (room uint64, limited bool) {
	most, err := number(filepath.Join(group, "memory.max"))
	if err != nil {
		return 0, false // none, or "max"
	}
	used, err := number(filepath.Join(group, "memory.current"))
	if err != nil {
		return 0, false
	}
	// What was read from files and not used for long is given back when needed.
	used -= min(used, field(filepath.Join(group, "memory.stat"), "inactive_file"))
	return most - min(most, used), true
}

func number(path string) (uint64, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	return strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64)
}

// field returns the number that follows a name in a file of names and numbers,
// or 0.
func field(path, name string) uint64 {
	text, _ := os.ReadFile(path)
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == name {
			value, _ := strconv.ParseUint(words[1], 10, 64)
			return value
		}
	}
	return 0
}
