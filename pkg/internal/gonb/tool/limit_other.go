//go:build unix && !linux

package tool

import "syscall"

// Of these systems only Linux ends a program when its parent was killed.
func dieWithParent(*syscall.SysProcAttr) {}

// limit does nothing: macOS doesn't keep to limits of memory, but asks which
// program to end when it runs out of it.
func limit(pid int) {}
