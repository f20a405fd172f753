package explorer_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/cdproto/cdp"

	"littlesteps/pkg/internal/browsertest"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }

// atEnd notes how to end what all tests share.
func atEnd(end func() error) { browsertest.AtEnd(end) }

// A tab is a page that is open in the browser.
type tab struct{ *browsertest.Page }

// look says how a page is looked at.
type look struct {
	dark, still   bool
	width, height int64
	before        string // JavaScript that runs before the page's own
	fails         bool   // the page is meant to complain
	offline       bool
}

func (l look) browser() browsertest.Look {
	return browsertest.Look{Dark: l.dark, Still: l.still, Width: l.width, Height: l.height, Before: l.before, Offline: l.offline}
}

// newTab opens an empty tab, or skips the test and says why.
func newTab(t *testing.T, l look) *tab {
	t.Helper()
	p := &tab{browsertest.Open(t, l.browser())}
	if !l.fails {
		t.Cleanup(p.CheckThrown)
	}
	return p
}

// openFile opens an exported page with the network off. At the end of the test it
// fails if the page has asked for anything.
func openFile(t *testing.T, path string, l look) *tab {
	t.Helper()
	l.offline = true
	p := newTab(t, l)
	p.NavigateFile(path)
	t.Cleanup(func() {
		if asked := p.Log.AskedOutside(); len(asked) > 0 {
			t.Errorf("requests from a page that holds everything: %q", asked)
		}
	})
	return p
}

// prefer sets what the reader prefers, and the medium, "screen" or "print".
func (p *tab) prefer(l look, medium string) { p.Helper(); p.Prefer(l.browser(), medium) }

func (p *tab) must(err error) { p.Helper(); p.Must(err) }

func (p *tab) keys(keys string) { p.Helper(); p.Press(keys) }

// do evaluates JavaScript for what it does.
func (p *tab) do(statements string, values ...any) { p.Helper(); p.Do(statements, values...) }

func (p *tab) await(what, expression string, values ...any) {
	p.Helper()
	p.Await(what, expression, values...)
}

// js evaluates JavaScript; of a promise, what it comes to.
func js[T any](p *tab, expression string, values ...any) T {
	p.Helper()
	return browsertest.Ask[T](p.Page, expression, values...)
}

// call sends a command of the browser's protocol.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) R {
	p.Helper()
	return browsertest.Call(p.Page, command, params)
}

// An exp is one explorer on a page.
type exp struct {
	*tab
	root string // JavaScript for its element
}

// explorer returns the explorer of a name, once it is ready.
func (p *tab) explorer(name string) *exp {
	p.Helper()
	e := &exp{p, `document.querySelector("[data-littlesteps-explorer=` + name + `]")`}
	p.await(name+" is ready", `"ready" in (`+e.root+`?.dataset ?? {})`)
	e.settle()
	return e
}

// settle waits until the page shows the answer to the newest request.
func (e *exp) settle() {
	e.Helper()
	e.await("the answer is there", e.root+`.dataset.shown === `+e.root+`.dataset.asked`)
}

// find is JavaScript for an element of the explorer.
func (e *exp) find(selector string) string {
	return fmt.Sprintf("%s.querySelector(%q)", e.root, selector)
}

func (e *exp) text(selector string) string {
	e.Helper()
	return js[string](e.tab, e.find(selector)+`.textContent`)
}

func (e *exp) shown(selector string) bool {
	e.Helper()
	return js[bool](e.tab, `(e => !!e && e.checkVisibility())(`+e.find(selector)+`)`)
}

func (e *exp) click(selector string) {
	e.Helper()
	e.do(e.find(selector) + `.click()`)
	e.settle()
}

// set types a value into a control.
func (e *exp) set(control, value string) {
	e.Helper()
	e.do(`const c = `+e.find(`[data-control=`+control+`]`)+`.querySelector("input[type=text], input[type=checkbox], select");
		if (c.type === "checkbox") c.checked = $1 === "1"; else c.value = $1;
		c.dispatchEvent(new Event("change", { bubbles: true }))`, value)
	e.await("the page has answered", e.root+`.dataset.shown === `+e.root+`.dataset.asked || `+e.find(".lsx-problem:not([hidden])")+` || !`+e.find(".lsx-ask")+`.hidden`)
}

// slide moves a slider to a share of its way.
func (e *exp) slide(control string, share float64) {
	e.Helper()
	e.do(`const s = `+e.find(`[data-control=`+control+`] input[type=range]`)+`;
		s.value = +s.min + $1 * (s.max - s.min); s.dispatchEvent(new Event("input", { bubbles: true }))`, share)
	e.settle()
}
