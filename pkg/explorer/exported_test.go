package explorer_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"littlesteps/pkg/explorer"
)

// Three explorers live in one file that is opened from the disk and asks for
// nothing.
func TestExportedPage(t *testing.T) {
	path := exported(t, everyExplorer()...)
	if info, err := os.Stat(path); err != nil || info.Size() > 5_000_000 {
		t.Errorf("the page has %d bytes: %v", info.Size(), err)
	}
	p := openFile(t, path, look{})
	for _, name := range []string{"belts", "penguins", "race"} {
		e := p.explorer(name)
		if !e.shown(".lsx-play") || !e.shown(".ls-i svg") || !e.shown(".lsx-said") || e.shown(".lsx-status") {
			t.Errorf("%s: something doesn't show", name)
		}
		t.Logf("%s ready after %s ms", name, js[string](p, e.root+".dataset.ready"))
	}
}

// An output stays small: what a server sends to a page is limited.
func TestOutputIsSmall(t *testing.T) {
	for _, e := range everyExplorer() {
		html := e.HTML()
		if n := len(html); n > 100_000 {
			t.Errorf("%.60s…: %d bytes", e, n)
		}
		if strings.Contains(strings.ReplaceAll(html, "http://www.w3.org/2000/svg", ""), "://") {
			t.Errorf("%.60s…: holds an address", e)
		}
		if html != e.HTML() {
			t.Errorf("%.60s…: two calls differ", e)
		}
	}
}

// A slider that moves changes the picture, the words, the box and the numbers.
func TestSlider(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts().At("guess=")), look{})
	e := p.explorer("belts")
	before := js[string](p, e.find(".ls-i")+".innerHTML")
	e.slide("rate", 0.9)
	if after := js[string](p, e.find(".ls-i")+".innerHTML"); after == before {
		t.Error("the picture is the same")
	}
	if said := e.text(".lsx-said"); !strings.Contains(said, "The walk diverges") {
		t.Errorf("it says %q", said)
	}
	rate, err := strconv.ParseFloat(js[string](p, e.find("[data-control=rate] input[type=text]")+".value"), 64)
	if err != nil || rate < 0.0009 || rate > 0.00095 {
		t.Errorf("the box says %v, %v", rate, err)
	}
	e.set("rate", "0,0001")
	if said := e.text(".lsx-said"); !strings.Contains(said, "Each step covers 32 %") {
		t.Errorf("typed: it says %q", said)
	}
}
