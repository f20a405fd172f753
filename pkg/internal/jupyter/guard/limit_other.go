//go:build unix && !linux

package guard

import "syscall"

// Of these systems only Linux ends a program when its parent was killed.
func dieWithParent(*syscall.SysProcAttr) {}

// Limit does nothing: macOS doesn't keep to limits of memory, but asks which
// program to end when it runs out of it.
func Limit(pid int) {}
