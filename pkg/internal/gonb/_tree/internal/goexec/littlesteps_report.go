package goexec

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"

	"github.com/janpfeifer/gonb/gonbui/protocol"
	"github.com/janpfeifer/gonb/internal/cell"
	"github.com/janpfeifer/gonb/internal/hints"
	"github.com/janpfeifer/gonb/internal/kernel"
)

// explained takes the compiler's output apart into lines for a learner: without what
// says nothing, with the place of a bracket that was never closed, with hints, and
// with the way out where the trouble is in what another cell declared.
func (s *State) explained(output string, code []string, places []CellIdAndLine) []string {
	lines := hints.Lines(opened(output, code))
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
	atTheEnd  = regexp.MustCompile(`main(?:_test)?\.go:(\d+):\d+: (?:expected '}', found 'EOF'|syntax error: unexpected EOF.*|expected '\)', found 'EOF'|expected declaration, found '}'|string literal not terminated|raw string literal not terminated|comment not terminated)`)
	openNames = map[byte]string{'{': "This { is never closed.", '(': "This ( is never closed.", '[': "This [ is never closed.", '`': "The text that begins with this ` never ends.", '*': "The comment that begins with this /* never ends."}
)

// opened puts the place where a bracket was opened in the place of the end of the
// file, where the parser missed its other half.
func opened(output string, code []string) string {
	if !atTheEnd.MatchString(output) {
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
	culprit, found := cell.Scan(own).Culprit()
	if !found {
		return output
	}
	var lines []string
	for line := range strings.SplitSeq(output, "\n") {
		if at := atTheEnd.FindStringIndex(line); at != nil {
			line = fmt.Sprintf("%smain.go:%d:%d: %s", line[:at[0]], culprit.Line+1, culprit.Col+1, openNames[culprit.Sign])
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
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

var cellInfo = regexp.MustCompile(`^Cell(?:\[(\d+)\]:)? Line (\d+)$`)

// publishReport shows a report, and gives programs what they need of it in its
// metadata: the errors, each with its cell's number, line and message, and the hints.
func publishReport(msg kernel.Message, report string, e *GonbError) error {
	type one struct {
		Cell    int    `json:"cell"` // 0 where it isn't known
		Line    int    `json:"line"`
		Column  int    `json:"column"` // in the program, which has the cell's lines as they are
		Message string `json:"message"`
	}
	errs, tips := []one{}, []string{}
	for _, line := range e.Lines {
		match := cellInfo.FindStringSubmatch(line.CellInfo)
		switch {
		case match != nil:
			id, _ := strconv.Atoi(match[1])
			number, _ := strconv.Atoi(match[2])
			errs = append(errs, one{id, number, line.getCol(), line.Message})
		case !line.HasContext && line.Message != "":
			tips = append(tips, line.Message)
		}
	}
	return kernel.PublishData(msg, kernel.Data{
		Data:      kernel.MIMEMap{string(protocol.MIMETextHTML): report},
		Metadata:  kernel.MIMEMap{"littlesteps": map[string]any{"errors": errs, "hints": tips}},
		Transient: kernel.MIMEMap{},
	})
}
