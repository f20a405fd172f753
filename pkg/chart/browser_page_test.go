package chart_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"littlesteps/pkg/internal/browsertest"
)

// A figure takes its theme from the page: JupyterLab's, the exported page's,
// VS Code's, or else the reader's preference.
func TestThemeFollowsThePage(t *testing.T) {
	const white, black = "rgb(255, 255, 255)", "rgb(17, 17, 17)"
	figure := exhibitNamed(t, "curve").figure().HTML()
	for _, c := range []struct {
		name, html, body string
		prefers          func(*browsertest.Look)
		paper            string
	}{
		{"no mark, prefers light", "", "", light, white},
		{"no mark, prefers dark", "", "", dark, black},
		{"JupyterLab light", "", `data-jp-theme-light="true"`, dark, white},
		{"JupyterLab dark", "", `data-jp-theme-light="false"`, light, black},
		{"VS Code dark", "", `class="vscode-dark"`, light, black},
		{"exported page, light chosen", `data-theme="light"`, `data-jp-theme-light="false"`, dark, white},
		{"exported page, dark chosen", `data-theme="dark"`, `data-jp-theme-light="true"`, light, black},
	} {
		p := open(t, "<!doctype html><html "+c.html+"><meta charset=utf-8><body "+c.body+">"+figure, 800, c.prefers)
		if paper := ask[string](p, `getComputedStyle(document.querySelector(".ls")).backgroundColor`); paper != c.paper {
			t.Errorf("%s: the paper is %s, want %s", c.name, paper, c.paper)
		}
		ink := ask[string](p, `getComputedStyle(document.querySelector(".ls .n")).fill`)
		if (ink == "rgb(27, 36, 48)") != (c.paper == white) {
			t.Errorf("%s: the ink is %s on %s", c.name, ink, paper(c.paper == white))
		}
	}
}

func paper(light bool) string {
	if light {
		return "white"
	}
	return "black"
}

// What JupyterLab leaves of a figure in a notebook that is not trusted: no
// style, script and svg, but the text that stood in the svg; attributes that
// it doesn't know are gone, and so is an empty "hidden".
func untrusted(html string) string {
	html = regexp.MustCompile(`(?s)<style>.*?</style>|<script>.*?</script>`).ReplaceAllString(html, "")
	html = regexp.MustCompile(`</?(?:svg|g|path|text|title|circle|rect|line)\b[^>]*>`).ReplaceAllString(html, "")
	html = regexp.MustCompile(` (?:role|aria-[a-z]+|data-[a-z-]+)="[^"]*"`).ReplaceAllString(html, "")
	return regexp.MustCompile(` hidden(?:="")?([ >])`).ReplaceAllString(html, "$1")
}

func TestUntrustedNotebookShowsThePictureOnce(t *testing.T) {
	for _, name := range []string{"scatter", "surface", "animation"} {
		p := open(t, "<!doctype html><meta charset=utf-8>"+untrusted(exhibitNamed(t, name).figure().HTML()), 900, light)
		p.await("the picture files are decoded", `[...document.images].every(i => i.complete && i.naturalWidth > 0)`)
		if n := ask[int](p, `[...document.images].filter(i => i.checkVisibility()).length`); n != ask[int](p, `document.images.length`) || n == 0 {
			t.Errorf("%s: %d pictures are seen", name, n)
		}
		if text := strings.TrimSpace(ask[string](p, `document.body.innerText`)); len(text) > 120 || strings.Contains(text, "−2") {
			t.Errorf("%s: text spills into the page: %.200q", name, text)
		}
		if ask[bool](p, `[...document.querySelectorAll("button, input")].some(e => e.checkVisibility())`) {
			t.Errorf("%s: dead controls are seen", name)
		}
	}
}

