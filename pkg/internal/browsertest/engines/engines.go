// Package engines opens pages in three browsers for tests: Chromium, Firefox, and
// WebKit, which is Safari's engine. A test says once what should be so in all of them:
//
//	engines.Each(t, func(b *engines.Browser) {
//		b.File("page.html")
//		b.Await("the page is ready", `"ready" in document.documentElement.dataset`)
//	})
//
// Firefox speaks WebDriver BiDi itself; WebKit's MiniBrowser is led by WebKitWebDriver
// (on Debian: apt install firefox-esr webkit2gtk-driver xvfb). What isn't installed is
// skipped, and named.
package engines

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/suite"
)

// A Key is one that types no letter.
type Key string

// Keys by their names in the DOM.
const (
	Tab        Key = "Tab"
	Enter      Key = "Enter"
	Escape     Key = "Escape"
	Home       Key = "Home"
	ArrowLeft  Key = "ArrowLeft"
	ArrowRight Key = "ArrowRight"
	ArrowDown  Key = "ArrowDown"
)

// driver leads one browser with one page.
type driver interface {
	navigate(address string) error
	// evaluate returns what a promise comes to, a string.
	evaluate(expression string) (string, error)
	// press presses and releases one key: a Key, or a character.
	press(key string) error
	// print returns the page as a PDF; nil where the browser can't without a window.
	print() ([]byte, error)
	close() error
}

// Width and Height are the page's size in CSS pixels, or nearly so: WebKit's window
// has a bar.
const Width, Height = 1200, 900

// A Browser is a page of one engine, and the test that looks at it.
type Browser struct {
	*testing.T
	Engine string
	driver
}

// Each runs a test in each engine that is installed; in Chromium, where all other tests
// in a browser run, only where tests may take long. It is skipped under -short.
func Each(t *testing.T, test func(b *Browser)) {
	browsertest.Need(t)
	for _, engine := range []struct {
		name  string
		start func(t *testing.T) driver
	}{{"Chromium", startChromium}, {"Firefox", startFirefox}, {"WebKit", startWebKit}} {
		if engine.name == "Chromium" && os.Getenv(suite.LongVariable) == "" {
			continue
		}
		t.Run(engine.name, func(t *testing.T) {
			b := &Browser{t, engine.name, engine.start(t)}
			t.Cleanup(func() {
				if err := b.close(); err != nil {
					t.Error(err)
				}
			})
			test(b)
		})
	}
}

// Open goes to an address.
func (b *Browser) Open(address string) {
	b.Helper()
	if err := b.navigate(address); err != nil {
		b.Fatalf("%s: %v", address, err)
	}
}

// File opens a file; what follows # in its path is the address' hash.
func (b *Browser) File(path string) {
	b.Helper()
	path, hash, _ := strings.Cut(path, "#")
	path, err := filepath.Abs(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Open((&url.URL{Scheme: "file", Path: path, Fragment: hash}).String())
}

// Ask evaluates JavaScript; of a promise, what it comes to.
func Ask[T any](b *Browser, expression string) (value T) {
	b.Helper()
	text, err := b.ask(expression)
	if err == nil {
		err = json.Unmarshal([]byte(text), &value)
	}
	if err != nil {
		b.Fatalf("%.300s: %v", expression, err)
	}
	return value
}

func (b *Browser) ask(expression string) (string, error) {
	return b.evaluate("(async () => JSON.stringify((await (" + expression + ")) ?? null))()")
}

// Do evaluates statements for what they do.
func (b *Browser) Do(statements string) {
	b.Helper()
	Ask[any](b, "(() => { "+statements+" })()")
}

// Await waits until an expression is true. One that throws isn't yet.
func (b *Browser) Await(what, expression string) {
	b.Helper()
	const limit = 5 * time.Minute // on a machine that is busy
	for end := time.Now().Add(limit); ; time.Sleep(50 * time.Millisecond) {
		text, err := b.ask("!!(" + expression + ")")
		if err == nil && text == "true" {
			return
		}
		if time.Now().After(end) {
			b.Fatalf("waited in vain until %s (last answer: %s, %v)", what, text, err)
		}
	}
}

// Press presses keys, one after the other.
func (b *Browser) Press(keys ...Key) {
	b.Helper()
	for _, key := range keys {
		if err := b.press(string(key)); err != nil {
			b.Fatalf("press %s: %v", key, err)
		}
	}
}

// Print returns the page as a PDF, and nil where the engine can't.
func (b *Browser) Print() []byte {
	b.Helper()
	pdf, err := b.print()
	if err != nil {
		b.Fatal(err)
	}
	return pdf
}

// webdriverKeys are the characters that stand for keys in WebDriver.
var webdriverKeys = map[string]string{
	string(Tab): "\ue004", string(Enter): "\ue007", string(Escape): "\ue00c", string(Home): "\ue011",
	string(ArrowLeft): "\ue012", string(ArrowRight): "\ue014", string(ArrowDown): "\ue015",
}

// keystrokes are WebDriver's actions for one key.
func keystrokes(key string) any {
	if known, ok := webdriverKeys[key]; ok {
		key = known
	}
	step := func(kind string) any { return map[string]string{"type": kind, "value": key} }
	return []any{map[string]any{"type": "key", "id": "keyboard", "actions": []any{step("keyDown"), step("keyUp")}}}
}

// missing skips a test for want of a program.
func missing(t *testing.T, program, debian string) {
	t.Helper()
	t.Skipf("no %s: on Debian, apt install %s", program, debian)
}

// waitFor tries something until it works.
func waitFor(what string, try func() error) error {
	var err error
	for range 600 {
		if err = try(); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("%s: %w", what, err)
}
