// Package web makes the kernel that runs in a browser's tab: gonb in WebAssembly
// (_kernel), with Go's compiler and linker (package toolchain) and all packages that
// cells import. What runs it there is in host: a file system in memory, programs as
// WebAssembly instances, each cell in a worker of its own.
//
// The kernel is the desktop's, patched in the same way. Only two things are others:
// how messages come and go, and how programs are run.
package web

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"littlesteps/pkg/internal/gonb"
	"littlesteps/pkg/internal/gonb/quickbuild"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/web/toolchain"
)

// The files that Build makes beside those of package toolchain, [Host] and [Kit].
const (
	Kernel = "kernel.wasm"
	Names  = "names.json" // the packages that cells may import, and their names
)

//go:embed _kernel/*.go
var kernel embed.FS

// target are the variables with which the kernel is built.
var target = []string{"GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT="}

// Build builds the kernel, and all that it needs in a tab, into the folder to: [Host],
// [Beside], and packed what [Kit] lists. What cells may import is what set-up has compiled for
// them.
func Build(ctx context.Context, e *jupyter.Env, to string) error {
	plan, err := quickbuild.Load(e.Venv("var", "plan.json"))
	if err != nil {
		return fmt.Errorf("what cells import isn't known: run go tool steps setup: %w", err)
	}
	golang := func(ctx context.Context, args ...string) (*exec.Cmd, error) { return e.GoProgram(ctx, "go", args...) }
	work, err := os.MkdirTemp("", "steps-kit-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	if err := toolchain.Build(ctx, golang, e.Root, slices.Sorted(maps.Keys(plan.Roots)), work); err != nil {
		return err
	}
	names, err := json.Marshal(plan.Roots)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(work, Names), names, 0o644); err != nil {
		return err
	}
	if err := buildKernel(ctx, e, golang, filepath.Join(work, Kernel)); err != nil {
		return err
	}
	if err := Bundle(ctx, e, e.Path("pkg/internal/web/host", Host), filepath.Join(to, Host)); err != nil {
		return err
	}
	if err := Bundle(ctx, e, e.Path("pkg/internal/web/live/beside.js"), filepath.Join(to, Beside)); err != nil {
		return err
	}
	return pack(work, to, []string{toolchain.Compiler, toolchain.Linker, toolchain.Base, toolchain.Symbols, toolchain.Packages, toolchain.Loader, Kernel, Names}, nil)
}

// buildKernel builds the patched gonb with the main function of a tab.
func buildKernel(ctx context.Context, e *jupyter.Env, golang toolchain.Go, to string) error {
	work, err := os.MkdirTemp("", "steps-kernel-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	module, err := run(ctx, golang, "list", "-m", "-f", "{{.Dir}}", gonb.Module)
	if err != nil {
		return err
	}
	source := filepath.Join(work, "gonb")
	if err := gonb.Write(source, module); err != nil {
		return err
	}
	if err := os.CopyFS(filepath.Join(source, "littlesteps"), kernel); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(source, "littlesteps", "_kernel"), filepath.Join(source, "littlesteps", "tab")); err != nil {
		return err
	}
	mod, err := os.ReadFile(e.Path("go.mod"))
	if err != nil {
		return err
	}
	sum, err := os.ReadFile(e.Path("go.sum"))
	if err != nil {
		return err
	}
	modFile := filepath.Join(work, "go.mod")
	mod = fmt.Appendf(mod, "\nreplace %s => %q\n", gonb.Module, source)
	if err := os.WriteFile(modFile, mod, 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(work, "go.sum"), sum, 0o644); err != nil {
		return err
	}
	_, err = run(ctx, golang, "build", "-modfile", modFile, "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", to, gonb.Module+"/littlesteps/tab")
	return err
}

func run(ctx context.Context, golang toolchain.Go, args ...string) (string, error) {
	cmd, err := golang(ctx, args...)
	if err != nil {
		return "", err
	}
	cmd.Env = append(cmd.Env, target...)
	return output(cmd)
}

// output runs a command and returns what it prints.
func output(cmd *exec.Cmd) (string, error) {
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", cmd, err, complaint.Bytes())
	}
	return strings.TrimSpace(string(out)), nil
}
