// Package guard watches over cells: what they may print, when they are stopped, and
// what the kernel says where one goes wrong.
//
// The kernel gets a copy of it. So it imports the standard library alone.
package guard

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"
)

// StillRunning is what a learner is told whose cell left programs that were ended.
const StillRunning = "What this cell started was still running. It was ended with the cell.\n"

// Try calls f, and returns its panic as an error: one cell over which the
// kernel stumbles must not cost what all the others have declared.
func Try(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the kernel could not read this cell (%v). Is a line that begins with %% or ! complete? What other cells declared is still there", r)
		}
	}()
	return f()
}

// ErrStopped is the error of a cell that was interrupted.
var ErrStopped = errors.New("signal: interrupt")

// ErrDiskFull is the error of a program that readies a cell and found no room.
var ErrDiskFull = errors.New("no space left on device")

// Explain returns a better error than that with which a program ended that
// readies a cell, where its output shows one.
func Explain(err error, output []byte) error {
	if err != nil && strings.Contains(string(output), ErrDiskFull.Error()) {
		return ErrDiskFull
	}
	return err
}

// cells says which cell is running, by when it was received, and when the
// latest interrupt was sent.
var cells struct {
	sync.Mutex
	running, interrupted time.Time
}

// Begin notes that the cell begins which the kernel received at this time, and
// says whether it was interrupted before it began.
func Begin(received time.Time) (stopped bool) {
	cells.Lock()
	defer cells.Unlock()
	cells.running = received
	return cells.interrupted.After(received)
}

// Interrupted calls stop if the interrupt that was sent at this time, as
// Jupyter writes it, is meant for the running cell. One that was sent before
// the cell came in was meant for an earlier one, and is late.
func Interrupted(sent string, stop func()) {
	cells.Lock()
	defer cells.Unlock()
	at, err := time.Parse(time.RFC3339Nano, sent)
	if err != nil {
		at = time.Now()
	}
	if at.After(cells.interrupted) {
		cells.interrupted = at
	}
	if at.After(cells.running) {
		stop()
	}
}

var readsInput = regexp.MustCompile(`\bos\.Stdin\b|\bfmt\.Scan(f|ln)?\(`)

// NoInput is what a learner is told whose cell reads what nobody can type.
const NoInput = "A cell can't read what you type: its input is empty. Write the value into the cell instead.\n"

// ReadsInput says whether a cell reads standard input.
func ReadsInput(lines []string) bool { return readsInput.MatchString(strings.Join(lines, "\n")) }
