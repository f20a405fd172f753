package explorer_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/explorer"
	"littlesteps/pkg/explorer/bundle"
)

var pageDir = flag.String("page", "", "write pages with the explorers into this folder, to look at")

// goCommand works on the checkout, with the go command on PATH.
func goCommand(ctx context.Context, args ...string) (*exec.Cmd, error) {
	return exec.CommandContext(ctx, "go", args...), nil
}

// program builds the explorers' program into dir.
func program(t *testing.T, dir string) {
	t.Helper()
	if err := bundle.Build(t.Context(), goCommand, dir); err != nil {
		t.Fatal(err)
	}
}

// exported is a page as the exporter writes it: the outputs, and the program once
// at the end of the body.
func exported(t *testing.T, dir string, explorers ...*explorer.Explorer) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width, initial-scale=1'><title>Explorers</title>" +
		"<style>:root{color-scheme:light dark}body{margin:1rem;background:light-dark(#fff,#111);color:light-dark(#111,#eee);font-family:sans-serif}</style><main><h1>Explorers</h1>")
	for _, e := range explorers {
		b.WriteString(e.HTML())
	}
	b.WriteString("</main>")
	end, err := os.ReadFile(filepath.Join(dir, bundle.Page))
	if err != nil {
		t.Fatal(err)
	}
	b.Write(end)
	b.WriteString("</html>")
	page := filepath.Join(dir, "page.html")
	if err := os.WriteFile(page, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return page
}

func TestWritePages(t *testing.T) {
	if *pageDir == "" {
		t.Skip("no -page given")
	}
	program(t, *pageDir)
	exported(t, *pageDir, explorer.Belts(), explorer.Penguins(), explorer.Race())
	for _, e := range []*explorer.Explorer{explorer.Belts(), explorer.Penguins(), explorer.Race()} {
		t.Logf("output %d bytes", len(e.HTML()))
	}
}
