package notebook

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"littlesteps/pkg/internal/gonb/cell"
)

// A lineKind says what the kernel makes of one line of a cell.
type lineKind int

const (
	goLine    lineKind = iota
	mainLine           // %% or %main: the program starts here
	execLine           // %exec f: the program is a call of f
	command            // another line that starts with %
	shell              // a line that starts with !
	continued          // the rest of a command whose line ended in a backslash
	dropped            // a package clause, or what looks like one: the kernel leaves it out
)

// A codeLine is a line of a cell as the kernel sees it.
type codeLine struct {
	kind lineKind
	text string   // without the prefix "//gonb:"
	args []string // of a command: its words, without the % or !
}

// cellMagics turn a whole cell into something other than Go, if they stand in
// its first line.
var cellMagics = []string{"%%writefile", "%%script", "%%bash", "%%sh", "%%gx"}

// Magic returns the command in the cell's first line that makes it something
// other than a Go cell, such as "%%bash", or "".
func (c Cell) Magic() string {
	first, _, _ := strings.Cut(c.Source, "\n")
	words := strings.Fields(strings.TrimPrefix(first, gonbPrefix))
	if len(words) > 0 && slices.Contains(cellMagics, words[0]) {
		return words[0]
	}
	return ""
}

// gonbPrefix may stand in front of a command, to hide it from other Go tools.
const gonbPrefix = "//gonb:"

// packageClause is the beginning of a Go file, which a cell doesn't need.
var packageClause = regexp.MustCompile(`^package\s+\w+\s*(//.*)?$`)

// splitLines sorts a Go cell's lines by the kernel's own rules: a line is a command
// if its first byte is % or !, also in the middle of an expression, but not within
// a comment or a text in backquotes.
func splitLines(source string) []codeLine {
	lines := strings.Split(source, "\n")
	inside := cell.Scan(lines).Inside
	code := make([]codeLine, len(lines))
	for i := 0; i < len(lines); i++ {
		text := lines[i]
		code[i] = codeLine{kind: goLine, text: text}
		if packageClause.MatchString(text) && !inside[i] {
			code[i].kind = dropped
		}
		if inside[i] || !cell.IsCommand(text) {
			continue
		}
		text = strings.TrimPrefix(text, gonbPrefix)
		code[i].text = text
		at, whole := i, text
		code[at].kind = commandKind(text)
		for strings.HasSuffix(whole, `\`) && i+1 < len(lines) {
			i++
			next := strings.TrimPrefix(lines[i], gonbPrefix)
			code[i] = codeLine{kind: continued, text: next}
			whole = strings.TrimSuffix(whole, `\`) + " " + next
			code[at].text = whole
		}
		code[at].args = strings.Fields(whole[1:])
	}
	return code
}

func commandKind(text string) lineKind {
	switch {
	case text[0] == '!':
		return shell
	case strings.HasPrefix(text, "%main"), text == "%%", strings.HasPrefix(text, "%% "), strings.HasPrefix(text, "%%\t"):
		return mainLine
	case strings.HasPrefix(text, "%exec"):
		return execLine
	}
	return command
}

// goFile parses the Go part of a cell. Lines of the file are lines of the cell.
// Where the cell isn't valid Go, the file holds what could be understood.
func goFile(code []codeLine) (*ast.File, *token.FileSet, error) {
	var text strings.Builder
	text.WriteString("package main; ")
	inMain := false
	for _, line := range code {
		switch line.kind {
		case goLine:
			text.WriteString(line.text)
		case mainLine:
			text.WriteString("func main() {")
			inMain = true
		}
		text.WriteString("\n")
	}
	if inMain {
		text.WriteString("}\n")
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text.String(), parser.SkipObjectResolution)
	return file, files, err
}

// A declaration is a name that a cell adds to the program for all later cells.
type declaration struct {
	name string
	line int // in the cell, from 1
}

// declarations lists the top-level names of a Go cell: those that the kernel
// remembers. A method counts as Type.Method. A cell that isn't valid Go has
// none: it doesn't get as far as being remembered.
func (c Cell) declarations() []declaration {
	if c.Type != "code" || c.Magic() != "" {
		return nil
	}
	file, files, err := goFile(splitLines(c.Source))
	if err != nil {
		return nil
	}
	var found []declaration
	for _, decl := range file.Decls {
		names, of := cell.Names(decl), ""
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
			names, of = []*ast.Ident{f.Name}, cell.Receiver(decl)+"."
		}
		for _, name := range names {
			if full := of + name.Name; full != "main" && name.Name != "_" {
				found = append(found, declaration{full, files.Position(name.Pos()).Line})
			}
		}
	}
	return found
}

// Declares tells whether the cell declares a name at the top level, such as
// "loss" or, for a method, "Point.String".
func (c Cell) Declares(name string) bool {
	return slices.ContainsFunc(c.declarations(), func(d declaration) bool { return d.name == name })
}

// ShellLines are the lines of the cell, from 1, that go to the shell.
func (c Cell) ShellLines() []int {
	if c.Magic() != "" {
		return nil
	}
	var lines []int
	for i, line := range splitLines(c.Source) {
		if line.kind == shell {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// Imports are the packages that the cell imports: none if it isn't Go.
func (c Cell) Imports() []string {
	if c.Type != "code" || c.Magic() != "" {
		return nil
	}
	file, _, _ := goFile(splitLines(c.Source))
	if file == nil {
		return nil
	}
	var paths []string
	for _, spec := range file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}
