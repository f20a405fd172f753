package hints_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/internal/gonb/hints"
)

func ExampleLines() {
	output := "# gonb_1a2b3c4d\n./main.go:12:2: declared and not used: x\n./main.go:13:2: declared and not used: y\n\nexit status 1"
	for _, line := range hints.Lines(output, nil) {
		fmt.Println(line)
	}
	// Output:
	// ./main.go:12:2: declared and not used: x
	// Go refuses a variable that nothing uses: use it, or take it out.
	// ./main.go:13:2: declared and not used: y
}

func TestLinesSaysEachThingOnce(t *testing.T) {
	output := "/tmp/gonb_1/main.go:3:1: expected declaration, found fmt\n/tmp/gonb_1/main.go:3:1: expected declaration, found fmt (and 2 more errors)\n"
	got := hints.Lines(output, nil)
	want := []string{"/tmp/gonb_1/main.go:3:1: expected declaration, found fmt", hints.Hint("expected declaration, found fmt")}
	if want[1] == "" || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHintNames(t *testing.T) {
	if hint := hints.Hint("slope redeclared in this block"); !strings.Contains(hint, "a cell with %rm slope,") {
		t.Errorf("the hint is %q", hint)
	}
}

func TestEnding(t *testing.T) {
	for value, want := range map[string]string{
		`failed to run "/usr/lib/go/bin/go build -o /tmp/x": exit status 1`:           "The cell did not run: it does not compile yet.",
		`parsing go files in TempDir "/tmp/x": expected '}'`:                          "The cell did not run: it does not compile yet.",
		`failed to run "/usr/lib/go/bin/go build -o /tmp/x": no space left on device`: "The cell did not run: the disk is full. Free some room, then run it again; `go tool steps doctor` says where it is missing.",
		"signal: interrupt": "The cell was stopped.",
		"exit status 3":     "The cell ended with an error (exit status 3).",
		"panic: runtime error: index out of range [2] with length 2": "The cell panicked: index out of range [2] with length 2.",
		"fatal error: all goroutines are asleep - deadlock!":         "The cell panicked: all goroutines are asleep - deadlock!",
		"one %% in a cell is allowed":                                "one %% in a cell is allowed",
	} {
		if got := hints.Ending(value); got != want {
			t.Errorf("%q became %q, want %q", value, got, want)
		}
	}
}

func TestKind(t *testing.T) {
	for value, want := range map[string]string{
		`failed to run "/usr/lib/go/bin/go build -o /tmp/x": exit status 1`: "CompileError",
		"refused: no": "Refused", "signal: interrupt": "Stopped", "panic: a": "Panic", "exit status 3": "ExitStatus", "else": "",
	} {
		got := hints.Kind(value)
		if got != want || got != "" && hints.Short[got] == "" {
			t.Errorf("%q is %q (%q), want %q", value, got, hints.Short[got], want)
		}
	}
}

// GoMLX's nodes are calculated with by functions, which Python's signs and names are
// answered with.
func TestNodes(t *testing.T) {
	for _, test := range []struct{ line, message, want string }{
		{"guess := inches * multiplier", "invalid operation: operator * not defined on inches (variable of type *graph.Node)", "graph.Mul(inches, multiplier)"},
		{"guess := mean(inches)", "undefined: mean", "graph.ReduceAllMean(x)"},
		{"guess := inches ** 2", "invalid operation: cannot indirect 2 (untyped int constant)", "graph.Square(inches)"},
	} {
		program := []string{"package main", "func loss(multiplier, inches *graph.Node) *graph.Node {", test.line, "return guess", "}"}
		if got := hints.For(test.message, program, 3, 10); !strings.Contains(got, test.want) {
			t.Errorf("%s\nsays %q, want %q in it", test.line, got, test.want)
		}
	}
}

func doubts(cell string) (said string) {
	lines := strings.Split("package main\nfunc myStep(x float64) float64 { return x }\n"+cell, "\n")
	for _, d := range hints.Doubts(lines, 2, func(line int) int { return 1 + min(1, line/3) }) {
		said += d.Text
	}
	return said
}

func TestFigureThatNothingShows(t *testing.T) {
	if got := doubts("func main() {\nchart.Line(xs, ys)\n}"); !strings.Contains(got, "display.Show(chart.Line(xs, ys))") {
		t.Error(got)
	}
	if got := doubts("func main() {\nfigure := chart.Line(xs, ys)\nfigure.X(\"a\").Y(\"b\")\n}"); !strings.Contains(got, "display.Show(figure.X(\"a\").Y(\"b\"))") {
		t.Error(got)
	}
	if got := doubts("func main() {\nfigure := chart.Line(xs, ys)\nfigure.X(\"a\")\ndisplay.Show(figure)\n}"); got != "" {
		t.Error(got)
	}
}

// What an answer of this cell calls isn't judged itself: only what the check is given.
func TestAnswerThatCallsAnother(t *testing.T) {
	if got := doubts("func myWalk(x float64) float64 { return myStep(x) }\nfunc main() {\ndisplay.Show(check.Walk(myWalk))\n}"); got != "" {
		t.Error(got)
	}
	if got := doubts("func myWalked(x float64) float64 { return x }\nfunc main() {\ndisplay.Show(check.Walk(myStep))\n}"); !strings.Contains(got, "myStep` doesn't stand in this cell") {
		t.Error(got)
	}
}

// What package fmt prints where a value doesn't fit is found, whatever stands around it.
func TestUnfit(t *testing.T) {
	// With @ for %: a linter knows what is wrong here.
	print := func(format string, values ...any) string {
		return fmt.Sprintf(strings.ReplaceAll(format, "@", "%"), values...)
	}
	for printed, want := range map[string]string{
		print("loss: @d cm\n", any(1.5)):                 "%!d(float64=1.5)",
		print("@d\n", any([]float64{1, 2})):              "%!d(float64=1)",
		print("@f @d\n", any(3), 4):                      "%!f(int=3)",
		print("@d\n", any("a b")):                        "%!d(string=a b)",
		print("@d\n", any(map[string]float64{"a": 1.5})): "%!d(string=a)",
		print("@y\n", any(true)):                         "%!y(bool=true)",
		"100 %! (a=b)":                                   "",
		"what %!d(float64 is":                            "",
	} {
		if got := hints.Unfit(printed); got != want {
			t.Errorf("in %q it finds %q, not %q", printed, got, want)
		}
	}
}
