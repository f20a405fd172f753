package explorer_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/explorer"
)

// The learner guesses, then sees.
func TestGuess(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts()), look{})
	e := p.explorer("belts")
	if e.shown(".lsx-question button") {
		t.Error("asked before anything was changed")
	}
	e.slide("rate", 0.85) // above the limit
	if !e.shown(".lsx-question button") || e.shown(".lsx-player") || e.shown(".lsx-moment") {
		t.Error("the walk shows before the guess")
	}
	if path := js[bool](p, e.find(".ls-i .path .l")+" !== null"); path {
		t.Error("the path is drawn before the guess")
	}
	e.click("[data-guess=settles]")
	if verdict := e.text(".lsx-verdict"); verdict != "You guessed “Jump across, but settle”. What happens is “Jump across, and fly apart”." {
		t.Errorf("verdict %q", verdict)
	}
	if !e.shown(".lsx-player") || e.shown(".lsx-question button") || !strings.Contains(e.text(".lsx-said"), "diverges") {
		t.Error("no reveal after the guess")
	}
	e.click(".lsx-back")
	if !e.shown(".lsx-verdict") {
		t.Error("the verdict went with the first step back")
	}
	e.set("guess", "")
	e.slide("rate", 0.3)
	if e.shown(".lsx-question button") || !e.shown(".lsx-player") {
		t.Error("still asked")
	}
}

// The rate's box shows its number whole, is overwritten by a click and typing, and reads
// what notebooks write.
func TestRateBox(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts().At("guess=")), look{})
	e := p.explorer("belts")
	box := e.find("[data-control=rate] input[type=text]")
	for i := range 2 {
		e.do(e.find(".lsx-marks button:nth-child("+string(rune('1'+i))+")") + `.click()`)
		e.settle()
		if whole := js[bool](p, box+".scrollWidth <= "+box+".clientWidth"); !whole {
			t.Errorf("%q is cut off", js[string](p, box+".value"))
		}
	}
	at := js[[]float64](p, `(() => { const r = `+box+`.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2] })()`)
	p.must(chromedp.Do(p.Ctx, chromedp.MouseClickXY(at[0], at[1])))
	p.keys("1/1000" + kb.Enter)
	e.settle()
	if rate := js[string](p, box+".value"); rate != "0.001" {
		t.Errorf("typed 1/1000 after a click: %q", rate)
	}
}

// A click on a guess counts while the box has the keyboard, after Enter as well.
func TestGuessFromTheBox(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts()), look{})
	e := p.explorer("belts")
	click := func(what string) {
		at := js[[]float64](p, `(() => { const e = `+e.find(what)+`; e.scrollIntoView({block: "center"}); const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2] })()`)
		p.must(chromedp.Do(p.Ctx, chromedp.MouseClickXY(at[0], at[1])))
	}
	click("[data-control=rate] input[type=text]")
	p.keys("0.00064" + kb.Enter)
	e.settle()
	click("[data-guess=settles]")
	e.settle()
	if e.shown(".lsx-question button") || !strings.HasPrefix(e.text(".lsx-verdict"), "You guessed") {
		t.Errorf("the click is lost: %q", e.text(".lsx-verdict"))
	}
}

// The other explorers ask as well, after a change that is worth a guess. Sliders
// and the start move on freely.
func TestGuessWhereItMatters(t *testing.T) {
	p := openFile(t, exported(t, explorer.Penguins(), explorer.Race()), look{})
	for _, c := range []struct{ explorer, free, asks, value, guess, verdict string }{
		{"penguins", "rate", "scale", "centred", "way", "You guessed “Not there yet”. What happens is “Higher up than it began”."},
		{"race", "rate1", "bowl", "z", "2", "You guessed “Momentum”. Plain is in front."},
	} {
		e := p.explorer(c.explorer)
		e.slide(c.free, 0.7)
		if e.shown(".lsx-question button") || !e.shown(".lsx-player") {
			t.Errorf("%s asks while a slider moves", c.explorer)
		}
		e.click(".lsx-reset")
		e.set(c.asks, c.value)
		if !e.shown(".lsx-question button") || e.shown(".lsx-player") {
			t.Errorf("%s doesn't ask", c.explorer)
		}
		e.slide("a", 0.3)
		if !e.shown(".lsx-question button") {
			t.Errorf("%s gives the answer away when a slider moves", c.explorer)
		}
		e.click("[data-guess=\"" + c.guess + "\"]")
		if verdict := e.text(".lsx-verdict"); verdict != c.verdict {
			t.Errorf("%s: %s", c.explorer, verdict)
		}
		e.set("guess", "")
		e.set(c.asks, c.value)
		if e.shown(".lsx-question button") || !e.shown(".lsx-player") {
			t.Errorf("%s asks who doesn't want to be asked", c.explorer)
		}
	}
}

