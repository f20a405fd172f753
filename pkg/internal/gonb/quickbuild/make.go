package quickbuild

import (
	"encoding/json"
	"errors"
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
	Module                                  *struct{ Main bool }
}

// Make compiles the roots where they aren't yet, and makes the plan for programs
// that import them. Roots that don't compile are an error. The environment is that
// of cells: values of [Variables]; compile and link are the flags that GOFLAGS has
// for them.
func Make(command Go, root string, roots []string, environment map[string]string, compile, link []string) (*Plan, error) {
	p := &Plan{Root: root, Roots: map[string]string{}, Env: environment, Compile: compile, Link: link, Packages: map[string]string{}}
	out, err := command("env", "GOROOT", "GOTOOLDIR", "GOENV")
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 3 {
		return nil, errors.New("go env doesn't name its folders")
	}
	p.Goroot, p.Tools = lines[0], lines[1]
	watched := map[string]bool{
		filepath.Join(root, "go.mod"): true, filepath.Join(root, "go.sum"): true,
		filepath.Join(p.Goroot, "VERSION"): true,
	}
	if _, err := Look(lines[2]); err == nil {
		watched[lines[2]] = true
	}
	args := []string{"list", "-export", "-deps", "-json=ImportPath,Export,Dir,Name,Standard,GoFiles,SFiles,OtherFiles,EmbedFiles,Module"}
	if out, err = command(append(args, roots...)...); err != nil {
		return nil, err
	}
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
	for _, path := range slices.Sorted(maps.Keys(watched)) {
		file, err := Look(path)
		if err != nil {
			return nil, err
		}
		p.Files = append(p.Files, file)
	}
	return p, nil
}
