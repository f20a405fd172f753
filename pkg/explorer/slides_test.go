package explorer_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/explorer/bundle"
	"littlesteps/pkg/internal/browsertest/labtest"
)

var slidesFolder = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "explorers-slides-")
	atEnd(func() error { return os.RemoveAll(folder) })
	return folder, err
})

// slides exports a notebook, whose cells have shown every explorer, as slides, with the
// explorers' program as it was just built. Tests share the file.
func slides(t *testing.T) string {
	t.Helper()
	env := labtest.Need(t)
	folder, err := slidesFolder()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "try.slides.html")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	// Read, so that go test runs anew when they have changed.
	if err := filepath.WalkDir("../internal/jupyter/exporter/littlesteps_exporter/templates", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		_, err = os.ReadFile(path)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	type fields map[string]any
	cell := func(kind, source string, more fields) fields {
		c := fields{"cell_type": kind, "id": kind, "source": source, "metadata": fields{"slideshow": fields{"slide_type": "slide"}}}
		for name, value := range more {
			c[name] = value
		}
		return c
	}
	cells := []fields{cell("markdown", "# Explorers", nil)}
	for _, e := range everyExplorer() {
		shown := fields{"output_type": "display_data", "metadata": fields{}, "data": fields{"text/html": e.HTML()}}
		cells = append(cells, cell("code", "%%\ndisplay.Show(e)", fields{"execution_count": 1, "outputs": []any{shown}}))
	}
	cells = append(cells, cell("markdown", "The last slide.", nil))
	notebook := filepath.Join(folder, "try.ipynb")
	write := func(path string, value any) {
		t.Helper()
		content, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(notebook, fields{"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": fields{"language_info": fields{"name": "go"}}})
	run, err := json.Marshal(fields{"to": folder, "format": "slides", "pages": []fields{{"notebook": notebook}}})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(env.Program("python"), "-I", "-m", "littlesteps_exporter", string(run)).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := os.ReadFile(filepath.Join(program(t), bundle.Page))
	if err != nil {
		t.Fatal(err)
	}
	// What set-up has built may be older than the checkout.
	before, after, found := strings.Cut(string(page), `<script type="text/plain" id="littlesteps-worker">`)
	if !found {
		t.Fatal("the slides come without the explorers' program: run `go tool steps setup`")
	}
	_, after, _ = strings.Cut(regexp.MustCompile(`(?s)^.*?id="littlesteps-program">`).ReplaceAllString(after, ""), "</script>")
	if err := os.WriteFile(path, []byte(before+string(fresh)+after), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// On an old projector, too, an explorer fits its slide, and all of it can be read from
// the back row.
func TestSlidesOfAnOldShape(t *testing.T) {
	path := slides(t)
	p := openFile(t, path, look{height: 768, width: 1024})
	p.await("the slides are there", `document.documentElement.dataset.ready === ""`)
	for i, name := range []string{"belts", "penguins", "race"} {
		p.do(`Reveal.slide($1)`, i+1)
		e := p.explorer(name)
		within := func(state string) {
			t.Helper()
			e.settle()
			p.await("it is laid out", e.root+`.getBoundingClientRect().height > 0`)
			faults := js[[]string](p, `((root) => { const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 2, faults = [];
				for (const e of root.querySelectorAll("[data-control], button, svg, p, summary"))
					if (shown(e) && e.getBoundingClientRect().right > root.getBoundingClientRect().right) faults.push("beyond its frame: " + e.outerHTML.slice(0, 60));
				for (const e of root.querySelectorAll("text, p, label, legend, button, select, input[type=text], summary, output, .lsx-when")) {
					if (!shown(e) || e.matches(".lsx-told") || !(e.value ?? e.textContent).trim()) continue;
					const size = parseFloat(getComputedStyle(e).fontSize) * (e.ownerSVGElement?.getScreenCTM().a ?? e.currentCSSZoom * Reveal.getScale());
					if (size < 15.9) faults.push("type of " + size.toFixed(1) + ": " + e.outerHTML.slice(0, 60));
				}
				const box = root.closest(".fit"), low = box.getBoundingClientRect().bottom;
				if (box.matches(".long") || low > innerHeight) faults.push("it reaches down to " + low);
				return faults; })(`+e.root+`)`)
			if len(faults) > 0 {
				t.Errorf("%s, %s: %d faults, %q", name, state, len(faults), faults[max(0, len(faults)-3):])
			}
		}
		within("as it comes")
		e.set(map[string]string{"belts": "rate", "penguins": "scale", "race": "bowl"}[name], map[string]string{"belts": "0.001", "penguins": "centred", "race": "z"}[name])
		within("with its question")
		e.click(".lsx-plain")
		within("with its answer")
	}
}

// On slides an explorer fills its slide, and the keys that move it don't turn the
// page.
func TestSlides(t *testing.T) {
	path := slides(t)
	for i, name := range []string{"belts", "penguins", "race"} {
		// Opened at this slide, it is laid out before the explorer has come to life.
		p := openFile(t, path+fmt.Sprintf("#/%d", i+1), look{height: 720, width: 1280})
		p.await("the slides are there", `document.documentElement.dataset.ready === ""`)
		e := p.explorer(name)
		within := func(state string) {
			t.Helper()
			e.settle()
			p.await("it is laid out", e.root+`.getBoundingClientRect().height > 0`)
			if seen := js[[]float64](p, `(b => [b.getBoundingClientRect().bottom, +(b.style.zoom || 1)])(`+e.root+`.closest(".fit"))`); seen[0] > 720 || seen[1] < 0.8 {
				t.Errorf("%s, %s: it reaches down to %.0f of 720, at a scale of %.2f", name, state, seen[0], seen[1])
			}
		}
		within("as it comes")
		// From the middle of a slider, from boxes and from lists.
		rate := "rate"
		if name == "race" {
			rate = "rate1"
		}
		slider := e.find("[data-control=" + rate + "] input[type=range]")
		before := js[string](p, slider+".value")
		for _, at := range []string{slider, e.find(".lsx-scrub"), e.find("[data-control=" + rate + "] input[type=text]")} {
			p.do(at + ".focus()")
			for _, key := range []string{kb.ArrowRight, kb.ArrowRight, kb.ArrowDown, kb.ArrowLeft, kb.Home, "f", "b", "o", " "} {
				p.keys(key)
			}
		}
		p.do(e.find(".lsx-play") + ".focus()")
		p.keys(" ")
		p.keys(" ")
		if h := js[int](p, `Reveal.getIndices().h`); h != i+1 || js[bool](p, `Reveal.isPaused() || Reveal.isOverview()`) {
			t.Fatalf("%s: the explorer's keys move the slides, to %d", name, h)
		}
		if js[string](p, slider+".value") == before {
			t.Errorf("%s: the keys don't move the slider", name)
		}
		// Where a question takes the player's place, it takes its focus as well.
		e.click(".lsx-reset")
		p.do(e.find(".lsx-play") + ".focus()")
		e.set(map[string]string{"belts": "rate", "penguins": "scale", "race": "bowl"}[name], map[string]string{"belts": "0.001", "penguins": "centred", "race": "z"}[name])
		within("with its question")
		if at := js[string](p, `document.activeElement.className`); at != "lsx-question" {
			t.Errorf("%s: with the question, the focus is on %q", name, at)
		}
		p.keys(" ")
		if h := js[int](p, `Reveal.getIndices().h`); h != i+1 {
			t.Errorf("%s: a key on the question turns to slide %d", name, h)
		}
		e.click(".lsx-plain")
		within("with its answer")
		p.do(`document.activeElement.blur()`)
		p.keys(kb.ArrowRight)
		p.await("the next slide shows", `Reveal.getIndices().h === $1`, i+2)
	}
}
