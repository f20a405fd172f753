package goexec

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/janpfeifer/gonb/common"
	"github.com/janpfeifer/gonb/internal/cell"
	"github.com/janpfeifer/gonb/internal/quickbuild"
)

// inFolder returns a state that has a folder, and neither go nor gopls.
func inFolder(t testing.TB) *State {
	t.Helper()
	return &State{TempDir: t.TempDir(), Package: "gonb_test", Definitions: NewDeclarations(), trackingInfo: newTrackingInfo()}
}

// commandsOf are the lines that package specialcmd would take out.
func commandsOf(lines []string) Set[int] {
	commands := MakeSet[int]()
	inside := cell.Scan(lines).Inside
	for i := 0; i < len(lines); i++ {
		if !inside[i] && cell.IsCommand(lines[i]) {
			for commands.Insert(i); strings.HasSuffix(lines[i], `\`) && i+1 < len(lines); commands.Insert(i) {
				i++
			}
		}
	}
	return commands
}

// Lines inside strings and comments belong to the program, whatever they begin with;
// so do lines that begin with the letters of "package".
func TestForeignLines(t *testing.T) {
	s := inFolder(t)
	lines := strings.Split("package main\n!ls\n%args `\nvar a = `\n!b\n%%\npackage c\n`\n/*\n%d\n*/\n%%\npackages := 3\n", "\n")
	if _, _, err := s.createGoFileFromLines(s.CodePath(), 1, lines, commandsOf(lines), NoCursor); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(s.CodePath())
	want := "package main\n\nvar a = `\n!b\n%%\npackage c\n`\n/*\n%d\n*/\nfunc main() {\n\tflag.Parse()\npackages := 3\n\n\n}\n"
	if string(got) != want {
		t.Errorf("%q\nwant\n%q", got, want)
	}
}

func TestColumns(t *testing.T) {
	s := inFolder(t)
	if err := os.WriteFile(s.CodePath(), []byte("a\nä😀b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		at   Cursor
		want int
	}{{Cursor{0, 1}, 1}, {Cursor{1, 2}, 1}, {Cursor{1, 6}, 3}, {Cursor{1, 7}, 4}, {Cursor{1, 99}, 4}, {Cursor{9, 5}, 5}} {
		if got := s.utf16Column(test.at); got != test.want {
			t.Errorf("%v: %d, want %d", test.at, got, test.want)
		}
	}
	for _, test := range []struct {
		text        string
		units, want int
	}{{"abc", 2, 2}, {"ä😀", 2, 1}, {"x😀b", 3, 2}, {"b", 5, 1}, {"b", 0, 0}} {
		if got := runesBefore(test.text, test.units); got != test.want {
			t.Errorf("%v: %d", test, got)
		}
	}
}

func TestOpened(t *testing.T) {
	at := "/tmp/main.go:9:3: expected '}', found 'EOF'"
	for code, want := range map[string]string{
		"package main\n\nfunc main() {\n\tflag.Parse()\nfor range 3 {\n\tf()\n\n}\n": "/tmp/main.go:5:13: This { is never closed.",
		"package main\n\nfunc f() {\n\tif x {\n\ty()\n}\n":                           "/tmp/main.go:4:7: This { is never closed.",
		"package main\n\nvar a = `x\n":                                               "/tmp/main.go:3:9: The text that begins with this ` never ends.",
		"package main\n":                                                             at,
	} {
		if got := opened(at, strings.Split(code, "\n")); got != want {
			t.Errorf("%q: %s, want %s", code, got, want)
		}
	}
	if other := "main.go:3:1: undefined: x"; opened(other, []string{"{"}) != other {
		t.Error("another error is changed")
	}
}

// Code beside %% is refused, and the arguments of a program are not.
func TestRefusals(t *testing.T) {
	for line, want := range map[string]bool{
		"%% fmt.Println(1)": true, "%%fmt.Println(1)": true, "%% x := 1": true, "%% x = 1": true, "%% for i := range 3 {": true, "//go:embed a": true, "import \"C\"": true,
		"%%": false, "%% -n=3 --name (x)": false, "%% name=x": false, "%%writefile f(1).go": false, "%% a b": false, "// \"C\"": false, "import \"fmt\"": false,
	} {
		refused := false
		for _, r := range refusals {
			refused = refused || r.line.MatchString(line)
		}
		if refused != want {
			t.Errorf("%q: refused is %v", line, refused)
		}
	}
}

func TestElsewhere(t *testing.T) {
	code := strings.Split("package main\n\ntype a struct{}\n\nvar (\n\tv = 1\n)\n\nfunc f() {\n}\n\nfunc (x *a) M() {\n}\n\nfunc main() {\n}", "\n")
	places := make([]CellIdAndLine, len(code))
	for i := range places {
		places[i] = CellIdAndLine{Id: 3, Line: i}
	}
	places[14] = CellIdAndLine{Id: 7, Line: 0}
	for line, want := range map[int]string{2: "%rm a,", 5: "%rm v,", 9: "%rm f,", 11: "%rm a~M,", 14: "", 0: "", 99: "", -1: ""} {
		got := elsewhere(code, places, line)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("line %d: %q, want %q", line, got, want)
		}
	}
}

// What is asked about code doesn't see what a cell does meanwhile.
func TestSnapshot(t *testing.T) {
	s := inFolder(t)
	parse := func(code string) *Declarations {
		t.Helper()
		lines := strings.Split(code, "\n")
		d, _, _, _, err := s.parseLinesAndComposeMain(nil, 1, lines, commandsOf(lines), NoCursor)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	s.Definitions = parse("import \"fmt\"\nconst (\n\ta = iota\n\tb\n)\nvar x, y = f()\nfunc f() (int, int) { return 1, 2 }\ntype T int")
	s.Publish()
	copied := s.published.Load()
	if copied.Constants["a"].Next != copied.Constants["b"] || copied.Constants["a"] == s.Definitions.Constants["a"] {
		t.Error("constants that follow each other don't in the copy")
	}
	if copied.Variables["x"].TupleDefinitions[1] != copied.Variables["y"] || copied.Variables["y"] == s.Definitions.Variables["y"] {
		t.Error("variables that belong together don't in the copy")
	}
	s.Definitions.Functions["f"].Definition = "changed"
	delete(s.Definitions.Types, "T")
	if copied.Functions["f"].Definition == "changed" || copied.Types["T"] == nil {
		t.Error("the copy changes with what it was made of")
	}
}

// The folder for questions follows that of the cells.
func TestCatch(t *testing.T) {
	s := inFolder(t)
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(s.TempDir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module a\n")
	write("extra.go", "package main\n")
	write("main.go", "package main\n")
	ask, err := s.Beside()
	if err != nil {
		t.Fatal(err)
	}
	has := func() string {
		var names []string
		entries, _ := os.ReadDir(ask.TempDir)
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return strings.Join(names, " ")
	}
	if has() != "extra.go go.mod" {
		t.Error(has())
	}
	os.Remove(filepath.Join(s.TempDir, "extra.go"))
	write("go.mod", "module abc\n")
	if err := ask.Catch(s); err != nil || has() != "go.mod" {
		t.Error(has(), err)
	}
	if text, _ := os.ReadFile(filepath.Join(ask.TempDir, "go.mod")); string(text) != "module abc\n" {
		t.Errorf("%q", text)
	}
}

// For each cursor in any cell: the search for a name ends, in the cell; and where
// the cell's program holds the cursor, it stands before the same text there.
func FuzzAsk(f *testing.F) {
	for _, seed := range []string{"", "\n", "a, b := 1, 2", " (", "f(g(), x)", "%%\nfmt.Println(1, 2)", "func f(x int) {\n\treturn x\n}\n%%\nf(,)",
		"import \"fmt\"\n!ls \\\n  x\n%%\n\tfmt.\n", "const (\n\ta = iota\n\tb\n)\nvar x, y int", "var s = `\n%x\n`", "type t struct {\n\tä int\n}", "//gonb:%%\n}{", "%exec f", "%%\n%%"} {
		for at := range len(seed) + 2 {
			f.Add(seed, at)
		}
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, code string, at int) {
		s := &State{TempDir: dir, Package: "gonb_test", Definitions: NewDeclarations(), trackingInfo: newTrackingInfo()}
		lines, line, col := cell.At(code, at)
		commands := commandsOf(lines)
		if commands.Has(line) {
			return
		}
		found := make(chan Cursor, 1)
		go func() { found <- adjustCursorForFunctionIdentifier(lines, commands, Cursor{line, col}) }()
		select {
		case c := <-found:
			if c.Line < 0 || c.Line >= len(lines) || c.Col < 0 || c.Col > len(lines[c.Line]) {
				t.Fatalf("a name at %v", c)
			}
		case <-time.After(time.Minute):
			t.Fatal("it searches without end")
		}
		_, _, cursor, _, err := s.parseLinesAndComposeMain(nil, -1, lines, commands, Cursor{line, col})
		if err != nil || !cursor.HasCursor() {
			return
		}
		program, err := os.ReadFile(s.CodePath())
		if err != nil {
			t.Fatal(err)
		}
		written := strings.Split(string(program), "\n")
		if cursor.Line >= len(written) || cursor.Col < 0 || cursor.Col > len(written[cursor.Line]) {
			t.Fatalf("the cursor is at %v of %q", cursor, program)
		}
		rest, _, _ := strings.Cut(lines[line][col:], "//")
		if name := identifier(rest); name != "" && !strings.HasPrefix(written[cursor.Line][cursor.Col:], name) {
			t.Errorf("before %q in the cell, before %q in the program", rest, written[cursor.Line][cursor.Col:])
		}
	})
}

// identifier returns the name with which a text begins.
func identifier(text string) string {
	for i, r := range text {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return text[:i]
		}
	}
	return text
}

// gopls is shown the folder that stands for the checkout, where there is one.
func TestStandIn(t *testing.T) {
	folder, missing := t.TempDir(), filepath.Join(t.TempDir(), "none")
	plan := filepath.Join(t.TempDir(), "plan.json")
	for path, content := range map[string]string{
		plan:                            `{"Root": "/home/me/a b", "Sums": {"runtime": "1"}}`,
		filepath.Join(folder, "go.mod"): "module littlesteps\n",
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv(quickbuild.PlanVariable, plan)
	work := "use (\n\t.\n\t\"/home/me/a b\"\n\t/home/me/a b/c\n)\n"
	for stands, want := range map[string]string{
		"":      work,
		missing: work,
		folder:  "use (\n\t.\n\t\"" + folder + "\"\n\t/home/me/a b/c\n)\n",
	} {
		t.Setenv(quickbuild.StandInVariable, stands)
		if got := string(standIn([]byte(work))); got != want {
			t.Errorf("%q stands in: %q, want %q", stands, got, want)
		}
	}
}

// What lies in the checkout isn't shown to gopls file by file, what lies in a module of
// the learner's own is.
func TestCheckoutIsNotTracked(t *testing.T) {
	s, checkout, stands, own := inFolder(t), t.TempDir(), t.TempDir(), t.TempDir()
	plan := filepath.Join(t.TempDir(), "plan.json")
	for path, content := range map[string]string{
		plan:                                `{"Root": "` + checkout + `", "Sums": {"runtime": "1"}}`,
		filepath.Join(checkout, "a.go"):     "package a\n",
		filepath.Join(stands, "b.go"):       "package b\n",
		filepath.Join(own, "c.go"):          "package c\n",
		filepath.Join(s.TempDir, "go.work"): "go 1.26\n\nuse (\n\t.\n\t" + checkout + "\n\t" + stands + "\n\t" + own + "\n)\n",
		filepath.Join(s.TempDir, "go.mod"):  "module gonb_test\n\nreplace littlesteps => " + checkout + "\n",
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv(quickbuild.PlanVariable, plan)
	t.Setenv(quickbuild.StandInVariable, stands)
	if err := s.AutoTrack(); err != nil {
		t.Fatal(err)
	}
	var shown []string
	if err := s.EnumerateUpdatedFiles(func(path string) error { shown = append(shown, path); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(shown) != 1 || shown[0] != filepath.Join(own, "c.go") {
		t.Errorf("gopls is shown %q, want what lies in %s", shown, own)
	}
	if err := s.Untrack("..."); err != nil { // ends what watches
		t.Fatal(err)
	}
}

// Of a trace of the runtime's own there stays what is of the program, however it comes.
func TestPlainTrace(t *testing.T) {
	const memory = `before
runtime: out of memory: cannot allocate 1048576-byte block (1053130752 in use)
fatal error: out of memory

runtime stack:
runtime.throw({0x1bf64f?, 0xd?})
	/usr/local/go/src/runtime/panic.go:1229 +0x48 fp=0x1059d78 sp=0x1059d50 pc=0x1d840003

goroutine 1 gp=0xf021c0 m=0 mp=0xe43260 [running]:
runtime.(*mcache).allocLarge(0xe90108, 0x100000, 0x1)
	runtime/mcache.go:259 +0x1f fp=0x1059dc8 sp=0x1059d78 pc=0x15a6001f
main.(*list[...]).grow(...)
	/tmp/x/main.go:8
main.main()
	/tmp/x/main.go:7 +0x2b fp=0x1059f40 sp=0x1059e90 pc=0x68e8000e
main.main()
	littlesteps/pkg/internal/web/base/main.go:49 +0x3 fp=0x1059f48 sp=0x1059f40 pc=0x68e70003
runtime.goexit({})
	runtime/asm_wasm.s:428 +0x1 fp=0x1059fe8 sp=0x1059fe0 pc=0x1e4d0001

goroutine 2 gp=0xc0000028c0 m=nil [force gc (idle)]:
runtime.gopark(0x0?, 0x0?, 0x0?, 0x0?, 0x0?)
	/usr/local/go/src/runtime/proc.go:460 +0xce fp=0xc00 sp=0xc00 pc=0x47
created by runtime.init.7 in goroutine 1
	/usr/local/go/src/runtime/proc.go:361 +0x1a

goroutine 9 gp=0xc0000028c0 m=nil [chan receive]:
main.main.func1()
	/tmp/x/main.go:3 +0x3 fp=0xc00 sp=0xc00 pc=0x47
created by main.main in goroutine 1
	/tmp/x/main.go:2 +0x25
exit status 2
no newline`
	const want = `before
runtime: out of memory: cannot allocate 1048576-byte block (1053130752 in use)
fatal error: out of memory

goroutine 1 [running]:
main.(*list[...]).grow(...)
	/tmp/x/main.go:8
main.main()
	/tmp/x/main.go:7 +0x2b

goroutine 9 [chan receive]:
main.main.func1()
	/tmp/x/main.go:3 +0x3
created by main.main in goroutine 1
	/tmp/x/main.go:2 +0x25
exit status 2
no newline`
	for _, size := range []int{len(memory), 300, 100} {
		var got notEmpty
		trace := &plainTrace{to: &got}
		for at := 0; at < len(memory); at += size {
			if n, err := trace.Write([]byte(memory[at:min(at+size, len(memory))])); err != nil || n != min(size, len(memory)-at) {
				t.Fatal(n, err)
			}
		}
		if trace.end(); got.String() != want {
			t.Errorf("in parts of %d:\n%s\nwant\n%s", size, got.String(), want)
		}
	}
	for _, other := range []string{"panic: boom\n\ngoroutine 1 [running]:\nruntime.mapassign()\n\tx.go:1 fp=0x1\n", "main.f()\n", "", "fatal error: all\nmain.f()\n\tcut", "fatal error: all\nmain.f()\n"} {
		var got notEmpty
		trace := &plainTrace{to: &got}
		if other != "" {
			_, _ = trace.Write([]byte(other))
		}
		if trace.end(); got.String() != other {
			t.Errorf("%q became %q", other, got.String())
		}
	}
}

// A notEmpty is a text to which nothing empty is written: JupyterLab would show it.
type notEmpty struct{ strings.Builder }

func (n *notEmpty) WriteString(text string) (int, error) { return n.Write([]byte(text)) }

func (n *notEmpty) Write(p []byte) (int, error) {
	if len(p) == 0 {
		panic("nothing was written")
	}
	return n.Builder.Write(p)
}
