package remote

import (
	"os"
	"strconv"
	"syscall"
)

// Alone closes this process to others of its user: they can't open what it has open,
// look into its memory, or trace it. Only root can.
func Alone() { syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_DUMPABLE, 0, 0) }

// limitProcesses lets this process and its children be so many. It makes sense where
// they are the only ones of their user, as in a namespace.
func limitProcesses() {
	const processes = 6 // RLIMIT_NPROC
	if most, err := strconv.ParseUint(os.Getenv(Processes), 10, 64); err == nil {
		syscall.Setrlimit(processes, &syscall.Rlimit{Cur: most, Max: most})
	}
}
