package browser

import (
	"strings"

	"github.com/chromedp/chromedp/kb"
)

// checkAnimation plays with the animation of a cell, by mouse and by keys. The
// keys are the animation's own: JupyterLab must not take them for its commands,
// one of which deletes the cell.
func (p *page) checkAnimation(id string) {
	p.Helper()
	about[bool](p, "show", id)
	part := func(selector string) string {
		return "steps.output(" + quote(id) + ").querySelector('" + selector + "')"
	}
	said := part(".ls-c output") + ".textContent"
	expect := func(after, begins string) {
		p.Helper()
		if text := ask[string](p, said); !strings.HasPrefix(text, begins) {
			p.Errorf("after %s the animation says %q, want %q", after, text, begins)
		}
	}
	focus := func(selector string) { ask[bool](p, part(selector)+".focus(), true") }
	cells := ask[int](p, "steps.panel.content.widgets.length")

	focus(".ls-c input")
	p.press(kb.Home)
	expect("Home", "epoch 0:")
	p.press(kb.ArrowRight)
	expect("the arrow to the right", "epoch 1:")
	p.press(kb.End)
	expect("End", "epoch 1,000:")
	focus(".ls-c button")
	p.press("dd")
	if n := ask[int](p, "steps.panel.content.widgets.length"); n != cells {
		p.Fatalf("d d on a button of the animation leaves %d of %d cells", n, cells)
	}

	shape := part(".ls-i .ls-line, .ls-i .ls-shape") + ".getAttribute('d')"
	before := ask[string](p, shape)
	p.click("Play", `[...steps.output(`+quote(id)+`).querySelectorAll(".ls-c button")].find((e) => e.textContent === "Play")`)
	p.await("it moves", shape+" !== "+quote(before))
	p.await("the end is reached", said+`.startsWith("epoch 1,000:")`)
	p.await("it stops there", `[...steps.output(`+quote(id)+`).querySelectorAll(".ls-c button")].some((e) => e.textContent === "Play")`)
}
