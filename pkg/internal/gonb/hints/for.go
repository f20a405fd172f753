package hints

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
)

// A trouble is an error of the parser or the compiler, and the program that has it.
type trouble struct {
	message      string
	code         []string
	line, column int // from 1; columns count bytes

	set  *token.FileSet
	file *ast.File // nil where it can't be parsed
}

// syntax are messages of the parser: the program can't be read, so the line's text is
// all there is. Labels are what Python's "try:" makes.
var syntax = regexp.MustCompile(`^(expected |missing (','|[a-z]* ?(import|condition|parameter))|unexpected |illegal |curly |(string|rune|raw string) literal|more than one|exponent |invalid digit|invalid character|label |cannot parenthesize|'_' must|hexadecimal|newline in|escape|unknown escape|expression in|import path must be|This )`)

// For says what to try about an error at a place of the program, in the learner's own
// names, or "" where there is nothing to add.
func For(message string, code []string, line, column int) string {
	t := &trouble{message: message, code: code, line: line, column: column, set: token.NewFileSet()}
	if syntax.MatchString(message) {
		if hint := t.idiom(); hint != "" {
			return hint
		}
		return Hint(message)
	}
	t.file, _ = parser.ParseFile(t.set, "", strings.Join(code, "\n"), parser.SkipObjectResolution)
	for _, say := range []func() string{t.named, t.converted, t.counted} {
		if hint := say(); hint != "" {
			return hint
		}
	}
	return Hint(message)
}

// text returns a line of the program, from 1.
func (t *trouble) text(line int) string {
	if line < 1 || line > len(t.code) {
		return ""
	}
	return t.code[line-1]
}

// bare returns the code of a line: without its comment, and with nothing in its
// strings.
func bare(line string) string {
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote != 0:
			if c == '\\' && quote != '`' {
				i++
			} else if c == quote {
				quote = 0
				b.WriteByte(c)
			}
			continue
		case c == '"' || c == '`':
			quote = c
		case c == '/' && i+1 < len(line) && line[i+1] == '/':
			return strings.TrimRight(b.String(), " \t")
		}
		b.WriteByte(c)
	}
	return strings.TrimRight(b.String(), " \t")
}

// at returns the innermost expression or statement of a kind that holds the place of
// the trouble.
func at[T ast.Node](t *trouble) (found T, ok bool) {
	if t.file == nil {
		return found, false
	}
	ast.Inspect(t.file, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		from, to := t.set.Position(n.Pos()), t.set.Position(n.End())
		after := from.Line < t.line || from.Line == t.line && from.Column <= t.column
		before := to.Line > t.line || to.Line == t.line && to.Column > t.column
		if _, file := n.(*ast.File); !file && !(after && before) {
			return false
		}
		if node, is := n.(T); is {
			found, ok = node, true
		}
		return true
	})
	return found, ok
}

// source returns the text of a node that stands in one line.
func (t *trouble) source(n ast.Node) string {
	from, to := t.set.Position(n.Pos()), t.set.Position(n.End())
	if from.Line != to.Line || from.Line > len(t.code) {
		return ""
	}
	line := t.code[from.Line-1]
	return line[min(from.Column-1, len(line)):min(to.Column-1, len(line))]
}
