// Package cell reads the text of a cell as far as the kernel must before Go does:
// which lines are the program's and which are commands, where the cursor stands,
// and whether every bracket is closed.
//
// The kernel gets a copy of it. So it imports the standard library alone.
package cell

import "strings"

// A Bracket is one that opens or closes something. Lines and columns begin at 0;
// columns count bytes.
type Bracket struct {
	Sign      byte // or ` and * of a raw string and a comment
	Line, Col int
	indent    int // of its line
}

// A Text is what was found in a cell.
type Text struct {
	Inside  []bool    // for each line, whether it begins in a raw string or a comment
	Open    []Bracket // those never closed, the innermost last
	Extra   *Bracket  // the first that closes nothing, or another kind of bracket
	suspect *Bracket  // the first that was closed by one further to the left
	last    string    // the last line of Go, without its comment
	joined  bool      // it ends in a command that goes on in the next line
}

// Culprit is the bracket that is most likely the one that lacks its other half: one
// that was closed further to the left than it was opened, as nobody indents; else
// the innermost.
func (t Text) Culprit() (Bracket, bool) {
	switch {
	case len(t.Open) == 0:
		return Bracket{}, false
	case t.suspect != nil && t.Open[len(t.Open)-1].Sign == '{':
		return *t.suspect, true
	}
	return t.Open[len(t.Open)-1], true
}

// commandPrefix may stand before a command, to hide it from Go's own tools.
const commandPrefix = "//gonb:"

// IsCommand says whether a line is the kernel's and not Go, unless it begins inside
// a string or a comment.
func IsCommand(line string) bool {
	line = strings.TrimPrefix(line, commandPrefix)
	return len(line) > 1 && (line[0] == '%' || line[0] == '!')
}

// Scan reads a cell.
func Scan(lines []string) Text {
	s := scanner{Text: Text{Inside: make([]bool, len(lines))}}
	for i, line := range lines {
		s.Inside[i] = s.in != 0
		if s.in == 0 && (s.joined || IsCommand(line)) {
			s.joined = strings.HasSuffix(line, `\`)
			continue
		}
		s.line(i, line)
	}
	if s.in != 0 {
		s.Open = append(s.Open, s.since)
	}
	return s.Text
}

type scanner struct {
	Text
	in    byte // ` in a raw string, * in a comment
	since Bracket
}

func (s *scanner) line(number int, line string) {
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	code := 0 // where Go ends in it
	for i := 0; i < len(line); i++ {
		c, rest := line[i], line[i:]
		switch {
		case s.in == '`':
			if c == '`' {
				s.in, code = 0, i+1
			}
			continue
		case s.in == '*':
			if strings.HasPrefix(rest, "*/") {
				s.in = 0
				i++
			}
			continue
		case strings.HasPrefix(rest, "//"):
			i = len(line)
			continue
		case strings.HasPrefix(rest, "/*"):
			s.in, s.since = '*', Bracket{'*', number, i, indent}
			i++
			continue
		case c == '`':
			s.in, s.since = '`', Bracket{'`', number, i, indent}
		case c == '"' || c == '\'':
			i = closing(line, i)
		case strings.IndexByte("({[", c) >= 0:
			s.Open = append(s.Open, Bracket{c, number, i, indent})
		case strings.IndexByte(")}]", c) >= 0:
			s.closes(Bracket{c, number, i, indent}, i == indent)
		}
		if c != ' ' && c != '\t' {
			code = i + 1
		}
	}
	if text := strings.TrimSpace(line[:min(code, len(line))]); text != "" {
		s.last = text
	}
}

// closing returns where a string or a rune ends that begins at i: with its line, if
// nothing ends it.
func closing(line string, i int) int {
	for j := i + 1; j < len(line); j++ {
		switch line[j] {
		case '\\':
			j++
		case line[i]:
			return j
		}
	}
	return len(line)
}

func (s *scanner) closes(b Bracket, first bool) {
	n := len(s.Open)
	if n == 0 || s.Open[n-1].Sign != map[byte]byte{')': '(', '}': '{', ']': '['}[b.Sign] {
		if s.Extra == nil {
			s.Extra = &b
		}
		return
	}
	if opened := s.Open[n-1]; s.suspect == nil && first && opened.Line < b.Line && opened.indent > b.indent {
		s.suspect = &opened
	}
	s.Open = s.Open[:n-1]
}

// Complete says what a console does at Enter: "complete" runs the code,
// "incomplete" goes on in a new line that begins with indent, "invalid" runs it for
// the error.
func Complete(code string) (state, indent string) {
	t := Scan(strings.Split(code, "\n"))
	depth := 0
	for _, b := range t.Open {
		if b.Sign == '{' || b.Sign == '(' || b.Sign == '[' {
			depth++
		}
	}
	indent = strings.Repeat("\t", depth)
	switch {
	case t.Extra != nil:
		return "invalid", ""
	case len(t.Open) > 0 || t.joined || goesOn(t.last):
		return "incomplete", indent
	}
	return "complete", ""
}

// goesOn says whether Go puts no semicolon at the end of a line.
func goesOn(line string) bool {
	if line == "" || strings.HasSuffix(line, "++") || strings.HasSuffix(line, "--") {
		return false
	}
	return strings.IndexByte("+-*/%&|^<>=!,.:", line[len(line)-1]) >= 0
}

// At takes a cell apart into lines, and says where the cursor stands: in which
// line, and before which byte of it. Jupyter counts in characters. A position
// outside the cell is taken to be at the nearer end.
func At(code string, cursor int) (lines []string, line, col int) {
	code = strings.ReplaceAll(code, "\r", " ") // as long as it was
	at, seen := len(code), 0
	for i := range code {
		if seen >= cursor {
			at = i
			break
		}
		seen++
	}
	before := code[:at]
	line = strings.Count(before, "\n")
	return strings.Split(code, "\n"), line, at - (strings.LastIndexByte(before, '\n') + 1)
}
