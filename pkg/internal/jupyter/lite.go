package jupyter

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// liteLock is what pip installs for JupyterLite, beside what set-up installs.
//
//go:embed files/lite.txt
var liteLock []byte

// liteStep installs the builder of JupyterLite sites. Only [Env.Lite] asks for it:
// learners don't need its 17 MB.
func (e *Env) liteStep() step {
	folder := e.Venv("var", "lite")
	return step{
		name:   "lite",
		title:  "JupyterLite",
		key:    func() (string, error) { return "lock " + digest(liteLock), nil },
		intact: func() bool { return exists(folder) },
		do: func(ctx context.Context, _ reporter) error {
			if err := os.RemoveAll(folder); err != nil {
				return err
			}
			list := e.Venv("var", "lite.txt")
			if err := writeFile(list, liteLock); err != nil {
				return err
			}
			return e.pip(ctx, nil, "--require-hashes", "--only-binary", ":all:", "--no-deps", "--target", folder, "-r", list)
		},
		hint: "is the network up? Behind a proxy, set HTTPS_PROXY; pip's own settings hold here too",
	}
}

// Lite makes a JupyterLite site in the folder to of a project: a folder with files that
// the site offers, overrides.json, jupyter-lite.json, and an extension.
// https://jupyterlite.readthedocs.io/en/stable/reference/cli.html
func (e *Env) Lite(ctx context.Context, project, to string, out io.Writer) (err error) {
	if err := e.carryOut(ctx, []step{e.liteStep()}, out); err != nil {
		return err
	}
	session, err := e.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	const program = `import runpy, sys
sys.path.append(sys.argv.pop(1))
runpy.run_module("jupyterlite_core", run_name="__main__")`
	arguments := []string{"-I", "-c", program, e.Venv("var", "lite"), "build",
		"--lite-dir", project, "--contents", "files", "--settings-overrides", "overrides.json", "--output-dir", to,
		"--ignore-sys-prefix", "federated_extensions", "--no-libarchive", "--no-sourcemaps", "--no-unused-shared-packages"}
	extensions, err := filepath.Glob(filepath.Join(project, "extensions", "*"))
	if err != nil {
		return err
	}
	for _, folder := range extensions {
		arguments = append(arguments, "--LiteBuildConfig.federated_extensions="+folder)
	}
	cmd := session.Command(ctx, "python", arguments...)
	cmd.Dir = project
	if err := stream(cmd, func(string) {}); err != nil {
		return fmt.Errorf("JupyterLite wasn't built: %w", err)
	}
	return nil
}
