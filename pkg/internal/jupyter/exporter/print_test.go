package exporter_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/jupyter"
)

func TestPrint(t *testing.T) {
	path, _ := exported(t, fixture, "page")
	p := open(t, path, view{dark: true})
	ask[any](p, `document.querySelector("details.code").open = false`)
	p.prefer(true, "print")
	if got := ask[string](p, paper); got != "rgb(255, 255, 255)" {
		t.Errorf("printed from dark, the paper is %s", got)
	}
	for what, selector := range map[string]string{
		"switches": ".switches", "contents": ".contents", "summaries of code": ".code > summary", "copy buttons": ".copy", "code that the reader folded": ".code:not([open])",
		"hints that nobody opened": ".fold:not([open])",
	} {
		if ask[bool](p, `[...document.querySelectorAll("`+selector+`")].some((e) => e.checkVisibility())`) {
			t.Errorf("%s are printed", what)
		}
	}
	for _, selector := range []string{".ls", ".formula", ".error"} {
		if got := ask[string](p, `getComputedStyle(document.querySelector("`+selector+`")).breakInside`); got != "avoid" {
			t.Errorf("%s may break across pages: %s", selector, got)
		}
	}
}

// TestPDF prints the fixture as `steps pdf` does, and a notebook of wide tables.
func TestPDF(t *testing.T) {
	python(t)
	browsertest.Need(t)
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var out bytes.Buffer
	options := jupyter.HTMLOptions{NoRun: true, To: folder, Run: jupyter.RunOptions{Out: &out}}
	if err := jupyter.PDF(context.Background(), env, []string{fixture, wide(t)}, options); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "on paper 1 tables or formulas are so wide") {
		t.Errorf("no warning of the widest table:\n%s", &out)
	}
	if words, err := exec.Command("pdftotext", "-layout", filepath.Join(folder, "made.pdf"), "-").Output(); err != nil {
		t.Logf("pdftotext: %v", err)
	} else {
		for _, want := range []string{"column2", "column13", "column19", "column39", "39.12345"} {
			if !strings.Contains(string(words), want) {
				t.Errorf("the PDF has no %s", want)
			}
		}
	}
	path := filepath.Join(folder, "everything.pdf")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]string{"tags": "/StructTreeRoot", "an outline": "/Outlines", "a language": "/Lang"} {
		if !bytes.Contains(content, []byte(want)) {
			t.Errorf("the PDF has no %s (%s)", what, want)
		}
	}
	if text, err := exec.Command("pdftotext", "-layout", path, "-").Output(); err != nil {
		t.Logf("pdftotext: %v", err)
	} else {
		for _, want := range []string{"Figures and tables", "hello, you 2 1 raw", "slope", "momentum"} {
			if !strings.Contains(string(text), want) {
				t.Errorf("the PDF's text has no %q", want)
			}
		}
	}
	if structure, err := exec.Command("pdfinfo", "-struct", path).Output(); err != nil {
		t.Logf("pdfinfo: %v", err)
	} else {
		for _, want := range []string{"H1", "H2", "Figure", "Table", "TH"} {
			if !strings.Contains(string(structure), want) {
				t.Errorf("the PDF's structure has no %s", want)
			}
		}
	}

	// It may be made anew, but never over somebody else's file.
	if err := jupyter.PDF(context.Background(), env, []string{fixture}, options); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(path, []byte("my own"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := jupyter.PDF(context.Background(), env, []string{fixture}, options); err == nil || !strings.Contains(err.Error(), "was not made from everything.ipynb") {
		t.Errorf("over somebody's file: %v", err)
	}
	t.Setenv("CHROME", filepath.Join(folder, "no-browser"))
	if err := jupyter.PDF(context.Background(), env, []string{fixture}, options); err == nil || !strings.Contains(err.Error(), "CHROME is set to") {
		t.Errorf("without a browser: %v", err)
	}
}

// wide is a notebook of tables, the last of which no paper holds.
func wide(t *testing.T) string {
	t.Helper()
	table := func(columns int) string {
		head, row := strings.Builder{}, strings.Builder{}
		for i := range columns {
			fmt.Fprintf(&head, "| column%d ", i)
			fmt.Fprintf(&row, "| %d.12345 ", i)
		}
		return head.String() + "|\n" + strings.Repeat("|---", columns) + "|\n" + row.String() + "|\n"
	}
	return notebook(t, nil, text("# Wide"), text(table(3)), text(table(14)), text(table(20)), text(table(40)))
}

// What is too wide for paper is shrunk or has its page turned: nothing is cut.
func TestWideOnPaper(t *testing.T) {
	path, _ := exported(t, wide(t), "page")
	p := open(t, path, view{})
	got := ask[[]string](p, `[...document.querySelectorAll(".scroll")].map((b) => [b.style.getPropertyValue("--paper") !== "", b.classList.contains("turned"), "tiny" in b.dataset].join(" "))`)
	if want := []string{"false false false", "true false false", "true true false", "true true true"}; !slices.Equal(got, want) {
		t.Errorf("tables of 3, 14, 20 and 40 columns are shrunk, turned, tiny: %q, want %q", got, want)
	}
}

// On an old projector nothing is too small to read, and paper has every slide.
func TestSlidesOnFourToThreeAndOnPaper(t *testing.T) {
	path, _ := exported(t, fixture, "slides")
	p := open(t, path, view{width: 1024, height: 768})
	small := ask[[]string](p, `(async () => { const small = [];
		for (const slide of Reveal.getSlides()) {
			const i = Reveal.getIndices(slide); Reveal.slide(i.h, i.v, 99); await new Promise((r) => setTimeout(r, 50));
			const words = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
			while (words.nextNode()) {
				const e = words.currentNode.parentElement;
				if (!words.currentNode.data.trim() || !e.checkVisibility({ visibilityProperty: true }) || e.closest("svg, math, sup, sub, .notes")) continue;
				const size = parseFloat(getComputedStyle(e).fontSize) * e.currentCSSZoom * Reveal.getScale();
				if (size < 15.9) small.push(size.toFixed(1) + " " + e.localName + " " + words.currentNode.data.trim().slice(0, 30));
			}
		} return small; })()`)
	if len(small) > 0 {
		t.Errorf("at 1024 by 768 these are smaller than 16 px: %q", small)
	}
	if got := ask[int](p, `Reveal.getConfig().width`); got != 1024 {
		t.Errorf("the stage of a screen of 4:3 is %d wide", got)
	}
	const shown = `[...document.querySelectorAll(".slides section section")].filter((e) => e.checkVisibility({ visibilityProperty: true })).length`
	before := ask[int](p, shown)
	ask[any](p, `dispatchEvent(new Event("beforeprint"))`)
	if hidden := ask[int](p, `[...document.querySelectorAll(".slides section section, .fragment")].filter((e) => !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })).length`); hidden > 0 {
		t.Errorf("%d slides or fragments are not printed", hidden)
	}
	ask[any](p, `dispatchEvent(new Event("afterprint"))`)
	if after := ask[int](p, shown); after != before {
		t.Errorf("before printing %d slides are laid out, after it %d", before, after)
	}
}

// Paper has a page for each slide, also for one that would be scrolled on a screen.
func TestSlidesOnPaper(t *testing.T) {
	slide := func(cell made) made {
		cell["metadata"] = made{"slideshow": made{"slide_type": "slide"}}
		return cell
	}
	path, _ := exported(t, notebook(t, nil, slide(text("# Paper")), slide(text(strings.Repeat("- an item of a list\n", 40))), slide(text(strings.Repeat("A paragraph of a slide.\n\n", 9)))), "slides")
	p := open(t, path, view{width: 1280, height: 720})
	pdf := browsertest.Call(p.Page, page.PrintToPDF, page.PrintToPDFParams{PrintBackground: new(true), PreferCSSPageSize: new(true)}).Data
	printed := filepath.Join(t.TempDir(), "slides.pdf")
	if err := os.WriteFile(printed, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	told, err := exec.Command("pdfinfo", printed).Output()
	if err != nil {
		t.Skipf("pdfinfo: %v", err)
	}
	if !regexp.MustCompile(`(?m)^Pages: +3$`).Match(told) {
		t.Errorf("3 slides on paper:\n%s", told)
	}
}

func TestSlides(t *testing.T) {
	path, _ := exported(t, fixture, "slides")
	p := open(t, path, view{width: 1280})
	if got := ask[string](p, `document.querySelector("section.present section.present h1").textContent`); !strings.HasPrefix(got, "Everything a notebook") {
		t.Errorf("the first slide is %q", got)
	}
	if n := ask[int](p, `document.querySelectorAll(".slides > section").length`); n != 3 {
		t.Errorf("%d columns of slides, want 3", n)
	}
	p.keys(kb.ArrowRight)
	p.await("the next slide shows", `Reveal.getIndices().h === 1`)
	if !ask[bool](p, `document.querySelector("section.present section.present .formula math").checkVisibility()`) {
		t.Error("the slide shows no mathematics")
	}
	if note := ask[string](p, `Reveal.getSlideNotes()`); !strings.Contains(note, "Ask the class") {
		t.Errorf("the speaker's notes are %q", note)
	}
	p.keys(kb.ArrowRight)
	p.await("a fragment appears", `document.querySelectorAll("section.present .fragment.visible").length === 1`)
	if ask[int](p, `Reveal.getIndices().h`) != 1 {
		t.Error("the fragment turned the page")
	}
	// Every slide stays within its frame, or can be scrolled.
	if over := ask[[]string](p, `(async () => { const bad = [];
		for (const slide of Reveal.getSlides()) {
			const i = Reveal.getIndices(slide); Reveal.slide(i.h, i.v); await new Promise(requestAnimationFrame);
			const box = slide.querySelector(".fit");
			if (box.offsetHeight * box.currentCSSZoom > 721 && getComputedStyle(box).overflowY !== "auto") bad.push(JSON.stringify(i));
		} return bad; })()`); len(over) > 0 {
		t.Errorf("slides that leave their frame: %v", over)
	}
	plain := open(t, path, view{noScript: true})
	if !ask[bool](plain, `document.querySelector(".formula math").checkVisibility()`) {
		t.Error("without scripts, the slides can't be read")
	}
}
