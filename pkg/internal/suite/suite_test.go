package suite

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module makes a module with these files, and returns what checks it.
func module(t *testing.T, files map[string]string) (Options, *bytes.Buffer) {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module example.org/m\n\ngo 1.26\n"
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	checkout, err := filepath.Abs("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	program := func(ctx context.Context, name string, args ...string) (*exec.Cmd, error) {
		if args[0] == "tool" {
			args = slices.Insert(args, 1, "-modfile="+checkout)
		}
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOWORK=off") // with GOFLAGS as they are, the tools are built already
		return cmd, nil
	}
	return Options{Go: program, Out: &out, Record: filepath.Join(dir, "tests.json")}, &out
}

const good = "package m\n\nimport \"testing\"\n\nfunc TestGood(t *testing.T) {}\n"

// slow skips a test that runs the go command many times.
func slow(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the go command many times: run without -short")
	}
}

func TestRun(t *testing.T) {
	slow(t)
	tests := []struct {
		name  string
		files map[string]string
		err   string   // "" for none
		says  []string // in the output
		last  string   // line of the output
	}{
		{"all is well", map[string]string{"m_test.go": good}, "",
			[]string{"✓  ."}, "1 passed, 0 failed, 0 skipped"},
		{"a test fails", map[string]string{"m_test.go": good + "\nfunc TestBad(t *testing.T) { t.Error(\"it is 3\") }\n"}, "failed: tests",
			[]string{"it is 3", "--- FAIL: TestBad", "✖  ."}, "1 passed, 1 failed, 0 skipped"},
		{"a test is skipped", map[string]string{"m_test.go": good + "\nfunc TestSkip(t *testing.T) { t.Skip(\"no Chromium: apt install chromium\") }\n"}, "",
			[]string{"=== SKIP: . TestSkip", "no Chromium: apt install chromium"}, "1 passed, 0 failed, 1 skipped"},
		{"a part of a test is skipped", map[string]string{"m_test.go": good + "\nfunc TestParts(t *testing.T) { t.Run(\"one\", func(t *testing.T) { t.Skip(\"no moon\") }) }\n"}, "",
			[]string{"TestParts/one", "no moon"}, "2 passed, 0 failed, 1 skipped"},
		{"it doesn't compile", map[string]string{"m_test.go": good, "m.go": "package m\n\nvar x int = \"\"\n"}, "failed: vet, staticcheck, tests",
			[]string{"cannot use"}, "0 passed, 1 failed, 0 skipped"},
		{"vet complains", map[string]string{"m_test.go": good, "m.go": "package m\n\nimport \"fmt\"\n\nfunc F() { fmt.Printf(\"%d\", \"x\") }\n"}, "failed: vet, staticcheck",
			[]string{"has arg \"x\" of wrong type"}, "1 passed, 0 failed, 0 skipped"},
		{"not formatted", map[string]string{"m_test.go": good, "m.go": "package m\nvar   X int\n"}, "failed: formatting",
			[]string{"gofmt -w does it:", "m.go"}, "1 passed, 0 failed, 0 skipped"},
		{"no test at all", map[string]string{"m.go": "package m\n"}, "failed: tests",
			[]string{"0 passed, 0 failed, 0 skipped"}, "ERROR post run command failed: exit status 1"},
		{"staticcheck complains", map[string]string{"m_test.go": good, "m.go": "package m\n\nfunc f() {}\n"}, "failed: staticcheck",
			[]string{"func f is unused (U1000)"}, "1 passed, 0 failed, 0 skipped"},
		{"a panic", map[string]string{"m_test.go": good + "\nfunc TestPanic(t *testing.T) { panic(\"oh no\") }\n"}, "failed: tests",
			[]string{"panic: oh no"}, "1 passed, 1 failed, 0 skipped"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, out := module(t, test.files)
			err := Run(context.Background(), o)
			if (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
				t.Errorf("error %v, want %q", err, test.err)
			}
			for _, want := range test.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("no %q in its output", want)
				}
			}
			if recorded, err := os.ReadFile(o.Record); err != nil || !strings.Contains(string(recorded), `"Action":`) {
				t.Errorf("what tests took isn't recorded: %q, %v", recorded, err)
			}
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if got := lines[len(lines)-1]; got != test.last {
				t.Errorf("last line %q, want %q", got, test.last)
			}
			if t.Failed() {
				t.Logf("it said:\n%s", out)
			}
		})
	}
}

func TestLongAndQuick(t *testing.T) {
	slow(t)
	t.Setenv(LongVariable, "") // as it may be run by --long itself
	const source = `package m

import (
	"os"
	"testing"
)

func TestKind(t *testing.T) {
	if testing.Short() || os.Getenv("LITTLESTEPS_LONG") == "1" {
		t.Skipf("short %v, long %q", testing.Short(), os.Getenv("LITTLESTEPS_LONG"))
	}
}
`
	for want, change := range map[string]func(*Options){
		"1 passed, 0 failed, 0 skipped": func(*Options) {},
		`1 skipped in`:                  func(o *Options) { o.Quick = true },
		`short false, long "1"`:         func(o *Options) { o.Long = true },
	} {
		o, out := module(t, map[string]string{"m_test.go": source})
		change(&o)
		Run(context.Background(), o) // with no test but the skipped one it fails
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// Two goroutines that write to one variable are seen with --race alone.
func TestRaces(t *testing.T) {
	slow(t)
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("the race detector needs a C compiler: apt install gcc")
	}
	const racy = `package m

import (
	"sync"
	"testing"
)

func TestTwo(t *testing.T) {
	var both sync.WaitGroup
	n := 0
	for range 2 {
		both.Go(func() { n++ })
	}
	both.Wait()
}
`
	for _, race := range []bool{false, true} {
		o, out := module(t, map[string]string{"m_test.go": racy})
		o.Race = race
		err := Run(context.Background(), o)
		seen := strings.Contains(out.String(), "WARNING: DATA RACE")
		if seen != race || (err != nil) != race {
			t.Errorf("race %v: error %v, it says\n%s", race, err, out)
		}
	}
}
