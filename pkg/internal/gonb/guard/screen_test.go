package guard

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// counting counts how often something is passed on.
type counting struct {
	bytes.Buffer
	writes int
}

func (c *counting) Write(p []byte) (int, error) {
	c.writes++
	return c.Buffer.Write(p)
}

func TestScreen(t *testing.T) {
	shown := func(print func(w io.Writer)) *counting {
		c := &counting{}
		b := NewBudget(nil)
		print(b.Writer(c))
		b.Close()
		return c
	}
	t.Run("little is passed on as it is", func(t *testing.T) {
		if got := shown(func(w io.Writer) { fmt.Fprint(w, "a\nb\rc\u00e9") }); got.String() != "a\n\rcé" {
			t.Errorf("%q", got)
		}
	})
	t.Run("lines", func(t *testing.T) {
		got := shown(func(w io.Writer) {
			for i := range 1_000_000 {
				fmt.Fprintln(w, i)
			}
		})
		lines := strings.Split(got.String(), "\n")
		if lines[0] != "0" || lines[firstLines-1] != fmt.Sprint(firstLines-1) || lines[len(lines)-2] != "999999" || len(lines) > firstLines+lastLines+10 {
			t.Errorf("%d lines, from %q to %q", len(lines), lines[0], lines[len(lines)-2])
		}
		out := 1_000_000 - firstLines - lastLines
		if !strings.Contains(got.String(), fmt.Sprintf("… %d lines are left out.", out)) {
			t.Errorf("it doesn't say that %d lines are missing", out)
		}
		if got.writes > 200 {
			t.Errorf("passed on in %d messages", got.writes)
		}
	})
	t.Run("one long line", func(t *testing.T) {
		got := shown(func(w io.Writer) { io.WriteString(w, strings.Repeat("é", 5_000_000)+"end") })
		if got.Len() > firstBytes+lastBytes+1000 || !strings.HasSuffix(got.String(), "éend") || !strings.Contains(got.String(), " characters are left out") || strings.ContainsRune(got.String(), '\uFFFD') {
			t.Errorf("%d bytes, ending in %q", got.Len(), got.String()[got.Len()-20:])
		}
	})
	t.Run("progress", func(t *testing.T) {
		got := shown(func(w io.Writer) {
			for i := range 200_000 {
				fmt.Fprintf(w, "\rstep %d", i)
			}
			fmt.Fprintln(w, "\ndone")
		})
		if got.Len() > 20_000 || !strings.HasSuffix(got.String(), "\rstep 199999\ndone\n") {
			t.Errorf("%d bytes, ending in %q", got.Len(), got.String()[max(0, got.Len()-40):])
		}
	})
	t.Run("two streams stay in order", func(t *testing.T) {
		c := &counting{}
		b := NewBudget(nil)
		out, errs := b.Writer(c), b.Complaints(c)
		var want strings.Builder
		for i := range 300 {
			fmt.Fprintln(out, i)
			fmt.Fprintln(errs, -i)
			fmt.Fprintf(&want, "%d\n%d\n", i, -i)
		}
		if b.Close(); c.String() != want.String() {
			t.Errorf("%.100q", c)
		}
	})
	t.Run("an end that the panic takes", func(t *testing.T) {
		var out, errs bytes.Buffer
		b := NewBudget(nil)
		fmt.Fprint(b.Writer(&out), strings.Repeat("x\n", 10_000))
		fmt.Fprint(b.Complaints(&errs), "panic: here\n")
		if b.Close(); !strings.HasSuffix(errs.String(), "panic: here\n") {
			t.Errorf("%q", &errs)
		}
	})
}

// What covers a line leaves it as a terminal shows it.
func TestOverwritten(t *testing.T) {
	for text, want := range map[string]string{
		"abc\rde\n": "\rabc\rde\n", "abc\rdef\n": "\rdef\n", "1\r2\r3": "\r3", "a\r\nb": "a\nb", "abc\r": "abc\r", "1\r2\r": "\r2\r", "x": "x",
	} {
		if got := string(overwritten([]byte(text))); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestShown(t *testing.T) {
	var s Shown
	var shown []int
	var said []string
	say := func(sentence string) {
		if sentence != "" {
			said = append(said, sentence)
		}
	}
	for i := range 1000 {
		say(s.Take(100, "", func() { shown = append(shown, i) }))
	}
	if len(shown) != firstShown || len(said) != 1 || !strings.Contains(said[0], "after 40 things displayed") {
		t.Errorf("%d shown, %q", len(shown), said)
	}
	s.Close(say)
	if len(shown) != firstShown+lastShown || shown[len(shown)-1] != 999 || !strings.Contains(said[1], "955 displayed things are left out") {
		t.Errorf("%v, %q", shown, said)
	}
	s, shown = Shown{}, nil
	if sentence := s.Take(100<<20, "", func() { shown = append(shown, 0) }); len(shown) > 0 || !strings.Contains(sentence, "100 MB") {
		t.Errorf("%q", sentence)
	}
	for i := range 1000 {
		s.Take(1, "it", func() { shown = append(shown, i) })
	}
	s.Close(say)
	if n := len(shown); n > 20 || shown[0] != 0 || shown[n-1] != 999 {
		t.Errorf("of what is replaced are shown %v", shown)
	}
}
