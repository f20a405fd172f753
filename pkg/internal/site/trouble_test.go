package site_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/page"

	"littlesteps/pkg/explorer"
	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/browsertest/engines"
	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/site"
)

const path01 = "jupyter/notebooks/index.html?path=01_little_steps.ipynb"

// source is the text of the first code cell.
const source = `panel.content.widgets.find((cell) => cell.model.type === "code").model.sharedModel.getSource()`

const said = `[...document.querySelectorAll(".Toastify__toast")].map((toast) => toast.textContent).join("|")`

// edit changes the first code cell and waits until that is kept.
func (r reader) edit(text string) {
	r.Helper()
	r.Do(`panel.content.widgets.find((cell) => cell.model.type === "code").model.sharedModel.setSource($1)`, text)
	r.Await("it is kept", `!panel.context.model.dirty`)
}

func (r reader) want(expression, expected string) {
	r.Helper()
	if got := browsertest.Ask[string](r.Page, expression); got != expected {
		r.Errorf("%s\nis   %q\nnot  %q", expression, got, expected)
	}
}

// What goes wrong in a tab is said, and nothing is lost.
func TestTroubleInTheTab(t *testing.T) {
	server, address := serve(t)
	t.Run("a connection that is lost while Go is loaded", func(t *testing.T) {
		var cuts atomic.Int32
		cutting := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "base.wasm.gz") && cuts.Add(1) <= 2 { // the service worker's and the page's own
				w.Header().Set("Content-Length", "1000000")
				w.Write(make([]byte, 1000))
				panic(http.ErrAbortHandler)
			}
			server.Config.Handler.ServeHTTP(w, r)
		}))
		defer cutting.Close()
		r := open(t, cutting.URL+"/x/y/"+path01, browsertest.Look{})
		for cuts.Load() <= 2 {
			if got := r.says("import \"fmt\"\n%%\nfmt.Println(1)"); got != "1\n" && !strings.Contains(got, "Is the network up?") {
				t.Fatalf("a cell shows %q", got)
			}
		}
		r.check("import \"fmt\"\n%%\nfmt.Println(2)", "2\n")
	})
	t.Run("a browser that keeps nothing", func(t *testing.T) {
		r := open(t, address+path01, browsertest.Look{Before: `Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("off", "SecurityError") } })`})
		r.Await("it is said", said+`.includes("This browser keeps nothing, as in a private window: before you close the tab, save your notebook as a file with File, Download.")`)
		r.check("import \"fmt\"\n%%\nfmt.Println(1)", "1\n")
	})
	t.Run("no room left", func(t *testing.T) {
		r := open(t, address+path01, browsertest.Look{Before: `IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError") }`})
		r.Do(`panel.content.widgets.find((cell) => cell.model.type === "code").model.sharedModel.setSource("// mine")`)
		r.Await("it is said", said+`.includes("This notebook could not be kept in this browser: save it as a file with File, Download.")`)
		r.want(source, "// mine")
	})
	t.Run("an old browser", func(t *testing.T) {
		look := browsertest.Look{Alone: true, Before: `delete window.DecompressionStream`}
		p := browsertest.Open(t, look)
		p.Navigate(address + path01)
		p.Await("it is said", `document.getElementById("too-old").textContent.startsWith("This browser is too old to run the lesson (it has no DecompressionStream).")`)
	})
	t.Run("two tabs, one asleep", func(t *testing.T) {
		r := open(t, address+path01, browsertest.Look{})
		other := reader{browsertest.Open(t, browsertest.Look{Person: r.Page})}
		other.visit(address + path01)
		for _, state := range []page.SetWebLifecycleStateState{page.SetWebLifecycleStateStateFrozen, page.SetWebLifecycleStateStateActive} {
			browsertest.Call(r.Page, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: state})
		}
		other.edit("// of the other tab")
		r.Do(`panel.content.widgets.find((cell) => cell.model.type === "code").model.sharedModel.setSource("// of this tab")`)
		r.Await("it asks which to keep", `document.querySelector(".jp-Dialog").textContent.includes("has changed on disk")`)
		r.Do(`[...document.querySelectorAll(".jp-Dialog button")].find((b) => b.textContent === "Revert").click()`)
		r.Await("it has the other's", source+` === "// of the other tab"`)
	})
	t.Run("what is to be brought back", func(t *testing.T) {
		r := open(t, address+path01, browsertest.Look{})
		before := browsertest.Ask[string](r.Page, source)
		r.edit("// mine")
		r.Do(`jupyterapp.commands.execute("littlesteps:bring-back")`)
		r.Await("it asks", `document.querySelector(".jp-Dialog")`)
		r.Do(`[...document.querySelectorAll(".jp-Dialog button")].find((b) => b.textContent === "Bring Back").click()`)
		r.Await("it is said", said+`.includes("01_little_steps.ipynb is as it was. What you had is in my_01_little_steps.ipynb.")`)
		r.want(source, before)
		r.want(`jupyterapp.serviceManager.contents.get("my_01_little_steps.ipynb").then(({ content }) => content.cells.find((cell) => cell.cell_type === "code").source)`, "// mine")
	})
}

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
		b.Await("the explorer runs", `document.querySelector("[data-littlesteps-explorer]").dataset.ready && document.querySelector("[data-littlesteps-explorer] svg path").getBoundingClientRect().width > 20`)
		check("// my work", "")
		b.Await("it is kept", `!panel.context.model.dirty`)
		visit()
		if got := engines.Ask[string](b, source); got != "// my work" {
			b.Errorf("after a reload the notebook has %q", got)
		}
	})
}
