package toolchain

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// The files that Build makes.
const (
	Compiler = "compile.wasm"
	Linker   = "link.wasm"
	Base     = "base.wasm"    // all packages that cells import, with the runtime
	Symbols  = "base.sym"     // where they are: what a cell is linked against
	Packages = "packages.bin" // their export data: what a cell is compiled against
	Loader   = "wasm_exec.js" // Go's own, of the same version
)

// Go prepares a go command that works on the checkout.
type Go func(ctx context.Context, args ...string) (*exec.Cmd, error)

// target are the variables for WebAssembly; they end with settings that must not
// come from the user's shell.
var target = []string{"GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT="}

// host are the variables for the linker that runs here.
var host = []string{"GOOS=", "GOARCH=", "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=", "GOEXPERIMENT="}

// Build builds compiler, linker and base for cells that import these packages and
// what those import, from the checkout at root, and writes the files into the folder
// to. The same sources and the same Go give the same bytes.
func Build(ctx context.Context, golang Go, root string, imports []string, to string) error {
	work, err := os.MkdirTemp("", "steps-toolchain-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	b := builder{ctx, golang, root, work, to}
	return errors.Join(b.tools(), b.base(imports))
}

type builder struct {
	ctx      context.Context
	golang   Go
	root     string
	work, to string
}

// run runs a go command and returns what it prints.
func (b builder) run(variables []string, args ...string) (string, error) {
	cmd, err := b.golang(b.ctx, args...)
	if err != nil {
		return "", err
	}
	return output(cmd, variables)
}

func output(cmd *exec.Cmd, variables []string) (string, error) {
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env, variables...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s%s", cmd, err, out, complaint.Bytes())
	}
	return strings.TrimSpace(string(out)), nil
}

// reproducible are the flags that keep this machine's paths out of what is built.
var reproducible = []string{"-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="}

// tools builds compiler and linker for WebAssembly, and the linker for this machine.
func (b builder) tools() error {
	goroot, err := b.run(host, "env", "GOROOT")
	if err != nil {
		return err
	}
	overlay, err := Overlay(goroot, filepath.Join(b.work, "cmd"))
	if err != nil {
		return err
	}
	build := func(variables []string, to, tool string) error {
		args := slices.Concat([]string{"build", "-overlay", overlay}, reproducible, []string{"-o", to, tool})
		_, err := b.run(variables, args...)
		return err
	}
	loader, err := os.ReadFile(filepath.Join(goroot, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(b.to, Loader), loader, 0o644),
		build(host, b.linker(), "cmd/link"),
		build(target, filepath.Join(b.to, Compiler), "cmd/compile"),
		build(target, filepath.Join(b.to, Linker), "cmd/link"))
}

func (b builder) linker() string { return filepath.Join(b.work, "link") }

// basePackage is where the base's program seems to lie: inside the module, so that
// it may import all of it.
const basePackage = "littlesteps/pkg/internal/web/base"

// base builds the base, and what cells are built against.
func (b builder) base(imports []string) error {
	program := "package main\n\n"
	for _, path := range slices.Sorted(slices.Values(imports)) {
		program += fmt.Sprintf("import _ %q\n", path)
	}
	program += "\n// Cell is a cell's main function.\nvar Cell func()\n\nfunc main() { Cell() }\n"
	overlay, err := b.inModule(program)
	if err != nil {
		return err
	}
	list, err := b.run(target, "list", "-trimpath", "-overlay", overlay, "-export", "-deps", "-f", "{{if .Export}}{{.ImportPath}}={{.Export}}{{end}}", basePackage)
	if err != nil {
		return err
	}
	var main, config string
	var packages []file
	for line := range strings.Lines(list) {
		path, archive, found := strings.Cut(strings.TrimSpace(line), "=")
		if !found {
			continue
		}
		if path == basePackage {
			main = archive
			continue
		}
		config += fmt.Sprintf("packagefile %s=%s\n", path, archive)
		data, err := exportData(archive)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		packages = append(packages, file{path, data})
	}
	configFile := filepath.Join(b.work, "importcfg")
	if err := os.WriteFile(configFile, []byte(config), 0o644); err != nil {
		return err
	}
	link := exec.CommandContext(b.ctx, b.linker(), "-base", filepath.Join(b.to, Symbols), "-s", "-w", "-importcfg", configFile, "-o", filepath.Join(b.to, Base), main)
	if _, err := output(link, target); err != nil {
		return err
	}
	return writePack(filepath.Join(b.to, Packages), packages)
}

// inModule returns an overlay in which the base's program stands in the module.
func (b builder) inModule(program string) (string, error) {
	source := filepath.Join(b.work, "base.go")
	place := filepath.Join(b.root, "pkg", "internal", "web", "base", "main.go")
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{place: source}})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(b.work, "base.json")
	return overlay, errors.Join(os.WriteFile(source, []byte(program), 0o644), os.WriteFile(overlay, list, 0o644))
}

// exportData returns what of a package's archive the compiler reads: its head and
// its first entry, __.PKGDEF.
func exportData(archive string) ([]byte, error) {
	data, err := os.ReadFile(archive)
	if err != nil {
		return nil, err
	}
	const head, entry = len("!<arch>\n"), 60
	if len(data) < head+entry || string(data[head:head+9]) != "__.PKGDEF" {
		return nil, errors.New("an archive of an unknown form")
	}
	var size int
	if _, err := fmt.Sscan(string(data[head+48:head+58]), &size); err != nil {
		return nil, err
	}
	return data[:head+entry+size+size%2], nil
}

type file struct {
	name string
	data []byte
}

// writePack writes files into one: the length of a list in JSON, the list of names
// and sizes, and the contents.
func writePack(path string, files []file) error {
	type item struct {
		Name string
		Size int
	}
	var items []item
	for _, f := range files {
		items = append(items, item{f.name, len(f.data)})
	}
	list, err := json.Marshal(items)
	if err != nil {
		return err
	}
	pack := binary.LittleEndian.AppendUint32(nil, uint32(len(list)))
	pack = append(pack, list...)
	for _, f := range files {
		pack = append(pack, f.data...)
	}
	return os.WriteFile(path, pack, 0o644)
}
