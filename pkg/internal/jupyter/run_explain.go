package jupyter

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"littlesteps/pkg/internal/gonb/hints"
	"littlesteps/pkg/internal/notebook"
)

// A rawFailure is what is known of a failed cell.
type rawFailure struct {
	why     string
	dead    bool
	details details           // what the kernel says, as data
	last    string            // its last word, in a line
	stdout  string            // what the cell printed
	stderr  string            // the same; the kernel marks lines of cells in it, in colour
	shell   []string          // how shell lines ended, of those that failed
	program map[string]string // the Go files that the kernel made of the cells, by name: failed tests speak of them
}

// explain says what went wrong with a cell that failed.
func (c *cellRun) explain(r *runner) cellFailure {
	o := c.outputs
	raw := rawFailure{
		why: c.why, dead: c.dead, details: c.details, last: c.last,
		stdout: o.text("stdout"), stderr: o.text("stderr"), shell: o.shell, program: map[string]string{},
	}
	files, _ := filepath.Glob(filepath.Join(r.work, "gonb_*", "main*.go"))
	for _, path := range files {
		if text, err := os.ReadFile(path); err == nil {
			raw.program[filepath.Base(path)] = string(text)
		}
	}
	return explain(r.notebook, c.cell, raw, r.options.Limit)
}

// explain digs out of a failure what a learner needs: the cause, the line, and
// what to do. The kernel's own words are HTML, traces of goroutines, and
// "exit status 1".
func explain(n *notebook.Notebook, cell notebook.Cell, raw rawFailure, limit time.Duration) cellFailure {
	e := explainer{notebook: n, raw: raw, stderr: colour.ReplaceAllString(raw.stderr, "")}
	e.cellFailure = cellFailure{notebook: n.Path, cell: cell, dead: raw.dead}
	switch raw.why {
	case "timeout":
		e.timeout(limit)
	case "output":
		e.what = fmt.Sprintf("it showed more than %d million characters, so it was stopped", outputLimit/1_000_000)
		e.hint = "Show less: in a loop, only every thousandth time, or draw a figure."
	case "died":
		e.what = "the kernel ended while the cell ran"
		e.hint = "Most often the memory was full, or the cell ended the kernel itself."
	case "lost":
		e.what = "the kernel finished the cell, but its outputs didn't all arrive"
		e.hint = "Run it once more. If it stays like this, the cell may print or display too much."
	case "shell":
		e.shell()
	default:
		e.error()
	}
	if e.what == "" {
		e.what = raw.last
	}
	return e.cellFailure
}

type explainer struct {
	cellFailure
	notebook *notebook.Notebook
	raw      rawFailure
	stderr   string
}

func (e *explainer) timeout(limit time.Duration) {
	e.what = fmt.Sprintf("it ran longer than %s, so it was interrupted", limit)
	if e.dead {
		e.what = fmt.Sprintf("it ran longer than %s and couldn't be interrupted, so its kernel was ended", limit)
	}
	e.hint = "Is there a loop that never ends? If it only needs more time, give it more with --limit, such as --limit 10m."
}

// shell explains a shell line that failed. The kernel doesn't say which: it is
// known if it is the only one, or if all failed.
func (e *explainer) shell() {
	e.what = "the shell line failed: " + e.raw.shell[0]
	if magic := e.cell.Magic(); magic != "" {
		e.what = fmt.Sprintf("the %s cell failed: %s", magic, e.raw.shell[0])
	}
	e.detail = strings.TrimSpace(withoutExit.ReplaceAllString(e.stderr, ""))
	lines := e.cell.ShellLines()
	if len(lines) == 1 || len(lines) == len(e.raw.shell) && len(lines) > 0 {
		e.locations = []location{{cell: e.cell, line: lines[0]}}
	} else if len(lines) > 1 {
		e.what = fmt.Sprintf("one of its shell lines (%s) failed: %s", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(lines)), ", "), "[]"), e.raw.shell[0])
	}
}

var (
	withoutExit = regexp.MustCompile(`(?m)^(\^C|exit status \d+|signal: .+)$`)
	panicked    = regexp.MustCompile(`(?m)^(?:panic|fatal error): `)
	testFailed  = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)
)

// error explains what the kernel itself calls an error.
func (e *explainer) error() {
	e.locations = e.trace()
	switch e.raw.details.Kind {
	case "disk":
		e.what = "the disk is full"
		e.hint = "Free some room, then run it again; `go tool steps doctor` says where it is missing."
	case "compile":
		e.compiler()
	case "panic":
		e.panic()
	case "memory":
		e.panic()
		e.what, e.hint, _ = strings.Cut(e.raw.last, ": ")
		e.hint = strings.ToUpper(e.hint[:1]) + e.hint[1:]
	case "exit", "test":
		if testFailed.MatchString(e.raw.stdout) {
			e.test()
		} else {
			e.exit()
		}
	case "killed":
		e.what = "its program was killed from outside"
		e.hint = "Most often the memory was full: does it make something very large?"
	case "command":
		e.what = strings.TrimPrefix(e.raw.last, specialCommand)
		e.locations = e.commandLocation()
	}
	e.graph()
}

