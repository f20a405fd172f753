package web_test

import (
	"slices"
	"strings"
	"testing"
)

// What a tab hasn't is said in words, and the kernel is usable after it.
func TestNotInATab(t *testing.T) {
	long(t)
	k := start(t)
	for cell, says := range map[string]string{
		"!ls":                                      "has no shell",
		"!go get example.org/x":                    "has no shell",
		"%wasm\n%%\nprintln(1)":                    "no Jupyter server",
		"%test\nfunc TestIt() {}":                  `has no "go test"`,
		"%autoget\n%%\nprintln(1)":                 `has no "go get"`,
		"import \"net/http\"\n%%\nhttp.Get(\"x\")": `"net/http" is not among the packages that a browser's tab has: bufio, bytes`,
	} {
		o, err := k.Run(cell)
		if err != nil {
			t.Fatal(err)
		}
		if o.Kind == "" || !strings.Contains(o.Says, says) {
			t.Errorf("%s\nends as %q and says %s, not %q", cell, o.Kind, o.Says, says)
		}
		if o, err := k.Run("%noautoget\nimport \"fmt\"\n%%\nfmt.Println(7)"); err != nil || o.Stdout != "7\n" {
			t.Errorf("after %s: %v, %+v", cell, err, o)
		}
	}
}

// Of Go's own packages there are more than the lesson's notebooks name.
func TestMoreOfGoInATab(t *testing.T) {
	long(t)
	o, err := start(t).Run(`import ("context"; "encoding/json"; "fmt"; "iter"; "log"; "math/bits"; "math/cmplx"; "os"; "slices"; "sync"; "unicode/utf8")

func countTo(end int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 1; i <= end && yield(i); i++ {
		}
	}
}
%%
log.SetFlags(0)
log.SetOutput(os.Stdout)
squares := make([]int, 4)
var all sync.WaitGroup
for i := range squares {
	all.Go(func() { squares[i] = i * i })
}
all.Wait()
text, _ := json.Marshal(squares)
ctx, stop := context.WithCancel(context.Background())
stop()
log.Print(string(text), ctx.Err(), slices.Collect(countTo(3)))
fmt.Println(bits.Len(8), cmplx.Sqrt(-1), utf8.RuneCountInString("äö"))`)
	if want := "[0,1,4,9]context canceled [1 2 3]\n4 (0+1i) 2\n"; err != nil || o.Stdout != want {
		t.Errorf("%v: %+v, not %q", err, o, want)
	}
}

// A tab completes and explains code from what the compiler knows; ‸ is the cursor.
func TestAsked(t *testing.T) {
	long(t)
	k := start(t)
	for _, cell := range []string{"import \"fmt\"\n\n// A learner learns.\ntype learner struct{ Name string; steps int }\n\nfunc (l learner) Walk() {}", "var ada = learner{\"Ada\", 3}"} {
		if o, err := k.Run(cell); err != nil || o.Kind != "" {
			t.Fatal(err, o)
		}
	}
	at := func(code string) map[string]any {
		before, after, _ := strings.Cut(code, "‸")
		return map[string]any{"code": before + after, "cursor_pos": len([]rune(before)), "detail_level": 0}
	}
	for code, want := range map[string][]string{
		"%%\nstrings.ToU‸":                   {"ToUpper", "ToUpperSpecial"},
		"%%\nfmt.Println(strings.ToU‸)":      {"ToUpper", "ToUpperSpecial"},
		"%%\nfmt.Println(strings.ToU‸":       {"ToUpper", "ToUpperSpecial"},
		"%%\nada.‸":                          {"Name", "Walk", "steps"},
		"%%\nx := ada\nfor range 3 {\n\tx.‸": {"Name", "Walk", "steps"},
		"%%\nd := descent.Adam(0.1)\nd.‸":    {"Start", "String"},
		"%%\nfmt.Println(\"ä😀\", ad‸)":       {"ada"},
		"%%\n// nothing at all\nnosuch.‸":    {},
	} {
		err := k.ask("complete", at(code), func(m message) {
			if m.Header.Type != "complete_reply" {
				return
			}
			if !slices.Equal(m.Content.Matches, want) {
				t.Errorf("%s\ncompletes to %q, not %q", code, m.Content.Matches, want)
			}
			before, _, _ := strings.Cut(code, "‸")
			if typed := []rune(before)[m.Content.Start:m.Content.End]; len(want) > 0 && !strings.HasPrefix(want[0], string(typed)) {
				t.Errorf("%s\n%q would stand in place of %q", code, want[0], string(typed))
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for code, want := range map[string]string{
		"%%\nfmt.Printl‸n(ada)":      "```go\nfunc fmt.Println(a ...any) (n int, err error)\n```\n\nPrintln formats using the default formats for its operands and writes to standard output.\n",
		"%%\nfmt.Println(ad‸a)":      "```go\nvar ada learner\n```\n",
		"%%\nd := descent.Ad‸am(.1)": "```go\nfunc descent.Adam(rate float64) descent.Rule\n```\n\nAdam ",
		"%%\nvar x = math.P‸i":       "```go\nconst math.Pi untyped float = 3.14159\n```\n\nMathematical constants.\n",
		"%%\nada.Wa‸lk()":            "```go\nfunc (learner).Walk()\n```\n",
		"%%\n‸":                      "",
	} {
		err := k.ask("inspect", at(code), func(m message) {
			if m.Header.Type != "inspect_reply" {
				return
			}
			if got := m.Content.Data["text/markdown"]; !strings.HasPrefix(got, want) || m.Content.Found != (want != "") {
				t.Errorf("%s\nis explained as %q, not %q", code, got, want)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
