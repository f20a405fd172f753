package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser starts Chromium once for all tests.
var browser = sync.OnceValues(func() (context.Context, error) {
	path := os.Getenv("CHROME")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		return nil, errors.New("no Chromium or Chrome: install one (on Debian: apt install chromium), or set CHROME to its path")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	end = func() {
		if err := chromedp.Cancel(ctx); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		stop()
	}
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
})

var end = func() {} // ends the browser

// shared is the folder of the exports that tests share.
var shared string

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "exporter-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	end()
	if err := os.RemoveAll(shared); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// A leaf is an exported file that is open in the browser.
type leaf struct {
	*testing.T
	ctx   context.Context
	mutex sync.Mutex
	asked map[network.RequestID]string // addresses
	broke []string                     // exceptions that nothing caught
}

// view says how a page is looked at.
type view struct {
	dark, noScript bool
	width          int64  // 1400 where it is 0
	before         string // JavaScript that runs before the page's own
}

// open opens a file. At the end of the test, it fails if the page has asked
// for anything.
func open(t *testing.T, path string, v view) *leaf {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow: run without -short")
	}
	window, err := browser()
	if err != nil {
		t.Skip(err)
	}
	p := &leaf{T: t, asked: map[network.RequestID]string{}}
	if v.width == 0 {
		v.width = 1400
	}
	ctx, stop := context.WithTimeout(p.tab(window, v.width), 5*time.Minute)
	t.Cleanup(stop)
	p.ctx = ctx
	p.prefer(v.dark, "screen")
	if v.noScript {
		call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	}
	if v.before != "" {
		p.before(v.before)
	}
	address := url.URL{Scheme: "file", Path: path}
	p.must(chromedp.Do(ctx, chromedp.Navigate(address.String())))
	if !v.noScript {
		p.await("the page is ready", `"ready" in document.documentElement.dataset`)
	}
	t.Cleanup(func() { p.check(address.Path) })
	return p
}

// tab opens a tab. On a busy machine one was seen that never answered: then another
// one is tried.
func (p *leaf) tab(window context.Context, width int64) context.Context {
	p.Helper()
	for range 2 {
		tab, close := chromedp.NewContext(window, chromedp.WithListener(p.listen))
		opened := make(chan error, 1)
		go func() { opened <- chromedp.Do(tab, chromedp.EmulateViewport(width, 900)) }()
		select {
		case err := <-opened:
			p.must(err)
			p.Cleanup(close)
			return tab
		case <-time.After(time.Minute):
			close()
		}
	}
	p.Fatal("the browser opens no tab")
	return nil
}

func (p *leaf) listen(e any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch e := e.(type) {
	case *network.EventRequestWillBeSent:
		p.asked[e.RequestID] = e.Request.URL
	case *network.EventLoadingFailed:
		if e.BlockedReason == network.BlockedReasonCsp {
			delete(p.asked, e.RequestID) // the page itself forbade it
		}
	case *runtime.EventExceptionThrown:
		p.broke = append(p.broke, e.ExceptionDetails.Text)
	}
}

// check fails the test if the page asked for more than itself or broke.
func (p *leaf) check(path string) {
	p.Helper()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if len(p.asked) == 0 {
		p.Error("not even the page was asked for: does the log work?")
	}
	for _, address := range p.asked {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "data" && u.Scheme != "blob" && u.Scheme != "about" && u.Path != path {
			p.Errorf("asked for %.100s", address)
		}
	}
	for _, text := range p.broke {
		p.Errorf("an exception in the page: %s", text)
	}
}

func (p *leaf) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// call sends a command of the browser's protocol.
func call[P, R any](p *leaf, command cdp.Command[P, R], params P) R {
	p.Helper()
	answer, err := chromedp.Run(p.ctx, func(ctx context.Context, t *chromedp.Target) (R, error) {
		return cdp.Call(ctx, t, command, params)
	})
	p.must(err)
	return answer
}

// prefer sets the reader's colours and the medium, "screen" or "print".
func (p *leaf) prefer(dark bool, medium string) {
	p.Helper()
	scheme := map[bool]string{true: "dark", false: "light"}[dark]
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// ask evaluates JavaScript.
func ask[T any](p *leaf, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

func (p *leaf) await(what, expression string) {
	p.Helper()
	for {
		if v, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression)); err == nil && v {
			return
		}
		select {
		case <-p.ctx.Done():
			p.Fatalf("waited in vain until %s", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (p *leaf) keys(keys string) {
	p.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(keys)))
}

// before runs JavaScript in every document before its own.
func (p *leaf) before(source string) {
	p.Helper()
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
}
