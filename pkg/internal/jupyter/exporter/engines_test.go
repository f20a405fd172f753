package exporter_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/chart"
	"littlesteps/pkg/explorer"
	"littlesteps/pkg/internal/browsertest/engines"
)

// A page and slides are the same in Chromium, Firefox and WebKit: formulas, folds,
// words, colours, keyboard, animation, explorer, paper.
func TestEngines(t *testing.T) {
	notebook := forEngines(t)
	page, slides := exportedAll(t, "page", notebook)[0].path, exportedAll(t, "slides", notebook)[0].path
	geometry := strings.TrimSpace(read(t, "testdata/geometry.js"))
	engines.Each(t, func(b *engines.Browser) {
		b.File(page)
		b.Await("the page is ready", `"ready" in document.documentElement.dataset`)
		if n := engines.Ask[int](b, `document.querySelectorAll("main math").length`); n < 250 {
			b.Errorf("the page has %d formulas", n)
		}
		for i, fault := range engines.Ask[[]string](b, geometry) {
			if i < 5 {
				b.Error(fault)
			}
		}
		for _, font := range []string{"Lesson Text", "Lesson Code", "Lesson Math"} {
			if !engines.Ask[bool](b, `[...document.fonts].some((f) => f.family.includes("`+font+`") && f.status === "loaded")`) {
				b.Errorf("the font %s is not loaded", font)
			}
		}
		checkReading(b)
		checkKeyboard(b)
		checkMoving(b)
		if pdf := b.Print(); pdf != nil && len(pdf) < 20_000 {
			b.Errorf("on paper it has %d bytes", len(pdf))
		}

		b.File(slides)
		b.Await("the slides are ready", `"ready" in document.documentElement.dataset`)
		b.Press(engines.ArrowRight)
		b.Await("the next slide shows", `Reveal.getIndices().h === 1 && document.querySelector("section.present section.present .formula math").checkVisibility()`)
		b.Press(engines.ArrowRight)
		b.Await("a fragment appears", `document.querySelectorAll("section.present .fragment.visible").length === 1`)
		if over := engines.Ask[[]string](b, `(async () => { const bad = [];
			for (const slide of Reveal.getSlides()) {
				const i = Reveal.getIndices(slide); Reveal.slide(i.h, i.v, 99); await new Promise(requestAnimationFrame);
				const box = slide.querySelector(".fit");
				if (!box.classList.contains("long") && box.getBoundingClientRect().bottom > innerHeight) bad.push(i.h + "." + i.v);
			} return bad; })()`); len(over) > 0 {
			b.Errorf("slides %v leave their frame", over)
		}
	})
}

// forEngines is the fixture with the collection's formulas, an animation and an
// explorer.
func forEngines(t *testing.T) (path string) {
	t.Helper()
	var nb map[string]any
	var formulas []formula
	for from, to := range map[string]any{fixture: &nb, "testdata/formulas.json": &formulas} {
		if err := json.Unmarshal([]byte(read(t, from)), to); err != nil {
			t.Fatal(err)
		}
	}
	var tex strings.Builder
	tex.WriteString(`$$\widetilde{a+b+c} = d \tag{W}$$` + "\n\n")
	for _, f := range formulas {
		// Definitions would hold for the formulas behind them.
		if !strings.HasPrefix(f.Shape, "refused") && !strings.Contains(f.TeX, `\def`) && !strings.Contains(f.TeX, `\newcommand`) {
			tex.WriteString("$$" + f.TeX + "$$\n\n")
		}
	}
	figure := func(id, html string) any {
		return map[string]any{
			"cell_type": "code", "id": id, "source": "%%", "execution_count": 9, "metadata": map[string]any{"slideshow": map[string]any{"slide_type": "slide"}},
			"outputs": []any{map[string]any{"output_type": "display_data", "metadata": map[string]any{}, "data": map[string]any{"text/html": html}}},
		}
	}
	side := chart.Span(-2, 2, 9)
	bowl := chart.Contours(side, side, chart.Sample(func(a, b float64) float64 { return a*a + b*b }, side, side))
	run := [][]float64{{-2, 1}, {-1, 0.5}, {-0.5, 0.25}, {0, 0}}
	nb["cells"] = append(nb["cells"].([]any),
		map[string]any{"cell_type": "markdown", "id": "collection", "metadata": map[string]any{"slideshow": map[string]any{"slide_type": "skip"}}, "source": tex.String()},
		figure("animation", chart.Animate(chart.Scatter([]float64{1, 2, 3}, []float64{1, 2, 2}), bowl, run, []float64{4, 2, 1, 0}).HTML()),
		figure("explorer", explorer.Belts().At("guess=").HTML()))
	content, err := json.Marshal(nb)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "engines.ipynb")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// checkReading looks at what can be read: nothing is wider than the page, folds open,
