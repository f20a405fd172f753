package guard

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// An interrupt that was sent before the cell came in was meant for an earlier
// one. One that was sent after it counts, even if the cell has yet to begin.
func TestInterrupted(t *testing.T) {
	t0 := time.Now()
	at := func(seconds int) time.Time { return t0.Add(time.Duration(seconds) * time.Second) }
	sent := func(seconds int) string { return at(seconds).UTC().Format(time.RFC3339Nano) }
	stops := 0
	stop := func() { stops++ }
	expect := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	expect("a first cell", Begin(at(0)), false)
	Interrupted(sent(1), stop)
	expect("stopped", stops, 1)
	expect("a cell that came in before the interrupt", Begin(at(0)), true)
	expect("one that came in after it", Begin(at(2)), false)
	Interrupted(sent(1), stop) // once more, and late
	expect("still", stops, 1)
	expect("the next", Begin(at(3)), false)
	Interrupted("no time at all", stop)
	expect("an interrupt without a time, sent now, before the cell", stops, 1)
	expect("a cell from the past", Begin(at(-10)), true)
	Interrupted("no time at all", stop)
	expect("an interrupt without a time, sent now", stops, 2)
}

func TestTry(t *testing.T) {
	var none []int
	err := Try(func() error { _ = none[3]; return nil })
	if err == nil || !strings.Contains(err.Error(), "the kernel could not read this cell (runtime error: index out of range") {
		t.Errorf("%v", err)
	}
	fault := errors.New("fault")
	if err := Try(func() error { return fault }); err != fault {
		t.Errorf("%v", err)
	}
}

func TestBudget(t *testing.T) {
	var out, errs bytes.Buffer
	spent := 0
	b := NewBudget(func() { spent++ })
	one, two := b.Writer(&out), b.Writer(&errs)
	piece := bytes.Repeat([]byte("x"), mostPrinted/4)
	for range 4 {
		one.Write(piece)
	}
	if spent != 0 || b.Explain(nil) != nil {
		t.Errorf("spent %d", spent)
	}
	for range 3 {
		if n, err := two.Write([]byte("one more")); n != 8 || err != nil {
			t.Errorf("%d, %v: a program must not be blocked before it is ended", n, err)
		}
	}
	b.Close()
	if spent != 1 || errs.Len() != 0 || b.Explain(io.EOF) != ErrPrintedTooMuch {
		t.Errorf("spent %d times, passed on %q, %v", spent, &errs, b.Explain(io.EOF))
	}
}

func TestBudgetOfLines(t *testing.T) {
	spent := 0
	b := NewBudget(func() { spent++ })
	w := b.Writer(io.Discard)
	w.Write(bytes.Repeat([]byte("\n"), mostLines))
	if spent != 0 || b.Explain(nil) != nil {
		t.Errorf("spent %d", spent)
	}
	w.Write([]byte("x\n"))
	if spent != 1 || b.Explain(nil) != ErrPrintedTooMuch {
		t.Errorf("spent %d, %v", spent, b.Explain(nil))
	}
}

func TestOutOfMemory(t *testing.T) {
	for _, said := range []string{"fatal error: runtime: out of memory\n", "out of memory allocating heap arena metadata", "runtime: cannot allocate memory", "sh: Cannot allocate memory"} {
		b := NewBudget(nil)
		io.WriteString(b.Writer(io.Discard), said)
		if b.Explain(nil) != nil {
			t.Errorf("%q: a program that ends well and prints this has memory", said)
		}
		if err := b.Explain(errors.New("exit status 2")); err != ErrOutOfMemory {
			t.Errorf("%q: %v", said, err)
		}
	}
}

func TestReadsInput(t *testing.T) {
	for line, want := range map[string]bool{
		"fmt.Scanln(&x)":                         true,
		"fmt.Scanf(\"%d\", &x)":                  true,
		"s := bufio.NewScanner(os.Stdin)":        true,
		"fmt.Sscan(text, &x)":                    false,
		"fmt.Println(\"os\", stdin)":             false,
		"scanner := bufio.NewScanner(theReader)": false,
	} {
		if got := ReadsInput([]string{"%%", line}); got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}
