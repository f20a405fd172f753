// Package envtest gives tests the environment that set-up has made.
package envtest

import (
	"bytes"
	"fmt"
	"os"
	"testing"
	"time"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/suite"
)

// Env returns the checkout's environment: Python with JupyterLab, and the kernel.
// It skips the test under -short, since what runs there is slow, and where nothing
// is set up. That packages have changed since the set-up doesn't matter.
func Env(t testing.TB) *jupyter.Env {
	t.Helper()
	if testing.Short() {
		t.Skip("the kernel and Python are slow: run without -short")
	}
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, program := range []string{"gonb", "jupyter", "python"} {
		if _, err := os.Stat(env.Program(program)); err != nil {
			t.Skip("no environment in .venv: run `go tool steps setup`")
		}
	}
	return env
}

// Executed returns the folder of the lesson's notebooks as they are after Run All, which
// all packages share; see [suite.Shared].
func Executed(t testing.TB) string {
	t.Helper()
	env := Env(t)
	folder, err := suite.Shared(t, suite.Executed, func(folder string) error {
		var out bytes.Buffer
		err := jupyter.Run(t.Context(), env, nil, jupyter.RunOptions{To: folder, Out: &out, Limit: 10 * time.Minute})
		if err != nil {
			err = fmt.Errorf("%w\n%s", err, &out)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return folder
}
