package jupyter

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/version"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"littlesteps/pkg/internal/gonb"
)

// buildSettings are the variables under which cells are built. Everything
// else that set-up builds uses them too, so that each package is compiled
// once. Measured with a cell that trains and draws: linking without symbol
// tables and debugging information takes little more than half the time, and
// the line numbers in a panic's trace stay.
var buildSettings = map[string]string{
	"CGO_ENABLED": "0",
	"GOFLAGS":     quoted("-ldflags="+strings.Join(linkFlags, " ")) + " " + quoted("-gcflags=all="+strings.Join(compileFlags, " ")),
	"GOWORK":      "", // the kernel's own go.work, whatever the user's shell says
	// Numbers depend on them: with GOAMD64=v3, say, a product and a sum are rounded once.
	"GOAMD64": "v1", "GOARM64": "v8.0", "GOARM": "", "GO386": "",
	"GOEXPERIMENT": "", "GODEBUG": "", "GOFIPS140": "off",
}

// hereSettings are buildSettings for programs that run on this machine, whatever the
// user's shell builds for.
func hereSettings() map[string]string {
	settings := maps.Clone(buildSettings)
	settings["GOOS"], settings["GOARCH"] = runtime.GOOS, runtime.GOARCH
	return settings
}

var (
	compileFlags = compileFlagsFor(runtime.GOARCH)
	linkFlags    = []string{"-s", "-w"}
)

// compileFlagsFor returns the compiler's flags. Many processors multiply and add with
// one rounding where amd64's first version has two, and Go lets them: the same cell
// would print other last digits there, and draw other figures. The second flag is the
// compiler's own way to forbid it.
func compileFlagsFor(architecture string) []string {
	if architecture == "amd64" {
		return []string{"-dwarf=false"}
	}
	return []string{"-dwarf=false", "-d=fmahash=qn"}
}

// quoted is an entry of GOFLAGS.
func quoted(flag string) string {
	if strings.Contains(flag, " ") {
		return "'" + flag + "'"
	}
	return flag
}

// BuildSettings are the variables under which cells are built, as NAME=VALUE,
// for who builds a learner's program elsewhere, on whatever machine that is.
func BuildSettings() (settings []string) {
	for _, name := range slices.Sorted(maps.Keys(buildSettings)) {
		settings = append(settings, name+"="+buildSettings[name])
	}
	return settings
}

// golang is the Go installation that builds this checkout.
type golang struct {
	Root     string `json:"GOROOT"`
	Version  string `json:"GOVERSION"`
	ModCache string `json:"GOMODCACHE"`
	Cache    string `json:"GOCACHE"`
	Proxy    string `json:"GOPROXY"`
}

// bin is the folder of the go command.
func (g golang) bin() string { return filepath.Join(g.Root, "bin") }

// findGo asks the go command on PATH about itself. In the checkout it
// answers for the version that go.mod asks for.
func (e *Env) findGo(ctx context.Context) (golang, error) {
	cmd := command(ctx, e.Root, environment(map[string]string{"GOWORK": "off"}), "go", "env", "-json", "GOROOT", "GOVERSION", "GOMODCACHE", "GOCACHE", "GOPROXY")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	answer, err := cmd.Output()
	if err != nil {
		return golang{}, fmt.Errorf("ask the go command for its version: %w\n%s", err, strings.TrimSpace(complaint.String()))
	}
	var g golang
	if err := json.Unmarshal(answer, &g); err != nil {
		return golang{}, fmt.Errorf("ask the go command for its version: %w", err)
	}
	mod, err := os.ReadFile(e.Path("go.mod"))
	if err != nil {
		return golang{}, err
	}
	if needed := goLine.FindSubmatch(mod); needed != nil && version.Compare(g.Version, "go"+string(needed[1])) < 0 {
		return golang{}, fmt.Errorf("%s is older than the Go %s that go.mod asks for", g.Version, needed[1])
	}
	return g, nil
}

var goLine = regexp.MustCompile(`(?m)^go ([0-9.]+)$`)

// command runs the go command in dir under the settings of the cells.
func (g golang) command(ctx context.Context, dir string, more map[string]string, line func(string), args ...string) error {
	settings := hereSettings()
	maps.Copy(settings, more)
	return stream(command(ctx, dir, environment(settings), filepath.Join(g.bin(), "go"), args...), line)
}

