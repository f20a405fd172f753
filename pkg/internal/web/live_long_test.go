package web_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/web"
)

// TestLiveLesson opens notebook 01 as a live page from a file on a phone, without network, and works
// through it. LITTLESTEPS_LOOK names a folder for screenshots.
func TestLiveLesson(t *testing.T) {
	long(t)
	browsertest.Need(t)
	e := envtest.Env(t)
	folder := t.TempDir()
	end := filepath.Join(folder, "end.html")
	if err := web.Live(t.Context(), e, kitFor(t), end); err != nil {
		t.Fatal(err)
	}
	o := jupyter.HTMLOptions{Live: end, To: folder}
	o.Run.Out, o.Run.To = io.Discard, filepath.Join(folder, "run")
	if err := jupyter.HTML(t.Context(), e, []string{"01_little_steps"}, o); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "01_little_steps.html")
	if file, err := os.Stat(path); err == nil {
		t.Logf("the page has %.1f MB", float64(file.Size())/1e6)
	}
	p := live{browsertest.Open(t, browsertest.Look{Offline: true, Still: true, Phone: true, Before: `HTMLAnchorElement.prototype.click = function () { window.saved = fetch(this.href).then((r) => r.text()); }`})}
	p.NavigateFile(path)
	p.ready()
	t.Log("ready after ms:", browsertest.Ask[int](p.Page, `Math.round(performance.now())`))

	shown := func() map[string]string {
		return browsertest.Ask[map[string]string](p.Page, `Object.fromEntries([...document.querySelectorAll(".cell")].map((c) => {
			const copy = c.querySelector(".outputs").cloneNode(true);
			for (const out of copy.querySelectorAll("script, style, [data-littlesteps-explorer]")) out.remove();
			return [c.id, copy.textContent.replace(/\s+/g, " ").trim()];
		}))`)
	}
	exported := shown()
	p.press("", "Run all")
	p.idle()
	p.look("ran")
	want(p, `document.querySelector("[role=status]").textContent`, "48 cells have run")
	for id, here := range shown() {
		if here != exported[id] {
			t.Errorf("%s: exported as\n%.400s\nand run in the page shows\n%.400s", id, exported[id], here)
		}
	}

	// An exercise's answer, and a wrong one.
	p.edit("slope-by-hand", `func mySlope(multiplier float64, inches, cm []float64) float64 {
	sum := 0.0
	for i := range inches {
		miss := multiplier*inches[i] - cm[i]
		sum += miss * 2 * inches[i]
	}
	return sum / float64(len(inches))
}

%%
display.Show(check.SlopeByHand(mySlope, 1.7, inches, cm))`)
	p.edit("hello", "%%\nfmt.Println(\"no end\"")
	p.edit("mse-1-5", "%%\nvar belts []int\nfmt.Println(belts[3])")
	p.edit("guess-1-7", "%%\nfor i := 0; ; i++ {\n\tif i%100_000_000 == 0 {\n\t\tfmt.Println(\"still here\")\n\t}\n}")
	for id, says := range map[string]string{"slope-by-hand": "✓ Right.", "hello": "Line 2", "mse-1-5": "Line 3"} {
		p.press(id, "Run")
		p.idle()
		out := browsertest.Ask[string](p.Page, outputOf(id))
		t.Logf("%s shows: %.300s", id, out)
		if !strings.Contains(out, says) {
			t.Errorf("%s doesn't name %s", id, says)
		}
		p.show(id)
	}
	p.press("guess-1-7", "Run")
	p.Await("the endless loop prints", `document.querySelector("#cell-guess-1-7 .outputs").textContent.includes("still here")`)
	p.press("", "Stop")
	p.idle()
	want(p, `document.querySelector("#cell-guess-1-7 .state").textContent`, "stopped")
	p.press("grid-best", "Run") // what was declared is there
	p.idle()
	want(p, `document.querySelector("#cell-grid-best").dataset.state`, "done")
	p.show("guess-1-7")

	// A reload keeps the work, which can be saved and opened.
	before := shown()
	p.Do(`dispatchEvent(new Event("pagehide"))`)
	p.Await("it is written", `new Promise((done) => { setTimeout(() => done(true), 1000) })`)
	p.NavigateFile(path)
	p.ready()
	for id, here := range shown() {
		if here != before[id] {
			t.Errorf("%s: left as\n%.400s\nand found as\n%.400s", id, before[id], here)
		}
	}
	p.press("guess-1-7", "Bring back") // the desktop needn't wait for its limit
	p.press("", "Save")
	saved := filepath.Join(folder, "my_01.ipynb")
	if err := os.WriteFile(saved, []byte(browsertest.Ask[string](p.Page, `saved`)), 0o600); err != nil {
		t.Fatal(err)
	}
	run := jupyter.RunOptions{To: filepath.Join(folder, "saved"), AllowErrors: true, Out: io.Discard}
	if err := jupyter.Run(t.Context(), e, []string{saved}, run); err != nil {
		t.Log(err) // its errors are the learner's
	}
	if _, err := os.Stat(filepath.Join(folder, "saved", "my_01.ipynb")); err != nil {
		t.Error("the saved notebook can't be run on the desktop:", err)
	}
	p.CheckThrown()
}

// Each notebook's live page is one that a class can be given: at most 25 MB.
func TestLiveSizes(t *testing.T) {
	long(t)
	e := envtest.Env(t)
	folder := t.TempDir()
	end := filepath.Join(folder, "end.html")
	if err := web.Live(t.Context(), e, kitFor(t), end); err != nil {
		t.Fatal(err)
	}
	notebooks, err := filepath.Glob(filepath.Join(envtest.Executed(t), "*.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	o := jupyter.HTMLOptions{Live: end, NoRun: true, To: folder}
	o.Run.Out = io.Discard
	if err := jupyter.HTML(t.Context(), e, notebooks, o); err != nil {
		t.Fatal(err)
	}
	for _, notebook := range notebooks {
		name := strings.TrimSuffix(filepath.Base(notebook), ".ipynb") + ".html"
		page, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Error(err)
		} else if page.Size() > 25_000_000 {
			t.Errorf("%s has %d bytes", name, page.Size())
		} else {
			t.Logf("%s has %.1f MB", name, float64(page.Size())/1e6)
		}
	}
	if len(notebooks) < 4 {
		t.Errorf("only %d notebooks", len(notebooks))
	}
}

func (p live) ready() {
	p.Helper()
	p.Await("the editors are there", `document.documentElement.dataset.live === "all"`)
	p.Await("the kernel is ready", `document.documentElement.dataset.kernel === "ready"`)
}

// edit types code in place of a cell's.
func (p live) edit(id string, code ...string) {
	p.Helper()
	p.Do(`document.querySelector($1).focus()`, "#cell-"+id+" .cm-content")
	p.Press("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	browsertest.Call(p.Page, input.InsertText, input.InsertTextParams{Text: strings.Join(code, "\n")})
	p.Press(kb.Escape)
}

func (p live) show(id string) {
	p.Helper()
	p.Do(`document.querySelector($1).scrollIntoView()`, "#cell-"+id)
	p.look(id)
}

func (p live) look(name string) {
	p.Helper()
	folder := os.Getenv("LITTLESTEPS_LOOK")
	if folder == "" {
		return
	}
	picture := browsertest.Call(p.Page, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: "png"})
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture.Data, 0o600); err != nil {
		p.Error(err)
	}
}
