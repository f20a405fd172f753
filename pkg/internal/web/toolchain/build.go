package toolchain

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// The files that Build makes.
const (
	Tools    = "tools.wasm"   // compiler and linker
	Compiler = "compile.wasm" // they, where the Go is not one that we know
	Linker   = "link.wasm"
	Base     = "base.wasm"    // all packages that cells import, with the runtime
	Symbols  = "base.sym"     // where they are: what a cell is linked against
	Packages = "packages.bin" // their export data: what a cell is compiled against
	Whole    = "whole.bin"    // their archives: what a cell is linked of that needs more than the base
	Loader   = "wasm_exec.js" // Go's own, of the same version
)

// Go prepares a go command that works on the checkout.
type Go func(ctx context.Context, args ...string) (*exec.Cmd, error)

// target are the variables for WebAssembly; they end with settings that must not
// come from the user's shell.
var target = []string{"GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT="}

// host are the variables for the linker that runs here.
var host = []string{"GOOS=", "GOARCH=", "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=", "GOEXPERIMENT="}

// A Builder builds programs for WebAssembly with Go's linker, as it is changed here.
type Builder struct {
	ctx    context.Context
	golang Go
	root   string
	work   string // a folder of its own

	// Unknown says why this Go isn't one that the changes to its linker were made for, or
	// is nil. With such a Go each cell is linked whole, in seconds, and nothing answers
	// questions about code.
	Unknown error
}

// New builds the linker for this machine, in the folder work, which must stay as long as
// the Builder is used. golang works on the checkout at root.
func New(ctx context.Context, golang Go, root, work string) (*Builder, error) {
	b := &Builder{ctx: ctx, golang: golang, root: root, work: work}
	goroot, err := b.goroot()
	if err != nil {
		return nil, err
	}
	overlay, err := Overlay(goroot, filepath.Join(work, "cmd"))
	if errors.Is(err, ErrUnknownGo) {
		b.Unknown = err
		return b, nil
	}
	if err != nil {
		return nil, err
	}
	_, err = b.run(host, "build", "-overlay", overlay, "-trimpath", "-buildvcs=false", "-o", b.linker(), "cmd/link")
	return b, err
}

// Build builds compiler, linker and base for cells that import these packages and
// what those import, and writes the files into the folder to. The same sources and the
// same Go give the same bytes.
func (b *Builder) Build(imports []string, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	if err := b.tools(to); err != nil {
		return err
	}
	return b.base(imports, to)
}

// Files returns what Build makes: what each cell needs, and what few do.
func (b *Builder) Files() (all, few []string) {
	if b.Unknown != nil {
		return []string{Compiler, Linker, Packages, Loader}, []string{Whole}
	}
	return []string{Tools, Base, Symbols, Packages, Loader}, []string{Whole}
}

// Program builds a program for WebAssembly, with flags of the go command. Its traces
// tell no lines: the table of them is a tenth of a program.
func (b *Builder) Program(path, to string, flags ...string) error {
	if b.Unknown != nil {
		_, err := b.run(target, slices.Concat([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="}, flags, []string{"-o", to, path})...)
		return err
	}
	p, err := b.compile(path, flags...)
	if err != nil {
		return err
	}
	return b.link(p, to, "-nolines")
}

func (b *Builder) goroot() (string, error) { return b.run(host, "env", "GOROOT") }

func (b *Builder) linker() string { return filepath.Join(b.work, "link") }

// run runs a go command and returns what it prints.
func (b *Builder) run(variables []string, args ...string) (string, error) {
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

// tools builds compiler and linker for WebAssembly: one program, which is told by its
// name which of both it is to be.
func (b *Builder) tools(to string) error {
	goroot, err := b.goroot()
	if err != nil {
		return err
	}
	loader, err := os.ReadFile(filepath.Join(goroot, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, Loader), loader, 0o644); err != nil {
		return err
	}
	if b.Unknown != nil {
		return errors.Join(b.Program("cmd/compile", filepath.Join(to, Compiler)), b.Program("cmd/link", filepath.Join(to, Linker)))
	}
	overlay := filepath.Join(b.work, "cmd", "overlay.json")
	// go list, by which programs are compiled here, passes over the profile that Go's compiler
	// has of itself, unless go build has prepared it. With it cells compile faster.
	if _, err := b.run(target, "build", "-trimpath", "-buildvcs=false", "-overlay", overlay, "-o", os.DevNull, "cmd/compile"); err != nil {
		return err
	}
	return b.Program("cmd/compile", filepath.Join(to, Tools), "-overlay", overlay)
}

// A program is a compiled main package, with all that it needs: archives.
type program struct {
	main     string
	packages map[string]string // by their paths
}

// compile compiles a program for WebAssembly with flags of the go command.
func (b *Builder) compile(path string, flags ...string) (program, error) {
	args := slices.Concat([]string{"list", "-trimpath", "-buildvcs=false"}, flags, []string{"-export", "-deps", "-f", "{{if .Export}}{{.ImportPath}}={{.Export}}{{end}}", path})
	list, err := b.run(target, args...)
	p := program{packages: map[string]string{}}
	for line := range strings.Lines(list) {
		if path, archive, found := strings.Cut(strings.TrimSpace(line), "="); found {
			p.packages[path] = archive
		}
	}
	p.main = p.packages[path]
	delete(p.packages, path)
	return p, err
}

// link links a program with the linker's flags into the file to.
func (b *Builder) link(p program, to string, flags ...string) error {
	config := ""
	for _, path := range slices.Sorted(maps.Keys(p.packages)) {
		config += fmt.Sprintf("packagefile %s=%s\n", path, p.packages[path])
	}
	configFile := filepath.Join(b.work, "importcfg")
	if err := os.WriteFile(configFile, []byte(config), 0o644); err != nil {
		return err
	}
	args := slices.Concat(flags, []string{"-s", "-w", "-importcfg", configFile, "-o", to, p.main})
	_, err := output(exec.CommandContext(b.ctx, b.linker(), args...), target)
	return err
}

// basePackage is where the base's program seems to lie: inside the module, so that
// it may import all of it.
const basePackage = "littlesteps/pkg/internal/web/base"

// base builds the base, and what cells are built against.
func (b *Builder) base(imports []string, to string) error {
	source := "package main\n\n"
	for _, path := range slices.Sorted(slices.Values(imports)) {
		source += fmt.Sprintf("import _ %q\n", path)
	}
	source += "\n// Cell is a cell's main function.\nvar Cell func()\n\nfunc main() { Cell() }\n"
	overlay, err := b.inModule(source)
	if err != nil {
		return err
	}
	base, err := b.compile(basePackage, "-overlay", overlay)
	if err != nil {
		return err
	}
	if b.Unknown == nil {
		if err := b.link(base, filepath.Join(to, Base), "-base", filepath.Join(to, Symbols)); err != nil {
			return err
		}
	}
	var packages, whole []file
	for _, path := range slices.Sorted(maps.Keys(base.packages)) {
		archive, err := os.ReadFile(base.packages[path])
		if err != nil {
			return err
		}
		data, err := exportData(archive)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if slices.Contains(imports, path) {
			packages = append(packages, file{path, data})
		}
		whole = append(whole, file{path, archive})
	}
	return errors.Join(writePack(filepath.Join(to, Packages), packages), writePack(filepath.Join(to, Whole), whole))
}

// inModule returns an overlay in which the base's program stands in the module.
func (b *Builder) inModule(program string) (string, error) {
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
func exportData(data []byte) ([]byte, error) {
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