// Play, step, back, scrub and reset.
func TestWalking(t *testing.T) {
	p := openFile(t, exported(t, explorer.Penguins().At("epochs=12")), look{})
	e := p.explorer("penguins")
	when := func(want string) {
		t.Helper()
		if got := e.text(".lsx-when"); got != want {
			t.Errorf("at %q, not %q", got, want)
		}
	}
	when("epoch 12 of 12")
	e.click(".lsx-back")
	e.click(".lsx-back")
	when("epoch 10 of 12")
	e.click(".lsx-step")
	when("epoch 11 of 12")
	line := js[string](p, e.find(".ls-i .guess")+".outerHTML")
	e.do(`const s = ` + e.find(".lsx-scrub") + `; s.value = 3; s.dispatchEvent(new Event("input"))`)
	e.settle()
	when("epoch 3 of 12")
	if js[string](p, e.find(".ls-i .guess")+".outerHTML") == line {
		t.Error("the line doesn't move with the path")
	}
	if current := e.text(".lsx-table tr[aria-current] th"); current != "3" {
		t.Errorf("the numbers mark step %s", current)
	}
	e.do(e.find(".lsx-play") + ".click()")
	if e.text(".lsx-play") != "Pause" {
		t.Error("it doesn't play")
	}
	p.await("it has played to the end", e.find(".lsx-play")+`.textContent === "Play"`)
	when("epoch 12 of 12")
	e.slide("rate", 0.2)
	e.click(".lsx-reset")
	if rate := js[string](p, e.find("[data-control=rate] input")+".value"); rate != "0.1" {
		t.Errorf("rate %s after the reset", rate)
	}
}

// Playing stops when nobody looks: the tab is hidden, or a setting changes.
func TestPlayingStops(t *testing.T) {
	p := openFile(t, exported(t, explorer.Penguins().At("epochs=1000")), look{})
	e := p.explorer("penguins")
	e.do(e.find(".lsx-play") + ".click()")
	p.do(`Object.defineProperty(document, "hidden", { value: true, configurable: true }); document.dispatchEvent(new Event("visibilitychange"))`)
	if e.text(".lsx-play") != "Play" {
		t.Error("it plays in a hidden tab")
	}
	p.do(`delete document.hidden`)
	e.do(e.find(".lsx-play") + ".click()")
	e.slide("rate", 0.4)
	if e.text(".lsx-play") != "Play" {
		t.Error("it plays on while the rate is changed")
	}
}

// Who asked for less motion sees a few moments, a second apart, not a film.
func TestReducedMotion(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts().At("epochs=1000&guess=")), look{still: true})
	e := p.explorer("belts")
	p.do(`window.moments = []; new MutationObserver(() => moments.push([` + e.find(".lsx-when") + `.textContent, performance.now()])).observe(` +
		e.find(".lsx-when") + `, { childList: true, characterData: true, subtree: true })`)
	e.do(e.find(".lsx-play") + ".click()")
	p.await("it has played to the end", e.find(".lsx-play")+`.textContent === "Play"`)
	moments := js[[][]any](p, `moments`)
	if len(moments) > 7 {
		t.Errorf("%d moments", len(moments))
	}
	for i := 1; i < len(moments); i++ {
		if apart := moments[i][1].(float64) - moments[i-1][1].(float64); apart < 1000 {
			t.Errorf("moments %v and %v are %.0f ms apart", moments[i-1][0], moments[i][0], apart)
		}
	}
}

