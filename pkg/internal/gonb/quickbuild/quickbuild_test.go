package quickbuild

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A checkout with one package, a cell's module beside it, and a plan for both.
type fixture struct {
	t             *testing.T
	checkout, dir string
	plan          *Plan
}

var cellSettings = map[string]string{
	"CGO_ENABLED": "0", "GOFLAGS": "'-ldflags=-s -w' -gcflags=all=-dwarf=false", "GOWORK": "",
}

func newFixture(t *testing.T) fixture {
	for name := range maps.Keys(cellSettings) {
		t.Setenv(name, cellSettings[name])
	}
	f := fixture{t: t, checkout: filepath.Join(t.TempDir(), "my lesson"), dir: t.TempDir()}
	f.write(f.checkout, "go.mod", "module lesson\n\ngo 1.26\n")
	f.write(f.checkout, "go.sum", "")
	f.write(f.checkout, "greet/greet.go", "package greet\n\nimport _ \"embed\"\n\n//go:embed word.txt\nvar word string\n\nfunc Word() string { return word }\n")
	f.write(f.checkout, "greet/word.txt", "hello")
	f.write(f.dir, "go.mod", "module cell\n\ngo 1.26\n")
	f.write(f.dir, "go.work", fmt.Sprintf("go 1.26\n\nuse (\n\t.\n\t%q\n)\n", f.checkout))
	f.main(`fmt.Println(greet.Word())`)
	f.replan()
	return f
}

// replan makes the plan for what is there now.
func (f *fixture) replan() {
	f.t.Helper()
	environment := map[string]string{}
	for _, name := range Variables {
		environment[name] = os.Getenv(name)
	}
	command := func(args ...string) ([]byte, error) {
		cmd := exec.Command("go", args...)
		cmd.Dir, cmd.Stderr = f.dir, os.Stderr
		return cmd.Output()
	}
	plan, err := Make(command, f.checkout, []string{"fmt", "os", "lesson/greet"}, environment, []string{"-dwarf=false"}, []string{"-s", "-w"})
	if err != nil {
		f.t.Fatal(err)
	}
	f.plan = plan
}

func (f fixture) write(dir, name, content string) {
	f.t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

func (f fixture) main(body string) {
	f.t.Helper()
	f.write(f.dir, "main.go", "package main\n\nimport (\n\t\"fmt\"\n\t\"lesson/greet\"\n)\n\nfunc main() {\n\t"+body+"\n}\n")
}

func (f fixture) run(program string) string {
	f.t.Helper()
	var out bytes.Buffer
	cmd := exec.Command(filepath.Join(f.dir, program))
	cmd.Stdout, cmd.Stderr = &out, &out
	_ = cmd.Run() // a panic is an answer, too
	return out.String()
}

func (f fixture) goBuild() {
	f.t.Helper()
	cmd := exec.Command("go", "build", "-o", "slow", ".")
	cmd.Dir = f.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		f.t.Fatalf("%v\n%s", err, out)
	}
}

