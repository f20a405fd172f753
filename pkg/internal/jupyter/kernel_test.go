package jupyter

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestKernelSpec(t *testing.T) {
	e := &Env{Root: "/home/me/cost $5"}
	content, err := e.kernelSpec(golang{Root: "/usr/local/go"})
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Argv     []string
		Language string
		Env      map[string]string
	}
	if err := json.Unmarshal(content, &spec); err != nil {
		t.Fatal(err)
	}
	if spec.Argv[0] != "/home/me/cost $5/.venv/bin/gonb" || !slices.Contains(spec.Argv, "-go_work=/home/me/cost $5") {
		t.Errorf("argv %q", spec.Argv)
	}
	// Jupyter puts variables in where a $ stands.
	if want := "/home/me/cost $$5/.venv/bin:/usr/local/go/bin:${PATH}"; spec.Env["PATH"] != want {
		t.Errorf("PATH %q, want %q", spec.Env["PATH"], want)
	}
	if _, set := spec.Env["GOMLX_BACKEND"]; set {
		t.Error("the spec chooses a backend: that is the models' business")
	}
	if spec.Env["CGO_ENABLED"] != "0" || !strings.Contains(spec.Env["GOFLAGS"], "'-ldflags=-s -w'") {
		t.Errorf("build settings %v", spec.Env)
	}
}

func TestKernelRefusesAComma(t *testing.T) {
	if _, err := (&Env{Root: "/a,b"}).settings(golang{}); err == nil || !strings.Contains(err.Error(), "move the checkout") {
		t.Errorf("error %v", err)
	}
}

// The kernel is built from the patched source of the gonb that go.mod names.
func TestKernelSource(t *testing.T) {
	e, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	g, err := e.findGo(ctx)
	if err != nil {
		t.Fatal(err)
	}
	work := scratch(t)
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(e.Path(name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, work.Path(name), string(content), 0o644)
	}
	source, err := work.kernelSource(ctx, g)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(source.dir, "internal", "dispatcher", "serve.go")); err != nil {
		t.Errorf("the source isn't patched: %v", err)
	}
	mod, err := os.ReadFile(source.modFile)
	if err != nil || !strings.Contains(string(mod), "replace github.com/janpfeifer/gonb => ") {
		t.Errorf("the module file doesn't name the patched source: %v", err)
	}
}

// What is compiled for cells is what the notebooks import, and the project's
// own packages, but not the environment's.
func TestCellImports(t *testing.T) {
	e := scratch(t)
	write(t, e.Path("pkg", "internal", "jupyter", "lab.go"), "package jupyter\n", 0o644)
	write(t, e.Path("notebooks", "own.ipynb"), `{"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "outputs": [],
		"execution_count": null, "source": ["import \"container/heap\"\n"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}`, 0o644)
	write(t, e.Path("notebooks", "broken.ipynb"), "{", 0o644)
	imports, err := e.cellImports()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"container/heap", "littlesteps/pkg/data", "fmt"} {
		if !slices.Contains(imports, want) {
			t.Errorf("no %s among %v", want, imports)
		}
	}
	if slices.Contains(imports, "littlesteps/pkg/internal/jupyter") {
		t.Error("cells have no use for pkg/internal/jupyter")
	}
}

// What cells import stands on nothing of the environment: whoever changes that
// needn't compile anything for cells again.
func TestCellImportsStandAlone(t *testing.T) {
	e := &Env{Root: filepath.Join("..", "..", "..")}
	imports, err := e.cellImports()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", append([]string{"list", "-deps"}, imports...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, folder := range notForCells {
		if strings.Contains(string(out), "\nlittlesteps/pkg/"+folder+"\n") {
			t.Errorf("cells' imports need pkg/%s", folder)
		}
	}
}

func TestPackagesKeyFollowsTheSource(t *testing.T) {
	e := scratch(t)
	key := func() string {
		t.Helper()
		key, err := e.packagesKey()
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	first := key()
	write(t, e.Path("pkg", "data", "data_test.go"), "package data\n", 0o644)
	if key() != first {
		t.Error("a test file changes what cells import")
	}
	write(t, e.Path("pkg", "data", "data.go"), "package data // changed\n", 0o644)
	if key() == first {
		t.Error("a changed source doesn't change the key")
	}
}

// In the folder that stands for the checkout there is all that a cell may import, and
// nothing where all packages are asked for.
func TestStandIn(t *testing.T) {
	here, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	e := &Env{Root: t.TempDir()}
	for _, name := range []string{"go.mod", "go.sum", "pkg"} {
		if err := os.Symlink(here.Path(name), e.Path(name)); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // once more where it is there
		if err := e.makeStandIn(); err != nil {
			t.Fatal(err)
		}
	}
	list := func(pattern string) string {
		cmd := exec.Command("go", "list", "-mod=mod", pattern)
		cmd.Dir, cmd.Env = e.standIn(), append(os.Environ(), "GOWORK=off", "GOFLAGS=")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	if got := list("littlesteps/pkg/must"); got != "littlesteps/pkg/must\n" {
		t.Errorf("a package: %q", got)
	}
	if got := list("./..."); got != "" {
		t.Errorf("all packages: %q", got)
	}
}
