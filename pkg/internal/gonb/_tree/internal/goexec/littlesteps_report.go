package goexec

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/janpfeifer/gonb/internal/cell"
	"github.com/janpfeifer/gonb/internal/guard"
	"github.com/janpfeifer/gonb/internal/hints"
)

// explained takes the compiler's output apart into lines for a learner: without what
// says nothing, with the place of a bracket that was never closed, with hints, and
// with the way out where the trouble is in what another cell declared.
func (s *State) explained(output string, code []string, places []CellIdAndLine) []string {
	lines := hints.Lines(inCell(opened(output, code), places), code)
	for _, line := range lines {
		if match := reFileLinePrefix.FindStringSubmatch(line); match != nil {
			number, _ := strconv.Atoi(match[3])
			if sentence := elsewhere(code, places, number-1); sentence != "" {
				return append(lines, sentence)
			}
		}
	}
	return lines
}

var (
	parsing      = regexp.MustCompile(`main(?:_test)?\.go:(\d+):\d+: (?:expected |missing |syntax error|raw string literal not|comment not).*`)
	inItsLine    = regexp.MustCompile(`: (?:string|rune) literal not terminated`)
	lineOf       = regexp.MustCompile(`(?m)main(?:_test)?\.go:\d+:\d+: .*$`)
	neverClosing = map[byte]string{'{': "This { is never closed.", '(': "This ( is never closed.", '[': "This [ is never closed.", '`': "The text that begins with this ` never ends.", '*': "The comment that begins with this /* never ends."}
)

// opened puts the place where a bracket was opened in the place of what the parser
// stumbled over later, for want of its other half.
func opened(output string, code []string) string {
	if !parsing.MatchString(output) || inItsLine.MatchString(output) {
		return output
	}
	// The main function's own brackets are the kernel's.
	own := append([]string{}, code...)
	for i := range own {
		if own[i] == "func main() {" && i+1 < len(own) && own[i+1] == "\tflag.Parse()" {
			own[i] = ""
			for j := len(own) - 1; j > i; j-- {
				if own[j] == "}" {
					own[j] = ""
					break
				}
			}
		}
	}
	scanned := cell.Scan(own)
	if scanned.Extra != nil && len(scanned.Open) == 0 {
		return lineOf.ReplaceAllString(output, fmt.Sprintf("main.go:%d:%d: This %c closes nothing: take it out, or add its other half.", scanned.Extra.Line+1, scanned.Extra.Col+1, scanned.Extra.Sign))
	}
	culprit, found := scanned.Culprit()
	if !found {
		return output
	}
	return parsing.ReplaceAllStringFunc(output, func(said string) string {
		at, _ := strconv.Atoi(parsing.FindStringSubmatch(said)[1])
		if at <= culprit.Line {
			return said
		}
		return fmt.Sprintf("main.go:%d:%d: %s", culprit.Line+1, culprit.Col+1, neverClosing[culprit.Sign])
	})
}

// inCell moves what the parser says of the kernel's own lines, such as the end of main,
// to the line of the cell before them, where something is missing.
func inCell(output string, places []CellIdAndLine) string {
	return parsing.ReplaceAllStringFunc(output, func(said string) string {
		number, _ := strconv.Atoi(parsing.FindStringSubmatch(said)[1])
		at := number - 1
		if at >= len(places) || at < 0 {
			return said
		}
		for at > 0 && places[at].Line == NoCursorLine {
			at--
		}
		if places[at].Line == NoCursorLine {
			return said
		}
		return strings.Replace(said, fmt.Sprintf(".go:%d:", number), fmt.Sprintf(".go:%d:", at+1), 1)
	})
}

// elsewhere says what to do about an error in a line that isn't the latest cell's, or
// "" if it is.
func elsewhere(code []string, places []CellIdAndLine, line int) string {
	if line < 0 || line >= len(places) || places[line].Line == NoCursorLine {
		return ""
	}
	latest := 0
	for _, p := range places {
		latest = max(latest, p.Id)
	}
	owner := places[line].Id
	if owner <= 0 || owner == latest {
		return ""
	}
	kind, name, receiver := declarationAt(code, line)
	if name == "" {
		return ""
	}
	if receiver != "" {
		return fmt.Sprintf("%s is a method of %s, as cell [%d] declared it; it doesn't fit what %s is now. Mend that cell and run it, or let the kernel forget the method: run a cell with %%rm %s~%s, then this one again.", name, receiver, owner, receiver, receiver, name)
	}
	return fmt.Sprintf("That line belongs to the %s %s, as cell [%d] declared it. Mend that cell and run it; if it is no longer in your notebook, let the kernel forget it: run a cell with %%rm %s, then this one again.", kind, name, owner, name)
}

