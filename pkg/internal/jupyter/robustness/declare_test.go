package robustness

import (
	"strings"
	"testing"

	"littlesteps/pkg/internal/envtest"
)

// A cell that only adds declarations is compiled, not run; any other is run. The
// value of loud prints a word whenever a program runs.
func TestCellsThatOnlyDeclare(t *testing.T) {
	t.Parallel()
	k := startKernel(t, envtest.Env(t))
	for _, step := range []struct{ about, cell, stdout string }{
		{"functions", "import \"fmt\"\n\nfunc word() string { return \"one \" }\n\nfunc shout() int {\n\tfmt.Print(word())\n\treturn 1\n}", ""},
		{"a variable", "var loud = shout()", "one "},
		{"a function, a type, a method, constants", "type pair struct{ a, b int }\n\nfunc (p pair) sum() int { return p.a + p.b }\n\nfunc twice(n int) int { return count * n }\n\nconst count = 2", ""},
		{"the same again", "func twice(n int) int { return count * n }\n\nconst count = 2", ""},
		{"nothing but a comment", "// Later.", ""},
		{"they are there", "%%\nfmt.Print(twice(pair{1, 2}.sum()))", "one 6"},
		{"a main function", "func main() { fmt.Print(\"main\") }", "one main"},
		{"another value of a constant", "const count = 3", "one "},
		{"another function", "func word() string { return \"two \" }", "two "},
		{"the same variable", "var loud = shout()", "two "},
		{"what runs at the start", "func init_late() { fmt.Print(\"late\") }", "two late"},
		{"another type", "type pair struct{ a, b, c int }", "two late"},
	} {
		if o := k.do(t, step.cell).wantOK(t); o.stdout != step.stdout {
			t.Errorf("%s: it prints %q, want %q", step.about, o.stdout, step.stdout)
		}
	}
	for cell, words := range map[string]string{
		"func f() int {\n\treturn \"1\"\n}":       "cannot use",
		"func g() {\n\tunused := 1\n}":            "declared and not used",
		"func h() { missing() }":                  "undefined: missing",
		"func loud() int { return 1 }\n\nvar x=1": "loud",
	} {
		if o := k.do(t, cell); o.status != "error" || !strings.Contains(o.stderr+o.html+o.error, words) {
			t.Errorf("%s: %s, it says %.500s%.500s", cell, o.status, o.stderr, o.html)
		}
	}
	if o := k.do(t, "%%\nfmt.Print(twice(2))").wantOK(t); o.stdout != "two late6" {
		t.Errorf("after the slips it prints %q", o.stdout)
	}
}
