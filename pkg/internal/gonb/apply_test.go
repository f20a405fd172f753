package gonb

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const source = `package p

import (
	"fmt"
)

// F greets.
func F() {
	fmt.Println("hello")
	fmt.Println("bye")
}

type T struct {
	a int
}

func (t *T) M() int { return t.a }
`

func sumOf(t *testing.T, decl string) string {
	t.Helper()
	r, err := find([]byte(source), decl)
	if err != nil {
		t.Fatal(err)
	}
	return digest([]byte(source)[r.from:r.to])
}

func module(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "p.go"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

const header = "Why: a reason,\n  and another.\nTest: p.TestP\nOffered: no\n"

func parse(t *testing.T, name, changes string) patch {
	t.Helper()
	p, err := parsePatch(name, header+changes)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestApply(t *testing.T) {
	dir := module(t)
	p := parse(t, "all.patch", "\n--- p.go import\n+\"os\"\n-\"fmt\"\n\n--- p.go F "+sumOf(t, "F")+"\n@@\n-\tfmt.Println(\"hello\")\n+\tprintln(1)\n@@\n-\tfmt.Println(\"bye\")\n+\tos.Exit(1)\n"+
		"\n--- p.go type T "+sumOf(t, "type T")+"\n@@\n \ta int\n+\tb int\n\n--- p.go (*T).M "+sumOf(t, "(*T).M")+"\n@@ body\n+\treturn t.b\n")
	if p.why != "a reason, and another." {
		t.Errorf("why: %q", p.why)
	}
	if err := apply(dir, []patch{p}); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(filepath.Join(dir, "p.go"))
	want := "package p\n\nimport (\n\t\"os\"\n)\n\n// F greets.\nfunc F() {\n\tprintln(1)\n\tos.Exit(1)\n}\n\ntype T struct {\n\ta int\n\tb int\n}\n\nfunc (t *T) M() int {\n\treturn t.b\n}\n"
	if string(got) != want {
		t.Errorf("%s", got)
	}
	dir = module(t)
	if err := apply(dir, []patch{parse(t, "r.patch", "\n--- p.go F "+sumOf(t, "F")+"\n@@ remove\n")}); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "p.go")); strings.Contains(string(got), "greets") {
		t.Errorf("%s", got)
	}
}

// All that don't fit are named at once, with their places, and nothing is changed.
func TestMisfits(t *testing.T) {
	dir := module(t)
	fits := "\n--- p.go type T " + sumOf(t, "type T") + "\n@@\n \ta int\n+\tb int\n"
	err := apply(dir, []patch{
		parse(t, "a.patch", fits),
		parse(t, "b.patch", "\n--- p.go F 0123456789ab\n@@\n-\tfmt.Println(\"bye\")\n"),
		parse(t, "c.patch", "\n--- p.go G 0123456789ab\n@@ remove\n"),
		parse(t, "d.patch", "\n--- q.go import\n+\"os\"\n"),
		parse(t, "e.patch", "\n--- p.go F "+sumOf(t, "F")+"\n@@\n-\tfmt.Println(\"good day\")\n"),
		parse(t, "f.patch", "\n--- p.go import\n-\"os\"\n"),
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"5 changes", "b.patch: p.go:8: F isn't what the patch was made for", "c.patch: p.go: there is no G",
		"d.patch: q.go: ", "e.patch: p.go:8: F doesn't have", "f.patch: p.go: it doesn't import \"os\""} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "p.go")); string(got) != source {
		t.Errorf("%s", got)
	}
}

func TestParsePatchRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"Why: x":                           "no empty line",
		"Why: x\n\n--- a b c\n":            "lacks one of",
		header + "\n":                      "want a file",
		header + "Who: me\n\n--- a b c":    "the header has",
		header + "\n--- p.go F\n@@\n+x":    "want a file",
		header + "\n--- p.go F 1\n@@\nx":   "begins with none",
		header + "\n--- p.go F 1\n@@\n x":  "changes nothing",
		header + "\n--- p.go import\nos":   "neither + nor -",
		header + "\n--- p.go F 1\n@@ what": "what is @@",
	} {
		if _, err := parsePatch("p.patch", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// The tests that patches name are there.
func TestPatchesNameTheirTests(t *testing.T) {
	all, err := patches()
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	for _, root := range []string{".", filepath.Join("..", "jupyter"), filepath.Join("..", "bench")} {
		filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, "_test.go") {
				content, _ := os.ReadFile(path)
				tests.Write(content)
			}
			return nil
		})
	}
	for _, p := range all {
		_, name, found := strings.Cut(p.test, ".")
		if found && !strings.Contains(tests.String(), "func "+name+"(") {
			t.Errorf("%s: there is no %s", p.name, p.test)
		}
	}
}
