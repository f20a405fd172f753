package browser

import (
	_ "embed"
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"littlesteps/pkg/internal/browsertest"
)

//go:embed notebook.js
var notebookScript string

// A page is a notebook that is open in JupyterLab, in a tab of the browser.
type page struct{ *browsertest.Page }

// open opens a notebook of a lab in a tab of its own, and waits until its
// kernel is connected. At the end of the test the tab and the kernel go, and
// the test fails if the page has asked for anything outside the lab.
func open(t *testing.T, l *lab, name string) *page {
	t.Helper()
	p := newTab(t, browsertest.Look{})
	p.openNotebook(l, name, "?reset&token="+token)
	return p
}

// newTab opens a tab. At the end of the test it goes.
func newTab(t *testing.T, look browsertest.Look) *page {
	t.Helper()
	look.Width, look.Height = 1400, 1000
	return &page{browsertest.Open(t, look)}
}

// openNotebook opens a notebook of a lab in a tab. query is what follows its
// address.
func (p *page) openNotebook(l *lab, name, query string) {
	p.Helper()
	p.Navigate(l.url + "lab/tree/" + name + query)
	path := strconv.Quote(name)
	p.await("the notebook is open and its kernel connected", connected(name))
	ask[bool](p, strings.Replace(notebookScript, "PATH", path, 1))
	p.Cleanup(func() {
		p.shutDown()
		p.checkLog(l)
	})
}

// connected asks whether a notebook is open and its kernel connected.
func connected(name string) string {
	return `(() => {
		if (!window.jupyterapp) return false;
		const panel = [...jupyterapp.shell.widgets("main")].find((w) => w.context?.path === ` + strconv.Quote(name) + `);
		return !!panel && panel.context.isReady && panel.sessionContext.isReady &&
			panel.sessionContext.session?.kernel?.connectionStatus === "connected";
	})()`
}

// shutDown ends the notebook's kernel.
func (p *page) shutDown() {
	p.Helper()
	ask[bool](p, `steps.panel.sessionContext.shutdown().then(() => true)`)
}

func (p *page) checkLog(l *lab) {
	p.Helper()
	home, err := url.Parse(l.url)
	p.must(err)
	if len(p.Log.Asked()) == 0 {
		p.Error("the page has asked for nothing: does the log work?")
	}
	strangers := map[string]bool{} // each is told of once
	for _, address := range p.Log.Asked() {
		u, err := url.Parse(address)
		if err != nil {
			p.Errorf("asked for %q: %v", address, err)
			continue
		}
		switch u.Scheme {
		case "data", "blob", "about":
			continue
		}
		first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
		if place := u.Host + "/" + first; !strangers[place] && (u.Host != home.Host || !strings.HasPrefix(u.Path, home.Path)) {
			strangers[place] = true
			p.Errorf("asked for %s, outside of %s", address, l.url)
		}
	}
	for _, exception := range p.Log.Thrown() {
		text, err := json.Marshal(exception)
		p.must(err)
		if isJupyterLabs(exception) {
			p.Logf("an exception of JupyterLab itself: %s", text)
		} else {
			p.Errorf("an exception in the page: %s", text)
		}
	}
}

var scriptAddress = regexp.MustCompile(`(?:https?|blob):[^\s()]*`)

// isJupyterLabs says whether no script of ours had to do with an exception.
// JupyterLab takes its splash screen away twice where it starts fast, and
// rejects promises with nothing or a string that nobody waits for. Chromium
// knows no place of a promise that a timer rejects, and names the page's; what
// we throw are errors, which tell their own.
func isJupyterLabs(e *runtime.ExceptionDetails) bool {
	var places []string
	for stack := e.StackTrace; stack != nil; stack = stack.Parent {
		for _, frame := range stack.CallFrames {
			places = append(places, frame.URL)
		}
	}
	if e.Exception != nil {
		places = append(places, scriptAddress.FindAllString(e.Exception.Description, -1)...)
	}
	for _, place := range places {
		if !strings.Contains(place, "/static/lab/") {
			return false
		}
	}
	isError := e.Exception == nil || e.Exception.Subtype == runtime.RemoteObjectSubtypeError
	return len(places) > 0 || !isError
}

