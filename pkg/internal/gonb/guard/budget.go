package guard

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

// mostPrinted is how many bytes a cell may print before it is ended, and mostLines how
// many lines: in a browser's tab a line takes as long as a page of text. What is shown
// of it is far less (see screen).
const (
	mostPrinted = 20_000_000
	mostLines   = 1_000_000
)

// ErrPrintedTooMuch is the error of a cell that was ended for it.
var ErrPrintedTooMuch = errors.New("it printed more than 20 million characters or a million lines, so it was stopped: print less, in a loop only every thousandth time")

// ErrOutOfMemory is the error of a cell that asked for more than there was.
var ErrOutOfMemory = errors.New("it asked for more memory than is free: is there a slice that grows in a loop, or a number with some zeros too many?")

// A Budget is what a program may print, on all its streams together, and what of it is
// shown.
type Budget struct {
	mutex  sync.Mutex
	left   int
	lines  int
	spent  func()
	memory bool   // the program says that it ran out of it
	last   string // of what it complained: the beginning of a panic, and what follows
	screen *screen
}

// NewBudget returns the budget of one program. At its end spent is called,
// once, and nothing more is passed on.
func NewBudget(spent func()) *Budget {
	return &Budget{left: mostPrinted, lines: mostLines, spent: spent, screen: newScreen()}
}

// Explain returns a better error than that with which the program ended, where
// there is one.
func (b *Budget) Explain(err error) error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	switch {
	case b.overdrawn():
		return ErrPrintedTooMuch
	case err != nil && b.memory:
		return ErrOutOfMemory
	case err != nil:
		return ended(err, b.last)
	}
	return err
}

// Flush passes on what was held back, so that what is displayed next stands behind it.
func (b *Budget) Flush() { b.screen.flush() }

// Close passes on what was held back, and the end of what was too much.
func (b *Budget) Close() { b.screen.close() }

// Writer passes on to w what the budget allows, and what of it is shown.
func (b *Budget) Writer(w io.Writer) io.Writer { return budgetWriter{b, b.screen.stream(w)} }

// Complaints is the same for standard error, where a panic is looked for.
func (b *Budget) Complaints(w io.Writer) io.Writer {
	return budgetWriter{b, io.MultiWriter(b.screen.stream(w), complaints{b})}
}

type budgetWriter struct {
	*Budget
	w io.Writer
}

func (b budgetWriter) Write(p []byte) (int, error) {
	if b.take(p) {
		return b.w.Write(p)
	}
	return len(p), nil // read on, so that nothing blocks until the program has ended
}

// saysOutOfMemory finds what Go's runtime says, in other words for each thing that
// it couldn't get memory for, and what the system does.
func saysOutOfMemory(p []byte) bool {
	return bytes.Contains(p, []byte("out of memory")) || bytes.Contains(p, []byte("annot allocate memory"))
}

func (b *Budget) take(p []byte) bool {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.overdrawn() {
		return false
	}
	b.memory = b.memory || saysOutOfMemory(p)
	b.left -= len(p)
	b.lines -= bytes.Count(p, []byte("\n"))
	if b.overdrawn() {
		b.spent()
		return false
	}
	return true
}

func (b *Budget) overdrawn() bool { return b.left < 0 || b.lines < 0 }
