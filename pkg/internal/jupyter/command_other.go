//go:build unix && !linux

package jupyter

import "os/exec"

// dieWithParent does nothing: of these systems only Linux can end a program
// when its parent was killed. Doctor finds such programs.
func dieWithParent(*exec.Cmd) {}