// What is built is what go build builds, down to the lines of a panic.
func TestBuildsWhatGoBuilds(t *testing.T) {
	f := newFixture(t)
	f.write(f.dir, "go.mod", fmt.Sprintf("module cell\n\ngo 1.26\n\nreplace lesson => %q\n", f.checkout)) // as the kernel does
	for _, body := range []string{
		`fmt.Println(greet.Word())`,
		`var none []string; fmt.Println(greet.Word(), none[len(greet.Word())])`,
	} {
		f.main(body)
		os.Remove(filepath.Join(f.dir, "quick"))
		if err := f.plan.Build(f.dir, filepath.Join(f.dir, "quick")); err != nil {
			t.Fatal(err)
		}
		f.goBuild()
		quick, slow := f.run("quick"), strings.ReplaceAll(f.run("slow"), f.dir+"/main.go", Source)
		if quick != slow || !strings.Contains(quick, "hello") && !strings.Contains(quick, "main.go:9") {
			t.Errorf("%s\nbuilt by the plan: %s\nby go build: %s", body, quick, slow)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(f.dir, "build-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Whatever could make the result differ from go build's sends the cell there.
func TestDeclines(t *testing.T) {
	for _, test := range []struct {
		name, reason string
		change       func(f fixture)
	}{
		{"a package's code", "greet.go has changed", func(f fixture) {
			f.write(f.checkout, "greet/greet.go", "package greet\n\nfunc Word() string { return \"other\" }\n")
		}},
		{"an embedded file", "word.txt has changed", func(f fixture) { f.write(f.checkout, "greet/word.txt", "howdy") }},
		{"a new file in a package", "greet has changed", func(f fixture) {
			f.write(f.checkout, "greet/more.go", "package greet\n\nfunc init() { word = \"more\" }\n")
		}},
		{"the checkout's requirements", "go.mod has changed", func(f fixture) {
			f.write(f.checkout, "go.mod", "module lesson\n\ngo 1.26.1\n")
		}},
		{"the cell's requirements", "go.mod says more", func(f fixture) {
			f.write(f.dir, "go.mod", "module cell\n\ngo 1.26\n\nrequire lesson v1.0.0\n")
		}},
		{"another checkout in the cell's requirements", "go.mod says more", func(f fixture) {
			f.write(f.dir, "go.mod", "module cell\n\ngo 1.26\n\nreplace lesson => /elsewhere\n")
		}},
		{"another module", "go.work names something else", func(f fixture) {
			f.write(f.dir, "go.work", fmt.Sprintf("go 1.26\n\nuse (\n\t.\n\t%q\n\t/elsewhere\n)\n", f.checkout))
		}},
		{"another checkout", "go.work names something else", func(f fixture) {
			f.write(f.dir, "go.work", "go 1.26\n\nuse (\n\t.\n\t/elsewhere\n)\n")
		}},
		{"a second file", "extra.go is built as well", func(f fixture) { f.write(f.dir, "extra.go", "package main\n") }},
		{"a package that is no root", "sort is no root", func(f fixture) {
			f.write(f.dir, "main.go", "package main\n\nimport \"sort\"\n\nfunc main() { sort.Ints(nil) }\n")
		}},
		{"an embedded file of the cell's", "//go: line", func(f fixture) {
			f.write(f.dir, "main.go", "package main\n\nimport _ \"fmt\"\n\n//go:embed x\nvar x string\n\nfunc main() {}\n")
		}},
		{"a slip of the learner's", "undefined: nobody", func(f fixture) { f.main("nobody()") }},
		{"a build variable", "GOFLAGS is another", func(f fixture) { f.t.Setenv("GOFLAGS", "-race") }},
		{"an emptied build cache", "no longer in the build cache", func(f fixture) { f.plan.Packages["fmt"] = filepath.Join(f.dir, "gone") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			test.change(f)
			err := f.plan.Build(f.dir, filepath.Join(f.dir, "quick"))
			if err == nil || !strings.Contains(err.Error(), test.reason) {
				t.Errorf("%v, want %q", err, test.reason)
			}
		})
	}
}

func TestTidyImports(t *testing.T) {
	p := &Plan{Roots: map[string]string{"fmt": "fmt", "math/rand/v2": "rand", "os": "os"}}
	path := filepath.Join(t.TempDir(), "main.go")
	for _, test := range []struct{ name, source, want string }{
		{"one unused", "import (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc main() { fmt.Println() }\n",
			"import (\n\t\"fmt\"\n\t    \n)\n\nfunc main() { fmt.Println() }\n"},
		{"all unused", "import (\n\t\"os\"\n)\n", "import (\n\t    \n)\n"},
		{"a name unlike its path", "import (\n\t\"math/rand/v2\"\n)\n\nvar x = rand.Int()\n", "same"},
		{"a name of the learner's", "import (\n\to \"os\"\n)\n\nvar x = o.Args\n", "same"},
		{"for its effect", "import (\n\t_ \"os\"\n)\n", "same"},
		{"shadowed", "import (\n\t\"os\"\n)\n\ntype s struct{ x int }\n\nfunc f(os s) int { return os.x }\n",
			"import (\n\t    \n)\n\ntype s struct{ x int }\n\nfunc f(os s) int { return os.x }\n"},
		{"keys of a struct", "type s struct{ X int }\n\nvar x = s{X: 1}\n", "same"},
		{"no group", "import \"os\"\n", "           \n"},
		{"not in the plan", "import (\n\t\"unknown/os\"\n)\n", ""},
		{"a dot", "import (\n\t. \"os\"\n)\n", ""},
		{"one missing", "import (\n\t\"os\"\n)\n\nvar x = fmt.Sprint(os.Args)\n", ""},
		{"not Go", "import (\n\t\"os\"\n)\n\nfunc main() { oops(\n", ""},
	} {
		source := "package main\n\n" + test.source
		if err := os.WriteFile(path, []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
		tidy := p.tidyImports(path)
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want := source
		if test.want != "" && test.want != "same" {
			want = "package main\n\n" + test.want
		}
		if tidy != (test.want != "") || string(got) != want {
			t.Errorf("%s: %v, %q, want %v, %q", test.name, tidy, got, test.want != "", want)
		}
	}
}

// A check finds the learner's slips, and leaves no program.
func TestCheck(t *testing.T) {
	f := newFixture(t)
	t.Setenv(PlanVariable, filepath.Join(f.dir, "plan.json"))
	if Check(f.dir) {
		t.Error("checked without a plan")
	}
	plan, err := json.Marshal(f.plan)
	if err != nil {
		t.Fatal(err)
	}
	f.write(f.dir, "plan.json", string(plan))
	if !Check(f.dir) {
		t.Error("a program that compiles is refused")
	}
	if left, _ := filepath.Glob(filepath.Join(f.dir, "*")); len(left) != 4 { // two modules' files, main.go, the plan
		t.Errorf("left behind: %v", left)
	}
	f.main("nobody()")
	if Check(f.dir) {
		t.Error("a program that doesn't compile passes")
	}
	f.main("fmt.Println(greet.Word())")
	f.write(f.checkout, "greet/word.txt", "howdy")
	if Check(f.dir) {
		t.Error("a package that has changed is not seen")
	}
}

// Without a plan, go build does it all.
func TestBuildWithoutPlan(t *testing.T) {
	t.Setenv(PlanVariable, filepath.Join(t.TempDir(), "none.json"))
	if Build(t.TempDir(), "quick") {
		t.Error("built without a plan")
	}
}

func BenchmarkCurrent(b *testing.B) {
	plan, err := Load("../../../../.venv/var/plan.json")
	if err != nil {
		b.Skip(err)
	}
	for b.Loop() {
		if err := plan.Current(); err != nil {
			b.Fatal(err)
		}
	}
}
