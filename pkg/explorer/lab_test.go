package explorer_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/explorer"
	"littlesteps/pkg/explorer/bundle"
	"littlesteps/pkg/internal/browsertest/labtest"
	"littlesteps/pkg/internal/suite"
)

// A server is a JupyterLab at work, with the explorers' program as it was just
// built.
type server struct{ *labtest.Lab }

// labs are those at work, by their base URLs; they end with the last test.
var labs = map[string]*server{}

// lab returns the JupyterLab under a base URL such as "/" or "/user/x/".
func lab(t *testing.T, base string) *server {
	t.Helper()
	env := labtest.Need(t)
	if labs[base] == nil {
		l, err := labtest.Start(env, base, "--ServerApp.extra_static_paths=['"+filepath.Dir(program(t))+"']")
		if err != nil {
			t.Fatal(err)
		}
		atEnd(l.Close)
		labs[base] = &server{l}
	}
	return labs[base]
}

// show writes a notebook of such cells, with the test's name, and opens it.
func (l *server) show(t *testing.T, look look, cells []any) *tab {
	t.Helper()
	content, err := json.Marshal(map[string]any{
		"cells": cells, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": "gonb", "display_name": "Go (gonb)", "language": "go"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	name := strings.ReplaceAll(t.Name(), "/", "-") + ".ipynb"
	if err := os.WriteFile(filepath.Join(l.Root, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	p := newTab(t, look)
	p.Navigate(l.URL + "lab/tree/" + name + "?reset&token=" + labtest.Token)
	return p
}

// open writes a notebook of cells with such sources, opens it and runs it all.
func (l *server) open(t *testing.T, look look, sources ...string) *tab {
	t.Helper()
	var cells []any
	for i, source := range sources {
		cells = append(cells, map[string]any{
			"cell_type": "code", "id": fmt.Sprint("cell-", i), "metadata": map[string]any{}, "source": source, "outputs": []any{}, "execution_count": nil,
		})
	}
	p := l.show(t, look, cells)
	p.await("the notebook is open", `window.jupyterapp?.shell?.currentWidget?.context?.isReady && document.querySelectorAll(".jp-CodeCell").length`)
	p.await("the kernel is there", `window.jupyterapp.shell.currentWidget.context.sessionContext.session?.kernel?.connectionStatus === "connected"`)
	js[any](p, `window.jupyterapp.commands.execute("notebook:run-all-cells").then(() => 0)`)
	return p
}

// behind is a base URL as JupyterHub gives it to a learner.
const behind = "/user/x/"

// One line in a cell is an explorer in JupyterLab, wherever it is served from: at the top of
// a server only where tests may take long, since package browser looks at one there.
func TestJupyterLab(t *testing.T) {
	bases := []string{behind}
	if os.Getenv(suite.LongVariable) != "" {
		bases = append(bases, "/")
	}
	for _, base := range bases {
		t.Run(base, func(t *testing.T) {
			l := lab(t, base)
			p := l.open(t, look{dark: base != "/"}, `%noautoget
import (
	"littlesteps/pkg/display"
	"littlesteps/pkg/explorer"
)

%%
display.Show(explorer.Belts())`, "%%\ndisplay.Show(explorer.Penguins())", "%%\ndisplay.Show(explorer.Race())")
			for _, name := range []string{"belts", "penguins", "race"} {
				e := p.explorer(name)
				within(t, "JupyterLab: "+name+", from insertion to ready, ms", js[float64](p, e.root+".dataset.ready - "+e.root+".dataset.began"), 1000)
			}
			for _, v := range p.Violations(anExplorer) {
				t.Error(v)
			}
			e := p.explorer("belts")
			e.set("guess", "")
			e.slide("rate", 0.9)
			if said := e.text(".lsx-said"); !strings.Contains(said, "The walk diverges") {
				t.Errorf("it says %q", said)
			}
			keysStayInside(t, e)
			if base != "/" { // the rest is the same at both
				for _, c := range moved {
					figures(t, p, "JupyterLab", c.explorer, c.state, c.control)
				}
				if measuring { // it is the program that other tests ask on an exported page
					doesNotGrow(t, p, 60)
					sameNumbers(t, p)
				}
				startsAgain(t, p)
			}
			if base == "/" {
				keysLeave(t, e)
			}
			for _, address := range p.Log.AskedOutside() {
				if !strings.HasPrefix(address, l.URL) && !strings.HasPrefix(address, "ws"+strings.TrimPrefix(l.URL, "http")) {
					t.Errorf("asked for %s", address)
				}
			}
		})
	}
}

// startsAgain takes the program off the server, and puts it back.
func startsAgain(t *testing.T, p *tab) {
	t.Helper()
	e := p.explorer("race")
	served := filepath.Join(program(t), bundle.Worker)
	p.must(os.Rename(served, served+".away"))
	p.do(`littleStepsDispatcher.worker.then((worker) => worker.postMessage(null))`) // it can't read that, and ends
	p.await("it says that the program has ended", e.find(".lsx-status button"))
	p.do(e.find(".lsx-status button") + `.click()`)
	p.await("it says that it can't start", e.find(".lsx-status")+`.textContent.includes("its program isn't on the server")`)
	if !e.shown(".ls-i svg") || !e.shown(".lsx-said") || e.shown(".lsx-play") {
		t.Error("the last picture should stand there alone")
	}
	p.must(os.Rename(served+".away", served))
	p.do(e.find(".lsx-status button") + `.click()`)
	p.await("it is there again", `!`+e.find(".lsx-live")+`.hidden`)
	e.slide("rate1", 0.3)
}

// An untrusted notebook shows the first picture and its words, and no controls.
func TestUntrustedInJupyterLab(t *testing.T) {
	l := lab(t, behind)
	var cells []any
	for i, e := range everyExplorer() {
		cells = append(cells, map[string]any{
			"cell_type": "code", "id": fmt.Sprint("cell-", i), "metadata": map[string]any{}, "source": "", "execution_count": 1,
			"outputs": []any{map[string]any{"output_type": "display_data", "metadata": map[string]any{}, "data": map[string]any{"text/html": e.HTML()}}},
		})
	}
	p := l.show(t, look{}, cells)
	p.await("the outputs are there", `document.querySelectorAll(".jp-OutputArea-output .lsx-said").length === 3`)
	for i, words := range []string{"Each step covers 32 %", "The bowl is round", "level in front"} {
		output := fmt.Sprintf(`document.querySelectorAll(".jp-OutputArea-output")[%d]`, i)
		p.await("the pictures are drawn", `[...`+output+`.querySelectorAll("img")].filter((i) => i.checkVisibility() && i.naturalWidth > 100).length >= 2`)
		p.do(output + `.scrollIntoView()`) // what is far off isn't rendered
		p.await("it is in sight", output+`.innerText`)
		if text := js[string](p, output+`.innerText`); !strings.Contains(text, words) || strings.Contains(text, "Play") || strings.Contains(text, "Copy link") || strings.Contains(text, "const ") {
			t.Errorf("it says %q", text)
		}
	}
}

// keysStayInside presses keys that mean something to JupyterLab.
func keysStayInside(t *testing.T, e *exp) {
	t.Helper()
	cells := js[int](e.tab, `document.querySelectorAll(".jp-CodeCell").length`)
	for _, element := range []string{".lsx-play", "[data-control=rate] input[type=range]", ".lsx-scrub", ".lsx-reset", "summary"} {
		e.do(e.find(element) + ".focus()")
		for _, key := range []string{"d", "d", "x", "m", "y", "b", kb.ArrowDown, kb.ArrowUp} {
			e.keys(key)
		}
		if !js[bool](e.tab, "document.activeElement === "+e.find(element)) {
			t.Errorf("the keys take the focus from %s", element)
		}
	}
	if now := js[int](e.tab, `document.querySelectorAll(".jp-CodeCell").length`); now != cells {
		t.Errorf("the keys make %d cells of %d", now, cells)
	}
	e.settle()
}

// keysLeave presses the keys that leave a cell: the notebook takes the next key.
func keysLeave(t *testing.T, e *exp) {
	t.Helper()
	slider := e.find("[data-control=rate] input[type=range]")
	for _, element := range []string{slider, e.find(".lsx-play"), e.find("summary")} {
		e.do(element + ".focus()")
		e.keys(kb.Escape)
		if !js[bool](e.tab, `!document.activeElement.closest(".lsx") && !!document.activeElement.closest(".jp-Notebook")`) {
			t.Errorf("Escape leaves the keyboard at %s", js[string](e.tab, "document.activeElement.outerHTML.slice(0, 80)"))
		}
	}
	const active = `window.jupyterapp.shell.currentWidget.content.activeCellIndex`
	e.do(`window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0`)
	e.do(slider + `.focus()`)
	e.do(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, shiftKey: true, bubbles: true, cancelable: true }))`)
	e.await("Shift+Enter runs the cell and goes on", active+` === 1`)
}

// The cell that an explorer hands out runs when it is pasted into a notebook.
func TestPastedCell(t *testing.T) {
	var code []string
	for _, name := range []string{"belts", "penguins", "race"} {
		explorer.NewDispatcher().Answer(explorer.Request{Explorer: name}, func() bool { return true }, func(r explorer.Reply) { code = append(code, r.Code) })
	}
	l := lab(t, behind)
	p := l.open(t, look{dark: true}, append([]string{"%noautoget"}, code...)...)
	p.await("all cells have run", `[...document.querySelectorAll(".jp-CodeCell")].every((c) => /\[\d+\]/.test(c.querySelector(".jp-InputArea-prompt").textContent))`)
	if got := js[int](p, `document.querySelectorAll(".jp-OutputArea-output .ls").length`); got != len(code) {
		t.Errorf("%d figures: %s", got, js[string](p, `[...document.querySelectorAll(".jp-OutputArea-output")].map((o) => o.textContent.slice(0, 500)).join("\n")`))
	}
}
