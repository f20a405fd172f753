package chart_test

import (
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "renew the golden files in testdata")

// golden compares a text with a file of testdata, or renews the file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with: go test ./pkg/chart -run %s -update)", err, t.Name())
	}
	if string(want) == got {
		return
	}
	at := 0
	for at < len(want) && at < len(got) && want[at] == got[at] {
		at++
	}
	around := func(s string) string { return s[max(0, min(at-60, len(s))):min(len(s), at+60)] }
	t.Errorf("%s differs at byte %d:\n got …%s…\nwant …%s…\nLook at it, then renew it with -update.", path, at, around(got), around(string(want)))
}

// lines breaks a picture at its tags, so that a changed golden file shows what
// changed.
func lines(svg string) string { return strings.ReplaceAll(svg, "><", ">\n<") + "\n" }

var (
	imageSource = regexp.MustCompile(`src="data:[^"]*"`)
	styleSheet  = regexp.MustCompile(`<style>[^<]*</style>`)
	inlineSVG   = regexp.MustCompile(`(?s)<svg role="img".*?</svg>`)
)

// The pictures, as files.
func TestGoldenPictures(t *testing.T) {
	for _, e := range gallery {
		svg := styleSheet.ReplaceAllString(e.figure().SVG(), "<style>…</style>")
		golden(t, e.name+".svg", lines(svg))
	}
}

// The pictures that are drawn for a phone.
func TestGoldenPhone(t *testing.T) {
	for _, name := range []string{"curve", "history-log", "fit", "race-map"} {
		pictures := inlineSVG.FindAllString(exhibitNamed(t, name).figure().HTML(), -1)
		if len(pictures) != 2 {
			t.Fatalf("%s has %d pictures, want one for the page and one for a phone", name, len(pictures))
		}
		golden(t, name+"-phone.svg", lines(pictures[1]))
	}
}

// What stands around the pictures: names, descriptions, tables, notes.
func TestGoldenWords(t *testing.T) {
	for _, group := range []struct {
		file     string
		exhibits []exhibit
	}{{"gallery.html", gallery}, {"odd.html", odd}} {
		var b strings.Builder
		for _, e := range group.exhibits {
			html := e.figure().HTML()
			html = imageSource.ReplaceAllString(html, `src="data:…"`)
			html = styleSheet.ReplaceAllString(html, "<style>…</style>")
			html = inlineSVG.ReplaceAllStringFunc(html, func(svg string) string {
				tag, _, _ := strings.Cut(svg, ">")
				return tag + ">…</svg>"
			})
			html, _, _ = strings.Cut(html, "<script>")
			html = strings.NewReplacer("<tr>", "\n<tr>", "<p", "\n<p", "<details", "\n<details", "<div", "\n<div", "<img", "\n<img").Replace(html)
			b.WriteString("== " + e.name + "\n" + html + "\n\n")
		}
		golden(t, group.file, b.String())
	}
}

// The style sheets are the same in all figures.
func TestGoldenStyle(t *testing.T) {
	html := gallery[0].figure().HTML()
	var all []string
	for _, sheet := range styleSheet.FindAllString(html+gallery[0].figure().SVG(), -1) {
		all = append(all, strings.ReplaceAll(sheet, "}", "}\n"))
	}
	golden(t, "style.css", strings.Join(all, "\n\n"))
}

func TestSameBytesTwice(t *testing.T) {
	for _, e := range append(append([]exhibit(nil), gallery...), odd...) {
		figure := e.figure()
		first := figure.HTML()
		if first != figure.HTML() {
			t.Errorf("%s: asking the same figure twice gives different bytes", e.name)
		}
		if first != e.figure().HTML() {
			t.Errorf("%s: making the same figure twice gives different bytes", e.name)
		}
	}
}

func TestSizes(t *testing.T) {
	for _, e := range append(append([]exhibit(nil), gallery...), odd...) {
		figure := e.figure()
		html := figure.HTML()
		limit := 32_000
		if strings.Contains(html, `class="c b`) || strings.Contains(html, `class="y b`) {
			limit = 60_000 // contours and surface
		}
		for i, svg := range append(inlineSVG.FindAllString(html, -1), figure.SVG()) {
			if len(svg) > limit {
				t.Errorf("%s: picture %d has %d bytes, more than %d", e.name, i, len(svg), limit)
			}
		}
		if len(html) > 120_000 {
			t.Errorf("%s: the whole output has %d bytes, more than 120 000", e.name, len(html))
		}
	}
}

// wellFormed reports an error of XML, with the place.
func wellFormed(document string) error {
	d := xml.NewDecoder(strings.NewReader(document))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestPicturesAreWellFormed(t *testing.T) {
	for _, e := range append(append([]exhibit(nil), gallery...), odd...) {
		figure := e.figure()
		for i, svg := range append(inlineSVG.FindAllString(figure.HTML(), -1), figure.SVG()) {
			if err := wellFormed(svg); err != nil {
				t.Errorf("%s: picture %d: %v", e.name, i, err)
			}
			if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
				t.Errorf("%s: picture %d has a coordinate that is no number", e.name, i)
			}
		}
	}
}

// Identifiers would clash when a figure stands twice on a page, and what a
// page fetches would phone home.
func TestNoIdentifiersNoAddresses(t *testing.T) {
	address := regexp.MustCompile(`(?:href|src|url\()\s*=?\s*["']?(?:https?:)?//`)
	for _, e := range append(append([]exhibit(nil), gallery...), odd...) {
		html := e.figure().HTML()
		if strings.Contains(html, ` id="`) {
			t.Errorf("%s has an identifier", e.name)
		}
		if found := address.FindString(html); found != "" {
			t.Errorf("%s fetches something: %s", e.name, found)
		}
	}
}
