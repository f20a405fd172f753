package guard_test

import (
	"fmt"
	"os/exec"

	"littlesteps/pkg/internal/jupyter/guard"
)

// A shell starts a program that would stay, and ends.
func ExampleFinish() {
	cmd := exec.Command("sh", "-c", "sleep 1000 &")
	guard.Prepare(cmd)
	if err := cmd.Run(); err != nil {
		fmt.Println(err)
	}
	if guard.Finish(cmd.Process.Pid) {
		fmt.Print(guard.StillRunning)
	}
	// Output:
	// What this cell started was still running. It was ended with the cell.
}
