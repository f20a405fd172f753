package faults_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/gonb/faults"
	"littlesteps/pkg/internal/suite"
)

// Each fault is told in the right words, in the right line, and the kernel is
// usable after it.
func TestFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a kernel")
	}
	d := start(t)
	before := func() {
		t.Helper()
		if o, err := d.Run(faults.Before); err != nil || o.Kind != "" {
			t.Fatalf("%+v %v", o, err)
		}
	}
	before()
	for _, f := range faults.List {
		t.Run(f.Name, func(t *testing.T) {
			if err := faults.Try(d, f); err != nil {
				t.Error(err)
			}
			// What this one declared mustn't meet the next.
			d.Run("%reset")
			before()
		})
	}
}

// A random cell at a random cursor is answered, whatever is asked about it; and then
// a cell still runs.
func TestQuestions(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a kernel")
	}
	d := start(t)
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{
		"%%", "%", "!", "%exec ", "%test", "%%bash", "%rm x", "!ls\\", "func f(a, b int) {", "}", "a, b := 1, 2", ",", "(", ")", "{", "fmt.", "fmt.Println(",
		"x := []float64{1, 2}", "x[", "type T struct{ a int }", "T{}.a", "import \"fmt\"", "import (", "`raw\n!ls\n`", "\"text", "/* !ls", "*/", "// %%", "\\", "\t", " ", "",
		"é", "𝒙 := 1", "😀", "\r", "\u2028", "\x00", "var _ = ", "must.Of(", "os.", ".", "\n", "\n\n", "\n", "`", "\"",
	}
	most := 40
	if os.Getenv(suite.LongVariable) == "1" {
		most = 1000
	}
	for i := range most {
		var code strings.Builder
		for range r.IntN(12) {
			code.WriteString(pieces[r.IntN(len(pieces))])
		}
		kind := []string{"inspect_request", "complete_request", "is_complete_request"}[r.IntN(3)]
		at := r.IntN(len([]rune(code.String()))+4) - 1 // also beyond its ends
		id, err := d.Request(kind, map[string]any{"code": code.String(), "cursor_pos": at, "detail_level": 0})
		if err == nil {
			err = d.answer(id)
		}
		if err != nil {
			t.Fatalf("%d: %s of %q at %d: %v", i, kind, code.String(), at, err)
		}
	}
	if o, err := d.Run("%%\nfmt.Println(\"runs\")"); err != nil || o.Stdout != "runs\n" {
		t.Errorf("%+v %v", o, err)
	}
}

// answer waits for a reply that isn't an error.
func (d desktop) answer(id string) error {
	for late := time.After(patience); ; {
		select {
		case m, ok := <-d.Messages:
			switch {
			case !ok:
				return errors.New("the kernel has ended")
			case m.Parent != id || !strings.HasSuffix(m.Type, "_reply"):
			case m.Content.Status == "error":
				return fmt.Errorf("%s", m.Content.Raw)
			default:
				return nil
			}
		case <-late:
			return errors.New("no reply")
		}
	}
}

// What is said about a slip is said in the kernel, by what the compiler says there. The
// whole list takes half a minute: here every seventh is tried, all of them with --long.
// hints.TestSlips holds all hints against the messages that are noted.
func TestSlips(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a kernel")
	}
	d := start(t)
	each := 7
	if os.Getenv(suite.LongVariable) == "1" {
		each = 1
	}
	for i, s := range faults.Slips() {
		if i%each > 0 {
			continue
		}
		// What this one declares mustn't meet the next.
		if declares := s.Kind == "" && !strings.HasPrefix(s.Cell, "%%"); i == 0 || declares {
			d.Run("%reset")
			if o, err := d.Run(faults.BeforeSlips); err != nil || o.Kind != "" {
				t.Fatalf("%+v %v", o, err)
			}
		}
		if err := faults.TrySlip(d, s); err != nil {
			t.Error(err)
		}
	}
}
