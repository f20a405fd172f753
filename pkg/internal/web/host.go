package web

import (
	"context"
	"os"
	"path/filepath"

	"littlesteps/pkg/internal/jupyter"
)

// Host is the script with which a page starts kernels, an ES module: host/tab.js.
const Host = "tab.js"

// Bundle makes one ES module of a script and all that it imports. As "worker-script" it
// may import the text of what its workers run.
func Bundle(ctx context.Context, e *jupyter.Env, script, to string) error {
	work, err := os.MkdirTemp("", "steps-host-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	worker := filepath.Join(work, "worker.txt")
	esbuild := func(args ...string) error {
		cmd, err := e.GoProgram(ctx, "go", append([]string{"tool", "esbuild", "--bundle", "--log-level=warning", "--charset=utf8"}, args...)...)
		if err != nil {
			return err
		}
		_, err = output(cmd)
		return err
	}
	if err := esbuild("--format=iife", "--outfile="+worker, e.Path("pkg/internal/web/host/worker.js")); err != nil {
		return err
	}
	return esbuild("--format=esm", "--loader:.txt=text", "--loader:.css=text", "--minify", "--alias:worker-script="+worker, "--outfile="+to, script)
}
