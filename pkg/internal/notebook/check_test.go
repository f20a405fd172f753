package notebook

import (
	"strings"
	"testing"
)

const imports = "%noautoget\nimport \"fmt\""

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name  string
		cells []string
		want  string // findings, a line each
	}{
		{"a good notebook", []string{
			imports,
			"func loss(x float64) float64 {\n\treturn x * x\n}\n\n%%\nfmt.Println(loss(2))",
			"//gonb:%%\nfmt.Println(5 %\n\t2) //gonb:\n!ls", "%test\nfunc TestLoss(t *testing.T) {}", "!ls \\\n  -l\n!true",
			"%%bash\npackage manager\n%%\n%%", "%exec play fast\nfunc play() {}",
			"func init_one() {}\nvar _, a = 1, 2\ntype T int\nfunc (T) String() string { return \"\" }",
			"func init_two() {}\nvar _ = 3\ntype U int\nfunc (*U) String() string { return \"\" }",
		}, ""},
		{"no noautoget", []string{"import \"fmt\"", "%noautoget"},
			"cell [1] (c1), line 1: the notebook's first code cell has no %noautoget"},
		{"autoget", []string{imports, "%autoget"},
			"cell [2] (c2), line 1: %autoget lets every cell search the network"},
		{"a late import", []string{imports, "\nimport (\n\t\"math\"\n\t. \"os\"\n)"},
			`cell [2] (c2), line 3: import "math" belongs into the first code cell, cell [1] (c1), with all the others` + "\n" +
				`cell [2] (c2), line 4: import "os" belongs into the first code cell` + "\n" +
				`cell [2] (c2), line 4: an import with a dot takes all of "os"'s names`},
		{"the same name in two cells", []string{imports, "var a, b = 1, 2\nfunc f() {}", "\nconst b = 3", "type f int\nfunc (f) g() {}", "func (*f) g() {}"},
			"cell [3] (c3), line 2: b is declared in cell [2] (c2), line 1, already: whichever ran last counts" + "\n" +
				"cell [4] (c4), line 1: f is declared in cell [2] (c2), line 2, already" + "\n" +
				"cell [5] (c5), line 1: f.g is declared in cell [4] (c4), line 2, already"},
		{"the same name twice in a cell", []string{imports, "func f() {}\nfunc f() {}"},
			"cell [2] (c2), line 2: f is declared in line 1 already: the last one wins, without a word"},
		{"two mains", []string{imports, "func main() {}\n%%\nfmt.Println()", "func main() {}"},
			`cell [2] (c2), line 1: func main and "%%" in one cell: the kernel runs only the one that stands last`},
		{"Go that looks like a command", []string{imports, "%%\nx := 7\nok := f() &&\n!g()\nfmt.Println(`\n%env\n`) /*\n!ls */\nif x {\n!ls\n}"},
			`cell [2] (c2), line 4: the Go code above isn't finished, but a line that starts with "!" is a command, and runs before all Go code of the cell: if it is Go, put a space in front of it` + "\n" +
				`cell [2] (c2), line 10: the Go code above isn't finished`},
		{"what the kernel refuses itself", []string{imports, "%%\nfmt.Println(1)\n%%\nfmt.Println(2)", "%exec", "%%\n! \nfmt.Println(2)\n!", "%matplotlib inline", "package main\n%%\npackages := 3"}, ""},
		{"input", []string{imports, "%with_inputs\n!read x"},
			"cell [2] (c2), line 1: %with_inputs waits for somebody to type"},
		{"code that doesn't compile is the compiler's business", []string{imports, "%%\nfmt.Println(", "x := 3", "func {"}, ""},
	} {
		var got []string
		for _, finding := range build(t, test.cells...).Check() {
			got = append(got, finding.String())
		}
		want := strings.Split(test.want, "\n")
		if test.want == "" {
			want = nil
		}
		same := len(got) == len(want)
		for i := range got {
			same = same && strings.HasPrefix(got[i], want[i])
		}
		if !same {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", test.name, strings.Join(got, "\n"), test.want)
		}
	}
}

func TestDeclares(t *testing.T) {
	n := build(t, "func mse() {}\n\n%%\nx := 3", "type P int\nfunc (p *P) Step() {}", "%%bash\nfunc mse() {}", "func broken( {}")
	for _, test := range []struct {
		cell int
		name string
		want bool
	}{{0, "mse", true}, {0, "x", false}, {0, "main", false}, {1, "P", true}, {1, "P.Step", true}, {1, "Step", false}, {2, "mse", false}, {3, "broken", false}} {
		if got := n.Cells[test.cell].Declares(test.name); got != test.want {
			t.Errorf("cell %d declares %s: %v, want %v", test.cell, test.name, got, test.want)
		}
	}
}
