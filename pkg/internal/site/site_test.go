package site_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
	"littlesteps/pkg/internal/site"
	"littlesteps/pkg/internal/suite"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }

// build makes the site once for all tests, with JupyterLite alone; LITTLESTEPS_TAB names
// a folder where the kernel was built before.
var build = sync.OnceValues(func() (string, error) {
	e, err := jupyter.Find(".")
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "steps-site-")
	if err != nil {
		return "", err
	}
	browsertest.AtEnd(func() error { return os.RemoveAll(folder) })
	o := site.Options{To: folder, NoPages: true, Kit: os.Getenv("LITTLESTEPS_TAB")}
	o.Run.Out = io.Discard
	return folder, site.Build(context.Background(), e, o)
})

// serve serves the site with a plain server, in a folder of it.
func serve(t *testing.T) (server *httptest.Server, address string) {
	t.Helper()
	if os.Getenv(suite.LongVariable) == "" {
		t.Skip("builds Go's compiler for WebAssembly: go tool steps test --long")
	}
	envtest.Env(t)
	browsertest.Need(t)
	folder, err := build()
	if err != nil {
		t.Fatal(err)
	}
	server = httptest.NewServer(http.StripPrefix("/x/y/", http.FileServer(http.Dir(folder))))
	t.Cleanup(server.Close)
	return server, server.URL + "/x/y/"
}

// A reader is a page with a notebook of the site.
type reader struct{ *browsertest.Page }

func open(t *testing.T, address string, look browsertest.Look) reader {
	t.Helper()
	look.Alone = true
	look.Before += `;navigator.serviceWorker?.addEventListener("message", ({ data }) => { window.kept = data === "kept" })`
	r := reader{browsertest.Open(t, look)}
	r.visit(address)
	return r
}

func (r reader) visit(address string) {
	r.Helper()
	r.Navigate(address)
	r.Await("the notebook is there", `window.panel = jupyterapp.shell.currentWidget, panel.sessionContext.session?.kernel?.status === "idle" && panel.content.widgets.length > 20`)
}

// says runs a code cell of the notebook, with new text, and returns what it shows.
func (r reader) says(code string) string {
	r.Helper()
	r.begin(code)
	browsertest.Ask[any](r.Page, `ran.then(() => 0)`)
	return r.shown()
}

// begin runs a cell; what it comes to is in the page's variable ran.
func (r reader) begin(code string) {
	r.Helper()
	r.Do(`const at = panel.content.widgets.findIndex((cell) => cell.model.type === "code");
		window.cell = panel.content.widgets[at];
		panel.content.activeCellIndex = at;
		cell.model.sharedModel.setSource($1);
		window.ran = jupyterapp.commands.execute("notebook:run-cell")`, code)
}

const shown = `cell.model.outputs.toJSON().map((o) => o.text ?? (o.ename === "NoKernel" ? o.evalue : o.ename)).join("|")`

func (r reader) shown() string {
	r.Helper()
	return browsertest.Ask[string](r.Page, shown)
}

func (r reader) check(code, want string) {
	r.Helper()
	if got := r.says(code); got != want {
		r.Errorf("%s\nshows %q, not %q", code, got, want)
	}
}

