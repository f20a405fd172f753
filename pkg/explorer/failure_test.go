package explorer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/explorer"
	"littlesteps/pkg/explorer/bundle"
)

// open opens a page that is meant to fail at first, and returns its explorer.
func failing(t *testing.T, path, before string) *exp {
	t.Helper()
	p := newTab(t, look{before: before, fails: true})
	p.NavigateFile(path)
	e := &exp{p, `document.querySelector("[data-littlesteps-explorer=belts]")`}
	p.await("it says that it can't start", e.find(".lsx-status button"))
	if !e.shown(".ls-i svg") || !e.shown(".lsx-said") || e.shown(".lsx-play") {
		t.Error("the first picture should stand there alone")
	}
	return e
}

func (e *exp) says(want string) {
	e.Helper()
	if status := e.text(".lsx-status"); !strings.Contains(status, want) {
		e.Errorf("it says %q, not %q", status, want)
	}
}

// A page without the program says so, and starts when it is there.
func TestMissingProgram(t *testing.T) {
	path := writePage(t, "", t.TempDir(), explorer.Belts())
	e := failing(t, path, "")
	e.says("The explorer can't start: its program isn't part of this page.")
	end, err := os.ReadFile(filepath.Join(program(t), bundle.Page))
	if err != nil {
		t.Fatal(err)
	}
	e.do(`document.body.insertAdjacentHTML("beforeend", $1)`, string(end))
	e.do(e.find(".lsx-status button") + `.click()`)
	e.explorer("belts")
	if !e.shown(".lsx-play") || e.shown(".lsx-status") {
		t.Error("it doesn't start when it is tried again")
	}
}

// A damaged program is no frozen page.
func TestDamagedProgram(t *testing.T) {
	path := writePage(t, "", t.TempDir(), explorer.Belts())
	worker, err := os.ReadFile(filepath.Join(program(t), bundle.Worker))
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := `<script type="text/plain" id="littlesteps-worker">` + string(worker) + `</script><script type="text/plain" id="littlesteps-program">no program</script>`
	if err := os.WriteFile(path, append(page, damaged...), 0o600); err != nil {
		t.Fatal(err)
	}
	failing(t, path, "").says("The explorer can't start: ")
}

// An old browser is told what it lacks.
func TestOldBrowsers(t *testing.T) {
	path := exported(t, explorer.Belts())
	for _, lacks := range []string{"WebAssembly", "DecompressionStream", "Worker"} {
		failing(t, path, "delete window."+lacks).says("this browser has no " + lacks)
	}
}

// Where the program ends by itself, the page says so and can start it again.
func TestProgramEnds(t *testing.T) {
	p := newTab(t, look{fails: true})
	p.NavigateFile(exported(t, explorer.Belts(), explorer.Race()))
	e, other := p.explorer("belts"), p.explorer("race")
	// A message that it can't read ends it.
	p.do(`littleStepsDispatcher.worker.then((worker) => worker.postMessage(null))`)
	p.await("both say so", e.find(".lsx-status button")+` && `+other.find(".lsx-status button"))
	if e.shown(".lsx-play") || other.shown(".lsx-play") {
		t.Error("the controls are there without a program")
	}
	for _, again := range []*exp{e, other} {
		p.do(again.find(".lsx-status button") + `.click()`)
		p.await("it is there again", `!`+again.find(".lsx-live")+`.hidden`)
		again.settle()
	}
	e.set("guess", "")
	e.slide("rate", 0.9)
	if said := e.text(".lsx-said"); !strings.Contains(said, "diverges") {
		t.Errorf("after the second start it says %q", said)
	}
}
