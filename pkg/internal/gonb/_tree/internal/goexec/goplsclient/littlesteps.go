package goplsclient

import (
	"os"
	"os/exec"
	"time"
)

// retry is how often it is tried to connect to gopls.
const retry = 100 * time.Millisecond

// goplsCommand returns what starts gopls. It looks at all packages while the first
// cells are built, and would take half of the machine from them. Who waits is the
// learner: cells come first. And it takes most of the memory of a learner; it does
// with three fifths of that, and in the same time, when it clears up earlier than
// Go's default.
func goplsCommand(path, address string) *exec.Cmd {
	cmd := exec.Command(path, "-listen", address)
	if nice, err := exec.LookPath("nice"); err == nil {
		cmd = exec.Command(nice, "-n", "10", path, "-listen", address)
	}
	cmd.Env = append(os.Environ(), "GOGC=40")
	return cmd
}
