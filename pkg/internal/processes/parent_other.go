//go:build unix && !linux

package processes

import "os/exec"

// EndWithParent does nothing: of these systems only Linux can end a program
// when its parent was killed. Doctor finds such programs.
func EndWithParent(*exec.Cmd) {}

// KillWithParent does nothing either.
func KillWithParent(*exec.Cmd) {}
