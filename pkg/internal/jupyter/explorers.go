package jupyter

import (
	"context"
	"os"
	"os/exec"

	"littlesteps/pkg/explorer/bundle"
)

const explorersName = "explorers"

// explorersStep builds the program that runs the explorers in the browser.
func (e *Env) explorersStep(g golang) step {
	return step{
		name:  explorersName,
		title: "Explorers",
		key: func() (string, error) {
			packages, err := e.packagesKey()
			return g.Version + " packages " + packages, err
		},
		intact: func() bool { return exists(e.Explorers(bundle.Program)) && exists(e.Explorers(bundle.Page)) },
		do: func(ctx context.Context, _ reporter) error {
			// Most changes of the packages are no change of the program.
			folder, inputs, err := e.BuiltExplorers(ctx)
			if err != nil || folder != "" {
				return err
			}
			if err := bundle.Build(ctx, e.goCommand, e.Explorers("")); err != nil {
				return err
			}
			return writeFile(e.explorersInputs(), []byte(inputs))
		},
		later: true, after: []string{"venv", movedStamp, "cells"}, seconds: 30,
		soft: true, // an explorer without its program stays a picture
		hint: "does it compile? (GOOS=js GOARCH=wasm go vet ./pkg/explorer/wasm)",
	}
}

// BuiltExplorers returns the folder with the explorers' program, "" where it isn't
// made of the checkout's sources as they are, and what names these sources.
func (e *Env) BuiltExplorers(ctx context.Context) (folder, inputs string, err error) {
	inputs, err = bundle.Inputs(ctx, e.goCommand)
	if have, _ := os.ReadFile(e.explorersInputs()); err == nil && string(have) == inputs && exists(e.Explorers(bundle.Page)) {
		folder = e.Explorers("")
	}
	return folder, inputs, err
}

func (e *Env) goCommand(ctx context.Context, args ...string) (*exec.Cmd, error) {
	return e.GoProgram(ctx, "go", args...)
}

func (e *Env) explorersInputs() string { return e.Venv("var", "explorers.txt") }

// Explorers is where the exporter looks for the program, and the server, which
// serves all of share/static to everybody, without a token.
func (e *Env) Explorers(name string) string { return e.Venv("share", "static", "littlesteps", name) }