// Whoever opens the site edits, runs and stops cells, and finds their work again, with
// the server gone as well.
func TestNotebookInTheTab(t *testing.T) {
	server, address := serve(t)
	notebook := address + "jupyter/lab/index.html?path=01_little_steps.ipynb"
	r := open(t, notebook, browsertest.Look{})
	r.check("import \"fmt\"\nvar x = 41\n%%\nx++\nfmt.Println(x)", "42\n")

	r.begin("%%\nfmt.Println(x)\nfor { x++ }")
	r.Await("the cell prints while it runs", shown+` === "41\n"`)
	r.Do(`jupyterapp.commands.execute("notebook:interrupt-kernel")`)
	browsertest.Ask[any](r.Page, `ran.then(() => 0)`)
	if got := r.shown(); !strings.Contains(got, "41\n|") {
		t.Errorf("a stopped cell shows %q", got)
	}

	// Files beside the notebook are the cells' files.
	r.Do(`window.saved = jupyterapp.serviceManager.contents.save("numbers.csv", { type: "file", format: "text", content: "1,2\n" })`)
	browsertest.Ask[any](r.Page, `saved.then(() => 0)`)
	r.check("import \"os\"\n%%\ntext, err := os.ReadFile(\"numbers.csv\")\nfmt.Print(string(text), err, os.WriteFile(\"out/sum.txt\", text, 0o600) != nil)", "1,2\n<nil> true")
	r.check("%%\nfmt.Println(os.Mkdir(\"out\", 0o700), os.WriteFile(\"out/sum.txt\", []byte{'3'}, 0o600))", "<nil> <nil>\n")
	r.Await("what a cell wrote is in the drive", `(await jupyterapp.serviceManager.contents.get("out/sum.txt", { content: true, format: "text" })).content === "3"`)

	r.says("// my work")
	browsertest.Ask[any](r.Page, `panel.context.save().then(() => 0)`)
	r.Await("all is kept", `window.kept`)
	for _, e := range browsertest.Call(r.Page, page.GetInstallabilityErrors, cdp.Empty{}).InstallabilityErrors {
		if e.ErrorID != "in-incognito" { // each test has a browser of its own
			t.Errorf("it can't be installed as an app: %s", e.ErrorID)
		}
	}
	r.CheckThrown()
	for _, asked := range r.Log.AskedOutside() {
		if !strings.HasPrefix(asked, address) {
			t.Error("asked for", asked)
		}
	}

	server.Close()
	r.visit(notebook)
	if got := browsertest.Ask[string](r.Page, `panel.content.widgets.find((cell) => cell.model.type === "code").model.sharedModel.getSource()`); got != "// my work" {
		t.Errorf("after the server is gone, the notebook has %q", got)
	}
	r.check("import \"fmt\"\n%%\nfmt.Println(6 * 7)", "42\n")
}

// On a phone, Run All of the first notebook shows what it shows on the desktop, digit for
// digit, and it is found again without the network.
func TestRunAll(t *testing.T) {
	server, address := serve(t)
	e := envtest.Env(t)
	desktop := t.TempDir()
	const name = "01_little_steps.ipynb"
	if err := jupyter.Run(t.Context(), e, []string{name}, jupyter.RunOptions{To: desktop, Out: io.Discard}); err != nil {
		t.Fatal(err)
	}
	native, err := notebook.Read(filepath.Join(desktop, name))
	if err != nil {
		t.Fatal(err)
	}
	r := open(t, address+path01, browsertest.Look{Phone: true})
	browsertest.Ask[any](r.Page, `jupyterapp.commands.execute("notebook:run-all-cells").then(() => 0)`)
	ran := browsertest.Ask[string](r.Page, outputs)
	path := filepath.Join(t.TempDir(), name)
	r.Must(os.WriteFile(path, []byte(browsertest.Ask[string](r.Page, `JSON.stringify(panel.model.toJSON())`)), 0o600))
	tab, err := notebook.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for i, cell := range native.Cells {
		got := tab.Cells[i].Outputs
		if !reflect.DeepEqual(got, cell.Outputs) {
			t.Errorf("%s shows\n%.2000v\non the desktop\n%.2000v", cell, got, cell.Outputs)
		}
		shown += len(got)
	}
	if shown < 30 {
		t.Errorf("only %d outputs", shown)
	}
	r.Do(`panel.content.activeCellIndex = panel.content.widgets.findIndex((cell) => cell.model.id === "explore-rates"); panel.content.scrollToItem(panel.content.activeCellIndex)`)
	r.Await("the explorer runs", `document.querySelector("[data-littlesteps-explorer]")?.dataset.ready`)
	r.edit("// my work")
	r.Await("all is kept", `window.kept`)
	r.CheckThrown()

	r.Navigate("about:blank")
	server.Close()
	again := reader{browsertest.Open(t, browsertest.Look{Person: r.Page, Phone: true})}
	again.visit(address + path01)
	again.want(source, "// my work")
	if browsertest.Ask[string](again.Page, outputs) != ran {
		t.Error("without the network, the outputs are others")
	}
	again.check("import \"fmt\"\n%%\nfmt.Println(6 * 7)", "42\n")
}

const outputs = `JSON.stringify(panel.model.toJSON().cells.map((cell) => cell.outputs))`
