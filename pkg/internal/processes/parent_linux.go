package processes

import (
	"os/exec"
	"syscall"
)

// EndWithParent has the system end the program when this process is gone, even
// if it was killed. The program's SysProcAttr must be set.
func EndWithParent(cmd *exec.Cmd) { cmd.SysProcAttr.Pdeathsig = syscall.SIGTERM }