// colours change.
func checkReading(b *engines.Browser) {
	b.Helper()
	if wide := engines.Ask[int](b, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
		b.Errorf("the page is %d pixels wider than the window", wide)
	}
	if broken := engines.Ask[int](b, `[...document.images].filter((i) => !i.naturalWidth).length`); broken > 0 {
		b.Errorf("%d pictures are broken", broken)
	}
	if beside := engines.Ask[[]string](b, `[...document.querySelectorAll("main .number")].filter((n) => n.textContent && n.lastElementChild.getBoundingClientRect().right < n.closest(".formula").getBoundingClientRect().right - 3).map((n) => n.textContent)`); len(beside) > 0 {
		b.Errorf("the numbers %q are not at the right", beside)
	}
	// Chromium says of what it has stretched how wide it was before.
	if wide := engines.Ask[float64](b, `(([a, b]) => b.getBoundingClientRect().width / a.getBoundingClientRect().width)([...document.querySelectorAll("mover")].find((e) => e.textContent === "a+b+c˜").children)`); wide < 0.4 && b.Engine != "Chromium" {
		b.Errorf("a wide tilde covers %.2f of what it stands over", wide)
	}
	light := engines.Ask[string](b, paper)
	b.Do(`document.getElementById("dark-switch").click()`)
	if dark := engines.Ask[string](b, paper); dark == light || dark != engines.Ask[string](b, `getComputedStyle(document.querySelector(".ls")).backgroundColor`) {
		b.Errorf("in the dark the paper is %s, and was %s", dark, light)
	}
	b.Do(`document.getElementById("dark-switch").click()`)
}

// checkKeyboard goes through the page by keys.
func checkKeyboard(b *engines.Browser) {
	b.Helper()
	b.Do(`document.getElementById("code-switch").focus()`)
	b.Press(" ")
	b.Await("all code is folded", `!document.querySelector("details.code[open]")`)
	b.Press(" ")
	b.Await("all code is open", `!document.querySelector("details.code:not([open])")`)
	b.Do(`document.querySelector("details.code > summary").focus()`)
	b.Press(engines.Enter)
	b.Await("the first cell is folded", `!document.querySelector("details.code").open`)
	b.Do(`document.querySelector('a[href="#term-length"]').focus()`)
	b.Await("the word is explained", entry+`.checkVisibility() && `+entry+`.textContent.startsWith("length: how far a step goes")`)
	b.Press(engines.Escape)
	b.Await("the word is closed", `!`+entry+`.checkVisibility()`)
}

// checkMoving moves the animation and the explorer.
func checkMoving(b *engines.Browser) {
	b.Helper()
	const shape = `document.querySelector("[data-frames] .ls-line").getAttribute("d")`
	b.Do(`document.querySelector("[data-frames] .ls-c input").focus()`)
	b.Press(engines.Home)
	b.Await("the animation is at its start", `document.querySelector("[data-frames] .ls-c output").textContent.startsWith("epoch 0")`)
	b.Do(`window.before = ` + shape)
	b.Do(`[...document.querySelectorAll("[data-frames] .ls-c button")].find((e) => e.textContent === "Play").click()`)
	b.Await("it plays to its end", shape+` !== window.before && document.querySelector("[data-frames] .ls-c output").textContent.startsWith("epoch 3")`)

	const slider = `document.querySelector("[data-control=rate] input[type=range]")`
	b.Do(`document.querySelector(".lsx").scrollIntoView()`)
	b.Await("the explorer has come to life", `document.querySelector(".lsx").dataset.ready`)
	b.Do(`window.before = document.querySelector(".lsx-said").textContent; ` + slider + `.focus()`)
	b.Press(engines.ArrowRight, engines.ArrowRight, engines.ArrowRight)
	b.Await("the explorer answers", `document.querySelector(".lsx-said").textContent !== window.before`)
}
