package jupyter

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"littlesteps/pkg/internal/gonb"
)

// goimports is the package of the program with which the kernel finds imports.
const goimports = "golang.org/x/tools/cmd/goimports"

// kernelStep builds the kernel, and the program with which it finds imports.
func (e *Env) kernelStep(g golang) step {
	return step{
		name:  "kernel",
		title: "Go kernel",
		key: func() (string, error) {
			modules, err := e.moduleKey(g)
			if err != nil {
				return "", err
			}
			patched, err := gonb.Key()
			return modules + " patched " + patched, err
		},
		intact: func() bool { return exists(e.Program("gonb")) && exists(e.Program("goimports")) },
		after:  []string{"venv", movedStamp, "modules"}, seconds: 15,
		do: func(ctx context.Context, report reporter) error {
			source, err := e.kernelSource(ctx, g)
			if err != nil {
				return err
			}
			line := counting(report, 0, isPackage)
			if err := g.command(ctx, e.Root, asItself(), line, "build", "-v", "-modfile", source.modFile, "-o", e.Program("gonb"), gonb.Module); err != nil {
				return err
			}
			if err := g.command(ctx, e.Root, asItself(), line, "build", "-v", "-o", e.Program("goimports"), goimports); err != nil {
				return err
			}
			logo, err := os.ReadFile(filepath.Join(source.dir, "internal", "kernel", "Go_gopher_favicon.svg"))
			if err != nil {
				return err
			}
			return writeFile(e.specPath("logo-svg.svg"), logo)
		},
		hint: "if the compiler complains, is go.mod as it was cloned? (git diff go.mod go.sum)",
	}
}

// A kernelSource is gonb's source as it is built here.
type kernelSource struct {
	dir     string // the module's folder, inside .venv
	modFile string // the checkout's go.mod, which takes gonb from dir
}

// kernelSource writes gonb's patched source, and a go.mod that takes it from there.
func (e *Env) kernelSource(ctx context.Context, g golang) (kernelSource, error) {
	var module string
	err := g.command(ctx, e.Root, inModule, func(line string) { module = line }, "list", "-m", "-f", "{{.Dir}}", gonb.Module)
	if err != nil {
		return kernelSource{}, err
	}
	source := kernelSource{dir: e.Venv("var", "gonb"), modFile: e.Venv("var", "gonb.mod")}
	if err := gonb.Write(source.dir, module); err != nil {
		return source, err
	}
	mod, err := os.ReadFile(e.Path("go.mod"))
	if err != nil {
		return source, err
	}
	mod = fmt.Appendf(mod, "\nreplace %s => %q\n", gonb.Module, source.dir)
	if err := writeFile(source.modFile, mod); err != nil {
		return source, err
	}
	sum, err := os.ReadFile(e.Path("go.sum"))
	if err != nil {
		return source, err
	}
	return source, writeFile(e.Venv("var", "gonb.sum"), sum) // go looks for it beside the .mod
}