// trace returns the lines that the program was in, innermost first.
func (e *explainer) trace() (locations []location) {
	for _, one := range e.raw.details.Trace {
		if p, ok := e.numbered(one.Cell, one.Line); ok {
			p.caller = len(locations) > 0
			locations = append(locations, p)
		}
	}
	return locations
}

// graphPrefix is what GoMLX puts in front of a mistake in a graph function.
var graphPrefix = regexp.MustCompile(`^(?:panic: )?failed during graph construction/compilation: .*?graphFn for "Exec:main\.(\w+)[^"]*" panicked: `)

// graph shortens GoMLX's message to its cause. It tells the function by its
// name alone, so that is the place.
func (e *explainer) graph() {
	match := graphPrefix.FindStringSubmatch(e.what)
	if match == nil {
		return
	}
	e.what = "in the graph function " + match[1] + ": " + strings.TrimPrefix(e.what, match[0])
	if cell, line, ok := e.function(match[1]); ok {
		for i := range e.locations {
			e.locations[i].caller = true
		}
		e.locations = append([]location{{cell: cell, line: line}}, e.locations...)
	}
}

const specialCommand = "executing special commands in cell: "

// commandLocation finds the command that the kernel complains of.
func (e *explainer) commandLocation() []location {
	for i, line := range strings.Split(e.cell.Source, "\n") {
		if words := strings.Fields(line); len(words) > 0 && strings.HasPrefix(line, "%") && strings.Contains(e.what, words[0]) {
			return []location{{cell: e.cell, line: i + 1}}
		}
	}
	return nil
}

// panic explains a panic, or an end that the Go runtime calls fatal.
func (e *explainer) panic() {
	text := e.stderr
	if at := panicked.FindStringIndex(text); at != nil {
		text = text[at[0]:]
	}
	message, _, _ := strings.Cut(text, "\ngoroutine ")
	message, _, _ = strings.Cut(message, "\n\nruntime stack:")
	message = recovered.ReplaceAllString(strings.TrimSpace(message), "")
	e.what = strings.TrimPrefix(message, "fatal error: ")
	e.what = strings.Replace(e.what, "panic: runtime error: ", "panic: ", 1)
	e.what = strings.ReplaceAll(e.what, "\n\t", "\n")
	e.hint = hints.Hint(message)
}

// recovered is what follows a panic's message when something tried to handle it.
var recovered = regexp.MustCompile(` \[recovered[^\]]*\]|\n\[signal [^\]]*\]`)

// test explains a failed %test: its messages, each with its line.
func (e *explainer) test() {
	var names []string
	for _, match := range testFailed.FindAllStringSubmatch(e.raw.stdout, -1) {
		names = append(names, match[1])
	}
	e.what = "the test " + names[0] + " failed"
	if len(names) > 1 {
		e.what = "the tests " + strings.Join(names, ", ") + " failed"
	}
	for _, match := range testMessage.FindAllStringSubmatch(e.raw.stdout, -1) {
		line, _ := strconv.Atoi(match[2])
		if p, ok := e.locate(match[1], line); ok {
			p.what = strings.ReplaceAll(strings.TrimSpace(match[3]), "\n        ", "\n")
			e.locations = append(e.locations, p)
		}
	}
}

var testMessage = regexp.MustCompile(`(?m)^\s+(main(?:_test)?\.go):(\d+): (.*(?:\n        .*)*)`)

// exit explains a program that ended with a status and without a panic, which
// includes what must.Of prints: the error, and lines that begin with "at".
func (e *explainer) exit() {
	said := strings.TrimSpace(withoutExit.ReplaceAllString(e.stderr, ""))
	if at := mustLocation.FindStringIndex(said); at != nil {
		e.what = strings.TrimSpace(said[:at[0]])
		return
	}
	e.what = "it ended with " + e.raw.last
	e.detail = said
	// Nothing says where. If the cell has only one way to end, it was that.
	var found []location
	for i, line := range strings.Split(e.cell.Source, "\n") {
		if exits.MatchString(line) {
			found = append(found, location{cell: e.cell, line: i + 1})
		}
	}
	if len(found) == 1 {
		e.locations = found
	}
}

var (
	mustLocation = regexp.MustCompile(`(?m)^  (?:called )?at `)
	exits        = regexp.MustCompile(`\b(os\.Exit|log\.Fatal\w*)\(`)
)

// compiler explains what the Go compiler, its parser or the kernel refused.
func (e *explainer) compiler() {
	e.locations = nil
	for _, one := range e.raw.details.Lines {
		if e.hint == "" {
			e.hint = one.Hint
		}
		p, ok := e.numbered(one.Cell, one.Line)
		if !ok {
			e.detail += one.Message + "\n"
			continue
		}
		p.column, p.what = one.Column, one.Message
		e.locations = append(e.locations, p)
	}
	switch len(e.locations) {
	case 0:
		e.what = "it doesn't compile"
	case 1:
		e.what, e.locations[0].what = e.locations[0].what, ""
	default:
		e.what = fmt.Sprintf("it doesn't compile, for %d reasons", len(e.locations))
	}
}
