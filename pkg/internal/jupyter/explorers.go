package jupyter

import (
	"context"
	"os"
	"os/exec"

	"littlesteps/pkg/explorer/bundle"
)

// explorersStep builds the program that runs the explorers in the browser.
func (e *Env) explorersStep(g golang) step {
	return step{
		name:  "explorers",
		title: "Explorers",
		key: func() (string, error) {
			packages, err := e.packagesKey()
			return g.Version + " packages " + packages, err
		},
		intact: func() bool { return exists(e.explorers(bundle.Program)) && exists(e.explorers(bundle.Page)) },
		do: func(ctx context.Context, _ reporter) error {
			golang := func(ctx context.Context, args ...string) (*exec.Cmd, error) {
				return e.GoProgram(ctx, "go", args...)
			}
			inputs, err := bundle.Inputs(ctx, golang)
			if err != nil {
				return err
			}
			// Most changes of the packages are no change of the program.
			built := e.Venv("var", "explorers.txt")
			if have, err := os.ReadFile(built); err == nil && string(have) == inputs && exists(e.explorers(bundle.Page)) {
				return nil
			}
			if err := bundle.Build(ctx, golang, e.explorers("")); err != nil {
				return err
			}
			return writeFile(built, []byte(inputs))
		},
		soft: true, // an explorer without its program stays a picture
		hint: "does it compile? (GOOS=js GOARCH=wasm go vet ./pkg/explorer/wasm)",
	}
}

// explorers is where the exporter looks for the program, and the server, which
// serves all of share/static to everybody, without a token.
func (e *Env) explorers(name string) string { return e.Venv("share", "static", "littlesteps", name) }
