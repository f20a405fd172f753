package exporter_test

import (
	"fmt"
	"net/url"
	"os"
	"slices"
	"testing"

	"littlesteps/pkg/internal/browsertest"
)

// shared is the folder of the exports that tests share.
var shared string

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "exporter-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	browsertest.AtEnd(func() error { return os.RemoveAll(shared) })
	os.Exit(browsertest.Main(m))
}

// A leaf is an exported file that is open in the browser.
type leaf struct{ *browsertest.Page }

// view says how a page is looked at.
type view struct {
	dark, noScript bool
	width, height  int64  // 1400 and 900 where they are 0
	before         string // JavaScript that runs before the page's own
}

// open opens a file. At the end of the test, it fails if the page has asked
// for anything.
func open(t *testing.T, path string, v view) *leaf {
	t.Helper()
	if v.width == 0 {
		v.width = 1400
	}
	p := &leaf{browsertest.Open(t, browsertest.Look{
		Dark: v.dark, NoScript: v.noScript, Offline: true, Width: v.width, Height: v.height, Before: v.before,
	})}
	p.NavigateFile(path)
	if !v.noScript {
		p.await("the page is ready", `"ready" in document.documentElement.dataset`)
	}
	t.Cleanup(func() { p.check(path) })
	return p
}

// check fails the test if the page asked for more than itself or broke.
func (p *leaf) check(path string) {
	p.Helper()
	asked := p.Log.Asked()
	if !slices.ContainsFunc(asked, func(address string) bool { return address == (&url.URL{Scheme: "file", Path: path}).String() }) {
		p.Error("not even the page was asked for: does the log work?")
	}
	for _, address := range asked {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "data" && u.Scheme != "blob" && u.Scheme != "about" && u.Path != path {
			p.Errorf("asked for %.100s", address)
		}
	}
	p.CheckThrown()
}

func (p *leaf) must(err error) { p.Helper(); p.Must(err) }

// prefer sets the reader's colours and the medium, "screen" or "print".
func (p *leaf) prefer(dark bool, medium string) {
	p.Helper()
	p.Prefer(browsertest.Look{Dark: dark}, medium)
}

// ask evaluates JavaScript.
func ask[T any](p *leaf, expression string) T {
	p.Helper()
	return browsertest.Ask[T](p.Page, expression)
}

func (p *leaf) await(what, expression string) { p.Helper(); p.Await(what, expression) }

func (p *leaf) keys(keys string) { p.Helper(); p.Press(keys) }