// asItself returns the settings with which this program was built, as far as they say
// how packages are compiled: on a fresh machine half of what the kernel needs has been
// compiled for it a minute ago.
func asItself() map[string]string {
	flags := []string{fmt.Sprintf("'-ldflags=%s'", strings.Join(linkFlags, " "))}
	settings := map[string]string{"GOWORK": "off"}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "CGO_ENABLED":
				settings[s.Key] = s.Value
			case (s.Key == "-gcflags" || s.Key == "-trimpath") && !strings.Contains(s.Value, "'"):
				flags = append(flags, fmt.Sprintf("'%s=%s'", s.Key, s.Value))
			}
		}
	}
	settings["GOFLAGS"] = strings.Join(flags, " ")
	return settings
}

// inModule are the settings for work on the checkout's own module: a go.work
// in a folder above it is none of ours.
var inModule = map[string]string{"GOWORK": "off"}

// counting returns a line handler that reports each line as one more done.
func counting(report reporter, total int, wanted func(string) bool) func(string) {
	seen := 0
	return func(line string) {
		if wanted(line) {
			seen++
			report(seen, total, strings.TrimPrefix(line, "go: downloading "))
		}
	}
}

func isDownload(line string) bool { return strings.HasPrefix(line, "go: downloading ") }

// isPackage recognises what `go build -v` says of a package that it compiles.
func isPackage(line string) bool {
	return !strings.HasPrefix(line, "#") && !strings.ContainsAny(line, " :")
}

// moduleKey names the modules and the Go version that build them.
func (e *Env) moduleKey(g golang) (string, error) {
	mod, err := os.ReadFile(e.Path("go.mod"))
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile(e.Path("go.sum"))
	if err != nil {
		return "", err
	}
	return g.Version + " modules " + digest(mod, sum), nil
}

// testModulesStep downloads what only tests and the tools of this project need, and drops
// what no step needs any more.
func (e *Env) testModulesStep(g golang) step {
	s := e.modulesStep(g)
	s.name, s.title = "test-modules", "Go modules of tests"
	s.later, s.soft = true, true
	s.after = append(s.after, "modules", "gopls") // which takes archives from the cache
	s.do = func(ctx context.Context, report reporter) error {
		var folders []string
		line := counting(report, 0, isDownload)
		err := g.command(ctx, e.Root, inModule, func(text string) {
			line(text)
			folders = append(folders, text)
		}, "list", "-deps", "-test", "-f", "{{with .Module}}{{.Dir}}{{end}}", "./...", "tool", gonb.Module, goimports)
		if err == nil {
			err = e.dropArchives(g, folders)
		}
		return explainFetching(err)
	}
	return s
}

// dropArchives removes the archives, a fifth of a gigabyte, of the modules in these
// folders, as far as they were fetched since this checkout is there: what is unpacked, Go doesn't
// unpack again.
func (e *Env) dropArchives(g golang, folders []string) error {
	begun, err := os.Stat(e.Path("go.mod"))
	if err != nil {
		return err
	}
	slices.Sort(folders)
	for _, folder := range slices.Compact(folders) {
		name, inside := strings.CutPrefix(folder, g.ModCache+string(filepath.Separator))
		module, version, isModule := strings.Cut(name, "@")
		if !inside || !isModule {
			continue
		}
		archive := filepath.Join(g.ModCache, "cache", "download", module, "@v", version+".zip")
		if info, err := os.Stat(archive); err != nil || info.ModTime().Before(begun.ModTime()) {
			continue
		}
		if err := os.Remove(archive); err != nil {
			return err
		}
	}
	return nil
}

// modulesStep downloads the modules of all programs and packages.
func (e *Env) modulesStep(g golang) step {
	return step{
		name:  "modules",
		title: "Go modules",
		key:   func() (string, error) { return e.moduleKey(g) },
		intact: func() bool { // `go clean -modcache` may have come by
			return exists(filepath.Join(g.ModCache, "github.com", "gomlx")) &&
				exists(filepath.Join(g.ModCache, "github.com", "janpfeifer"))
		},
		after: []string{"venv", movedStamp}, seconds: 8,
		do: func(ctx context.Context, report reporter) error {
			return explainFetching(g.command(ctx, e.Root, inModule, counting(report, 0, isDownload), "list", "-deps", "./...", gonb.Module, goimports))
		},
		hint: "is the network up? Behind a proxy, set HTTPS_PROXY, or GOPROXY to a module proxy that you reach",
	}
}

// GoProgram prepares a program of the Go installation, "go" or "gofmt", for
// work on the checkout's packages, under the settings with which set-up has
// compiled them.
func (e *Env) GoProgram(ctx context.Context, program string, args ...string) (*exec.Cmd, error) {
	g, err := e.findGo(ctx)
	if err != nil {
		return nil, err
	}
	settings := hereSettings()
	maps.Copy(settings, inModule)
	return command(ctx, e.Root, environment(settings), filepath.Join(g.bin(), program), args...), nil
}