// A trusted page shows one inline picture in each place: on a phone the one that
// is drawn for it.
func TestTrustedPageShowsThePictureOnce(t *testing.T) {
	p := open(t, page(gallery), 900, light)
	if n := ask[int](p, `[...document.images].filter(i => i.checkVisibility()).length`); n != 0 {
		t.Errorf("%d picture files are seen beside the inline pictures", n)
	}
	const seen = `[...document.querySelectorAll(".ls-v")].map(v => [...v.querySelectorAll("svg[role=img]")].filter(e => e.checkVisibility())
		.map(e => e.parentElement.matches(".ls-o") ? "phone" : "page").join("+"))`
	for i, shown := range ask[[]string](p, seen) {
		if shown != "page" {
			t.Errorf("picture %d is seen as %q", i, shown)
		}
	}
	phone := open(t, page(gallery[:1]), 360, light)
	if shown := ask[[]string](phone, seen); len(shown) != 1 || shown[0] != "phone" {
		t.Errorf("on a phone is seen %q", shown)
	}
	p.await("every picture file is a picture", `[...document.images].every(i => i.complete && i.naturalWidth > 0)`)
	if fetched := ask[[]string](p, `performance.getEntriesByType("resource").map(r => r.name.slice(0, 80)).filter(n => !n.startsWith("data:"))`); len(fetched) > 0 {
		t.Errorf("the page fetched %v", fetched)
	}
}

// On a phone, nothing is wider than the page and no text is smaller than 11 px.
func TestPhone(t *testing.T) {
	p := open(t, page(gallery), 360, light)
	if wide := ask[int](p, `document.documentElement.scrollWidth`); wide > 360 {
		t.Errorf("the page is %d pixels wide", wide)
	}
	small := ask[[]string](p, `[...document.querySelectorAll(".ls svg[role=img]")].flatMap(svg => {
		const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
		return [...svg.querySelectorAll(":scope > text, :scope > g:not(.h) > text")].filter(t => t.checkVisibility() && parseFloat(getComputedStyle(t).fontSize) * scale < 11)
			.map(t => t.textContent + " " + parseFloat(getComputedStyle(t).fontSize) * scale)})`)
	for i, text := range small {
		if i < 5 {
			t.Errorf("too small to read on a phone: %s px", text)
		}
	}
}

// The entries of a key keep their distance where type is enlarged, too.
func TestKeysKeepDistance(t *testing.T) {
	p := open(t, page(gallery), 1000, light)
	for _, width := range []int64{300, 360, 460, 500, 1000} {
		p.must(chromedp.Do(p.Ctx, chromedp.EmulateViewport(width, 900)))
		close := ask[[]string](p, `[...document.querySelectorAll(".ls svg[role=img]")].flatMap(svg => {
			const entries = [...svg.querySelectorAll("g > circle + text.k, g:has(> circle) + text.k")].filter(t => t.checkVisibility())
				.map(t => ({name: t.textContent, box: t.getBoundingClientRect(), dot: t.previousElementSibling.getBoundingClientRect()}));
			return entries.flatMap(a => entries.filter(b => b !== a && Math.abs(a.dot.y - b.dot.y) < 4 && b.dot.x > a.dot.x && b.dot.x - a.box.right < 5)
				.map(b => a.name + " and " + b.name + ": " + (b.dot.x - a.box.right)))})`)
		if len(close) > 0 {
			t.Errorf("too close at %d pixels: %q", width, close)
		}
	}
}

// Pointing at a line tells its values, without a script.
func TestHoverTells(t *testing.T) {
	p := open(t, page([]exhibit{exhibitNamed(t, "history")}), 1000, light)
	text := ask[string](p, `(() => {
		const strips = [...document.querySelectorAll(".ls-i .h")];
		const box = strips[5].querySelector("path").getBoundingClientRect();
		const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
		return at.closest(".h") ? [...at.closest(".h").querySelectorAll("text")].map(t => t.textContent).join("; ") : "nothing"})()`)
	e, ms, losses, gradients := beltDescent(1e-5, 1000)
	var k int
	if _, err := fmt.Sscanf(text, "epoch %d:", &k); err != nil || k == 0 {
		t.Fatalf("pointing at the sixth strip tells %q", text)
	}
	want := fmt.Sprintf("epoch %.0f: %.4g; epoch %.0f: %.4g; epoch %.0f: %.4g", e[k], ms[k], e[k], losses[k], e[k], gradients[k])
	if plain := strings.NewReplacer("−", "-", ",", "").Replace(text); plain != want {
		t.Errorf("pointing at epoch %d tells %q, want %q", k, plain, want)
	}
}
