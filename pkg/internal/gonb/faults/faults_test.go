package faults_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/gonb/faults"
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

// A random cell at a random cursor is answered, whatever is asked about it, while
// cells run as well; and then a cell still runs.
func TestQuestions(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a kernel")
	}
	d := start(t)
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"\n", "\n", " ", "\t", "fmt.", "fmt.Println(", ")", ",", "a, b := 1, 2", "{", "}", "func f(x int) {", "%%", "!ls", "`", "\"", "/*", "*/", "//", "ä😀", "x", "import \"fmt\"", "var v = ", "1", "[", "]", "%rm x"}
	for i := range 200 {
		var code strings.Builder
		for range r.IntN(12) {
			code.WriteString(pieces[r.IntN(len(pieces))])
		}
		kind := []string{"inspect_request", "complete_request", "is_complete_request"}[r.IntN(3)]
		at := r.IntN(len([]rune(code.String())) + 2)
		began := time.Now()
		id := d.send("shell", kind, map[string]any{"code": code.String(), "cursor_pos": at, "detail_level": 0})
		if err := d.awaitReply(id); err != nil {
			t.Fatalf("%d: %s of %q at %d: %v (%v)", i, kind, code.String(), at, err, time.Since(began))
		}
	}
	if o, err := d.Run("%%\nfmt.Println(\"runs\")"); err != nil || o.Stdout != "runs\n" {
		t.Errorf("%+v %v", o, err)
	}
}

func (d *desktop) awaitReply(id string) error {
	for late := time.After(patience); ; {
		select {
		case m := <-d.messages:
			if m.parent == id && strings.HasSuffix(m.kind, "_reply") {
				if m.content["status"] == "error" {
					return fmt.Errorf("%v", m.content)
				}
				return nil
			}
		case <-late:
			return fmt.Errorf("no reply")
		}
	}
}
