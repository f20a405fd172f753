package hints_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/gonb/faults"
	"littlesteps/pkg/internal/gonb/hints"
	"littlesteps/pkg/internal/notebook"
)

// program returns the lines of the program that a cell makes, and how many stand before
// its own.
func program(cell string) (lines []string, before int) {
	lines = strings.Split("package main\n"+faults.BeforeSlips, "\n")
	before = len(lines)
	for line := range strings.SplitSeq(cell, "\n") {
		if line == "%%" {
			line = "func main() {"
		}
		lines = append(lines, line)
	}
	if strings.Contains(cell, "%%") {
		lines = append(lines, "}")
	}
	return lines, before
}

// What is said about each slip follows from the compiler's message and the program.
// That this is what the compiler says is tried by faults.TestSlips, in the kernel.
func TestSlips(t *testing.T) {
	unquoted := strings.NewReplacer("`", "")
	for _, s := range faults.Slips() {
		lines, before := program(s.Cell)
		switch {
		case s.Kind == "":
			var said string
			owner := func(line int) int { return 1 + min(1, line/(before+1)) }
			for _, d := range hints.Doubts(lines, 2, owner) {
				said += unquoted.Replace(d.Text)
			}
			if s.Message != "" {
				said += unquoted.Replace(hints.Misprinted(hints.Unfit(s.Message), lines, 2, owner).Text)
			}
			if _, want, _ := strings.Cut(s.Says, ": "); !strings.HasPrefix(said, want) || want == "" && said != "" {
				t.Errorf("%s\nsays %q, want %q", s.Cell, said, want)
			}
		case s.Kind == "CompileError":
			if got := hints.For(s.Message, lines, before+s.Line, s.Column); got != s.Says {
				t.Errorf("%s\nsays %q, want %q", s.Cell, got, s.Says)
			}
		}
	}
}

// A mistake is told once, with what it brings along left out.
func TestOneMistakeOneError(t *testing.T) {
	for name, test := range map[string]struct {
		output string
		errors int
	}{
		"a name missing twice":         {"main.go:20:1: undefined: x\nmain.go:21:13: undefined: x", 1},
		"unused for want of its line":  {"main.go:20:1: declared and not used: x\nmain.go:21:13: undefined: y", 1},
		"a parser that stumbles on":    {"main.go:20:1: expected ';', found x\nmain.go:25:1: expected declaration, found '}'", 1},
		"a value and a missing return": {"main.go:20:2: x * x (value of type float64) is not used\nmain.go:21:1: missing return", 1},
		"two names":                    {"main.go:20:1: undefined: x\nmain.go:21:13: undefined: y", 2},
		"more than anybody reads":      {strings.Repeat("main.go:20:1: undefined: x\nmain.go:21:13: undefined: y\nmain.go:21:13: undefined: z\nmain.go:21:13: undefined: q\n", 2), 3},
	} {
		found := 0
		for _, line := range hints.Lines(test.output, nil) {
			if strings.HasPrefix(line, "main.go:") {
				found++
			}
		}
		if found != test.errors {
			t.Errorf("%s: %d errors, want %d", name, found, test.errors)
		}
	}
}

// Nothing in the lesson is doubtful: who writes what the notebooks write is left alone.
func TestNoDoubtAboutTheLesson(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "notebooks", "*.ipynb"))
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		n, err := notebook.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := []string{"package main"}
		for i, cell := range n.Cells {
			if cell.Type != "code" {
				continue
			}
			above, below, _ := strings.Cut(cell.Source, "%%\n")
			above = strings.ReplaceAll(above, "%noautoget", "")
			if strings.HasPrefix(strings.TrimSpace(above), "import") {
				continue // imports stand first in a program
			}
			lines = append(lines, strings.Split(fmt.Sprintf("%s\nfunc main%d() {\n%s\n}", above, i, below), "\n")...)
		}
		if len(lines) < 100 {
			t.Fatalf("%s has %d lines of code", path, len(lines))
		}
		if _, err := parser.ParseFile(token.NewFileSet(), "", strings.Join(lines, "\n"), 0); err != nil {
			t.Fatal(err)
		}
		for _, d := range hints.Doubts(lines, 1, func(int) int { return 1 }) {
			t.Errorf("%s: %s: %s", filepath.Base(path), lines[d.Line-1], d.Text)
		}
	}
}

// A start for two parameters is a list of two, with and without a space.
func TestNoDoubtAboutTwoInBraces(t *testing.T) {
	lines := strings.Split("package main\n\nfunc main() {\n\tf([]float64{0,0}, []float64{1,2})\n}", "\n")
	for _, d := range hints.Doubts(lines, 1, func(int) int { return 1 }) {
		t.Error(d.Text)
	}
}
