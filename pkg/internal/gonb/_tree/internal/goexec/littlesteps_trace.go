package goexec

import (
	"bytes"
	"io"
	"regexp"
	"strings"
)

// A plainTrace passes on what a program complains. Where Go's runtime itself gives up, as
// when memory is out, it adds its own functions and addresses: they are left out, so that
// the trace says where in the cells the program was, as that of a panic does.
type plainTrace struct {
	to       io.Writer
	failed   bool   // the runtime has given up
	rest     []byte // a line that hasn't come whole
	heading  string // of a goroutine none of whose functions was passed on
	function string // whose place comes next
	blank    bool   // a blank line comes before the next one
}

var (
	gaveUp    = regexp.MustCompile(`(?m)^fatal error: `)
	heading   = regexp.MustCompile(`^goroutine \d+ |^runtime stack:$`)
	calls     = regexp.MustCompile(`^(?:created by )?[\w./·-]+[\w.()*\[\]…·-]*(?:\(.*\)$| in goroutine \d+$)`)
	addresses = regexp.MustCompile(` (?:gp|mp?|fp|sp|pc)=\w+`)
	runtimes  = regexp.MustCompile(`^(?:created by )?(?:runtime|internal/runtime/\w+|syscall/js|syscall)\.`)
)

func (t *plainTrace) Write(p []byte) (int, error) {
	told := p
	if !t.failed {
		at := gaveUp.FindIndex(p)
		if at == nil {
			return t.to.Write(p)
		}
		t.failed = true
		if err := t.say(string(p[:at[0]])); err != nil {
			return 0, err
		}
		told = p[at[0]:]
	}
	t.rest = append(t.rest, told...)
	var plain strings.Builder
	for {
		line, rest, whole := bytes.Cut(t.rest, []byte("\n"))
		if !whole {
			break
		}
		t.rest = rest
		t.take(&plain, string(line))
	}
	return len(p), t.say(plain.String())
}

// say passes on what there is: each output of a cell is shown, an empty one as well.
func (t *plainTrace) say(text string) error {
	if text == "" {
		return nil
	}
	_, err := io.WriteString(t.to, text)
	return err
}

// end passes on what waits for more.
func (t *plainTrace) end() {
	if t.function != "" {
		t.function += "\n"
	}
	_ = t.say(t.function + string(t.rest)) // there is nobody to tell
}

// take takes a line, and adds to plain what there is to be said.
func (t *plainTrace) take(plain *strings.Builder, line string) {
	add := func(line string) {
		if t.blank {
			plain.WriteByte('\n')
		}
		t.blank = false
		plain.WriteString(line + "\n")
	}
	function := t.function
	t.function = ""
	switch {
	case function != "" && strings.HasPrefix(line, "\t"):
		if runtimes.MatchString(function) || strings.Contains(line, "littlesteps/pkg/internal/web/base/") {
			return
		}
		if t.heading != "" {
			add(t.heading)
			t.heading = ""
		}
		add(function)
		add(addresses.ReplaceAllString(line, ""))
		return
	case function != "":
		add(function)
	}
	switch {
	case line == "":
		t.blank, t.heading = true, ""
	case heading.MatchString(line):
		t.heading = addresses.ReplaceAllString(line, "")
	case calls.MatchString(line):
		t.function = line
	default:
		add(line)
	}
}
