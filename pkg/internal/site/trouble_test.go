package site_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"

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

// keepsSaved is run before a page: it has in window.saved what is saved as a file.
const keepsSaved = `HTMLAnchorElement.prototype.click = function () { window.saved = fetch(this.href).then((r) => r.text()); window.savedAs = this.download; };`

// savesAsFile saves the notebook as a file in both ways, which has the text.
func (r reader) savesAsFile(text string) {
	r.Helper()
	for _, way := range []string{
		`[...document.querySelectorAll(".Toastify__toast button")].find((b) => b.textContent === "Save as a File").click()`,
		`jupyterapp.commands.execute("docmanager:download")`,
	} {
		r.Do(`window.saved = undefined; ` + way)
		r.Await("it is saved as a file", `window.saved`)
		r.want(`savedAs`, "01_little_steps.ipynb")
		r.want(`saved.then((text) => String(JSON.parse(text).cells.find((cell) => cell.cell_type === "code").source.includes("`+text+`")))`, "true")
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
	const unkept = "Your work isn't kept: this browser %s. Before you close this tab, save your notebook as a file."
	const noRoom = "has no room left"
	t.Run("a browser that keeps nothing", func(t *testing.T) {
		r := open(t, address+path01, browsertest.Look{Before: keepsSaved + `Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("off", "SecurityError") } })`})
		r.Await("it is said", said+`.includes($1)`, fmt.Sprintf(unkept, "keeps nothing, as in a private window"))
		r.edit("import \"fmt\"\n%%\nfmt.Println(1)")
		r.want(`(dispatchEvent(window.closing = new Event("beforeunload", { cancelable: true })), String(closing.defaultPrevented))`, "true")
		r.check("import \"fmt\"\n%%\nfmt.Println(1)", "1\n")
		r.savesAsFile("Println(1)")
	})
	t.Run("no room from the beginning", func(t *testing.T) {
		r := reader{browsertest.Open(t, browsertest.Look{Alone: true, Before: keepsSaved})}
		browsertest.Call(r.Page, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: strings.TrimSuffix(address, "/x/y/"), QuotaSize: new(1000.0)})
		r.visit(address + path01)
		r.Await("it is said", said+`.includes($1)`, fmt.Sprintf(unkept, noRoom))
		r.check("import \"fmt\"\n%%\nfmt.Println(1)", "1\n")
		r.savesAsFile("Println(1)")
		r.want(`String(panel.context.model.dirty) + document.querySelectorAll(".jp-Dialog").length`, "true0")
	})
	t.Run("no room later", func(t *testing.T) {
		r := open(t, address+path01, browsertest.Look{Before: keepsSaved + `const put = IDBObjectStore.prototype.put;
			IDBObjectStore.prototype.put = function (...what) {
				if (window.full) throw new DOMException("no room", "QuotaExceededError");
				return put.apply(this, what);
			}`})
		r.edit("// there is room")
		r.want(`String(`+said+`.includes("kept"))`, "false")
		r.Do(`window.full = true`)
		r.check("import \"fmt\"\n%%\nfmt.Println(2)", "2\n")
		r.Await("it is said", said+`.includes($1)`, fmt.Sprintf(unkept, noRoom))
		r.savesAsFile("Println(2)")
		r.want(`String(panel.context.model.dirty) + document.querySelectorAll(".jp-Dialog").length`, "true0")
		r.Do(`window.full = false`)
		r.edit("// there is room again")
	})
	t.Run("cells that misbehave", func(t *testing.T) {
		r := open(t, address+path01, browsertest.Look{})
		r.check("import (\n\"fmt\"\n\"os\"\n)\nvar kept = 7\n%%\nfmt.Println(kept)", "7\n")
		for cell, says := range map[string]string{
			"var all [][]byte\nfor {\n\tall = append(all, make([]byte, 1<<20))\n}": "The cell was ended: it asked for more memory than is free",
			"for {\n\tfmt.Println(1)\n}":                         "The cell was ended: it printed more than 200,000 times, so it was stopped",
			"var none []int\nfmt.Println(none[3])":               "The list is empty: it has no place 3.",
			"os.Exit(3)":                                         "The cell ended with an error (exit status 3).",
			"_, err := os.Open(\"belts.csv\")\nfmt.Println(err)": "open belts.csv: No such file or directory",
			"var c chan int\n<-c":                                "Everything waits for something that nobody will send.",
			"var deep func() int\ndeep = func() int { return deep() + 1 }\ndeep()": "A function calls itself without end.",
		} {
			r.says("%%\n" + cell)
			if shown := browsertest.Ask[string](r.Page, `cell.outputArea.node.innerText`); !strings.Contains(shown, says) {
				t.Errorf("%s\nshows %.2000s\nand not %q", cell, shown, says)
			}
			r.check("%%\nfmt.Println(kept)", "7\n")
		}
		r.says("import \"net\"")
		r.want(`String(cell.outputArea.node.innerText.includes('"net" is not among the packages that a browser\'s tab has: bufio, bytes'))`, "true")
		r.begin("%%\nfmt.Println(\"begun\")\nfor {}")
		r.Await("it has begun", shown+` === "begun\n"`)
		r.visit(address + path01) // reloaded in the middle
		r.want(source, "%%\nfmt.Println(\"begun\")\nfor {}")
		r.check("import \"fmt\"\n%%\nfmt.Println(8)", "8\n")
	})
	t.Run("two saves at once", func(t *testing.T) {
		r := open(t, address+path01, browsertest.Look{})
		r.Do(`const { contents } = jupyterapp.serviceManager, save = contents.save;
			contents.save = (...what) => save.apply(contents, what).then((kept) => new Promise((slowly) => setTimeout(() => slowly(kept), 900)));
			const change = (n) => { panel.model.setMetadata("n", n); return panel.context.save() };
			window.both = Promise.all([change(1), new Promise((later) => setTimeout(later, 400)).then(() => change(2))]).then(() => { both = "saved" })`)
		r.Await("all are saved, and nobody is asked", `both === "saved" && !document.querySelector(".jp-Dialog")`)
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
		other.Await("it is said", said+`.includes("This notebook is open in another tab, too: of what you change in both, only one is kept. Close one of the two.")`)
		r.want(`String(`+said+`.includes("another tab"))`, "false")
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
