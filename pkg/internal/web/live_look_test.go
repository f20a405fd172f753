package web_test

import (
	"strings"
	"testing"

	"littlesteps/pkg/internal/browsertest"
)

// What a cell shows when it is run in the page looks as when the exporter shows it.
func TestLiveOutputs(t *testing.T) {
	t.Parallel()
	red, green := "\x1b[1;31m", "\x1b[38;5;10m"
	kinds := map[string][]object{
		"colours":  {prints("stdout", red+"bold & <red>\x1b[0m plain "+green+"green\x1b[39m \x1b[44mblue\x1b[49m \x1b[38;2;1;2;3mown\x1b[0m\n"), prints("stderr", "a message\n")},
		"progress": {prints("stdout", "10 %\r50 %\r100 %\ndone\r\n\n")},
		"long":     {prints("stdout", strings.Repeat("a line\n", 70))},
		"blank":    {prints("stdout", "\n\n")},
		"error":    {{"output_type": "error", "ename": "Panic", "evalue": "oh", "traceback": []string{"Cell [1] Line 2", red + "panic\x1b[0m: oh"}}},
		"bare":     {{"output_type": "error", "ename": "Panic", "evalue": "oh", "traceback": []string{}}},
		"html":     {shows("text/html", `<p class="ls-x">A <b>figure</b><img class="ls-f" alt="" src="data:,"></p>`)},
		"table":    {shows("text/html", `<table><tr><td>1</td></tr></table>`)},
		"svg":      {shows("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>A dot · é</title><circle r="3"/></svg>`)},
		"png":      {{"output_type": "display_data", "data": object{"image/png": "iVBORw0KGgo=\n", "text/plain": "a picture"}, "metadata": object{"image/png": object{"width": 20}}}},
		"plain":    {shows("text/plain", "1 < 2")},
		"script":   {shows("text/html", `<p>before</p><script>document.currentScript.previousElementSibling.textContent = "after"</script>`)},
		"code":     {shows("application/javascript", `element.textContent = "by a script"`)},
		"nothing":  {shows("application/x-unknown", "?")},
	}
	var cells []object
	replies := object{}
	for name, outputs := range kinds {
		cells = append(cells, codeCell(name, "// "+name, nil, outputs...))
		replies["// "+name] = outputs
	}
	path := livePage(t, cells...)
	p := openLive(t, path, browsertest.Look{})
	p.Do(`window.replies = $1`, replies)
	for name := range kinds {
		const html = `[...document.querySelectorAll("#cell-" + $1 + " .output")].map((box) => {
			const copy = box.cloneNode(true);
			for (const e of copy.querySelectorAll("*")) {
				for (const made of ["tabindex", "role", "aria-label"]) e.removeAttribute(made);
				const names = [...e.classList].sort().join(" ");
				e.removeAttribute("class");
				if (names) e.className = names;
				if (e.style.cssText) { const css = e.style.cssText; e.removeAttribute("style"); e.style.cssText = css; }
			}
			return copy.innerHTML.replaceAll("&quot;", '"');
		}).join("\n")`
		before := browsertest.Ask[string](p.Page, html, name)
		p.press(name, "Run")
		p.idle()
		if after := browsertest.Ask[string](p.Page, html, name); after != before {
			t.Errorf("%s: exported as\n%s\nand run in the page shows\n%s", name, before, after)
		}
		if len(before) == 0 && name != "blank" {
			t.Errorf("%s: exported as nothing", name)
		}
	}
}

// TestLiveAccess holds a live page to axe-core's rules, and to the width of a phone.
func TestLiveAccess(t *testing.T) {
	t.Parallel()
	path := livePage(t, lesson()...)
	for name, l := range map[string]browsertest.Look{"light": {}, "dark": {Dark: true}, "phone": {Width: 400, Height: 800}} {
		t.Run(name, func(t *testing.T) {
			p := openLive(t, path, l)
			p.press("third", "Run")
			p.idle()
			p.Do(`here.cells[6].editor.set("// fails Panic\nfunc f(x int) string { return \"s\" } // 1"); document.querySelector(".fold").open = true`)
			p.press("loop", "Run")
			p.idle()
			for _, violation := range p.Violations("") {
				t.Error(violation)
			}
			if wide := browsertest.Ask[int](p.Page, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the page is %d pixels wider than the window", wide)
			}
		})
	}
}

// On a phone no code is cut off, and what the kernel's box says of a mistake is not said
// once more below it.
func TestLiveOnAPhone(t *testing.T) {
	t.Parallel()
	box := shows("text/html", `<div><span class="gonb-err-hover-area">Cell[1]: Line 2</span> The cell panicked: oh.</div>`)
	failed := object{"output_type": "error", "ename": "Panic", "evalue": "oh", "traceback": []string{"The cell panicked: oh."}}
	p := openLive(t, livePage(t,
		codeCell("long", "// prints "+strings.Repeat("a long line ", 20), nil),
		codeCell("fails", "// fails", nil, box, failed),
		codeCell("bare", "// fails", nil, failed)), browsertest.Look{Phone: true})
	want(p, `String([...document.querySelectorAll(".cm-scroller")].every((code) => code.scrollWidth <= code.clientWidth) && document.documentElement.scrollWidth <= innerWidth)`, "true")
	want(p, outputOf("fails"), "Cell[1]: Line 2 The cell panicked: oh.")
	want(p, outputOf("bare"), "This cell ended with an error.\n\nThe cell panicked: oh.")
}
