//go:build js

package tool

import (
	"errors"
	"os/exec"
)

// desktop is nothing here: what starts the kernel puts its own system into Use.
var desktop System = none{}

type none struct{}

var errNone = errors.New("no programs run here")

func (none) LookPath(string) (string, error) { return "", errNone }
func (none) Start(*Cmd) (Process, error)     { return nil, errNone }
func (none) Mkfifo(string) error             { return errNone }

// Prepare readies a process; there are none.
func Prepare(*exec.Cmd) {}

// KillAll ends all programs that run.
func KillAll() {}
