package chart_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var pageDir = flag.String("page", "", "write the gallery as a page into this folder, to look at")

// page is a page with some figures.
func page(exhibits []exhibit) string {
	var b strings.Builder
	b.WriteString("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Gallery</title><style>:root{color-scheme:light dark}body{margin:16px;background:light-dark(#fff,#111);color:light-dark(#111,#eee)}</style><main><h1>Gallery</h1>")
	for _, e := range exhibits {
		b.WriteString("<h2>" + e.name + "</h2>" + e.figure().HTML())
	}
	b.WriteString("</main></html>")
	return b.String()
}

func TestWritePage(t *testing.T) {
	if *pageDir == "" {
		t.Skip("no -page given")
	}
	for name, exhibits := range map[string][]exhibit{"gallery": gallery, "odd": odd} {
		if err := os.WriteFile(filepath.Join(*pageDir, name+".html"), []byte(page(exhibits)), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, e := range exhibits {
			f := e.figure()
			t.Logf("%-18s svg %5.1f kB, html %5.1f kB", e.name, float64(len(f.SVG()))/1000, float64(len(f.HTML()))/1000)
		}
	}
}
