package chart_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"littlesteps/pkg/internal/browsertest"
)

// A figure is judged by looking at it:
//
//	go test ./pkg/chart -run TestLook -look /tmp/look
//
// writes the gallery and the odd figures as pages, and pictures of them in
// light, dark, on a phone and in print where there is a browser; -only boxes does
// so for the figures of that name.
var (
	look = flag.String("look", "", "write pages and screenshots of all figures into this folder")
	only = flag.String("only", "", "with -look: only figures with this in their name")
)

// page is a page with some figures.
func page(exhibits []exhibit) string {
	var b strings.Builder
	b.WriteString("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>" +
		"<title>Figures</title><style>:root{color-scheme:light dark}@media print{:root{color-scheme:light}}" +
		"body{margin:16px;background:light-dark(#fff,#111);color:light-dark(#111,#eee)}</style><main><h1>Figures</h1>")
	for _, e := range exhibits {
		b.WriteString("<h2>" + e.name + "</h2>" + e.figure().HTML())
	}
	b.WriteString("</main></html>")
	return onceStyled(b.String())
}

// onceStyled leaves each style sheet where it stands first: figures bring the same, and a
// browser goes through all of them for each element.
func onceStyled(html string) string {
	seen := map[string]bool{}
	return styleSheet.ReplaceAllStringFunc(html, func(sheet string) string {
		if seen[sheet] {
			return ""
		}
		seen[sheet] = true
		return sheet
	})
}

func TestLook(t *testing.T) {
	if *look == "" {
		return // it only draws: go test ./pkg/chart -run Look -look DIR
	}
	if err := os.MkdirAll(*look, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name string, content []byte) {
		if err := os.WriteFile(filepath.Join(*look, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	pages := map[string][]exhibit{"gallery": gallery, "odd": odd}
	for name, all := range pages {
		exhibits := slices.DeleteFunc(slices.Clone(all), func(e exhibit) bool { return !strings.Contains(e.name, *only) })
		pages[name] = exhibits
		write(name+".html", []byte(page(exhibits)))
		for _, e := range exhibits {
			f := e.figure()
			t.Logf("%-18s picture %5.1f kB, whole output %5.1f kB", e.name, float64(len(f.SVG()))/1000, float64(len(f.HTML()))/1000)
		}
	}
	for name, exhibits := range pages {
		for _, way := range []struct {
			name  string
			width int64
			theme func(*browsertest.Look)
		}{{"light", 1100, light}, {"dark", 1100, dark}, {"phone", 360, light}, {"print", 720, dark}} {
			p := open(t, page(exhibits), way.width, way.theme)
			if way.name == "print" {
				p.Prefer(browsertest.Look{Dark: true}, "print")
			}
			picture, err := chromedp.Run(p.Ctx, chromedp.FullScreenshot(100))
			p.must(err)
			write(name+"-"+way.name+".png", picture)
		}
	}
}