// Everything works from the keyboard, and what changes is told.
func TestKeyboard(t *testing.T) {
	p := openFile(t, exported(t, explorer.Penguins().At("epochs=5")), look{})
	e := p.explorer("penguins")
	var order []string
	for range 60 {
		p.keys(kb.Tab)
		at := js[string](p, `(e => e.closest("[data-control]")?.dataset.control ?? e.className ?? "")(document.activeElement)`)
		if js[bool](p, `document.activeElement === document.body`) {
			break
		}
		if at != "" && (len(order) == 0 || order[len(order)-1] != at) {
			order = append(order, at)
		}
		if !js[bool](p, `(e => e === document.body || getComputedStyle(e).outlineStyle !== "none" || e.matches("summary"))(document.activeElement)`) {
			t.Errorf("%s has the focus, and doesn't show it", at)
		}
	}
	for _, want := range []string{"lsx-play", "lsx-back", "lsx-scrub", "column", "scale", "rate", "epochs", "a", "b", "lsx-reset", "lsx-link", "lsx-go"} {
		if !strings.Contains(" "+strings.Join(order, " ")+" ", " "+want+" ") {
			t.Errorf("%s isn't reached by the tab key: %v", want, order)
		}
	}
	p.do(e.find("[data-control=rate] input[type=range]") + ".focus()")
	before := e.text(".lsx-said")
	for range 30 {
		p.keys(kb.ArrowRight)
	}
	e.settle()
	if value := js[string](p, `document.activeElement.getAttribute("aria-valuetext")`); value != "0.2" {
		t.Errorf("thirty keys on the slider of the rate: %s", value)
	}
	p.await("the change is told", e.find(".lsx-told")+`.textContent === `+e.find(".lsx-said")+`.textContent`)
	if e.text(".lsx-said") == before {
		t.Error("it says the same")
	}
	p.do(e.find(".lsx-back") + ".focus()")
	p.keys(kb.Enter)
	e.settle()
	p.await("the step is told", e.find(".lsx-told")+`.textContent.startsWith("epoch 4 of 5. Here: intercept")`)
	p.do(e.find(".lsx-scrub") + ".focus()")
	p.keys(kb.Home)
	e.settle()
	if when := e.text(".lsx-when"); when != "epoch 0 of 5" {
		t.Errorf("Home on the time line leads to %s", when)
	}
	p.keys(" ")
	if e.text(".lsx-play") != "Pause" {
		t.Error("the space bar on the time line doesn't play")
	}
}

// The start is dragged on the map, by mouse and by finger; the page doesn't scroll
// with it.
func TestDragging(t *testing.T) {
	for _, finger := range []bool{false, true} {
		p := openFile(t, exported(t, explorer.Penguins()), look{})
		e := p.explorer("penguins")
		p.do(e.find(".lsx-handle") + `.scrollIntoView({ block: "center" })`)
		at := js[[]float64](p, `(r => [r.x + r.width / 2, r.y + r.height / 2])(`+e.find(".lsx-handle")+`.getBoundingClientRect())`)
		if finger {
			touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
				call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
			}
			touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: at[0], Y: at[1]})
			for step := range 8 {
				touch(input.DispatchTouchEventTypeTouchMove, &input.TouchPoint{X: at[0] + 10*float64(step+1), Y: at[1] - 5*float64(step+1)})
			}
			touch(input.DispatchTouchEventTypeTouchEnd)
		} else {
			p.must(chromedp.Do(p.Ctx, chromedp.MouseEvent(chromedp.MousePressed, at[0], at[1], chromedp.ButtonLeft)))
			for step := range 8 {
				p.must(chromedp.Do(p.Ctx, chromedp.MouseEvent(chromedp.MouseMoved, at[0]+10*float64(step+1), at[1]-5*float64(step+1), chromedp.ButtonLeft)))
			}
			p.must(chromedp.Do(p.Ctx, chromedp.MouseEvent(chromedp.MouseReleased, at[0]+80, at[1]-40, chromedp.ButtonLeft)))
		}
		e.settle()
		now := js[[]float64](p, `(r => [r.x + r.width / 2, r.y + r.height / 2])(`+e.find(".lsx-handle")+`.getBoundingClientRect())`)
		if dx, dy := now[0]-at[0], now[1]-at[1]; dx < 77 || dx > 83 || dy < -43 || dy > -37 {
			t.Errorf("finger %v: the start went %.0f, %.0f", finger, dx, dy)
		}
		if a := js[string](p, e.find("[data-control=a] input")+".value"); a == "-2" {
			t.Error("the box of the intercept doesn't follow")
		}
	}
}

