package jupyter

import (
	"os/exec"
	"syscall"
)

// dieWithParent has the system end the program when this process is gone,
// even if it was killed.
func dieWithParent(cmd *exec.Cmd) { cmd.SysProcAttr.Pdeathsig = syscall.SIGTERM }
