package jupyter

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"littlesteps/pkg/internal/gonb"
)

// goplsVersion is the newest that is known to install as a program of its
// own with the Go version of go.mod.
const goplsVersion = "v0.21.1"

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

// goplsStep installs gopls, which answers completion and inspection, and lets it look at
// what cells import. It is no tool of go.mod: its requirements would get in the way of ours.
func (e *Env) goplsStep(g golang) step {
	return step{
		name:   "gopls",
		title:  "Completion (gopls)",
		key:    func() (string, error) { return g.Version + " gopls " + goplsVersion, nil },
		intact: func() bool { return exists(e.Program("gopls")) && exists(filepath.Join(e.standIn(), "go.mod")) },
		do: func(ctx context.Context, report reporter) error {
			if err := e.installGopls(ctx, g, report); err != nil {
				return err
			}
			if err := e.makeStandIn(); err != nil {
				return err
			}
			report(0, 0, "reads the packages")
			return e.letGoplsRead(ctx, g)
		},
		later: true, soft: true, after: []string{"venv", movedStamp, "cells"}, seconds: 60,
		hint: "is the network up? Behind a proxy, set HTTPS_PROXY, or GOPROXY to a module proxy that you reach",
	}
}

// installGopls builds gopls in caches of its own, which go when it is there: nothing else
// needs what it is made from, a quarter of a gigabyte. What is in Go's caches already is
// taken from there.
func (e *Env) installGopls(ctx context.Context, g golang, report reporter) error {
	caches := e.Venv("var", "gopls-build")
	settings := asItself()
	settings["GOBIN"] = e.Venv("bin")
	settings["GOFLAGS"] += " -modcacherw" // so that it can be removed
	settings["GOMODCACHE"] = filepath.Join(caches, "modules")
	settings["GOPROXY"] = "file://" + filepath.ToSlash(filepath.Join(g.ModCache, "cache", "download")) + "," + g.Proxy
	if some, _ := filepath.Glob(filepath.Join(g.Cache, "00", "*")); len(some) < 80 { // of 256 folders
		settings["GOCACHE"] = filepath.Join(caches, "compiled")
		if err := LinkCache(settings["GOCACHE"], g.Cache); err != nil {
			return err
		}
	} // else there is so much that it is no matter, and linking would take long
	err := g.command(ctx, e.Venv(), settings, counting(report, 0, isPackage), "install", "-v", "golang.org/x/tools/gopls@"+goplsVersion)
	if err != nil {
		return explainFetching(err)
	}
	return os.RemoveAll(caches)
}

// GoplsCache is where gopls keeps what it has found out about packages.
func (e *Env) GoplsCache() string { return e.Venv("var", "gopls") }

// standIn is the folder that quickbuild.StandInVariable names.
func (e *Env) standIn() string { return e.Venv("var", "packages") }

// makeStandIn links what gopls reads of the checkout, by ways that hold when it is moved.
func (e *Env) makeStandIn() error {
	if err := errors.Join(os.RemoveAll(e.standIn()), os.MkdirAll(e.standIn(), 0o755)); err != nil {
		return err
	}
	up, err := filepath.Rel(e.standIn(), e.Root)
	if err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum", "pkg"} {
		err = errors.Join(err, os.Symlink(filepath.Join(up, name), filepath.Join(e.standIn(), name)))
	}
	return err
}

// letGoplsRead has gopls look at all packages before anybody asks. It takes up to 600 MB
// and some ten seconds of a processor, of each learner else, and with what it keeps of it
// less than 100 MB and a second.
func (e *Env) letGoplsRead(ctx context.Context, g golang) error {
	imports, err := e.cellImports()
	if err != nil {
		return err
	}
	if err := os.RemoveAll(e.GoplsCache()); err != nil { // what another gopls has read, or of other packages
		return err
	}
	dir, err := os.MkdirTemp("", "steps-read-") // in the checkout it would read less
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := e.likeACell(ctx, g, dir, e.standIn(), imports); err != nil {
		return err
	}
	settings := e.kernelEnvironment(g, os.Getenv("PATH"))
	settings["GOPLSCACHE"], settings["GOMEMLIMIT"] = e.GoplsCache(), "768MiB"
	for range 2 { // at its end it leaves some unwritten
		if err := stream(command(ctx, dir, environment(settings), e.Program("gopls"), "check", "main.go"), nil); err != nil {
			return err
		}
	}
	return nil
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
