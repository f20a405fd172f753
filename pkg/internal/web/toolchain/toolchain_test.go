package toolchain_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/internal/suite"
	"littlesteps/pkg/internal/web/toolchain"
)

// Programs give the same in a tab's toolchain as natively: output and status; and so
// they do where they are linked without a base.
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
	imports := []string{"encoding/json", "errors", "fmt", "maps", "math", "os", "reflect", "runtime", "slices", "sort", "strings", "sync", "time", "littlesteps/pkg/descent", "littlesteps/pkg/exercise/check", "littlesteps/pkg/race"}
	built := os.Getenv("LITTLESTEPS_TOOLCHAIN") // where it was built before
	if built == "" {
		built = t.TempDir()
		b, err := toolchain.New(t.Context(), golang, root, t.TempDir())
		if err == nil {
			err = b.Build(imports, built)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	programs, err := filepath.Glob("testdata/*.go")
	if err != nil || len(programs) == 0 {
		t.Fatal("no programs", err)
	}
	said := map[string]outcome{}
	for _, path := range programs {
		native := exec.CommandContext(t.Context(), "go", "run", path)
		out, _ := native.CombinedOutput()
		said[path] = outcome{beforeTrace(string(out)), native.ProcessState.ExitCode() != 0}
	}
	// Over the base, without one, and over one that lacks what a cell needs.
	for how, over := range map[string]bool{"base": true, "whole": false, "poor": false} {
		t.Run(how, func(t *testing.T) { compareWith(t, said, node, built, how, over) })
	}
	t.Run("unknown Go", func(t *testing.T) {
		b, err := toolchain.New(t.Context(), golang, root, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		b.Unknown = toolchain.ErrUnknownGo
		built := t.TempDir()
		if err := b.Build(imports, built); err != nil {
			t.Fatal(err)
		}
		compareWith(t, said, node, built, "whole", false)
	})
}

// An outcome is what a program printed, and whether it failed.
type outcome struct {
	output string
	failed bool
}

// compareWith builds and runs programs in a tab's toolchain; over says whether they are
// cells over a base.
func compareWith(t *testing.T, said map[string]outcome, node, built, how string, over bool) {
	programs := slices.Sorted(maps.Keys(said))
	run := exec.CommandContext(t.Context(), node, append([]string{"testdata/run.mjs", built, how}, programs...)...)
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
			Over       bool
			Build, Run float64
		}
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: built in %.0f ms, ran in %.0f ms", path, got.Build, got.Run)
		if beforeTrace(got.Output) != said[path].output {
			t.Errorf("%s gives\n%s\nnatively\n%s", path, got.Output, said[path].output)
		}
		if (got.Status != 0) != said[path].failed {
			t.Errorf("%s ends with status %d, natively it fails: %v", path, got.Status, said[path].failed)
		}
		if got.Over != over {
			t.Errorf("%s is a cell over a base: %v", path, got.Over)
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
	if _, err := toolchain.Overlay(strange, t.TempDir()); !errors.Is(err, toolchain.ErrUnknownGo) {
		t.Errorf("a Go without a compiler: %.100v", err)
	}
}

// beforeTrace leaves out what differs: addresses, and places of files.
func beforeTrace(output string) string {
	before, _, _ := strings.Cut(output, "\ngoroutine ")
	return strings.TrimSuffix(strings.TrimSpace(before), "\nexit status 3") // go run says it
}
