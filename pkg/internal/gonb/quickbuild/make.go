package quickbuild

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// Go runs the go command, under the settings of cells and in the folder of a
// module like a cell's, and returns what it prints.
type Go func(args ...string) ([]byte, error)

// listed is what go list says of a package.
type listed struct {
	ImportPath, Export, Dir, Name           string
	Standard                                bool
	GoFiles, OtherFiles, EmbedFiles, SFiles []string
	Deps                                    []string
	Module                                  *struct{ Main bool }
}

// Make compiles the roots where they aren't yet, and makes the plan for programs
// that import them. Roots that don't compile are an error. The environment is that
// of cells: values of [Variables]; compile and link are the flags that GOFLAGS has
// for them.
func Make(command Go, root string, roots []string, environment map[string]string, compile, link []string) (*Plan, error) {
	p := &Plan{Root: root, Roots: map[string]string{}, Env: environment, Compile: compile, Link: link, Packages: map[string]string{}, Sums: map[string]string{}}
	out, err := command("env", "GOROOT", "GOTOOLDIR", "GOENV", "GOVERSION")
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 4 {
		return nil, errors.New("go env doesn't name its folders")
	}
	p.Goroot, p.Tools, p.Go = lines[0], lines[1], lines[3]
	watched := map[string]bool{
		filepath.Join(root, "go.mod"): true, filepath.Join(root, "go.sum"): true,
		filepath.Join(p.Goroot, "VERSION"): true,
	}
	if _, err := Look(lines[2]); err == nil {
		watched[lines[2]] = true
	}
	args := []string{"list", "-export", "-deps", "-json=ImportPath,Export,Dir,Name,Standard,GoFiles,SFiles,OtherFiles,EmbedFiles,Module,Deps"}
	if out, err = command(append(args, roots...)...); err != nil {
		return nil, err
	}
	needed := map[string][]string{}
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var one listed
		err := decoder.Decode(&one)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if one.Export != "" {
			p.Packages[one.ImportPath] = one.Export
			if slices.Contains(roots, one.ImportPath) {
				p.Roots[one.ImportPath] = one.Name
				needed[one.ImportPath] = append(one.Deps, one.ImportPath)
			}
			if one.ImportPath == "runtime" { // it is in every program
				needed[one.ImportPath] = append(one.Deps, one.ImportPath)
			}
		}
		// Modules in the cache and the standard library don't change in place.
		if one.Module != nil && one.Module.Main {
			watched[one.Dir] = true
			for _, name := range slices.Concat(one.GoFiles, one.SFiles, one.OtherFiles, one.EmbedFiles) {
				watched[filepath.Join(one.Dir, name)] = true
				watched[filepath.Dir(filepath.Join(one.Dir, name))] = true
			}
		}
	}
	for name, all := range needed {
		p.Sums[name] = p.sumOf(all)
	}
	for _, path := range slices.Sorted(maps.Keys(watched)) {
		file, err := Look(path)
		if err != nil {
			return nil, err
		}
		p.Files = append(p.Files, file)
	}
	return p, nil
}

// sumOf names packages as they are: the build cache calls a file by its content.
func (p *Plan) sumOf(packages []string) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(slices.Values(packages)) {
		fmt.Fprintf(sum, "%q %q\n", name, filepath.Base(p.Packages[name]))
	}
	return hex.EncodeToString(sum.Sum(nil)[:20])
}
