package chart_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/internal/browsertest"
)

// The tests in a browser need Chromium or Chrome, and axe-core for the one of
// accessibility; without them they are skipped, and say so.

// TestMain ends the browser, if one was started.
func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }

// A tab is a page under test.
type tab struct{ *browsertest.Page }

// open shows HTML in a new tab, as a page of the given width.
func open(t *testing.T, html string, width int64, prefers ...func(*browsertest.Look)) tab {
	t.Helper()
	browsertest.Need(t)
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	look := browsertest.Look{Width: width}
	for _, prefer := range prefers {
		prefer(&look)
	}
	p := tab{browsertest.Open(t, look)}
	p.NavigateFile(file)
	return p
}

func dark(l *browsertest.Look)     { l.Dark = true }
func light(l *browsertest.Look)    { l.Dark = false }
func noMotion(l *browsertest.Look) { l.Still = true }

func (p tab) must(err error) { p.Helper(); p.Must(err) }

func ask[T any](p tab, expression string) T {
	p.Helper()
	return browsertest.Ask[T](p.Page, expression)
}

func (p tab) await(what, expression string) { p.Helper(); p.Await(what, expression) }

func (p tab) press(keys string) { p.Helper(); p.Press(keys) }

func exhibitNamed(t *testing.T, name string) exhibit {
	t.Helper()
	for _, e := range append(append([]exhibit(nil), gallery...), odd...) {
		if e.name == name {
			return e
		}
	}
	t.Fatalf("no exhibit %q", name)
	return exhibit{}
}

// No violation of WCAG 2.2 AA on a page with every kind of figure, in both
// themes, wide and narrow, with the data closed and open.
func TestAccessible(t *testing.T) {
	browsertest.Need(t)
	exhibits := append([]exhibit(nil), gallery...)
	for _, name := range []string{"nothing", "log-zeros", "hostile", "long-words", "strange-field", "animate-diverging", "many-lines", "groups"} {
		exhibits = append(exhibits, exhibitNamed(t, name))
	}
	html := page(exhibits)
	for _, c := range []struct {
		name  string
		width int64
		theme func(*browsertest.Look)
		open  string
	}{{"light", 1200, light, "true"}, {"dark, narrow", 360, dark, "true"}, {"light, closed", 1200, light, "false"}} {
		p := open(t, html, c.width, c.theme)
		ask[bool](p, `document.querySelectorAll("details").forEach(d => d.open = `+c.open+`); true`)
		for i, violation := range p.Violations("") {
			if i < 5 {
				t.Errorf("%s: %s", c.name, violation)
			}
		}
		if checked := ask[int](p, `document.querySelectorAll(".ls svg[role=img]").length`); checked < len(exhibits) {
			t.Errorf("only %d pictures on the page", checked)
		}
	}
}

// What is at fault around a picture is found, and what was taken off the page is back.
func TestAccessibleSees(t *testing.T) {
	p := open(t, `<!doctype html><html lang=en><meta charset=utf-8><title>Faults</title><main><h1>Faults</h1><p style="color:#aaa">faint</p>
		<div class="ls-i"><svg role="img" viewBox="0 0 9 9"><text>inside</text></svg></div><a href="#">link</a> <button>go</button><p>text</p></main></html>`, 800, light)
	found := strings.Join(p.Violations(""), "\n")
	for _, want := range []string{"svg-img-alt: <svg", "color-contrast: <p"} {
		if !strings.Contains(found, want) {
			t.Errorf("no %q among\n%s", want, found)
		}
	}
	if inside := ask[string](p, `document.querySelector("svg").textContent`); inside != "inside" {
		t.Errorf("the picture holds %q", inside)
	}
}

// The two scripts of a page must not get into each other's way, even if the
// figures are identical.
func TestAnimationTwiceOnAPage(t *testing.T) {
	e := exhibitNamed(t, "animation")
	p := open(t, page([]exhibit{e, e}), 1000, light)
	if n := ask[int](p, `document.querySelectorAll(".ls-c:not([hidden])").length`); n != 2 {
		t.Fatalf("%d of 2 animations have their controls", n)
	}
	ask[bool](p, `document.querySelectorAll(".ls-c input")[1].focus(); true`)
	p.press(kb.Home)
	first := ask[string](p, `document.querySelectorAll(".ls-c output")[0].textContent`)
	second := ask[string](p, `document.querySelectorAll(".ls-c output")[1].textContent`)
	if !strings.HasPrefix(first, "epoch 1,000:") || !strings.HasPrefix(second, "epoch 0:") {
		t.Errorf("after Home in the second: %q and %q", first, second)
	}
}

const (
	lineIs = `document.querySelector(".ls-i .ls-line").getAttribute("d")`
	dotIs  = `document.querySelector(".ls-i .ls-dot").getAttribute("cx")`
	saysIs = `document.querySelector(".ls-c output").textContent`
)

