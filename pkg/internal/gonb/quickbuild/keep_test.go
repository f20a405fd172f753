package quickbuild

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// keeping returns a fixture whose program is kept in a folder, and that folder. What
// packages were compiled to is gone then: only what is kept can be had.
func keeping(t *testing.T) (f fixture, folder string) {
	f = newFixture(t)
	folder = filepath.Join(t.TempDir(), "cells")
	t.Setenv(CellsVariable, folder)
	t.Setenv(CellsLimitVariable, "")
	if err := f.build(); err != nil {
		t.Fatal(err)
	}
	if got := f.run("quick"); got != "hello\n" {
		t.Fatal(got)
	}
	f.plan.Packages = map[string]string{"fmt": filepath.Join(f.dir, "gone")}
	return f, folder
}

func (f fixture) build() error {
	os.Remove(filepath.Join(f.dir, "quick"))
	return f.plan.Build(f.dir, filepath.Join(f.dir, "quick"))
}

// A program that was built is taken, by all kernels, until anything that it is made
// from is another: then it has to be built, which here nobody can.
func TestNothingStale(t *testing.T) {
	f, _ := keeping(t)
	then := *f.plan
	for _, test := range []struct {
		name   string
		kept   bool
		change func(f *fixture)
	}{
		{"nothing", true, func(*fixture) {}},
		{"the folder", true, func(f *fixture) {
			old := f.dir
			f.dir = f.t.TempDir()
			for _, name := range []string{"go.mod", "go.work", "main.go"} {
				content, err := os.ReadFile(filepath.Join(old, name))
				if err != nil {
					t.Fatal(err)
				}
				f.write(f.dir, name, string(content))
			}
		}},
		{"a package that it doesn't import", true, func(f *fixture) { f.plan.Sums["os"] = "another" }},
		{"a package that it imports", false, func(f *fixture) { f.plan.Sums["lesson/greet"] = "another" }},
		{"the runtime", false, func(f *fixture) { f.plan.Sums["runtime"] = "another" }},
		{"a source on disk", false, func(f *fixture) { f.write(f.checkout, "greet/word.txt", "howdy") }},
		{"the program", false, func(f *fixture) { f.main(`fmt.Print(greet.Word(), "\n")`) }},
		{"the program's imports", false, func(f *fixture) {
			f.write(f.dir, "main.go", strings.Replace(readFile(t, f.dir, "main.go"), "import (", "import (\n\t_ \"os\"", 1))
		}},
		{"the language", false, func(f *fixture) { f.write(f.dir, "go.mod", "module cell\n\ngo 1.25\n") }},
		{"Go", false, func(f *fixture) { f.plan.Go = "go1.99" }},
		{"Go's tools", false, func(f *fixture) { f.plan.Tools += "/another" }},
		{"a flag of the compiler", false, func(f *fixture) { f.plan.Compile = []string{"-dwarf=true"} }},
		{"a flag of the linker", false, func(f *fixture) { f.plan.Link = []string{"-s"} }},
		{"a variable", false, func(f *fixture) {
			f.plan.Env["GOAMD64"] = "v3"
			f.t.Setenv("GOAMD64", "v3")
		}},
		{"a variable that the plan doesn't know of", false, func(f *fixture) { f.t.Setenv("GOEXPERIMENT", "simd") }},
		{"keeping none", false, func(f *fixture) { f.t.Setenv(CellsLimitVariable, "0") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := f
			g.t = t
			plan := then
			plan.Sums, plan.Env = maps.Clone(then.Sums), maps.Clone(then.Env)
			g.plan = &plan
			word, source, mod := readFile(t, f.checkout, "greet/word.txt"), readFile(t, f.dir, "main.go"), readFile(t, f.dir, "go.mod")
			defer func() {
				f.write(f.checkout, "greet/word.txt", word)
				f.write(f.dir, "main.go", source)
				f.write(f.dir, "go.mod", mod)
			}()
			test.change(&g)
			err := g.build()
			if (err == nil) != test.kept {
				t.Fatalf("error %v, want it kept: %v", err, test.kept)
			}
			if err == nil && g.run("quick") != "hello\n" {
				t.Error("another program")
			}
		})
	}
}

// The sums of a plan follow what packages are compiled to.
func TestSumsFollowPackages(t *testing.T) {
	f := newFixture(t)
	before := f.plan.Sums
	f.write(f.checkout, "greet/word.txt", "howdy")
	f.replan()
	if after := f.plan.Sums; before["lesson/greet"] == after["lesson/greet"] || before["fmt"] != after["fmt"] || before["runtime"] == "" {
		t.Errorf("%v\n%v", before, after)
	}
}

// A check of a cell that only declares is remembered as well, and not taken for a program.
func TestCheckIsKept(t *testing.T) {
	f := newFixture(t)
	t.Setenv(CellsVariable, t.TempDir())
	if err := f.plan.Check(f.dir); err != nil {
		t.Fatal(err)
	}
	f.plan.Packages = map[string]string{"fmt": "gone"}
	if err := f.plan.Check(f.dir); err != nil {
		t.Error(err)
	}
	if err := f.build(); err == nil {
		t.Error("what was checked is taken for a program")
	}
	if _, err := os.Stat(filepath.Join(f.dir, "compiles")); err == nil {
		t.Error("a file is left")
	}
	f.main("nobody()")
	if err := f.plan.Check(f.dir); err == nil {
		t.Error("another program passes")
	}
}

