package hints_test

import (
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/internal/gonb/hints"
)

// A variable that hides a package is found where it is made; a parameter isn't one.
func TestHiding(t *testing.T) {
	imported := func(name string) bool { return name == "fmt" || name == "data" }
	for _, test := range []struct {
		cell, name string
		line       int
	}{
		{"%%\nx := 1\nfmt := 3", "fmt", 2},
		{"%%\nfor data := range xs {\n}", "data", 1},
		{"func f() {\n\tvar a, data = 1, 2\n}", "data", 1},
		{"func f(fmt int) {}", "", 0},
		{"%%\nx := fmt", "", 0},
		{"%%\nfmt := (", "", 0}, // what doesn't parse has other troubles
	} {
		if name, line := hints.Hiding(strings.Split(test.cell, "\n"), imported); name != test.name || line != test.line {
			t.Errorf("%q: %q in line %d, want %q in %d", test.cell, name, line, test.name, test.line)
		}
	}
}

func TestTwoValues(t *testing.T) {
	for declaration, want := range map[string]string{
		"var rate = 0,1":    "0.1",
		"var a = 1, x + 2":  "one name here, and more than one value",
		"var a, b = 1, 2":   "",
		"var a = f(1, 2)":   "",
		"var nothing = (((": "",
	} {
		line, text := hints.TwoValues([]string{"", "const c = 3", declaration})
		if (text == "") != (want == "") || !strings.Contains(text, want) || text != "" && line != 2 {
			t.Errorf("%q: %q in line %d, want %q", declaration, text, line, want)
		}
	}
}

// What a check is given stands in its cell, or it is said where it was declared.
func TestJudgedElsewhere(t *testing.T) {
	program := strings.Split("package main\n\nfunc myStep(x float64) float64 { return x }\n\nfunc myStepp(x float64) float64 { return 2 * x }\n\nfunc main() {\n\tdisplay.Show(check.OneStep(myStep))\n}\n", "\n")
	owner := func(line int) int { // line 3 is of an earlier cell
		if line == 3 {
			return 4
		}
		return 7
	}
	doubts := hints.Doubts(program, 7, owner)
	found := slices.ContainsFunc(doubts, func(d hints.Doubt) bool {
		return strings.Contains(d.Text, "`myStep` doesn't stand in this cell: what is judged is what cell [4] declared. Here stands `myStepp`.")
	})
	if !found {
		t.Errorf("%+v", doubts)
	}
	if doubts := hints.Doubts(program, 7, func(int) int { return 7 }); slices.ContainsFunc(doubts, func(d hints.Doubt) bool { return strings.Contains(d.Text, "judged") }) {
		t.Errorf("of one cell: %+v", doubts)
	}
}
