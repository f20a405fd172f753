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
// The package is also copied into gonb's source when set-up builds the kernel: it
// imports nothing of the checkout.
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
	Go       string            // the version of Go, and what it was built with
	Roots    map[string]string // what programs may import, and the packages' names
	Sums     map[string]string // of roots and of the runtime: names all that they are made from
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

// StandInVariable names a folder that stands for the checkout where code is read and not
// built. Its packages are links: Go imports them, and doesn't find them when it is asked
// for all packages, as gopls asks. So gopls knows of what cells import, and not of all
// else with its tests: that is a third of its memory, and of its time.
const StandInVariable = "LITTLESTEPS_STAND_IN"

// thePlan is read for each cell: set-up may write another one while a kernel runs.
func thePlan() (*Plan, error) { return Load(os.Getenv(PlanVariable)) }

// Build builds the program in dir by the plan that PlanVariable names, or takes it
// from those that are kept. It returns false if go build has to do it, for whatever
// reason.
func Build(dir, binary string) bool {
	plan, err := thePlan()
	return err == nil && plan.Build(dir, binary) == nil
}

// Check compiles the program in dir by the plan that PlanVariable names, and
// leaves nothing behind: it is for a program of which nothing would be seen to run.
// It returns false if [Build] or go build has to do it, for whatever reason. It is
// another function where programs are built in another way.
var Check = func(dir string) bool {
	plan, err := thePlan()
	return err == nil && plan.Check(dir) == nil
}

// Load reads a plan.
func Load(path string) (*Plan, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := &Plan{}
	if err := json.Unmarshal(content, p); err != nil {
		return nil, err
	}
	if p.Sums["runtime"] == "" {
		return nil, errors.New("the plan doesn't say what packages are made from: it is of an older set-up")
	}
	return p, nil
}

// Build builds the program in dir, or takes it from those that are kept. An error
// says why go build has to do it; it is not for the learner, whose mistakes go build
// reports better.
func (p *Plan) Build(dir, binary string) error {
	program, err := p.look(dir)
	if err != nil {
		return err
	}
	link := append([]string{"-buildmode=exe"}, p.Link...)
	key := p.key(program, p.compileFlags(program), link)
	if p.sameFiles() == nil && take(key, binary) {
		return nil
	}
	err = p.compiled(dir, program, func(work string) error {
		config := filepath.Join(work, "importcfg.link")
		if err := p.config(config, func(string) bool { return true }); err != nil {
			return err
		}
		args := append([]string{"-o", binary, "-importcfg", config}, link...)
		return p.tool(dir, "link", append(args, filepath.Join(work, object))...)
	})
	if err == nil {
		keep(key, binary)
	}
	return err
}

// Check compiles the program in dir, unless it is known to compile.
func (p *Plan) Check(dir string) error {
	program, err := p.look(dir)
	if err != nil {
		return err
	}
	passed := filepath.Join(dir, "compiles")
	defer os.Remove(passed)
	key := p.key(program, p.compileFlags(program))
	if p.sameFiles() == nil && take(key, passed) {
		return nil
	}
	return p.compiled(dir, program, func(string) error {
		if os.WriteFile(passed, []byte("it compiles\n"), 0o600) == nil {
			keep(key, passed)
		}
		return nil
	})
}

const object = "main.a"

// parts are what a program is made from, besides the plan.
type parts struct {
	language string   // the version, such as go1.26
	imports  []string // in the order of the source
	source   []byte
}

// look returns what the program in dir is made from, or an error if go build has to
// build it.
func (p *Plan) look(dir string) (program parts, err error) {
	if strings.Contains(dir, ";") || strings.Contains(dir, "=>") {
		return program, errors.New("the compiler can't be told to leave out this folder's name")
	}
	if program.language, err = p.plain(dir); err != nil {
		return program, err
	}
	if program.source, err = os.ReadFile(filepath.Join(dir, "main.go")); err != nil {
		return program, err
	}
	if program.imports, err = p.imports(program.source); err != nil {
		return program, err
	}
	return program, p.sameVariables()
}

// Source is what programs call their source: the folder's own name is another in
// each kernel.
const Source = "cell/main.go"

func (p *Plan) compileFlags(program parts) []string {
	return append([]string{"-p", "main", "-lang=" + program.language, "-complete", "-pack"}, p.Compile...)
}

// key names what a program is made from: another key, another program. A root's sum
// stands for all packages that it needs.
func (p *Plan) key(program parts, steps ...[]string) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %q %q %q\n", p.Tools, p.Goroot, p.Go, p.Sums["runtime"])
	for _, name := range Variables {
		fmt.Fprintf(sum, "%q\n", p.Env[name])
	}
	for _, args := range steps {
		fmt.Fprintf(sum, "%q\n", args)
	}
	for _, name := range program.imports {
		fmt.Fprintf(sum, "%q %q\n", name, p.Sums[name])
	}
	sum.Write(program.source)
	return hex.EncodeToString(sum.Sum(nil)[:20])
}

// compiled compiles the program in dir to an object in a folder that is there while
// then goes on with it.
func (p *Plan) compiled(dir string, program parts, then func(work string) error) error {
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
	args := []string{"-o", filepath.Join(work, object), "-trimpath=" + dir + "=>" + filepath.Dir(Source), "-importcfg", config}
	args = append(args, p.compileFlags(program)...)
	err = p.tool(dir, "compile", append(args, "./main.go")...)
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

// imports returns what the program imports: roots alone, and nothing that the go
// command would have to see to.
func (p *Plan) imports(source []byte) (names []string, err error) {
	if strings.Contains(string(source), "//go:") {
		return nil, errors.New("the program has a //go: line")
	}
	file, err := parser.ParseFile(token.NewFileSet(), "main.go", source, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if p.Roots[name] == "" && name != "unsafe" {
			return nil, fmt.Errorf("%s is no root", name)
		}
		names = append(names, name)
	}
	return names, nil
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
	if err := p.sameFiles(); err != nil {
		return err
	}
	for name, compiled := range p.Packages {
		if _, err := os.Stat(compiled); err != nil {
			return fmt.Errorf("%s is no longer in the build cache", name)
		}
	}
	return nil
}

// sameFiles says whether the packages' sources are as they were. For a program that
// is kept that will do: what was compiled from them may be gone.
func (p *Plan) sameFiles() error {
	for _, then := range p.Files {
		if now, err := Look(then.Path); err != nil || now != then {
			return fmt.Errorf("%s has changed", then.Path)
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
