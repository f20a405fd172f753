package exporter_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	word  = `document.querySelector('a[href="#term-length"]')`
	entry = `document.querySelector(".entry")`
)

// A word of the glossary is explained where it stands, by keyboard and by mouse,
// until it is left or Escape is pressed.
func TestWords(t *testing.T) {
	path, _ := exported(t, fixture, "page")
	p := open(t, path, view{})
	shown := func(want bool, when string) {
		t.Helper()
		p.await("the entry is shown or gone "+when, entry+`.checkVisibility() === `+map[bool]string{true: "true", false: "false"}[want])
	}
	shown(false, "at first")

	p.keys(kb.Tab) // from here on, the focus is the keyboard's
	ask[any](p, word+`.focus()`)
	shown(true, "on the focus")
	if text := ask[string](p, entry+`.textContent`); !strings.HasPrefix(text, "length: how far a step goes") {
		t.Errorf("the entry says %q", text)
	}
	if !ask[bool](p, entry+`.querySelector("math") !== null && !`+entry+`.querySelector("[id]")`) {
		t.Error("the entry has no formula, or an id twice on the page")
	}
	if got := ask[string](p, word+`.getAttribute("aria-describedby") + " " + `+entry+`.role`); got != "glossary-entry tooltip" {
		t.Errorf("a screen reader is led to %q", got)
	}
	p.keys(kb.Escape)
	shown(false, "after Escape")
	if ask[bool](p, word+`.hasAttribute("aria-describedby")`) {
		t.Error("the closed entry still describes the word")
	}

	ask[any](p, `document.documentElement.style.scrollBehavior = "auto"; document.activeElement.blur(); `+word+`.scrollIntoView({ block: "center" })`)
	for range 50 { // the page may still move under a pointer that came early
		at := ask[[]float64](p, `(({ x, y, width, height }) => [x + width / 2, y + height / 2])(`+word+`.getBoundingClientRect())`)
		p.must(chromedp.Do(p.Ctx, chromedp.MouseEvent("mouseMoved", at[0], at[1])))
		if ask[bool](p, entry+`.checkVisibility()`) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	shown(true, "under the pointer")
	box := ask[[]float64](p, `(({ left, top, right, bottom, x, y, width, height }) => [x + width / 2, y + height / 2, left, top, innerWidth - right, innerHeight - bottom])(`+entry+`.getBoundingClientRect())`)
	for i, room := range box[2:] {
		if room < 0 {
			t.Errorf("the entry leaves the window at side %d by %g", i, -room)
		}
	}
	p.must(chromedp.Do(p.Ctx, chromedp.MouseEvent("mouseMoved", box[0], box[1])))
	ask[bool](p, `new Promise((r) => setTimeout(() => r(true), 500))`)
	shown(true, "under the pointer that moved onto it")
	p.must(chromedp.Do(p.Ctx, chromedp.MouseEvent("mouseMoved", 5, 5)))
	shown(false, "after the pointer has left")

	ask[any](p, word+`.click()`)
	if got := ask[string](p, `location.hash`); got != "#term-length" {
		t.Errorf("a click leads to %q", got)
	}
}

// Slides leave the glossary out, but not what it says.
func TestWordsOnSlides(t *testing.T) {
	path, _ := exported(t, fixture, "slides")
	p := open(t, path, view{width: 1280})
	p.keys(kb.ArrowRight)
	p.await("the slide with the word shows", `Reveal.getIndices().h === 1`)
	if ask[int](p, `document.querySelectorAll(".slides dfn").length`) != 0 || ask[bool](p, `document.querySelector("dfn").checkVisibility()`) {
		t.Error("the glossary is on a slide")
	}
	ask[any](p, word+`.click()`)
	p.await("the entry is shown", entry+`.checkVisibility()`)
	if text := ask[string](p, entry+`.textContent`); !strings.HasPrefix(text, "length: how far a step goes") {
		t.Errorf("the entry says %q", text)
	}
	p.keys(kb.Escape)
	p.await("the entry is gone", `!`+entry+`.checkVisibility()`)
	if ask[bool](p, `Reveal.isOverview()`) {
		t.Error("Escape opened the overview as well")
	}
	ask[any](p, word+`.click()`)
	ask[any](p, `Reveal.slide(0)`)
	p.await("the entry is gone with its slide", `!`+entry+`.checkVisibility()`)
}
