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
		want  string // findings, a line each; "!" in front of the fatal ones
	}{
		{"a good notebook", []string{
			imports,
			"func loss(x float64) float64 {\n\treturn x * x\n}\n\n%%\nfmt.Println(loss(2))",
			"//gonb:%%\nfmt.Println(5 %\n\t2) //gonb:\n!ls", "%test\nfunc TestLoss(t *testing.T) {}", "!ls \\\n  -l\n!true",
			"%%bash\npackage manager\n%%\n%%", "%exec play fast\nfunc play() {}",
			"func init_one() {}\nvar _, a = 1, 2\ntype T int\nfunc (T) String() string { return \"\" }",
			"func init_two() {}\nvar _ = 3\ntype U int\nfunc (*U) String() string { return \"\" }",
		}, ""},
		{"two beginnings", []string{imports, "%%\nfmt.Println(1)\n%%\nfmt.Println(2)"},
			`!cell [2] (c2), line 3: a second "%%" in one cell (the first stands in line 1): a cell is one program; make two cells of it`},
		{"two beginnings of other kinds", []string{imports, "%main\n%exec f\n//gonb:%% -v"},
			`!cell [2] (c2), line 2: a second "%exec" in one cell (the first stands in line 1): a cell is one program` + "\n" +
				`!cell [2] (c2), line 3: a second "%%" in one cell (the first stands in line 1): a cell is one program`},
		{"no name for exec", []string{imports, "%exec", "%exec\tf", "%executes"},
			`!cell [2] (c2), line 1: this line ends the kernel: write "%exec", one space, and the name of a function` + "\n" +
				`!cell [3] (c3), line 1: this line ends the kernel` + "\n" + `!cell [4] (c4), line 1: this line ends the kernel`},
		{"an empty command", []string{imports, "%%\n! \nfmt.Println(2)\n!", "%\t"},
			`!cell [2] (c2), line 2: a line with "!" and spaces alone ends the kernel: remove it` + "\n" +
				`!cell [3] (c3), line 1: a line with "%" and spaces alone ends the kernel: remove it`},
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
		{"unknown commands", []string{imports, "%matplotlib inline\n%%timeit", "fmt.Println()\n%%bash"},
			"cell [2] (c2), line 1: the kernel has no command %matplotlib: it does nothing (%help lists what there is)" + "\n" +
				"cell [2] (c2), line 2: the kernel has no command %%timeit" + "\n" +
				"cell [3] (c3), line 2: %%bash works only in the first line of a cell"},
		{"Go that looks like a command", []string{imports, "%%\nx := 7\n%2\nok := f() &&\n!g()\nfmt.Println(`\n%env\n`)\nif x {\n!ls\n}"},
			"cell [2] (c2), line 3: the kernel has no command %2" + "\n" +
				`cell [2] (c2), line 5: the Go code above isn't finished, but a line that starts with "!" is a command, and runs before all Go code of the cell: if it is Go, put a space in front of it` + "\n" +
				`cell [2] (c2), line 7: the Go code above isn't finished` + "\n" +
				`cell [2] (c2), line 10: the Go code above isn't finished`},
		{"lines that the kernel leaves out", []string{imports, "package main\n%%\npackages := 3"},
			`cell [2] (c2), line 1: the kernel leaves out every line that starts with "package"` + "\n" +
				`cell [2] (c2), line 3: the kernel leaves out every line that starts with "package"`},
		{"input", []string{imports, "%with_inputs\n!read x", "%wasm"},
			"cell [2] (c2), line 1: %with_inputs waits for somebody to type" + "\n" + "cell [3] (c3), line 1: %wasm looks for a folder"},
		{"code that doesn't compile is the compiler's business", []string{imports, "%%\nfmt.Println(", "x := 3", "func {"}, ""},
	} {
		var got []string
		for _, finding := range build(t, test.cells...).Check() {
			mark := ""
			if finding.Fatal {
				mark = "!"
			}
			got = append(got, mark+finding.String())
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
