package explorer_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"littlesteps/pkg/explorer"
	"littlesteps/pkg/explorer/bundle"
	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/jupyter"
)

var pageDir = flag.String("page", "", "write a page with the explorers into this folder, to look at")

func TestWritePage(t *testing.T) {
	if *pageDir == "" {
		return // it only draws: give -page
	}
	if err := bundle.Build(t.Context(), goCommand, *pageDir); err != nil {
		t.Fatal(err)
	}
	writePage(t, *pageDir, *pageDir, everyExplorer()...)
}

func everyExplorer() []*explorer.Explorer {
	return []*explorer.Explorer{explorer.Belts(), explorer.Penguins(), explorer.Race()}
}

// goCommand works on the checkout, with the go command on PATH.
func goCommand(ctx context.Context, args ...string) (*exec.Cmd, error) {
	return exec.CommandContext(ctx, "go", args...), nil
}

// built is a folder with the explorers' program for all tests: a copy of what
// set-up has built, if it is of these sources.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "explorers-")
	if err != nil {
		return "", err
	}
	atEnd(func() error { return os.RemoveAll(dir) })
	to := filepath.Join(dir, "littlesteps")
	env, err := jupyter.Find(".")
	if err != nil {
		return "", err
	}
	if folder, _, err := env.BuiltExplorers(context.Background()); err == nil && folder != "" {
		return to, os.CopyFS(to, os.DirFS(folder))
	}
	return to, bundle.Build(context.Background(), goCommand, to)
})

func program(t *testing.T) string {
	t.Helper()
	browsertest.Need(t)
	dir, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// exported writes a page as the exporter does, the outputs and then the program,
// and returns its path.
func exported(t *testing.T, explorers ...*explorer.Explorer) string {
	t.Helper()
	return writePage(t, program(t), t.TempDir(), explorers...)
}

func writePage(t *testing.T, program, to string, explorers ...*explorer.Explorer) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width, initial-scale=1'><title>Explorers</title>" +
		"<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; img-src data:; worker-src blob:\">" +
		"<style>:root{color-scheme:light dark}body{margin:1rem;background:light-dark(#fff,#111);color:light-dark(#111,#eee);font-family:sans-serif}</style><main><h1>Explorers</h1>")
	for _, e := range explorers {
		b.WriteString(e.HTML())
	}
	b.WriteString("</main>")
	if program != "" {
		end, err := os.ReadFile(filepath.Join(program, bundle.Page))
		if err != nil {
			t.Fatal(err)
		}
		b.Write(end)
	}
	b.WriteString("</html>")
	path := filepath.Join(to, "page.html")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
