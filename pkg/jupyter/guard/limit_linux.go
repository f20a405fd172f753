package guard

import (
	"bufio"
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }

// Limit keeps a program that allocates without end from freezing the machine.
// It may have nine tenths of the memory that is free now, unless less than
// that was set already (ulimit -d). Where the whole
// machine runs out of it all the same, the system ends this program first, and
// not JupyterLab or a browser.
func Limit(pid int) {
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

// available is how many bytes of memory are free, or can be made so.
func available() uint64 {
	file, err := os.Open("/proc/meminfo")
	if err != nil {
		return 0
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var kilobytes uint64
		if n, _ := fmt.Sscanf(lines.Text(), "MemAvailable: %d kB", &kilobytes); n == 1 {
			return kilobytes << 10
		}
	}
	return 0
}