// A file that is spoiled is built again, and so is one that was removed.
func TestSpoiled(t *testing.T) {
	f, folder := keeping(t)
	broken := *f.plan
	f.replan()
	files, _ := filepath.Glob(filepath.Join(folder, "*"))
	if len(files) != 1 {
		t.Fatalf("%q", files)
	}
	content, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	flipped := []byte(string(content))
	flipped[len(flipped)/2] ^= 1
	for name, spoiled := range map[string][]byte{"empty": {}, "cut short": content[:len(content)/2], "flipped": flipped} {
		if err := os.WriteFile(files[0], spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := broken.Build(f.dir, filepath.Join(f.dir, "other")); err == nil {
			t.Errorf("%s: taken", name)
		}
		if err := f.build(); err != nil || f.run("quick") != "hello\n" {
			t.Errorf("%s: %v, %s", name, err, f.run("quick"))
		}
		os.Remove(filepath.Join(f.dir, "quick"))
		if err := broken.Build(f.dir, filepath.Join(f.dir, "quick")); err != nil {
			t.Errorf("%s: not kept anew: %v", name, err)
		}
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := f.build(); err != nil {
		t.Error(err)
	}
	f.write(filepath.Dir(folder), "file", "")
	t.Setenv(CellsVariable, filepath.Join(filepath.Dir(folder), "file", "cells")) // where no folder can be
	if err := f.build(); err != nil || f.run("quick") != "hello\n" {
		t.Error(err)
	}
}

// An image's folder is read, and not written to.
func TestSharedFolder(t *testing.T) {
	f, folder := keeping(t)
	own := filepath.Join(t.TempDir(), "own")
	t.Setenv(CellsVariable, own+string(filepath.ListSeparator)+folder)
	if err := f.build(); err != nil {
		t.Error(err)
	}
	f.replan()
	f.main(`fmt.Println("another")`)
	f.write(f.dir, "main.go", strings.Replace(readFile(t, f.dir, "main.go"), `"lesson/greet"`, `_ "lesson/greet"`, 1))
	if err := f.build(); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]int{own: 1, folder: 1} {
		if files, _ := filepath.Glob(filepath.Join(dir, "*")); len(files) != want {
			t.Errorf("%s: %q", dir, files)
		}
	}
}

// What was used least recently goes first.
func TestTrim(t *testing.T) {
	folder := t.TempDir()
	for i, name := range []string{"oldest", "older", "newest", unfinished + "1", unfinished + "2"} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, make([]byte, 10_000), 0o600); err != nil {
			t.Fatal(err)
		}
		age := time.Duration(10-i) * time.Minute
		if name == unfinished+"1" {
			age = 2 * time.Hour
		}
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	names := func() (left []string) {
		entries, _ := os.ReadDir(folder)
		for _, entry := range entries {
			left = append(left, entry.Name())
		}
		return left
	}
	trim(folder, 30_000)
	if got := fmt.Sprint(names()); got != "[new-2 newest older]" {
		t.Error(got)
	}
	trim(folder, 0)
	if got := fmt.Sprint(names()); got != "[new-2]" {
		t.Error(got)
	}
}

// Kernels that build, take and remove at the same time don't disturb each other.
func TestManyKernels(t *testing.T) {
	f, folder := keeping(t)
	f.replan()
	t.Setenv(CellsLimitVariable, "1") // room for one
	var kernels sync.WaitGroup
	for i := range 4 {
		kernels.Go(func() {
			dir := t.TempDir()
			for _, name := range []string{"go.mod", "go.work"} {
				f.write(dir, name, readFile(t, f.dir, name))
			}
			for round := range 6 {
				word := fmt.Sprint("word", (i+round)%3)
				f.write(dir, "main.go", strings.Replace(readFile(t, f.dir, "main.go"), "greet.Word()", `greet.Word(), "`+word+`"`, 1))
				g := f
				g.dir = dir
				if err := g.build(); err != nil || g.run("quick") != "hello "+word+"\n" {
					t.Errorf("kernel %d, round %d: %v, %q", i, round, err, g.run("quick"))
				}
			}
		})
	}
	kernels.Wait()
	if left, _ := filepath.Glob(filepath.Join(folder, unfinished+"*")); len(left) > 0 {
		t.Errorf("unfinished: %q", left)
	}
}

func TestLimit(t *testing.T) {
	for text, want := range map[string]int64{"": 300 << 20, "0": 0, "50": 50 << 20, "much": 300 << 20, "-1": 300 << 20} {
		t.Setenv(CellsLimitVariable, text)
		got, err := Limit()
		if got != want || (err != nil) != (text == "much" || text == "-1") {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
}

func readFile(t *testing.T, dir, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
