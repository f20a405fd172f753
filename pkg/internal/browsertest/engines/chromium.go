package engines

import (
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/internal/browsertest"
)

type chromium struct{ *browsertest.Page }

func startChromium(t *testing.T) driver {
	return chromium{browsertest.Open(t, browsertest.Look{Width: Width, Height: Height})}
}

func (c chromium) navigate(address string) error {
	return chromedp.Do(c.Ctx, chromedp.Navigate(address))
}

func (c chromium) evaluate(expression string) (string, error) {
	return chromedp.Run(c.Ctx, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
}

var chromiumKeys = map[string]string{
	string(Tab): kb.Tab, string(Enter): kb.Enter, string(Escape): kb.Escape, string(Home): kb.Home,
	string(ArrowLeft): kb.ArrowLeft, string(ArrowRight): kb.ArrowRight, string(ArrowDown): kb.ArrowDown,
}

func (c chromium) press(key string) error {
	if known, ok := chromiumKeys[key]; ok {
		key = known
	}
	return chromedp.Do(c.Ctx, chromedp.KeyEvent(key))
}

func (c chromium) print() ([]byte, error) {
	return browsertest.Call(c.Page, page.PrintToPDF, page.PrintToPDFParams{PrintBackground: new(true)}).Data, nil
}

func (chromium) close() error { return nil } // the tab ends with its test, the browser in Main
