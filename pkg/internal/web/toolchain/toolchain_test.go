package toolchain_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/suite"
	"littlesteps/pkg/internal/web/toolchain"
)

// Programs give the same in a tab's toolchain as natively: output and status.
func TestProgramsAsNatively(t *testing.T) {
	if os.Getenv(suite.LongVariable) == "" {
		t.Skip("builds Go's compiler for WebAssembly: go tool steps test --long")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no Node.js to run WebAssembly")
	}
	root, err := filepath.Abs("../../../..")
	if err != nil {
		t.Fatal(err)
	}
	golang := func(ctx context.Context, args ...string) (*exec.Cmd, error) {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir = root
		return cmd, nil
	}
	built := os.Getenv("LITTLESTEPS_TOOLCHAIN") // where it was built before
	if built == "" {
		built = t.TempDir()
		imports := []string{"encoding/json", "errors", "fmt", "maps", "math", "os", "reflect", "runtime", "slices", "sort", "strings", "sync", "time", "littlesteps/pkg/descent"}
		if err := toolchain.Build(t.Context(), golang, root, imports, built); err != nil {
			t.Fatal(err)
		}
	}
	programs, err := filepath.Glob("testdata/*.go")
	if err != nil || len(programs) == 0 {
		t.Fatal("no programs", err)
	}
	run := exec.CommandContext(t.Context(), node, append([]string{"testdata/run.mjs", built}, programs...)...)
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatal(err, string(out))
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(programs) {
		t.Fatalf("%d answers for %d programs: %s", len(lines), len(programs), out)
	}
	for i, path := range programs {
		var got struct {
			Output     string
			Status     int
			Build, Run float64
		}
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil {
			t.Fatal(err)
		}
		native := exec.CommandContext(t.Context(), "go", "run", path)
		want, _ := native.CombinedOutput()
		t.Logf("%s: built in %.0f ms, ran in %.0f ms", path, got.Build, got.Run)
		if beforeTrace(got.Output) != beforeTrace(string(want)) {
			t.Errorf("%s gives\n%s\nnatively\n%s", path, got.Output, want)
		}
		if failed := native.ProcessState.ExitCode() != 0; failed != (got.Status != 0) {
			t.Errorf("%s ends with status %d, natively %d", path, got.Status, native.ProcessState.ExitCode())
		}
	}
}

// The patches fit the Go that is installed. An error names all that don't.
func TestPatchesFit(t *testing.T) {
	t.Parallel()
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := toolchain.Overlay(strings.TrimSpace(string(goroot)), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	strange := t.TempDir()
	if err := os.CopyFS(filepath.Join(strange, "src", "cmd", "link"), os.DirFS(filepath.Join(strings.TrimSpace(string(goroot)), "src", "cmd", "link"))); err != nil {
		t.Fatal(err)
	}
	if _, err := toolchain.Overlay(strange, t.TempDir()); err == nil {
		t.Error("a Go without a compiler fits")
	}
}

// beforeTrace leaves out what differs: addresses, and places of files.
func beforeTrace(output string) string {
	before, _, _ := strings.Cut(output, "\ngoroutine ")
	return strings.TrimSuffix(strings.TrimSpace(before), "\nexit status 3") // go run says it
}
