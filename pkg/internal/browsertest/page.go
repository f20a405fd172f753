package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A Page is a tab of the browser, and the test that looks at it.
type Page struct {
	*testing.T
	Ctx context.Context
	Log *Log
}

// Must ends the test on an error.
func (p *Page) Must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// Navigate goes to an address, and waits until it is loaded.
func (p *Page) Navigate(address string) {
	p.Helper()
	p.Must(chromedp.Do(p.Ctx, chromedp.Navigate(address)))
}

// NavigateFile goes to a file; what follows # in its path is the address' hash.
func (p *Page) NavigateFile(path string) {
	p.Helper()
	path, hash, _ := strings.Cut(path, "#")
	p.Navigate((&url.URL{Scheme: "file", Path: path, Fragment: hash}).String())
}

// Prefer sets what the reader prefers, and the medium, "screen" or "print".
func (p *Page) Prefer(l Look, medium string) {
	p.Helper()
	feature := func(name string, on bool, yes, no string) *emulation.MediaFeature {
		value := no
		if on {
			value = yes
		}
		return &emulation.MediaFeature{Name: name, Value: value}
	}
	Call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{
		feature("prefers-color-scheme", l.Dark, "dark", "light"),
		feature("prefers-reduced-motion", l.Still, "reduce", "no-preference"),
	}})
}

// Call sends a command of the browser's protocol.
func Call[P, R any](p *Page, command cdp.Command[P, R], params P) R {
	p.Helper()
	answer, err := chromedp.Call(p.Ctx, command, params)
	p.Must(err)
	return answer
}

// Ask evaluates JavaScript; of a promise, what it comes to. $1, $2, … stand for
// the values.
func Ask[T any](p *Page, expression string, values ...any) T {
	p.Helper()
	expression = p.fill(expression, values)
	v, err := chromedp.Run(p.Ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%.300s: %v", expression, err)
	}
	return v
}

func (p *Page) fill(expression string, values []any) string {
	p.Helper()
	for i, value := range values {
		text, err := json.Marshal(value)
		p.Must(err)
		expression = strings.ReplaceAll(expression, fmt.Sprintf("$%d", i+1), string(text))
	}
	return expression
}

// Do evaluates statements for what they do.
func (p *Page) Do(statements string, values ...any) {
	p.Helper()
	Ask[any](p, "(() => { "+statements+"; return 0 })()", values...)
}

// limit is how long one thing may take on a machine that is busy.
const limit = 5 * time.Minute

// Await waits until an expression is true. One that throws isn't yet.
func (p *Page) Await(what, expression string, values ...any) {
	p.Helper()
	expression = "(async () => !!(" + p.fill(expression, values) + "))()"
	over := time.After(limit)
	for {
		v, err := chromedp.Run(p.Ctx, chromedp.Evaluate[bool](expression, chromedp.EvalAwaitPromise))
		if err == nil && v {
			return
		}
		select {
		case <-over:
			p.Fatalf("waited in vain until %s (last answer: %v, %v)", what, v, err)
		case <-time.After(15 * time.Millisecond):
		}
	}
}

// Press presses keys, one after the other.
func (p *Page) Press(keys string, options ...chromedp.KeyOption) {
	p.Helper()
	p.Must(chromedp.Do(p.Ctx, chromedp.KeyEvent(keys, options...)))
}
