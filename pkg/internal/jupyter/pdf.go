package jupyter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"littlesteps/pkg/internal/chromium"
	"littlesteps/pkg/internal/notebook"
)

// PDF executes notebooks, makes a page of each, and prints the pages with an
// installed Chromium or Chrome: NAME.pdf beside NAME.html, on A4, tagged for
// screen readers, with an outline.
func PDF(ctx context.Context, e *Env, names []string, o HTMLOptions) error {
	browser, err := chromium.Find()
	if err != nil {
		return fmt.Errorf("a PDF is printed by a browser: %w", err)
	}
	var pages []exported
	o.written = func(page exported) { pages = append(pages, page) }
	if err := HTML(ctx, e, names, o); err != nil {
		return err
	}
	out := o.Run.withDefaults(e).Out
	for _, page := range pages {
		name, target := label(page.Notebook), strings.TrimSuffix(page.Path, ".html")+".pdf"
		if err := mayReplace(target, page.Notebook); err != nil {
			return err
		}
		pdf, tiny, err := printPage(ctx, browser, page.Path)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if tiny > 0 {
			fmt.Fprintf(out, "%s: warning: on paper %d tables or formulas are so wide that they are hard to read, even on a turned page\n", name, tiny)
		}
		if err := writeFile(target, append(pdf, mark(page.Notebook)...)); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: PDF in %s\n", name, e.short(target))
	}
	return nil
}

// mark is the last line of a PDF: a comment, which says what it was made from.
func mark(name string) string { return "\n%Little Steps made this of " + name + "\n" }

// mayReplace refuses to write over a file that was not made of the notebook.
func mayReplace(target, name string) error {
	old, err := notebook.ReadFile(target)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !bytes.HasSuffix(old, []byte(mark(name))):
		return fmt.Errorf("%s was not made from %s: rename it, or write elsewhere (--to)", target, name)
	}
	return nil
}

// pageLimit is how long a page may take to be ready and printed.
const pageLimit = time.Minute

// printPage prints a page once it says that it is ready; tiny is how many of its
// parts had to be shrunk to less than half. The browser is cut off
// from the network, and its traces are removed.
func printPage(ctx context.Context, browser, page string) (pdf []byte, tiny int, err error) {
	limited, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	allocator, stop := chromedp.NewExecAllocator(limited, chromium.Options(browser)...)
	defer stop()
	tab, end := chromedp.NewContext(allocator)
	defer end()

	path, err := filepath.Abs(page)
	if err != nil {
		return nil, 0, err
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	if err := chromedp.Do(tab, chromedp.Navigate(address.String())); err != nil {
		return nil, 0, fmt.Errorf("open the page: %w", err)
	}
	if _, err := chromedp.Run(tab, chromedp.Poll[bool](`"ready" in document.documentElement.dataset`)); err != nil {
		return nil, 0, fmt.Errorf("the page never became ready: %w", err)
	}
	if tiny, err = chromedp.Run(tab, chromedp.Evaluate[int](`document.querySelectorAll("[data-tiny]").length`)); err != nil {
		return nil, 0, err
	}
	pdf, err = chromedp.Run(tab, chromedp.PrintToPDF(
		chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize(), chromedp.PDFOutlineAndTagged(), chromedp.PDFStream()))
	if err != nil {
		return nil, 0, fmt.Errorf("print the page: %w", err)
	}
	return pdf, tiny, nil
}
