package web_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"

	"littlesteps/pkg/internal/browsertest"
)

const (
	code  = `document.querySelector(".cm-content").innerText`
	alert = `[...document.querySelectorAll("[role=alert]")].map((a) => a.textContent).join()`
)

// write changes the first cell, and waits until that is kept.
func (p live) write(text string) {
	p.Helper()
	p.Do(`here.cells[0].editor.set($1)`, text)
	p.written()
}

func (p live) written() {
	p.Helper()
	browsertest.Ask[any](p.Page, `here.work.write().then(() => 0)`)
}

// Pages with notebooks of one name don't share a learner's work; a page that was moved
// finds it, and a second tab with the same page is told.
func TestLiveWorkIsItsPages(t *testing.T) {
	t.Parallel()
	mine, other := livePage(t, codeCell("own", "// prints one", nil)), livePage(t, codeCell("own", "// prints two", nil))
	p := openLive(t, mine, browsertest.Look{Alone: true})
	want(p, alert, "")
	p.write("// prints mine")
	open := func(path string) live { return openLive(t, path, browsertest.Look{Person: p.Page}) }

	second := open(mine)
	want(second, code, "// prints mine")
	second.Await("it is told that there are two", alert+` === "This page is open in another tab, too. Of a cell that you change in both, the later change is kept."`)

	another := open(other)
	want(another, code+" + "+alert, "// prints two")

	text, err := os.ReadFile(mine)
	p.Must(err)
	moved := filepath.Join(t.TempDir(), "moved.html")
	p.Must(os.WriteFile(moved, text, 0o600))
	there := open(moved)
	want(there, code, "// prints mine")
	there.press("own", "Bring back") // what was left elsewhere doesn't come a second time
	there.written()
	there.NavigateFile(moved)
	there.awaitLesson()
	want(there, code, "// prints one")
	want(open(mine), code, "// prints mine")
}

// full makes a browser's storage full for all that test, a condition on value, is true for.
func full(test string) string {
	return `const put = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = function (value, key) {
			if (` + test + `) throw new DOMException("", "QuotaExceededError");
			return put.call(this, value, key);
		}`
}

// Where a browser has no room left, the code is kept as long as there is room for that,
// and the learner is told.
func TestLiveWorkWithoutRoom(t *testing.T) {
	t.Parallel()
	path := livePage(t, codeCell("own", "// prints one", nil))
	p := openLive(t, path, browsertest.Look{Before: full(`value.outputs?.length`)})
	p.write("// prints mine")
	p.press("own", "Run")
	p.idle()
	p.written()
	want(p, alert, "This browser has no room left for what cells show: your code is kept, and Save makes a notebook of all.")
	p.NavigateFile(path)
	p.awaitLesson()
	want(p, code+" + "+outputOf("own"), "// prints mine")

	p = openLive(t, livePage(t, codeCell("own", "// prints one", nil)), browsertest.Look{Before: full(`true`)})
	p.write("// prints mine")
	want(p, alert, "This browser keeps nothing for this page (there is no room left): Save your work as a notebook before you close it.")
	p.CheckThrown()
}

// A page that the browser puts to sleep has written its work before, and goes on when it
// wakes.
func TestLivePageAsleep(t *testing.T) {
	t.Parallel()
	p := openLive(t, livePage(t, codeCell("own", "// prints one", nil), codeCell("loop", "// waits", nil)), browsertest.Look{})
	p.press("loop", "Run")
	p.Await("the endless cell runs", `ran.at(-1) === "// waits"`)
	p.Do(`here.cells[0].editor.set("// prints mine")`)
	for _, state := range []page.SetWebLifecycleStateState{page.SetWebLifecycleStateStateFrozen, page.SetWebLifecycleStateStateActive} {
		browsertest.Call(p.Page, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: state})
	}
	p.press("", "Stop")
	p.idle()
	p.press("own", "Run")
	p.idle()
	want(p, outputOf("own"), "mine")
	p.CheckThrown()
}
