//go:build !js && !windows

package main

import (
	"errors"
	"syscall"
)

// alive says whether there is such a process.
func alive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }
