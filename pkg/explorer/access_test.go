package explorer_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/explorer"
)

const anExplorer = "[data-littlesteps-explorer]"

// Every state of every explorer is without fault, in light and wide, in dark and on a
// phone.
func TestAccessibility(t *testing.T) {
	path := exported(t, everyExplorer()...)
	for _, l := range []look{{}, {dark: true, width: 360}} {
		p := openFile(t, path, l)
		all := []*exp{p.explorer("belts"), p.explorer("penguins"), p.explorer("race")}
		check := func(state string) {
			t.Helper()
			for _, v := range p.Violations(anExplorer) {
				t.Errorf("%+v, %s: %s", l, state, v)
			}
		}
		if l == (look{}) { // elsewhere, open says the same and more
			check("as it comes")
		}
		for _, e := range all {
			e.do(`for (const d of ` + e.root + `.querySelectorAll("details")) d.open = true`)
			e.click(".lsx-back")
			e.click(".lsx-go")
		}
		check("everything open, a step back")
		all[0].slide("rate", 0.9)
		all[1].set("rate", "fast")
		all[2].set("budget", "100000")
		check("a question, a complaint, and a long walk")
		all[0].click("[data-guess=creeps]")
		check("a verdict")
	}
}

// Play can be read with the pointer on it.
func TestPlayUnderThePointer(t *testing.T) {
	path := exported(t, explorer.Belts())
	for _, l := range []look{{}, {dark: true}} {
		p := openFile(t, path, l)
		e := p.explorer("belts")
		e.do(e.find(".lsx-play") + `.scrollIntoView({ block: "center" })`)
		at := js[[]float64](p, `(r => [r.x + r.width / 2, r.y + r.height / 2])(`+e.find(".lsx-play")+`.getBoundingClientRect())`)
		p.must(chromedp.Do(p.Ctx, chromedp.MouseEvent(chromedp.MouseMoved, at[0], at[1])))
		p.await("the pointer is on it", e.find(".lsx-play")+`.matches(":hover")`)
		contrast := js[float64](p, `(({ color, backgroundColor }) => {
			const light = (c) => { const [r, g, b] = c.match(/[\d.]+/g).map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
			const [a, b] = [light(color), light(backgroundColor)].sort((x, y) => y - x);
			return (a + 0.05) / (b + 0.05);
		})(getComputedStyle(`+e.find(".lsx-play")+`))`)
		if contrast < 4.5 {
			t.Errorf("%+v: under the pointer, Play has a contrast of %.1f", l, contrast)
		}
	}
}

// On a phone, and at 200 % of a narrow window, nothing is cut off and nothing has
// to be scrolled sideways; what is touched is large enough.
func TestNarrowPages(t *testing.T) {
	path := exported(t, everyExplorer()...)
	for _, width := range []int64{320, 390, 700} {
		p := openFile(t, path, look{width: width})
		for _, name := range []string{"belts", "penguins", "race"} {
			e := p.explorer(name)
			if over := js[[]string](p, `[...`+e.root+`.querySelectorAll("*")].filter((x) => x.checkVisibility() && !x.closest("svg, .lsx-table, .ls-d, .lsx-told, textarea, .ls-p > *") &&
				(r => r.right > innerWidth + 0.5 || r.left < -0.5)(x.getBoundingClientRect())).map((x) => x.className + " " + x.localName)`); len(over) > 0 {
				t.Errorf("%d px wide, %s: over the edge: %v", width, name, over)
			}
			if small := js[[]string](p, `[...`+e.root+`.querySelectorAll("button, input, select, summary, .lsx-handle")].filter((x) => x.checkVisibility() &&
				(x.type === "checkbox" ? x.closest("label") : x).getBoundingClientRect().height < 24).map((x) => x.className + " " + x.localName + " " + x.textContent)`); len(small) > 0 {
				t.Errorf("%d px wide, %s: too small to touch: %v", width, name, small)
			}
		}
		if wide := js[int](p, `document.documentElement.scrollWidth`); wide > int(width) {
			t.Errorf("%d px wide: the page is %d wide", width, wide)
		}
	}
}

