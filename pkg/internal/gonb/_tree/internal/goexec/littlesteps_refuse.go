package goexec

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/janpfeifer/gonb/internal/cell"
	"github.com/janpfeifer/gonb/internal/hints"
	"github.com/janpfeifer/gonb/internal/kernel"
)

// refusals are lines of Go that mean nothing in a cell, or only trouble.
var refusals = []struct {
	line *regexp.Regexp
	why  string
}{
	{regexp.MustCompile(`^\s*//go:embed\s`), "//go:embed does nothing in a notebook, where a cell's program is built in a folder of its own. Read the file while the cell runs: os.ReadFile."},
	{regexp.MustCompile(`^\s*import\s+"C"|^\s*"C"\s*$`), "C code can't be called from here: import \"C\" needs a C compiler, which the kernel does without."},
	{regexp.MustCompile(`^%%\s*(?:[A-Za-z_][\w.]*(?:\(|\s*:=|\s+=\s|\+\+)|(?:for|if|var|func|return)\s)`), "Code stands below %%, in lines of its own: what follows %% in its line are arguments of the program."},
}

// Refuse shows the first line of a cell that can't be meant as it stands, with why.
func (s *State) Refuse(msg kernel.Message, lines []string) error {
	inside := cell.Scan(lines).Inside
	main := false
	for i, line := range lines {
		if inside[i] {
			continue
		}
		line = TrimGonbCommentPrefix(line)
		if IsMain(line) {
			if main {
				return s.complain(msg, lines, i, "This is a second %% in one cell. A cell has one: split it in two.")
			}
			main = true
		}
		for _, r := range refusals {
			if r.line.MatchString(line) {
				return s.complain(msg, lines, i, r.why)
			}
		}
	}
	declarations := slices.Clone(lines)
	if at := slices.IndexFunc(lines, func(line string) bool { return IsMain(TrimGonbCommentPrefix(line)) }); at >= 0 && !inside[at] {
		declarations = declarations[:at]
	}
	for i, line := range declarations {
		if !inside[i] && cell.IsCommand(line) {
			declarations[i] = ""
		}
	}
	if line, text := hints.TwoValues(declarations); text != "" {
		return s.complain(msg, lines, line, text)
	}
	return nil
}

// IsMain says whether a line begins the main function.
func IsMain(line string) bool {
	return strings.HasPrefix(line, "%main") || strings.HasPrefix(line, "%%") && (len(line) == 2 || line[2] == ' ' || line[2] == '\t')
}

// complain shows a complaint about a line of the cell, as if the compiler had it.
func (s *State) complain(msg kernel.Message, lines []string, line int, what string) error {
	err := errors.New(hints.Refused + what)
	around := func(text func(string) string, marked string) (context string) {
		for i := max(0, line-LinesForErrorContext); i < min(len(lines), line+LinesForErrorContext); i++ {
			if i == line {
				context += fmt.Sprintf(marked, text(lines[i]))
			} else {
				context += text(lines[i]) + "\n"
			}
		}
		return context
	}
	id := msg.Kernel().ExecCounter
	report := &GonbError{errMsg: what, err: err, Lines: []errorLine{{
		HasContext: true, Message: what, Location: fmt.Sprintf("main.go:%d:1: ", line+1),
		HtmlContext: around(html.EscapeString, "<div class=\"gonb-err-line\">%s\n</div>"),
		RawContext:  around(func(text string) string { return text }, "%s\n"),
		HasCellInfo: true, CellInfo: fmt.Sprintf("Cell[%d]: Line %d", id, line+1),
	}}}
	s.told.Lines = []Line{{Cell: id, Line: line + 1, Text: lines[line], Message: what}}
	if s.rawError {
		return report
	}
	report.PublishWithHTML(msg)
	return err
}

// commandIn returns a line if it is a command, and "" if it stands inside a string or
// a comment.
func commandIn(line string, inside bool) string {
	if inside {
		return ""
	}
	return TrimGonbCommentPrefix(line)
}

var packageClause = regexp.MustCompile(`^package\s+\w+\s*(//.*)?$`)

// isPackageClause says whether a line is the beginning of a Go file.
func isPackageClause(line string, inside bool) bool {
	return !inside && packageClause.MatchString(line)
}
