package cell_test

import (
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"littlesteps/pkg/internal/gonb/cell"
)

func TestInside(t *testing.T) {
	text := "%% a\nx := `one\n!two\n%three` + \"`\"\n!four `\n/* five\n%six */ y := '`'\n//gonb:!seven \\\n`still seven\n// eight `\n%nine"
	lines := strings.Split(text, "\n")
	var inside []int
	for i, in := range cell.Scan(lines).Inside {
		if in {
			inside = append(inside, i)
		}
	}
	if want := []int{2, 3, 6}; !slices.Equal(inside, want) {
		t.Errorf("inside are %v, want %v", inside, want)
	}
}

func TestCulprit(t *testing.T) {
	for code, want := range map[string]int{
		"func f() {\n\tfor range 3 {\n\t\tg()\n}\n":                       1,
		"%%\nfor range 3 {\n\tg()\n":                                      1,
		"func f() {\n\tg()\n":                                             0,
		"x := []int{\n\t1,\n":                                             0,
		"func f() {\n\tif a {\n\t\tb()\n\t}\n}\nfunc g() {\n\th(1, (2)\n": 6,
		"a := `text\nmore":                                                0,
		"func f() {}\n":                                                   -1,
		"f(\"{\") // {\n":                                                 -1,
	} {
		culprit, found := cell.Scan(strings.Split(code, "\n")).Culprit()
		if !found {
			culprit.Line = -1
		}
		if culprit.Line != want {
			t.Errorf("%q: line %d, want %d", code, culprit.Line, want)
		}
	}
}

func TestComplete(t *testing.T) {
	for code, want := range map[string]string{
		"":                          "complete ",
		"%%\nfmt.Println(1)":        "complete ",
		"func f() {":                "incomplete \t",
		"func f() {\n\tfor {":       "incomplete \t\t",
		"func f() {\n}":             "complete ",
		"x := 1 +":                  "incomplete ",
		"x++":                       "complete ",
		"f(1,":                      "incomplete \t",
		"var s = `a":                "incomplete ",
		"/* a":                      "incomplete ",
		"!ls \\":                    "incomplete ",
		"x := 1)":                   "invalid ",
		"x := '\"' // + ":           "complete ",
		"fmt.Println(\"unclosed +)": "incomplete \t",
		"type t struct {}":          "complete ",
	} {
		state, indent := cell.Complete(code)
		if got := state + " " + indent; got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}

func TestAt(t *testing.T) {
	for _, test := range []struct {
		code      string
		cursor    int
		line, col int
	}{
		{"", 0, 0, 0}, {"", 5, 0, 0}, {"a", -3, 0, 0},
		{"abc\ndef", 3, 0, 3}, {"abc\ndef", 4, 1, 0}, {"abc\ndef", 7, 1, 3},
		{"x\n", 2, 1, 0},
		{"😀.P", 3, 0, 6}, {"ä😀\nß.", 5, 1, 3},
		{"a\r\nb", 3, 1, 0},
	} {
		lines, line, col := cell.At(test.code, test.cursor)
		if line != test.line || col != test.col || len(lines) != 1+strings.Count(test.code, "\n") {
			t.Errorf("%q at %d: line %d, column %d of %q", test.code, test.cursor, line, col, lines)
		}
	}
}

// Go's own scanner is the oracle for what is a string, a comment or a bracket.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{"a := `x\n%y`\n", "/* { */ {\n", "'{' \"}\" (", "\"\\\"{\" // `\n`", "%%\nf(1,\n2)\n", "x := 'a\n`'"} {
		f.Add(seed, 3)
	}
	f.Fuzz(func(t *testing.T, code string, cursor int) {
		if !utf8.ValidString(code) || strings.ContainsAny(code, "\r\x00\ufeff") {
			return
		}
		lines, line, col := cell.At(code, cursor)
		if line < 0 || line >= len(lines) || col < 0 || col > len(lines[line]) {
			t.Fatalf("the cursor is at line %d, column %d of %q", line, col, lines)
		}
		text := cell.Scan(lines)
		cell.Complete(code)
		if slices.ContainsFunc(lines, cell.IsCommand) {
			return // no Go
		}
		var s scanner.Scanner
		set := token.NewFileSet()
		failed := false
		s.Init(set.AddFile("", -1, len(code)), []byte(code), func(token.Position, string) { failed = true }, scanner.ScanComments)
		inside := make([]bool, len(lines))
		depth := 0
		for {
			pos, tok, lit := s.Scan()
			if tok == token.EOF {
				break
			}
			switch tok {
			case token.STRING, token.COMMENT:
				from := set.Position(pos).Line
				for i := range strings.Count(lit, "\n") {
					inside[from+i] = true
				}
			case token.LBRACE, token.LBRACK, token.LPAREN:
				depth++
			case token.RBRACE, token.RBRACK, token.RPAREN:
				depth--
			}
		}
		if failed {
			return
		}
		if !slices.Equal(inside, text.Inside) {
			t.Errorf("%q: inside are %v, want %v", code, text.Inside, inside)
		}
		if text.Extra == nil && depth != len(text.Open) {
			t.Errorf("%q: %d open, want %d", code, len(text.Open), depth)
		}
	})
}

func TestNames(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "", `package p

import "fmt"

func F[T any](x T) {}

func (a A) M() {}

func (b *B[K]) N() {}

func (c (C[K, V])) O() {}

type (
	A int
	B[K any] struct{}
)

var x, y = 1, 2
`, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range file.Decls {
		line := cell.Receiver(d) + ":"
		for _, name := range cell.Names(d) {
			line += " " + name.Name
		}
		got = append(got, line)
	}
	if want := []string{":", ": F", "A:", "B:", "C:", ": A B", ": x y"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