// What is typed by mistake is answered beside its box, and mended there.
func TestBadInputOnThePage(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts().At("guess=")), look{})
	e := p.explorer("belts")
	picture := js[string](p, e.find(".ls-i")+".innerHTML")
	e.set("rate", "0")
	if problem := e.text(".lsx-problem"); problem != "With a learning rate of 0 nothing moves: take one above 0." {
		t.Errorf("it says %q", problem)
	}
	if !js[bool](p, `(i => i.ariaInvalid === "true" && document.getElementById(i.getAttribute("aria-describedby")) === `+e.find(".lsx-problem")+`)(`+e.find("[data-control=rate] input")+`)`) {
		t.Error("the box isn't marked")
	}
	if js[string](p, e.find(".ls-i")+".innerHTML") != picture {
		t.Error("the picture changed")
	}
	p.await("it is told", e.find(".lsx-told")+`.textContent.startsWith("With a learning rate of 0")`)
	e.set("rate", "0.0002")
	e.settle()
	if e.shown(".lsx-problem") || js[bool](p, e.find("[aria-invalid]")+` !== null`) {
		t.Error("the complaint stays")
	}
}

// A million epochs are asked back; they show how far they are, and end when they
// are cancelled.
func TestMillionEpochs(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts().At("guess=")), look{})
	e := p.explorer("belts")
	e.set("epochs", "1000000")
	if asked := e.text(".lsx-asked"); !e.shown(".lsx-run") || !strings.HasPrefix(asked, "That takes 1,000,000 gradient evaluations, about ") {
		t.Fatalf("it asks %q", asked)
	}
	e.click(".lsx-ask .lsx-cancel")
	if e.shown(".lsx-ask") || js[string](p, e.find("[data-control=epochs] input")+".value") != "20" {
		t.Error("No doesn't lead back")
	}
	e.set("epochs", "1000000")
	e.do(e.find(".lsx-run") + ".click()")
	p.await("it shows how far it is", e.find(".lsx-progress")+`.checkVisibility() && `+e.find("progress")+`.value > 0`)
	if said := e.text(".lsx-said"); !strings.Contains(said, "so far") {
		t.Errorf("on the way it says %q", said)
	}
	e.click(".lsx-progress .lsx-cancel")
	if e.shown(".lsx-progress") || e.text(".lsx-when") != "epoch 20 of 20" {
		t.Errorf("after the cancel: %s", e.text(".lsx-when"))
	}
}

// Two explorers that are moved at once both answer, also while one is at a long
// walk.
func TestTwoAtOnce(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts().At("guess="), explorer.Penguins()), look{})
	a, b := p.explorer("belts"), p.explorer("penguins")
	a.set("epochs", "1000000")
	a.do(a.find(".lsx-run") + ".click()")
	a.await("the long walk is under way", a.find(".lsx-progress")+".checkVisibility()")
	for _, share := range []float64{0.1, 0.5, 0.3} {
		b.slide("rate", share) // waits for its answer
	}
	if !a.shown(".lsx-progress") {
		t.Error("the long walk is over: the other explorer had to wait for it")
	}
	a.do(`const c = ` + a.find("[data-control=epochs] input") + `; c.value = 50; c.dispatchEvent(new Event("change"))`)
	p.do(`for (let i = 0; i < 40; i++) for (const [root, control] of [[` + a.root + `, "rate"], [` + b.root + `, "rate"]]) {
		const s = root.querySelector("[data-control=" + control + "] input[type=range]");
		s.value = +s.min + (s.max - s.min) * i / 60; s.dispatchEvent(new Event("input", { bubbles: true }));
	}`)
	a.settle()
	b.settle()
}

// The state goes into a link, and comes back from it.
func TestLink(t *testing.T) {
	path := exported(t, explorer.Belts(), explorer.Belts().At("start=4"), explorer.Penguins())
	p := openFile(t, path+"#penguins?scale=centred&rate=0.002&epochs=90", look{})
	e := p.explorer("penguins")
	if scale := js[string](p, e.find("[data-control=scale] select")+".value"); scale != "centred" || !strings.Contains(e.text(".lsx-when"), "of 90") {
		t.Errorf("from the link: %s, %s", scale, e.text(".lsx-when"))
	}
	e.click(".lsx-link")
	link := js[string](p, e.find(".lsx-code textarea")+".value")
	if want := "#penguins?scale=centred&rate=0.002&epochs=90"; !strings.HasSuffix(link, want) {
		t.Errorf("the link %s doesn't end in %s", link, want)
	}
	// The second explorer of a kind has links of its own.
	p.do(`location.hash = "belts-2?start=1&rate=0.0003"`)
	second := &exp{p, `document.querySelectorAll("[data-littlesteps-explorer=belts]")[1]`}
	second.await("the link has arrived", second.find("[data-control=start] input")+`.value === "1"`)
	first := p.explorer("belts")
	if start := js[string](p, first.find("[data-control=start] input")+".value"); start != "0" {
		t.Errorf("the first one went to %s", start)
	}
}
