package exporter_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"littlesteps/pkg/internal/browsertest"
)

// hostile is a notebook that tries to run a script wherever a script may hide.
// What gets through calls got with the name of the way.
func hostile(t *testing.T) string {
	t.Helper()
	const breakOut = `"><script>got('NAME')</script><img src=x onerror="got('NAME-img')">`
	as := func(name string) string { return strings.ReplaceAll(breakOut, "NAME", name) }
	id := text("An id")
	id["id"] = as("id")
	attached := text("![a](attachment:a.png)")
	attached["attachments"] = made{"a.png": made{`image/png"><script>got('attachment')</script>`: "eA=="}}
	source := notebook(t,
		made{
			"title": as("title"), "description": as("description"), "license": as("license"), "date": as("date"), "lang": as("lang"),
			"authors": []made{{"name": as("author")}}, "kernelspec": made{"name": "x", "display_name": as("kernel"), "language": as("language")},
		},
		text("# "+as("heading")),
		text("<script>got('markdown')</script>\n\n<svg onload=\"got('svg')\"><script>got('svg-script')</script></svg>\n\n<img src=x onerror=\"got('onerror')\">\n\n<details open ontoggle=\"got('ontoggle')\">x</details>"),
		text("<a id=\"go\" href=\"javascript:got('href')\">x</a> [y](javascript:got('link')) <a href=\"&#106;avascript:got('entity')\">z</a>\n\n<form action=\"javascript:got('form')\"><button id=\"send\">b</button></form>"),
		text("<math><mtext><style><img src=x onerror=\"got('mxss')\"></style></mtext></math>\n\n<iframe srcdoc=\"<script>parent.got('srcdoc')</script>\"></iframe>\n\n<meta http-equiv=\"refresh\" content=\"0;url=javascript:got('refresh')\">"),
		text(`$\text{<img src=x onerror="got('tex')">}$ $\color{red;}" onmouseover="got('color')}{x}$ $\unheard{<img src=x onerror="got('raw-tex')">}$ \eqref{"><img src=x onerror="got('ref')">}`),
		text("```"+as("fence")+"\n"+as("code")+"\n```\n\n```{note} "+as("note")+"\nx\n```\n\n[^1]\n\n[^1]: "+as("foot")),
		text("A tag", as("tag"), "hide-cell"),
		id, attached,
		code(as("source"), nil,
			display("text/html", as("html")+"<style onload=\"got('style')\"></style>"), display("application/javascript", "got('javascript')"),
			display("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" onload="got('svg-output')"><script>got('svg-output-script')</script></svg>`),
			display("image/png", as("png")), display("image/jpeg", as("jpeg")),
			display("text/markdown", "<script>got('output-markdown')</script>"), display("text/latex", `$\text{<script>got('latex')</script>}$`),
			prints(as("stream")), made{"output_type": "error", "ename": as("ename"), "evalue": as("evalue"), "traceback": []string{as("trace")}}),
		made{"cell_type": "raw", "source": as("raw"), "metadata": made{"raw_mimetype": "text/html"}})
	path := filepath.Join(filepath.Dir(source), `x"><img src=x onerror=got('file')>.ipynb`)
	if err := os.Rename(source, path); err != nil {
		t.Fatal(err)
	}
	return path
}

const traps = `window.reached = []; window.got = (name) => { window.reached.push(name); }; window.alert = got;`

// Nothing of a notebook that isn't trusted runs, and of one that is, only what its
// author wrote as a script: no name, id, tag or text becomes one.
func TestHostileNotebook(t *testing.T) {
	source := hostile(t)
	for _, format := range []string{"page", "slides"} {
		for _, untrusted := range []bool{true, false} {
			events, status := export(t, job{"to": t.TempDir(), "format": format, "untrusted": untrusted, "pages": pages(t, source)})
			if status != 0 {
				t.Fatalf("status %d: %+v", status, events)
			}
			p := open(t, events[len(events)-1].Path, view{before: traps})
			ask[any](p, `document.querySelectorAll("details").forEach((d) => { d.open = true; }); document.getElementById("go")?.click(); document.getElementById("send")?.click();`)
			reached := ask[[]string](p, `new Promise((r) => setTimeout(() => r(window.reached), 300))`)
			if untrusted {
				if len(reached) > 0 {
					t.Errorf("%s: these ran: %v", format, reached)
				}
				// The first wall holds without the second, the page's policy.
				if left := ask[[]string](p, `[...document.querySelectorAll("main *, nav *, header *, footer *")].flatMap((e) => [...e.attributes].filter((a) =>
					a.name.startsWith("on") || /^\s*(javascript|vbscript):/i.test(a.value)).map((a) => e.localName + " " + a.name)
					.concat(["script", "iframe", "object", "embed", "form", "meta", "link"].includes(e.localName) ? [e.localName] : []))`); len(left) > 0 {
					t.Errorf("%s: the page still holds %v", format, left)
				}
				continue
			}
			if !slices.Contains(reached, "markdown") || !slices.Contains(reached, "svg") {
				t.Errorf("%s: not even a script of a trusted notebook ran: do the traps work? %v", format, reached)
			}
			for _, name := range reached {
				for _, never := range []string{"title", "description", "license", "date", "lang", "author", "kernel", "language", "tag", "id", "attachment", "file", "tex", "color", "raw-tex", "ref", "fence", "code", "source", "stream", "ename", "evalue", "trace", "latex", "link", "svg-output", "png", "jpeg"} {
					if name == never || name == never+"-img" {
						t.Errorf("%s: %s became a script", format, name)
					}
				}
			}
		}
	}
}

// What would be fetched from a network, or would lead the page elsewhere: nothing goes
// out, and each of them is warned of.
func TestNothingGoesOut(t *testing.T) {
	var hits atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer server.Close()
	far := server.URL + "/"
	ways := map[string]string{
		"refresh":          `<meta http-equiv="refresh" content="0;url=FAR">`,
		"base":             `<base href="FAR">`,
		"svg image":        `<svg><image href="FAR"/></svg>`,
		"svg use":          `<svg><use xlink:href="FAR#x"/></svg>`,
		"svg filter":       `<svg><filter id="f"><feImage href="FAR"/></filter></svg>`,
		"style sheet":      `<style>@import "FAR";</style>`,
		"its picture":      `<style>p { background: url(FAR) }</style>`,
		"its font":         `<style>@font-face { font-family: q; src: url("FAR") } p { font-family: q }</style>`,
		"style":            `<p style="background-image: image-set('FAR' 1x)">x</p>`,
		"table":            `<table background="FAR"><tr><td>x</td></tr></table>`,
		"input":            `<input type="image" src="FAR" alt="x">`,
		"poster":           `<video src="data:," poster="FAR"></video>`,
		"source set":       `<picture><source srcset="FAR 2x"><img src="data:," alt="x"></picture>`,
		"picture's set":    `<img src="data:," srcset="FAR 2x" alt="x">`,
		"track":            `<video src="data:,"><track src="FAR"></video>`,
		"prefetch":         `<link rel="prefetch" href="FAR">`,
		"mathematics":      `<math><mglyph src="FAR" alt="x"/></math>`,
		"frame":            `<iframe src="FAR"></iframe>`,
		"frame in a frame": `<iframe srcdoc="&lt;img src='FAR'&gt;"></iframe>`,
		"object":           `<object data="FAR"></object>`,
		"picture":          `<img src="FAR" alt="x">`,
		"script":           `<script src="FAR"></script>`,
	}
	cells := []made{text("# Out")}
	for _, name := range slices.Sorted(maps.Keys(ways)) {
		html := strings.ReplaceAll(ways[name], "FAR", far)
		cells = append(cells, text(html), code("x", nil, display("text/html", html)))
	}
	source := notebook(t, nil, cells...)
	for _, format := range []string{"page", "slides"} {
		for _, untrusted := range []bool{true, false} {
			events, status := export(t, job{"to": t.TempDir(), "format": format, "untrusted": untrusted, "pages": pages(t, source)})
			if status != 0 {
				t.Fatalf("status %d: %+v", status, events)
			}
			warned := map[int]bool{}
			for _, e := range events {
				warned[e.Cell] = true
			}
			for i := range cells[1:] {
				if name := slices.Sorted(maps.Keys(ways))[i/2]; !untrusted && !warned[i+2] && name != "frame in a frame" {
					t.Errorf("%s: nobody is told of %s in cell %d", format, name, i+2)
				}
			}
			p := &leaf{browsertest.Open(t, browsertest.Look{Width: 1400})}
			p.NavigateFile(events[len(events)-1].Path)
			p.await("the page is ready", `"ready" in document.documentElement.dataset`)
			ask[any](p, `new Promise((r) => setTimeout(r, 300))`)
			if n := hits.Swap(0); n > 0 {
				t.Errorf("%s, untrusted %v: %d requests went out", format, untrusted, n)
			}
		}
	}
}
