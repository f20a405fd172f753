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
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
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
	Docs   = "docs.json"  // the first sentences of their documentation
)

//go:embed _kernel
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
	builder, err := toolchain.New(ctx, golang, e.Root, filepath.Join(work, "tools"))
	if err != nil {
		return err
	}
	if err := builder.Build(slices.Sorted(maps.Keys(plan.Roots)), work); err != nil {
		return err
	}
	docs, err := documentation(ctx, golang, slices.Sorted(maps.Keys(plan.Roots)))
	if err != nil {
		return err
	}
	for name, content := range map[string]any{Names: plan.Roots, Docs: docs} {
		text, err := json.Marshal(content)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(work, name), text, 0o644); err != nil {
			return err
		}
	}
	if err := buildKernel(ctx, e, golang, builder, filepath.Join(work, Kernel)); err != nil {
		return err
	}
	if err := Bundle(ctx, e, e.Path("pkg/internal/web/host", Host), filepath.Join(to, Host)); err != nil {
		return err
	}
	if err := Bundle(ctx, e, e.Path("pkg/internal/web/live/beside.js"), filepath.Join(to, Beside)); err != nil {
		return err
	}
	files, later := builder.Files()
	return pack(work, to, append(files, Kernel, Names, Docs), later)
}

// buildKernel builds the patched gonb with the main function of a tab.
func buildKernel(ctx context.Context, e *jupyter.Env, golang toolchain.Go, builder *toolchain.Builder, to string) error {
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
	if err := forTab(source); err != nil {
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
	return builder.Program(gonb.Module+"/littlesteps/tab", to, "-modfile", modFile)
}

// places says where in gonb the folders of _kernel stand. Its packages of that name go:
// gopls and a web socket, and with them half of the kernel's size.
var places = map[string]string{
	"main":        "littlesteps/tab",
	"goplsclient": "internal/goexec/goplsclient",
	"websocket":   "internal/websocket",
}

// forTab puts what is a tab's into gonb's source.
func forTab(source string) error {
	for from, to := range places {
		folder := filepath.Join(source, filepath.FromSlash(to))
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
		files, err := fs.Sub(kernel, path.Join("_kernel", from))
		if err != nil {
			return err
		}
		if err := os.CopyFS(folder, files); err != nil {
			return err
		}
	}
	return nil
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
