// Package hints puts what goes wrong in a cell into a learner's words.
//
// It is used twice: by steps run, and by the kernel, which gets a copy of it. So it
// imports the standard library alone.
package hints

import (
	"regexp"
	"strings"
)

// general are hints that need nothing but the message.
var general = []struct {
	message *regexp.Regexp
	hint    string // $1 is the message's first group
}{
	{regexp.MustCompile(`^expected declaration, found`), `Statements stand below a line with %% alone; above it only import, var, const, type and func can stand.`},
	{regexp.MustCompile(`^expected statement, found 'import'`), `Imports stand in the first code cell, above %%.`},
	{regexp.MustCompile(`^expected '\(', found \w+`), `Is this a func below %%? Declare functions above it.`},
	{regexp.MustCompile(`^expected '}', found 'EOF'`), `A { or a ( is never closed.`},
	{regexp.MustCompile(`^(\w+) redeclared in this block`), `The kernel remembers another $1, of another kind. Take another name, or let it forget that one: run a cell with %rm $1, then this one again.`},
	{regexp.MustCompile(`all goroutines are asleep`), `Everything waits for something that nobody will send.`},
	{regexp.MustCompile(`stack overflow`), `A function calls itself without end.`},
	{regexp.MustCompile(`nil pointer dereference`), `Something that was never made is used: a nil pointer, function or map.`},
	{regexp.MustCompile(`index out of range \[(-?\d+)\] with length 0`), `The list is empty: it has no place $1.`},
	{regexp.MustCompile(`index out of range \[(-?\d+)\] with length (\d+)`), `Places are counted from 0: a list of length $2 ends before [$2].`},
	{regexp.MustCompile(`index out of range \[-`), `Go doesn't count from the end: the last value of xs is xs[len(xs)-1].`},
	{regexp.MustCompile(`slice bounds out of range`), `A part of a list is asked for that isn't there: xs[from:to] needs from, to, and len(xs) in this order.`},
	{regexp.MustCompile(`integer divide by zero`), `A whole number is divided by 0. Is it a count that is still 0?`},
	{regexp.MustCompile(`assignment to entry in nil map`), `A map must be made before it is filled: m := map[string]float64{}.`},
}

// Hint says what to try about an error of the compiler or a panic, in a
// sentence, or "" where there is nothing to add. [For] knows more where the program
// is at hand.
func Hint(message string) string {
	for _, h := range general {
		if match := h.message.FindStringSubmatchIndex(message); match != nil {
			return string(h.message.ExpandString(nil, h.hint, message, match))
		}
	}
	return ""
}

// Refused begins the error of a cell that the kernel didn't give to the compiler. What
// follows is for the learner.
const Refused = "refused: "

// Early is what a learner is told of a panic while variables were computed.
const Early = "Variables at the top level are computed before each cell. One of them panics now, so nothing of this cell is kept: mend it and run it again."

var (
	exitStatus = regexp.MustCompile(`^exit status \d+$`)
	panicked   = regexp.MustCompile(`^(?:panic|fatal error): (?:runtime error: )?(.*)$`)
	building   = regexp.MustCompile(`/go (build|test) |/goimports |^parsing go files`)
)

// ways are how a cell can fail: what Jupyter calls the error's name, what the
// kernel's last word about it is, and a sentence in its place. "$1" is the first
// group of the word.
var ways = []struct {
	name     string
	value    *regexp.Regexp
	sentence string
}{
	{"DiskFull", regexp.MustCompile(`no space left on device`), "The cell did not run: the disk is full. Free some room, then run it again; `go tool steps doctor` says where it is missing."},
	{"CompileError", building, "The cell did not run: it does not compile yet."},
	{"Refused", regexp.MustCompile(`^` + Refused), "The cell did not run."},
	{"Stopped", regexp.MustCompile(`^signal: interrupt$`), "The cell was stopped."},
	{"Killed", regexp.MustCompile(`^signal: killed$`), "The cell was ended from outside; most often the memory was full."},
	{"Panic", panicked, "The cell panicked: $1."},
	{"ExitStatus", regexp.MustCompile(`^exit status 1$`), "The cell ended with an error."},
	{"ExitStatus", exitStatus, "The cell ended with an error ($0)."},
	{"OutOfMemory", regexp.MustCompile(`(?s)^it asked for more memory.*`), "The cell was ended: $0"},
	{"OutputLimit", regexp.MustCompile(`(?s)^it printed more.*`), "The cell was ended: $0."},
}

// Short are the names of the ways for programs that run notebooks.
var Short = map[string]string{
	"DiskFull": "disk", "CompileError": "compile", "Refused": "compile", "Stopped": "stopped", "Killed": "killed", "Panic": "panic",
	"ExitStatus": "exit", "OutOfMemory": "memory", "OutputLimit": "kernel", "CommandError": "command", "Error": "kernel",
}

// Kind names the way in which a cell failed, or is "" where nobody knows.
func Kind(value string) string {
	for _, way := range ways {
		if way.value.MatchString(value) {
			return way.name
		}
	}
	return ""
}

// Ending turns the kernel's last word about a failed cell, such as a command
// line of the compiler and its exit status, into a sentence. What it doesn't
// know it returns as it is.
func Ending(value string) string {
	for _, way := range ways {
		match := way.value.FindStringSubmatchIndex(value)
		if match != nil {
			sentence := string(way.value.ExpandString(nil, way.sentence, value, match))
			return strings.NewReplacer("!.", "!", "..", ".").Replace(sentence)
		}
	}
	return value
}