// declarationAt returns what is declared in a line: its kind, its name, and for a
// method the type.
func declarationAt(code []string, line int) (kind, name, receiver string) {
	set := token.NewFileSet()
	file, _ := parser.ParseFile(set, "", strings.Join(code, "\n"), parser.SkipObjectResolution)
	if file == nil {
		return "", "", ""
	}
	holds := func(n ast.Node) bool {
		return set.Position(n.Pos()).Line-1 <= line && line <= set.Position(n.End()).Line-1
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if !holds(d) {
				continue
			}
			if d.Recv != nil && len(d.Recv.List) > 0 {
				of := d.Recv.List[0].Type
				if star, ok := of.(*ast.StarExpr); ok {
					of = star.X
				}
				if ident, ok := of.(*ast.Ident); ok {
					receiver = ident.Name
				}
			}
			return "function", d.Name.Name, receiver
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if !holds(spec) {
					continue
				}
				switch s := spec.(type) {
				case *ast.TypeSpec:
					return "type", s.Name.Name, ""
				case *ast.ValueSpec:
					return map[token.Token]string{token.VAR: "variable", token.CONST: "constant"}[d.Tok], s.Names[0].Name, ""
				}
			}
		}
	}
	return "", "", ""
}

// Details are what a program that runs notebooks is told of a cell's error: as data,
// so that it needs no regular expression over what learners read.
type Details struct {
	Kind  string `json:"kind"`
	Lines []Line `json:"lines"` // what the compiler says, in its order
	Trace []Line `json:"trace"` // where the program was, innermost first
}

// A Line is a line of a cell.
type Line struct {
	Cell     int    `json:"cell"`   // its number in brackets
	Line     int    `json:"line"`   // from 1
	Column   int    `json:"column"` // from 1; 0 where it isn't known
	Text     string `json:"text,omitempty"`
	Message  string `json:"message,omitempty"`
	Function string `json:"function,omitempty"`
	Hint     string `json:"hint,omitempty"`
}

// Told returns the details of the cell that has run, and forgets them.
func (s *State) Told() Details {
	told := s.told
	s.told = Details{}
	return told
}

// tell notes what the compiler says.
func (s *State) tell(lines []errorLine, code []string, places []CellIdAndLine) {
	s.told.Lines = nil
	for _, l := range lines {
		match := reFileLinePrefix.FindStringSubmatch(l.Location + l.Message)
		if match == nil {
			if last := len(s.told.Lines) - 1; last >= 0 && !strings.HasPrefix(l.Message, "\t") && s.told.Lines[last].Hint == "" {
				s.told.Lines[last].Hint = l.Message
			}
			continue
		}
		number, _ := strconv.Atoi(match[3])
		column, _ := strconv.Atoi(match[4])
		told := Line{Message: l.Message}
		if at := number - 1; l.HasCellInfo && at < len(places) && at < len(code) {
			told.Cell, told.Line, told.Column, told.Text = places[at].Id, places[at].Line+1, column, code[at]
		}
		s.told.Lines = append(s.told.Lines, told)
	}
}

// Marked is the message as HTML: what stands between backquotes is to be typed.
func (l errorLine) Marked() string {
	parts := strings.Split(html.EscapeString(l.Message), "`")
	if len(parts)%2 == 0 {
		return html.EscapeString(l.Message)
	}
	for i := 1; i < len(parts); i += 2 {
		parts[i] = "<code>" + parts[i] + "</code>"
	}
	return strings.Join(parts, "")
}

var (
	frame = regexp.MustCompile(`(?m)^(?:main|gonb_\w+)\.(.+)\(.*\)\n\t.*main(?:_test)?\.go:(\d+)|^\s+(?:called )?at .*main(?:_test)?\.go:(\d+)|^(main\.init)\(\)\n\t.*main\.go:(\d+)`)
	first = regexp.MustCompile(`(?m)^goroutine \d+ `)
)

// trace returns the lines of cells in what a program complained before it ended,
// innermost first.
func trace(complaint string, places []CellIdAndLine) []Line {
	if strings.HasPrefix(complaint, "fatal error: ") {
		if _, after, found := strings.Cut(complaint, "\ngoroutine 1 "); found {
			complaint = after
		}
	} else if at := first.FindStringIndex(complaint); at != nil {
		complaint = complaint[at[1]:]
	}
	complaint, _, _ = strings.Cut(complaint, "\n\n")
	var lines []Line
	for _, match := range frame.FindAllStringSubmatch(complaint, -1) {
		number, _ := strconv.Atoi(match[2] + match[3] + match[5])
		if at := number - 1; at >= 0 && at < len(places) && places[at].Line != NoCursorLine {
			lines = append(lines, Line{Cell: places[at].Id, Line: places[at].Line + 1, Function: match[1]})
		}
	}
	return lines
}

// Ending says how a cell ended and what to try, in a learner's words.
func Ending(err error) (lines []string) {
	value := err.Error()
	if ending := hints.Ending(value); ending != value {
		lines = append(lines, ending)
	}
	var ended *guard.Ended
	if errors.As(err, &ended) && ended.Early {
		lines = append(lines, hints.Early)
	}
	if hint := hints.Hint(value); hint != "" {
		lines = append(lines, hint)
	}
	return lines
}

// Ending is what stands at the end of the box, which is all that is shown of the error.
func (nbErr *GonbError) Ending() []string {
	if !nbErr.ran {
		return []string{"The cell did not run."}
	}
	return Ending(nbErr.err)
}
