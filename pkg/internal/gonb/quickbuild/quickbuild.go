// Package quickbuild builds a cell's program with the compiler and the linker
// alone, where it is known what the go command would ask of them.
//
// For each cell, go build loads two hundred packages to find that nothing changed
// in them: half of the time that a cell takes. Set-up has already compiled what
// cells import, and writes down as a [Plan] where the compiled packages lie, and by
// which files on disk one sees that they are still right. [Plan.Build] looks at
// these files. If any of them changed, or if the program is not of the plain kind,
// it declines, and go build has its turn. So a maintainer who changes a package
// waits a little longer, and never gets an old one.
//
// This file and imports.go are also copied into gonb's source when set-up builds
// the kernel: they import nothing but the standard library.
package quickbuild

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
)

// A Plan says how to build programs that import some of its roots.
type Plan struct {
	Tools    string            // the folder of the compiler and the linker
	Goroot   string            // the linker writes it into programs
	Compile  []string          // flags of the compiler
	Link     []string          // flags of the linker
	Env      map[string]string // variables that change what is built, and their values
	Root     string            // the checkout, which go.work names
	Roots    map[string]string // what programs may import, and the packages' names
	Packages map[string]string // all packages that roots need, and their files in the build cache
	Files    []File            // by these one sees that the packages are still right
}

// A File is a file or folder, as it was.
type File struct {
	Path string
	Sum  string // of a file's content, or of the names in a folder
}

// Look returns the file at path, as it is.
func Look(path string) (File, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, syscall.EISDIR) {
		var entries []os.DirEntry
		entries, err = os.ReadDir(path)
		for _, entry := range entries {
			content = append(content, entry.Name()+"\n"...)
		}
	}
	if err != nil {
		return File{}, err
	}
	sum := sha256.Sum256(content)
	return File{path, hex.EncodeToString(sum[:16])}, nil
}

// Variables are the environment variables that change what is built.
var Variables = []string{"CGO_ENABLED", "GO386", "GOAMD64", "GOARCH", "GOARM", "GOARM64", "GODEBUG", "GOENV",
	"GOEXPERIMENT", "GOFIPS140", "GOFLAGS", "GOOS", "GOWORK"}

// PlanVariable names the file that [Build] takes its plan from.
const PlanVariable = "LITTLE_STEPS_PLAN"

// thePlan is read for each cell: set-up may write another one while a kernel runs.
func thePlan() (*Plan, error) { return Load(os.Getenv(PlanVariable)) }

// Build builds the program in dir by the plan that PlanVariable names. It
// returns false if go build has to do it, for whatever reason.
func Build(dir, binary string) bool {
	plan, err := thePlan()
	return err == nil && plan.Build(dir, binary) == nil
}

// Check compiles the program in dir by the plan that PlanVariable names, and
// leaves nothing behind: it is for a program of which nothing would be seen to run.
// It returns false if [Build] or go build has to do it, for whatever reason.
func Check(dir string) bool {
	plan, err := thePlan()
	return err == nil && plan.compiled(dir, func(string) error { return nil }) == nil
}

// Load reads a plan.
func Load(path string) (*Plan, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := &Plan{}
	return p, json.Unmarshal(content, p)
}

// Build builds the program in dir. An error says why go build has to do it; it is
// not for the learner, whose mistakes go build reports better.
func (p *Plan) Build(dir, binary string) error {
	return p.compiled(dir, func(work string) error {
		config := filepath.Join(work, "importcfg.link")
		if err := p.config(config, func(string) bool { return true }); err != nil {
			return err
		}
		link := append([]string{"-o", binary, "-importcfg", config, "-buildmode=exe"}, p.Link...)
		return p.tool(dir, "link", append(link, filepath.Join(work, object))...)
	})
}

const object = "main.a"