// On a phone the pictures stay in sight while a slider moves, one beside the other
// in a strip that scrolls by finger and by keys.
func TestPicturesStayInSight(t *testing.T) {
	p := openFile(t, exported(t, everyExplorer()...), look{width: 390})
	for name, slider := range map[string]string{"belts": "rate", "penguins": "a", "race": "rate3"} {
		e := p.explorer(name)
		p.do(`const at = ` + e.find("[data-control="+slider+"]") + `.getBoundingClientRect().bottom; scrollTo({ top: scrollY + at - innerHeight + 20, behavior: "instant" })`)
		seen := js[[]float64](p, `(r => [r.top, r.bottom, innerHeight])(`+e.find(".ls-i svg")+`.getBoundingClientRect())`)
		if seen[0] < -1 || seen[1] > seen[2]/2 {
			t.Errorf("%s: beside the slider of %s the picture is from %.0f to %.0f of %.0f", name, slider, seen[0], seen[1], seen[2])
		}
		p.do(e.find(".ls-p") + ".focus()")
		p.keys(kb.ArrowRight) // one press, one picture
		p.await("the second picture of "+name+" is in sight", `(r => r.left >= 0 && r.right <= innerWidth)(`+e.root+`.querySelectorAll(".ls-i svg")[1].getBoundingClientRect())`)
	}
}

// On paper stand the pictures, the words and what is set; nothing to press.
func TestPrint(t *testing.T) {
	p := openFile(t, exported(t, everyExplorer()...), look{dark: true})
	for _, name := range []string{"belts", "penguins", "race"} {
		p.explorer(name)
	}
	e := p.explorer("penguins")
	e.set("rate", "0.25")
	p.prefer(look{dark: true}, "print")
	for _, name := range []string{"belts", "penguins", "race"} {
		e := p.explorer(name)
		for _, gone := range []string{".lsx-play", ".lsx-form", ".lsx-share", ".lsx-handle", ".lsx-status"} {
			if e.shown(gone) {
				t.Errorf("%s: %s is on paper", name, gone)
			}
		}
		for _, there := range []string{".ls-i svg", ".lsx-said", ".lsx-settings"} {
			if !e.shown(there) {
				t.Errorf("%s: %s isn't on paper", name, there)
			}
		}
		if scheme := js[string](p, `getComputedStyle(`+e.root+`).colorScheme`); scheme != "light" {
			t.Errorf("%s: %s on paper", name, scheme)
		}
	}
	if set := e.text(".lsx-settings"); !strings.Contains(set, "rate 0.25") {
		t.Errorf("paper says %q", set)
	}
}

// Without scripts the first picture and its words are there, and nothing that
// can't be used.
func TestWithoutScripts(t *testing.T) {
	path := exported(t, everyExplorer()...)
	p := newTab(t, look{})
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.NavigateFile(path)
	for _, name := range []string{"belts", "penguins", "race"} {
		e := &exp{p, `document.querySelector("[data-littlesteps-explorer=` + name + `]")`}
		if !e.shown(".ls-i svg") || !e.shown(".lsx-said") || !e.shown(".lsx-settings") || !e.shown("summary") {
			t.Errorf("%s: the first picture isn't whole", name)
		}
		if e.shown(".lsx-play") || e.shown(".lsx-go") || e.shown(".lsx-status") {
			t.Errorf("%s: there is something to press", name)
		}
	}
}

// An untrusted notebook loses styles, scripts and inline pictures. What is left
// is the picture as a file, and the words.
func TestUntrusted(t *testing.T) {
	for _, e := range everyExplorer() {
		html := e.HTML()
		if strings.Count(html, `<img class="ls-f" alt="`) < 2 {
			t.Errorf("%.40s: no picture files", e)
		}
		if strings.Count(html, `class="lsx-live" hidden="hidden"`) != 2 {
			t.Errorf("%.40s: the controls aren't hidden where styles are stripped", e)
		}
	}
	if got := explorer.Belts().At("rate=<script>").HTML(); strings.Contains(got, "“<script>”") || !strings.Contains(got, "“&lt;script&gt;” isn&#39;t a number") {
		t.Error("what a link says isn't escaped")
	}
}
