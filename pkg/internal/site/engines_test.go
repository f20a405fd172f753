package site_test

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/explorer"
	"littlesteps/pkg/internal/browsertest/engines"
	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/site"
)

// explorerPage writes a page of the site, with an explorer.
func explorerPage(t *testing.T) {
	folder, err := build()
	if err != nil {
		t.Fatal(err)
	}
	output := map[string]any{"output_type": "display_data", "data": map[string]string{"text/html": explorer.Belts().HTML()}, "metadata": map[string]any{}}
	cell := map[string]any{"cell_type": "code", "id": "explores", "source": "", "execution_count": 1, "outputs": []any{output}, "metadata": map[string]any{}}
	text, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "cells": []any{cell}, "metadata": map[string]any{}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "explores.ipynb")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	o := site.Pages(site.Options{To: folder})
	o.NoRun, o.Run.Out = true, io.Discard
	if err := jupyter.HTML(t.Context(), envtest.Env(t), []string{path}, o); err != nil {
		t.Fatal(err)
	}
}

// Each engine runs cells, draws, stops, and finds the work again.
func TestTabInEngines(t *testing.T) {
	_, address := serve(t)
	explorerPage(t)
	engines.Each(t, func(b *engines.Browser) {
		b.Cleanup(func() {
			if b.Failed() {
				b.Log("the page says", engines.Ask[string](b, said+` + [...document.querySelectorAll(".jp-Dialog")].map((dialog) => dialog.textContent)`))
			}
		})
		visit := func() {
			b.Helper()
			b.Open(address + path01)
			b.Await("the notebook is there", `window.panel = jupyterapp.shell.currentWidget, panel.sessionContext.session?.kernel?.status === "idle" && panel.content.widgets.length > 20`)
		}
		begin := func(code string) {
			b.Helper()
			b.Do(`const at = panel.content.widgets.findIndex((cell) => cell.model.type === "code");
				window.cell = panel.content.widgets[at];
				panel.content.activeCellIndex = at;
				cell.model.sharedModel.setSource(` + "`" + code + "`" + `);
				window.over = false;
				jupyterapp.commands.execute("notebook:run-cell").then(() => { over = true })`)
		}
		check := func(code, want string) {
			b.Helper()
			begin(code)
			b.Await("it has run", `over`)
			if got := engines.Ask[string](b, shown); got != want {
				b.Errorf("%s\nshows %q, not %q", code, got, want)
			}
		}
		b.Open(address + "explores.html")
		b.Await("the explorer of a page runs", `document.querySelector("[data-littlesteps-explorer]").dataset.ready`)

		visit()
		b.Log("service worker:", engines.Ask[bool](b, `Boolean(navigator.serviceWorker?.controller)`), engines.Ask[bool](b, `isSecureContext`))
		check("import (\n\"fmt\"\n\"littlesteps/pkg/explorer\"\n\"littlesteps/pkg/display\"\n)\nvar x = 41\n%%\nx++\nfmt.Println(x)", "42\n")
		begin("%%\nfmt.Println(x)\nfor { x++ }")
		b.Await("the cell prints while it runs", shown+` === "41\n"`)
		b.Do(`jupyterapp.commands.execute("notebook:interrupt-kernel")`)
		b.Await("it is stopped", `over`)
		if got := engines.Ask[string](b, shown); !strings.HasPrefix(got, "41\n|") {
			b.Errorf("a stopped cell shows %q", got)
		}
		begin("%%\ndisplay.Show(explorer.Belts())")
		b.Await("the explorer runs", `document.querySelector("[data-littlesteps-explorer]").dataset.ready && document.querySelector("[data-littlesteps-explorer] svg").getBoundingClientRect().width > 200`)
		check("// my work", "")
		b.Await("it is kept", `!panel.context.model.dirty`)
		visit()
		if got := engines.Ask[string](b, source); got != "// my work" {
			b.Errorf("after a reload the notebook has %q", got)
		}
	})
}
