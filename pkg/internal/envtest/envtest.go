// Package envtest gives tests the environment that set-up has made.
package envtest

import (
	"os"
	"testing"

	"littlesteps/pkg/internal/jupyter"
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