// compiled compiles the program in dir to an object in a folder that is there while
// then goes on with it.
func (p *Plan) compiled(dir string, then func(work string) error) error {
	language, err := p.plain(dir)
	if err != nil {
		return err
	}
	if err := p.imports(filepath.Join(dir, "main.go")); err != nil {
		return err
	}
	if err := p.sameVariables(); err != nil {
		return err
	}
	current := make(chan error, 1) // looked at while the compiler runs
	go func() { current <- p.Current() }()
	work, err := os.MkdirTemp(dir, "build-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	config := filepath.Join(work, "importcfg")
	if err := p.config(config, func(name string) bool { return p.Roots[name] != "" }); err != nil {
		return err
	}
	compile := append([]string{"-o", filepath.Join(work, object), "-p", "main", "-lang=" + language, "-complete", "-pack", "-importcfg", config}, p.Compile...)
	err = p.tool(dir, "compile", append(compile, "./main.go")...)
	if changed := <-current; changed != nil {
		return changed
	}
	if err != nil {
		return err
	}
	return then(work)
}

var (
	goLine     = regexp.MustCompile(`(?m)^go (\d+\.\d+)`)
	plainMod   = regexp.MustCompile(`^\s*module \S+\s+go \S+\s*(?:replace \S+ => (.+?)\s*)?$`)
	sourceFile = regexp.MustCompile(`\.(go|s|S|sx|c|cc|cpp|cxx|m|f|F|for|f90|h|hh|hpp|hxx|swig|swigcxx|syso)$`)
)

// plain says whether the module in dir is as the kernel made it: one file, no
// requirements of its own, beside the checkout. It returns the language version.
func (p *Plan) plain(dir string) (language string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, entry := range entries {
		if name := entry.Name(); sourceFile.MatchString(name) && name != "main.go" {
			return "", fmt.Errorf("%s is built as well", name)
		}
	}
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return "", err
	}
	// The kernel itself puts the checkout there, as in go.work.
	if plain := plainMod.FindSubmatch(mod); plain == nil || len(plain[1]) > 0 && strings.Trim(string(plain[1]), `"`) != p.Root {
		return "", errors.New("go.mod says more than a name and a version")
	}
	work, err := os.ReadFile(filepath.Join(dir, "go.work"))
	if err != nil {
		return "", err
	}
	// The folders stand one in a line, in quotes where there is a space in them.
	folders := map[string]bool{}
	for line := range strings.Lines(string(work)) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "go ") {
			folders[strings.Trim(strings.TrimPrefix(line, "use "), `"`)] = true
		}
	}
	for _, word := range []string{"", "(", ")", "use ("} {
		delete(folders, word)
	}
	if len(folders) != 2 || !folders[p.Root] || !folders["."] {
		return "", errors.New("go.work names something else than the checkout")
	}
	return "go" + string(goLine.FindSubmatch(mod)[1]), nil
}

// imports says whether the program imports only roots, and asks for nothing that
// the go command would have to do.
func (p *Plan) imports(path string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if strings.Contains(string(source), "//go:") {
		return errors.New("the program has a //go: line")
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.ImportsOnly)
	if err != nil {
		return err
	}
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		if p.Roots[name] == "" && name != "unsafe" {
			return fmt.Errorf("%s is no root", name)
		}
	}
	return nil
}

// sameVariables says whether the environment is the one that the plan was made in.
func (p *Plan) sameVariables() error {
	for _, name := range Variables {
		if os.Getenv(name) != p.Env[name] {
			return fmt.Errorf("%s is another", name)
		}
	}
	return nil
}

// Current returns an error if anything on disk is not as it was when the plan was
// made.
func (p *Plan) Current() error {
	for _, then := range p.Files {
		if now, err := Look(then.Path); err != nil || now != then {
			return fmt.Errorf("%s has changed", then.Path)
		}
	}
	for name, compiled := range p.Packages {
		if _, err := os.Stat(compiled); err != nil {
			return fmt.Errorf("%s is no longer in the build cache", name)
		}
	}
	return nil
}

// config writes where the compiled packages that are wanted lie.
func (p *Plan) config(path string, wanted func(string) bool) error {
	var lines strings.Builder
	for name, compiled := range p.Packages {
		if wanted(name) {
			fmt.Fprintf(&lines, "packagefile %s=%s\n", name, compiled)
		}
	}
	return os.WriteFile(path, []byte(lines.String()), 0o600)
}

func (p *Plan) tool(dir, name string, args ...string) error {
	cmd := exec.Command(filepath.Join(p.Tools, name), args...)
	cmd.Dir = dir
	// Both end before collecting garbage would pay: a tenth of the linker's time.
	cmd.Env = append(cmd.Environ(), "GOROOT="+p.Goroot, "GOGC=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}