func TestIsJupyterLabs(t *testing.T) {
	for _, test := range []struct {
		about, exception string
		want             bool
	}{
		{"a timer rejects", `{"url": "http://a/lab/tree/b.ipynb", "exception": {"type": "undefined"}}`, true},
		{"JupyterLab rejects", `{"url": "http://a/static/lab/jlab_core.8.js", "exception": {"type": "string"},
			"stackTrace": {"callFrames": [{"url": "http://a/user/x/static/lab/jlab_core.8.js"}]}}`, true},
		{"JupyterLab throws", `{"exception": {"type": "object", "subtype": "error",
			"description": "NotFoundError\n at http://a/static/lab/jlab_core.8.js:1:2"}}`, true},
		{"an inline script rejects", `{"url": "http://a/lab/tree/b.ipynb", "exception": {"type": "undefined"},
			"stackTrace": {"callFrames": [{"url": "http://a/lab/tree/b.ipynb"}]}}`, false},
		{"JupyterLab calls what throws", `{"exception": {"type": "object", "subtype": "error",
			"description": "Error: no\n at f (http://a/files/explorer.js:1:2)\n at http://a/static/lab/jlab_core.8.js:1:2"}}`, false},
		{"a blob was there first", `{"exception": {"type": "undefined"}, "stackTrace": {"callFrames": [{"url": "http://a/static/lab/b.js"}],
			"parent": {"callFrames": [{"url": "blob:http://a/b-c"}]}}}`, false},
		{"an error from nowhere", `{"exception": {"type": "object", "subtype": "error", "description": "Error: no"}}`, false},
		{"no exception", `{"text": "Uncaught"}`, false},
	} {
		var details runtime.ExceptionDetails
		if err := json.Unmarshal([]byte(test.exception), &details); err != nil {
			t.Fatal(err)
		}
		if got := isJupyterLabs(&details); got != test.want {
			t.Errorf("%s: JupyterLab's own is %v, want %v", test.about, got, test.want)
		}
	}
}

// part runs a part of a test on the same page.
func (p *page) part(name string, do func(p *page)) {
	p.Run(name, func(t *testing.T) { do(&page{&browsertest.Page{T: t, Ctx: p.Ctx, Log: p.Log}}) })
}

func (p *page) must(err error) { p.Helper(); p.Must(err) }

// prefer sets what the reader's system prefers: "light" or "dark".
func (p *page) prefer(scheme string) {
	p.Helper()
	p.Prefer(browsertest.Look{Dark: scheme == "dark"}, "")
}

// ask evaluates an expression of JavaScript.
func ask[T any](p *page, expression string) T {
	p.Helper()
	return browsertest.Ask[T](p.Page, expression)
}

func (p *page) await(what, expression string) { p.Helper(); p.Await(what, expression) }

// about asks for what notebook.js knows about a cell.
func about[T any](p *page, question, id string) T {
	p.Helper()
	return ask[T](p, "steps."+question+"("+quote(id)+")")
}

func quote(text string) string {
	quoted, _ := json.Marshal(text)
	return string(quoted)
}

// run runs a cell and returns whether it succeeded.
func (p *page) run(id string) bool {
	p.Helper()
	return p.finish("steps.run(" + quote(id) + ")")
}

// finish does what starts a run, and waits for its end, and until JupyterLab, which
// puts cells on the page when it has time, shows what came of it.
func (p *page) finish(start string) bool {
	p.Helper()
	ask[bool](p, start)
	p.await("the run has ended", "steps.ended()")
	p.await("all outputs are on the page", "steps.shown()")
	return ask[bool](p, "steps.ok()")
}

// edit replaces a text in a cell, and puts it back at the end of the test.
func (p *page) edit(id, old, new string) {
	p.Helper()
	source := about[string](p, "source", id)
	if strings.Count(source, old) != 1 {
		p.Fatalf("%q stands %d times in the cell %s, not once:\n%s", old, strings.Count(source, old), id, source)
	}
	p.write(id, strings.Replace(source, old, new, 1))
	p.Cleanup(func() { p.write(id, source) })
}

func (p *page) write(id, source string) {
	p.Helper()
	ask[bool](p, "steps.write("+quote(id)+", "+quote(source)+")")
}

// click points at the middle of an element and clicks.
func (p *page) click(what, element string) {
	p.Helper()
	p.await(what+" can be clicked", "!!("+element+")?.checkVisibility()")
	p.await(what+" is in sight and stays where it is", `await (async () => {
		(`+element+`)?.scrollIntoViewIfNeeded();
		const place = () => JSON.stringify((`+element+`)?.getBoundingClientRect() ?? null), before = place();
		await new Promise((go) => setTimeout(go, 100));
		return before !== "null" && place() === before;
	})()`)
	// Of a link that goes over two lines, the first.
	at := ask[[]float64](p, `(() => { const r = (`+element+`).getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] })()`)
	p.must(chromedp.Do(p.Ctx, chromedp.MouseEvent("mouseMoved", at[0], at[1]), chromedp.MouseClickXY(at[0], at[1])))
}

func (p *page) press(keys string, options ...chromedp.KeyOption) {
	p.Helper()
	p.Press(keys, options...)
}
