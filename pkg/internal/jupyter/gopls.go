package jupyter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// goplsModule is also the package of the program.
const goplsModule = "golang.org/x/tools/gopls"

// goplsVersion is the newest that is known to install as a program of its
// own with the Go version of go.mod.
const goplsVersion = "v0.21.1"

// goplsStep installs gopls, which answers completion and inspection, and lets it look at
// what cells import. It is no tool of go.mod: its requirements would get in the way of ours.
func (e *Env) goplsStep(g golang) step {
	return step{
		name:   "gopls",
		title:  "Completion (gopls)",
		key:    func() (string, error) { return g.Version + " gopls " + goplsVersion + " without ballast", nil },
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
	settings["GOFLAGS"] += " -modcacherw" // so that it can be removed
	settings["GOMODCACHE"] = filepath.Join(caches, "modules")
	settings["GOPROXY"] = "file://" + filepath.ToSlash(filepath.Join(g.ModCache, "cache", "download")) + "," + g.Proxy
	if some, _ := filepath.Glob(filepath.Join(g.Cache, "00", "*")); len(some) < 80 { // of 256 folders
		settings["GOCACHE"] = filepath.Join(caches, "compiled")
		if err := LinkCache(settings["GOCACHE"], g.Cache); err != nil {
			return err
		}
	} // else there is so much that it is no matter, and linking would take long
	if err := os.RemoveAll(filepath.Join(caches, "source")); err != nil { // of one that was interrupted
		return err
	}
	if err := writeFile(filepath.Join(caches, "go.mod"), []byte("module build\n")); err != nil { // the checkout's is another's
		return err
	}
	line := counting(report, 0, isPackage)
	if err := g.command(ctx, caches, settings, line, "mod", "download", goplsModule+"@"+goplsVersion); err != nil {
		return explainFetching(err)
	}
	if err := goplsSource(caches, filepath.Join(settings["GOMODCACHE"], filepath.FromSlash(goplsModule)+"@"+goplsVersion)); err != nil {
		return err
	}
	if err := g.command(ctx, caches, settings, line, "build", "-v", "-mod=mod", "-o", e.Program("gopls"), goplsModule); err != nil {
		return explainFetching(err)
	}
	return os.RemoveAll(caches)
}

// ballast is a line of gopls: 100 MB that it never uses, so that Go's garbage collector
// works less. It makes GOGC and GOMEMLIMIT mean something else than what is in use, and in
// one start of four Go fills it with zeros: then it takes all that of a learner's memory.
const ballast = "var ballast = make([]byte, 100*1e6)"

// goplsSource copies gopls' module, without the ballast, and writes a module that builds
// it with the packages, and their sums, that gopls asks for itself.
func goplsSource(dir, module string) error {
	source := filepath.Join(dir, "source")
	if err := os.CopyFS(source, os.DirFS(module)); err != nil {
		return err
	}
	file := filepath.Join(source, "internal", "cache", "cache.go")
	code, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !bytes.Contains(code, []byte(ballast)) {
		return fmt.Errorf("gopls %s has no ballast in %s: see goplsSource", goplsVersion, file)
	}
	code = bytes.Replace(code, []byte(ballast), []byte("var ballast []byte"), 1)
	mod, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		return err
	}
	mod = bytes.Replace(mod, []byte("module "+goplsModule), []byte("module build"), 1)
	mod = fmt.Appendf(mod, "\nrequire %[1]s %[2]s\n\nreplace %[1]s => ./source\n", goplsModule, goplsVersion)
	sum, err := os.ReadFile(filepath.Join(source, "go.sum"))
	return errors.Join(err, writeFile(file, code), writeFile(filepath.Join(dir, "go.mod"), mod), writeFile(filepath.Join(dir, "go.sum"), sum))
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
// some 60 MB and half a second.
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
