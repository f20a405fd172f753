// Package hints puts what goes wrong in a cell into a learner's words.
//
// It is used twice: by steps run, and by the kernel, which gets a copy of it. So it
// imports the standard library alone.
package hints

import (
	"regexp"
	"strings"
)

// hints explain the mistakes that beginners meet most.
var hints = []struct {
	message *regexp.Regexp
	hint    string // $1 is the message's first group
}{
	{regexp.MustCompile(`^expected declaration, found`), `Statements stand below a line with %% alone; above it only import, var, const, type and func can stand.`},
	{regexp.MustCompile(`^expected statement, found 'import'`), `Imports stand in the first code cell, above %%.`},
	{regexp.MustCompile(`^expected '\(', found \w+`), `Is this a func below %%? Declare functions above it.`},
	{regexp.MustCompile(`^expected '}', found 'EOF'`), `A { or a ( is never closed.`},
	{regexp.MustCompile(`^declared and not used: `), `Go refuses a variable that nothing uses: use it, or take it out.`},
	{regexp.MustCompile(`^undefined: \w+$`), `Is it spelled as where it is declared, and has that cell run? If it is a package, add its import to the first code cell.`},
	{regexp.MustCompile(`^(\w+) redeclared in this block`), `The kernel remembers another $1, of another kind. Take another name, or let it forget that one: run a cell with %rm $1, then this one again.`},
	{regexp.MustCompile(`all goroutines are asleep`), `Everything waits for something that nobody will send.`},
	{regexp.MustCompile(`stack overflow`), `A function calls itself without end.`},
	{regexp.MustCompile(`nil pointer dereference`), `Something that was never made is used: a nil pointer, function or map.`},
}

// Hint says what to try about an error of the compiler or a panic, in a
// sentence, or "" where there is nothing to add.
func Hint(message string) string {
	for _, h := range hints {
		if match := h.message.FindStringSubmatchIndex(message); match != nil {
			return string(h.message.ExpandString(nil, h.hint, message, match))
		}
	}
	return ""
}

var (
	noise   = regexp.MustCompile(`^(# gonb_\w+|exit status \d+|)$`)
	message = regexp.MustCompile(`main(?:_test)?\.go:\d+:\d+: (.+)$`)
	more    = regexp.MustCompile(` \(and \d+ more errors?\)$`)
)

// Lines takes the output of the Go compiler apart. It leaves out what says
// nothing to a learner and what stands there twice, and adds the hints that
// belong to it, each once, at the end.
func Lines(output string) []string {
	var lines, tips []string
	seen := map[string]bool{}
	once := func(to *[]string, text string) {
		if text != "" && !seen[text] {
			seen[text] = true
			*to = append(*to, text)
		}
	}
	for line := range strings.SplitSeq(output, "\n") {
		line = more.ReplaceAllString(strings.TrimRight(line, " \r"), "")
		if noise.MatchString(line) {
			continue
		}
		once(&lines, line)
		if match := message.FindStringSubmatch(line); match != nil {
			once(&tips, Hint(match[1]))
		}
	}
	return append(lines, tips...)
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
	sentence string // "" leaves the word as it is
}{
	{"DiskFull", regexp.MustCompile(`no space left on device`), "The cell did not run: the disk is full. Free some room, then run it again; `go tool steps doctor` says where it is missing."},
	{"CompileError", building, "The cell did not run: it does not compile yet."},
	{"Refused", regexp.MustCompile(`^` + Refused), "The cell did not run."},
	{"Stopped", regexp.MustCompile(`^signal: interrupt$`), "The cell was stopped."},
	{"Killed", regexp.MustCompile(`^signal: killed$`), "The cell was ended from outside; most often the memory was full."},
	{"Panic", panicked, "The cell panicked: $1."},
	{"ExitStatus", exitStatus, "The cell ended with an error ($0)."},
	{"OutOfMemory", regexp.MustCompile(`^it asked for more memory`), ""},
	{"OutputLimit", regexp.MustCompile(`^it printed more`), ""},
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
		if match != nil && way.sentence != "" {
			sentence := string(way.value.ExpandString(nil, way.sentence, value, match))
			return strings.NewReplacer("!.", "!", "..", ".").Replace(sentence)
		}
	}
	return value
}
