package processes

import (
	"os/exec"
	"syscall"
)

// EndWithParent has the system end the program when this process is gone, even
// if it was killed. The program's SysProcAttr must be set.
func EndWithParent(cmd *exec.Cmd) { cmd.SysProcAttr.Pdeathsig = syscall.SIGTERM }

// KillWithParent is EndWithParent for a program that may not want to end.
func KillWithParent(cmd *exec.Cmd) { cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL }
