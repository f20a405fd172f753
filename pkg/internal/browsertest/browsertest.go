// Package browsertest opens pages in Chromium for tests. One browser, cut off
// from everything but this machine, serves all tests of a package; each test
// has a tab of its own.
//
// A package that uses it ends the browser in its TestMain:
//
//	func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }
package browsertest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"littlesteps/pkg/internal/chromium"
)

// Need skips the test under -short, and where there is no browser.
func Need(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow: run without -short")
	}
	switch _, err := chromium.Find(); {
	case errors.Is(err, chromium.ErrMissing):
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
}

// browser starts Chromium once for all tests.
var browser = sync.OnceValues(func() (context.Context, error) {
	path, err := chromium.Find()
	if err != nil {
		return nil, err
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromium.Options(path, "127.0.0.1"),
		chromedp.Flag("enable-blink-features", "ComputedAccessibilityInfo"))...) // element.computedName
	ctx, _ := chromedp.NewContext(allocator)
	AtEnd(func() error {
		err := chromedp.Cancel(ctx)
		stop()
		return err
	})
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
})

var ends []func() error

// AtEnd notes how to end what tests share; [Main] does it, the last one first.
func AtEnd(end func() error) { ends = append(ends, end) }

// Main runs the tests of a package, ends what they share, and returns the exit
// status.
func Main(m *testing.M) int {
	status := m.Run()
	for _, end := range slices.Backward(ends) {
		if err := end(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			status = 1
		}
	}
	return status
}

// A Look says how a page is looked at.
type Look struct {
	Dark     bool // the reader prefers dark colours
	Still    bool // the reader prefers less motion
	NoScript bool
	Offline  bool
	Width    int64  // of the window in pixels; 1200 where it is 0
	Height   int64  // 900 where it is 0
	Phone    bool   // a small screen that is touched, 390 by 844 pixels
	Before   string // JavaScript that runs before the page's own

	Person *Page // a page of the person whose cookies it has; nil means one whom all tests share
	Alone  bool  // a person with cookies of their own
}

// patience is how long a test may work with one page.
const patience = 10 * time.Minute

// Open opens an empty tab, which is closed at the end of the test.
func Open(t *testing.T, l Look) *Page {
	t.Helper()
	Need(t)
	from, err := browser()
	if err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	if l.Person != nil {
		from = l.Person.Ctx
	}
	p := &Page{T: t, Log: &Log{asked: map[network.RequestID]string{}}}
	tab := p.tab(from, l)
	limited, stop := context.WithTimeout(tab, patience)
	t.Cleanup(stop)
	p.Ctx = limited
	Call(p, network.Enable, network.EnableParams{})
	p.Prefer(l, "screen")
	if l.Phone {
		Call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 390, Height: 844, DeviceScaleFactor: 2, Mobile: true})
		Call(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true, MaxTouchPoints: 5})
	}
	if l.NoScript {
		Call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	}
	if l.Before != "" {
		Call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: l.Before})
	}
	if l.Offline {
		Call(p, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Offline: true}},
		})
	}
	return p
}

// tab opens a tab. On a busy machine one was seen that never answered: then
// another one is tried.
func (p *Page) tab(from context.Context, l Look) context.Context {
	p.Helper()
	options := []chromedp.ContextOption{chromedp.WithListener(p.Log.take)}
	if l.Alone {
		options = append(options, chromedp.WithNewBrowserContext())
	}
	for range 2 {
		tab, end := chromedp.NewContext(from, options...)
		opened := make(chan error, 1) // a limit in the context would end the browser
		go func() {
			opened <- chromedp.Do(tab, chromedp.EmulateViewport(cmp.Or(l.Width, 1200), cmp.Or(l.Height, 900)))
		}()
		select {
		case err := <-opened:
			p.Must(err)
			p.Cleanup(end)
			return tab
		case <-time.After(time.Minute):
			end()
		}
	}
	p.Fatal("the browser opens no tab")
	return nil
}
