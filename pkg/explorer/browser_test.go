package explorer_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
)

// chromium starts a browser once for all tests, cut off from everything but this
// machine.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path := os.Getenv("CHROME")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		return nil, errors.New("no Chromium or Chrome: install one (on Debian: apt install chromium), or set CHROME to its path")
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"))...)
	ctx, _ := chromedp.NewContext(allocator)
	atEnd(func() error {
		err := chromedp.Cancel(ctx)
		stop()
		return err
	})
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
})

// atEnd notes how to end what all tests share.
func atEnd(end func() error) { ends = append(ends, end) }

var ends []func() error

func TestMain(m *testing.M) {
	code := m.Run()
	for i := len(ends) - 1; i >= 0; i-- {
		if err := ends[i](); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// A tab is a page that is open in the browser.
type tab struct {
	*testing.T
	ctx   context.Context
	mutex sync.Mutex
	asked []string // addresses on the network
	broke []string // exceptions that nothing caught

	trace  []json.RawMessage // what the browser recorded
	traced bool              // and that this is all
}

// look says how a page is looked at.
type look struct {
	dark, still bool
	width       int64  // 1200 where it is 0
	height      int64  // 900 where it is 0
	before      string // JavaScript that runs before the page's own
	fails       bool   // the page is meant to complain
}

// newTab opens an empty tab, or skips the test and says why.
func newTab(t *testing.T, l look) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow: run without -short")
	}
	shared, err := chromium()
	if err != nil {
		t.Skip(err)
	}
	p := &tab{T: t}
	ctx, closeTab := chromedp.NewContext(shared, chromedp.WithListener(p.listen))
	t.Cleanup(closeTab)
	var stop context.CancelFunc
	p.ctx, stop = context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(stop)
	p.must(chromedp.Do(p.ctx, chromedp.EmulateViewport(cmp.Or(l.width, 1200), cmp.Or(l.height, 900))))
	call(p, network.Enable, network.EnableParams{})
	p.prefer(l, "screen")
	if l.before != "" {
		call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: l.before})
	}
	if !l.fails {
		t.Cleanup(func() {
			p.mutex.Lock()
			defer p.mutex.Unlock()
			if len(p.broke) > 0 {
				t.Errorf("exceptions in the page: %q", p.broke)
			}
		})
	}
	return p
}

// openFile opens an exported page with the network off. At the end of the test it
// fails if the page has asked for anything.
func openFile(t *testing.T, path string, l look) *tab {
	t.Helper()
	p := newTab(t, l)
	call(p, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: true}},
	})
	file, hash, _ := strings.Cut(path, "#")
	address := url.URL{Scheme: "file", Path: file}
	where := address.String()
	if hash != "" {
		where += "#" + hash
	}
	p.must(chromedp.Do(p.ctx, chromedp.Navigate(where)))
	t.Cleanup(func() {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		if len(p.asked) > 0 {
			t.Errorf("requests from a page that holds everything: %q", p.asked)
		}
	})
	return p
}

func (p *tab) listen(e any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch e := e.(type) {
	case *network.EventRequestWillBeSent:
		for _, own := range []string{"file:", "blob:", "data:", "about:"} {
			if strings.HasPrefix(e.Request.URL, own) {
				return
			}
		}
		p.asked = append(p.asked, e.Request.URL)
	case *tracing.EventDataCollected:
		for _, each := range e.Value {
			p.trace = append(p.trace, json.RawMessage(each))
		}
	case *tracing.EventTracingComplete:
		p.traced = true
	case *runtime.EventExceptionThrown:
		p.broke = append(p.broke, e.ExceptionDetails.Text)
	}
}

func (p *tab) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// call sends a command of the browser's protocol.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) R {
	p.Helper()
	answer, err := chromedp.Call(p.ctx, command, params)
	p.must(err)
	return answer
}

// prefer sets what the reader prefers, and the medium, "screen" or "print".
func (p *tab) prefer(l look, medium string) {
	p.Helper()
	feature := func(name, value, other string, on bool) *emulation.MediaFeature {
		if !on {
			value = other
		}
		return &emulation.MediaFeature{Name: name, Value: value}
	}
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{
		feature("prefers-color-scheme", "dark", "light", l.dark),
		feature("prefers-reduced-motion", "reduce", "no-preference", l.still),
	}})
}

// js evaluates JavaScript; of a promise, what it comes to.
func js[T any](p *tab, expression string, values ...any) T {
	p.Helper()
	for i, value := range values {
		text, err := json.Marshal(value)
		p.must(err)
		expression = strings.ReplaceAll(expression, fmt.Sprintf("$%d", i+1), string(text))
	}
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%.300s: %v", expression, err)
	}
	return v
}

// do evaluates JavaScript for what it does.
func (p *tab) do(expression string, values ...any) {
	p.Helper()
	js[any](p, "(() => { "+expression+"; return 0 })()", values...)
}

func (p *tab) await(what, expression string, values ...any) {
	p.Helper()
	for {
		if js[bool](p, "!!("+expression+")", values...) {
			return
		}
		select {
		case <-p.ctx.Done():
			p.Fatalf("waited in vain until %s", what)
		case <-time.After(15 * time.Millisecond):
		}
	}
}

func (p *tab) keys(keys string) {
	p.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(keys)))
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
