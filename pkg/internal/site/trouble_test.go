package site_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/page"

	"littlesteps/pkg/internal/browsertest"
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
		r := open(t, address+path01, browsertest.Look{Before: `const put = IDBObjectStore.prototype.put;
			IDBObjectStore.prototype.put = function (...what) {
				if (window.full) throw new DOMException("no room", "QuotaExceededError");
				return put.apply(this, what);
			}`})
		r.Do(`window.full = true; panel.content.widgets.find((cell) => cell.model.type === "code").model.sharedModel.setSource("// mine")`)
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
		r.want(`jupyterapp.serviceManager.contents.get("my_01_little_steps.ipynb", { content: true }).then(({ content }) => content.cells.find((cell) => cell.cell_type === "code").source)`, "// mine")
	})
}