func TestAnimationByKeyboard(t *testing.T) {
	p := open(t, page([]exhibit{exhibitNamed(t, "animation")}), 1000, light)
	ask[bool](p, `document.querySelector(".ls-c input").focus(); true`)
	end := ask[string](p, lineIs)
	p.press(kb.Home)
	start, dot := ask[string](p, lineIs), ask[string](p, dotIs)
	if start == end {
		t.Error("Home leaves the line at the last epoch")
	}
	if said := ask[string](p, saysIs); said != "epoch 0: loss 5, intercept −2.00, slope 0.000" {
		t.Errorf("at the start it says %q", said)
	}
	p.press(kb.ArrowRight)
	if said := ask[string](p, saysIs); !strings.HasPrefix(said, "epoch 1:") {
		t.Errorf("one step on it says %q", said)
	}
	if ask[string](p, lineIs) == start || ask[string](p, dotIs) == dot {
		t.Error("a step moves line and dot together; one of them stays")
	}
	if heard := ask[string](p, `document.querySelector(".ls-c input").getAttribute("aria-valuetext")`); !strings.HasPrefix(heard, "epoch 1:") {
		t.Errorf("a screen reader hears %q", heard)
	}
	// Space plays, and pauses again.
	p.press(" ")
	p.await("it plays on its own", `parseInt(`+saysIs+`.replace(/\D*([\d,]+).*/, "$1").replace(",", "")) > 5`)
	p.press(" ")
	if label := ask[string](p, `document.querySelectorAll(".ls-c button")[1].textContent`); label != "Play" {
		t.Errorf("after pausing, the button says %q", label)
	}
	paused := ask[string](p, lineIs)
	ask[bool](p, `new Promise(r => setTimeout(() => r(true), 300))`)
	if ask[string](p, lineIs) != paused {
		t.Error("it moves on while it is paused")
	}
}

func TestAnimationByButtons(t *testing.T) {
	p := open(t, page([]exhibit{exhibitNamed(t, "animate-diverging")}), 1000, light) // a short one: it is played to its end
	click := func(i string) { ask[bool](p, `document.querySelectorAll(".ls-c button")[`+i+`].click(), true`) }
	click("0")
	if said := ask[string](p, saysIs); !strings.HasPrefix(said, "epoch 12:") {
		t.Errorf("Back leads to %q", said)
	}
	click("2")
	if said := ask[string](p, saysIs); !strings.HasPrefix(said, "epoch 13:") {
		t.Errorf("Step leads to %q", said)
	}
	click("1") // plays from the start
	p.await("it plays", `document.querySelectorAll(".ls-c button")[1].textContent === "Pause" && !`+saysIs+`.startsWith("epoch 13:")`)
	p.await("it plays to the end and stops", `document.querySelectorAll(".ls-c button")[1].textContent === "Play" && `+saysIs+`.startsWith("epoch 13:")`)
}

// The ground of a classifier moves by the same controls.
func TestRegionsMove(t *testing.T) {
	const ground = `document.querySelectorAll(".ls-i .ls-shape")[0].getAttribute("d")`
	p := open(t, page([]exhibit{exhibitNamed(t, "regions-moving")}), 1000, light)
	end := ask[string](p, ground)
	ask[bool](p, `document.querySelector(".ls-c input").focus(); true`)
	p.press(kb.Home)
	if said := ask[string](p, saysIs); !strings.HasPrefix(said, "epoch 0: loss 1, ") || ask[string](p, ground) == end {
		t.Errorf("at the start it says %q, and the ground is as at the end: %t", said, ask[string](p, ground) == end)
	}
}

// Who asked for less motion sees the key positions only, one after the other.
func TestAnimationWithReducedMotion(t *testing.T) {
	p := open(t, page([]exhibit{exhibitNamed(t, "animation")}), 1000, light, noMotion)
	ask[bool](p, `window.seen = new Set(); new MutationObserver(() => seen.add(`+saysIs+`.split(":")[0]))
		.observe(document.querySelector(".ls-c output"), {childList: true, characterData: true, subtree: true});
		document.querySelectorAll(".ls-c button")[1].click(); true`)
	p.await("the end", saysIs+`.startsWith("epoch 1,000") && document.querySelectorAll(".ls-c button")[1].textContent === "Play" && seen.size > 1`)
	if n := ask[int](p, `seen.size`); n < 3 || n > 6 {
		t.Errorf("%d positions were shown, want a few: %v", n, ask[[]string](p, `[...seen]`))
	}
}

// Without scripts there are no dead buttons, and the ghost lines tell it.
func TestAnimationWithoutScripts(t *testing.T) {
	html := exhibitNamed(t, "animation").figure().HTML()
	html = html[:strings.Index(html, "<script>")]
	p := open(t, "<!doctype html><meta charset=utf-8>"+html, 1000, light)
	if ask[bool](p, `document.querySelector(".ls-c").checkVisibility()`) {
		t.Error("the controls are seen although nothing answers them")
	}
	if n := ask[int](p, `[...document.querySelectorAll(".ls-i .ls-g path")].filter(e => e.checkVisibility({opacityProperty: true})).length`); n < 4 {
		t.Errorf("%d ghost lines are seen", n)
	}
}

// On paper: light, no controls, ghost lines at full strength.
func TestPrint(t *testing.T) {
	p := open(t, page([]exhibit{exhibitNamed(t, "animation")}), 1000, dark)
	p.Prefer(browsertest.Look{Dark: true}, "print")
	if ask[bool](p, `document.querySelector(".ls-c").checkVisibility()`) {
		t.Error("the controls are printed")
	}
	if opacity := ask[string](p, `getComputedStyle(document.querySelector(".ls-g")).opacity`); opacity != "1" {
		t.Errorf("the ghost lines are printed with opacity %s", opacity)
	}
	if paper := ask[string](p, `getComputedStyle(document.querySelector(".ls")).backgroundColor`); paper != "rgb(255, 255, 255)" {
		t.Errorf("the paper is %s", paper)
	}
}
