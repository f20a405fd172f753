package jupyter

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/gonb/quickbuild"
)

// Each fault is made for real, and doctor names it with a hint.

func wantFinding(t *testing.T, f Finding, level Level, said string) {
	t.Helper()
	if f.Level != level || !strings.Contains(f.Said, said) {
		t.Errorf("doctor says %q (level %d), want %q (level %d)", f.Said, f.Level, said, level)
	}
	if f.Level == Wrong && f.Hint == "" {
		t.Errorf("no hint with %q", f.Said)
	}
}

func TestDoctorGo(t *testing.T) {
	e := scratch(t)
	wantFinding(t, e.examineGo(context.Background()), Fine, "go1.")
	t.Run("too old", func(t *testing.T) {
		t.Setenv("GOTOOLCHAIN", "local")
		write(t, e.Path("go.mod"), "module littlesteps\n\ngo 1.999\n", 0o644)
		wantFinding(t, e.examineGo(context.Background()), Wrong, "is older than the Go 1.999 that go.mod asks for")
	})
	t.Run("none", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		wantFinding(t, e.examineGo(context.Background()), Wrong, "not found")
	})
}

func TestDoctorPython(t *testing.T) {
	e := scratch(t)
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	wantFinding(t, e.examinePython(context.Background()), Wrong, "there is no python3 on PATH")
	write(t, filepath.Join(dir, "python3"), "#!/bin/sh\necho 3 12 venv\n", 0o755)
	wantFinding(t, e.examinePython(context.Background()), Wrong, "has no module venv")
	write(t, filepath.Join(dir, "python3"), "#!/bin/sh\necho 3 12\n", 0o755)
	wantFinding(t, e.examinePython(context.Background()), Wrong, "none in .venv yet")
	write(t, e.Program("python"), "#!/bin/sh\necho 3 12\n", 0o755)
	wantFinding(t, e.examinePython(context.Background()), Fine, "3.12 in .venv")
}

func TestDoctorWriting(t *testing.T) {
	e := scratch(t)
	wantFinding(t, e.examineWriting(), Fine, "allowed")
	// A file in the place of the folder stops even root.
	write(t, e.Venv(), "", 0o644)
	wantFinding(t, e.examineWriting(), Wrong, ".venv")
}

func TestDoctorSetup(t *testing.T) {
	e := scratch(t)
	write(t, e.Path("pkg", "internal", "jupyter", "exporter", "pyproject.toml"), "", 0o644)
	findings := e.examineSteps(context.Background())
	if len(findings) != 1 {
		t.Fatalf("%v", findings)
	}
	wantFinding(t, findings[0], Wrong, "JupyterLab")
	for _, f := range e.examinePrograms(context.Background()) {
		if f.Title == "gopls" {
			wantFinding(t, f, Note, "on its way")
			continue
		}
		wantFinding(t, f, Wrong, "no such file")
	}
}

func TestDoctorSpec(t *testing.T) {
	e := scratch(t)
	ctx := context.Background()
	wantFinding(t, e.examineSpec(ctx), Wrong, "stale")
	g, err := e.findGo(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.settingsStep(g).do(ctx, nil); err != nil {
		t.Fatal(err)
	}
	wantFinding(t, e.examineSpec(ctx), Fine, "as it should be")
	spec, err := os.ReadFile(e.specPath("kernel.json"))
	if err != nil {
		t.Fatal(err)
	}
	other := strings.ReplaceAll(string(spec), e.Root, "/where/it/was")
	write(t, e.specPath("kernel.json"), other, 0o644)
	wantFinding(t, e.examineSpec(ctx), Wrong, "kernel.json")
}

func TestDoctorBuilds(t *testing.T) {
	e := scratch(t)
	wantFinding(t, e.examineBuilds(), Note, "there is no plan for it")
	watched := e.Path("pkg", "data", "data.go")
	file, err := quickbuild.Look(watched)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := json.Marshal(quickbuild.Plan{Env: cellVariables(), Files: []quickbuild.File{file}, Sums: map[string]string{"runtime": "as it is"}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, e.planPath(), string(plan), 0o644)
	wantFinding(t, e.examineBuilds(), Fine, "without the go command")
	t.Run("another variable", func(t *testing.T) {
		t.Setenv("GOENV", "/elsewhere")
		wantFinding(t, e.examineBuilds(), Note, `GOENV is "/elsewhere" here, and was "`)
	})
	write(t, watched, "package data\n\nvar X int\n", 0o644)
	wantFinding(t, e.examineBuilds(), Note, watched+" has changed")
}

func TestDoctorPort(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	wantFinding(t, examinePort(port), Note, "is taken")
	listener.Close()
	wantFinding(t, examinePort(port), Fine, "is free")
}

func TestDoctorRoom(t *testing.T) {
	dir := t.TempDir()
	if os.Getuid() != 0 {
		t.Skip("needs root, to mount a small disk")
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("this machine lets nobody mount: %s", out)
	}
	defer exec.Command("umount", dir).Run()
	e := scratch(t)
	for _, variable := range []string{"TMPDIR", "GOCACHE"} {
		t.Run(variable, func(t *testing.T) {
			t.Setenv(variable, dir)
			found := e.examineRoom(context.Background())
			if len(found) == 0 {
				t.Fatal("doctor doesn't see the small disk")
			}
			wantFinding(t, found[len(found)-1], Note, "only 5 MB are free around "+dir)
		})
	}
}

func TestDoctorFolder(t *testing.T) {
	t.Setenv("WSL_DISTRO_NAME", "")
	if f := (&Env{Root: "/home/me/steps"}).examineFolder(); len(f) != 0 {
		t.Errorf("%v", f)
	}
	wantFinding(t, (&Env{Root: "/home/me/a,b"}).examineFolder()[0], Wrong, "comma")
	t.Setenv("WSL_DISTRO_NAME", "Debian")
	wantFinding(t, (&Env{Root: "/mnt/c/steps"}).examineFolder()[0], Note, "Windows drive")
}

func TestDoctorVariables(t *testing.T) {
	t.Setenv("GOMLX_BACKEND", "")
	if f := examineVariables(); len(f) != 0 {
		t.Errorf("%v", f)
	}
	t.Setenv("GOMLX_BACKEND", "xla:cpu")
	wantFinding(t, examineVariables()[0], Note, "xla:cpu")
}

func TestDoctorBrowser(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("CHROME", "")
	if !exists("/Applications") {
		wantFinding(t, examineBrowser(), Note, "none for PDF and for tests")
	}
	write(t, filepath.Join(dir, "chromium"), "#!/bin/sh\n", 0o755)
	wantFinding(t, examineBrowser(), Fine, "chromium")
}
