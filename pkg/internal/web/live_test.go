package web_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/web"
)

type object map[string]any

func codeCell(id, source string, tags []string, outputs ...object) object {
	if outputs == nil {
		outputs = []object{}
	}
	if tags == nil {
		tags = []string{}
	}
	return object{"cell_type": "code", "id": id, "source": source, "execution_count": 1, "outputs": outputs, "metadata": object{"tags": tags}}
}

func prints(name, text string) object {
	return object{"output_type": "stream", "name": name, "text": text}
}

func shows(form, content string) object {
	return object{"output_type": "display_data", "data": object{form: content}, "metadata": object{}}
}

// fakeEnd is the end of live pages with a fake kernel, made once.
var fakeEnd = sync.OnceValues(func() (string, error) {
	e, err := jupyter.Find(".")
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "steps-fake-")
	if err != nil {
		return "", err
	}
	browsertest.AtEnd(func() error { return os.RemoveAll(folder) })
	scripts, to := [2]string{filepath.Join(folder, "starter.js"), filepath.Join(folder, "fake.js")}, filepath.Join(folder, "end.html")
	for from, to := range map[string]string{"fake_starter.js": scripts[0], "fake.js": scripts[1], "fake_beside.js": filepath.Join(folder, web.Beside)} {
		if err := web.Bundle(context.Background(), e, e.Path("pkg/internal/web/testdata", from), to); err != nil {
			return "", err
		}
	}
	if err := os.WriteFile(filepath.Join(folder, web.Kit), []byte(`{"files": {"all": {}}}`), 0o600); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(folder, "all.gz"), allBytes(), 0o600); err != nil {
		return "", err
	}
	return to, web.End(scripts, folder, to)
})

// allBytes returns bytes in which each seven bits in a row have all their values.
func allBytes() []byte {
	var all []byte
	for i := range 256 * 7 {
		all = append(all, byte(i), byte(i/7), 0xff)
	}
	return all
}

// livePage exports a notebook as a live page with a fake kernel.
func livePage(t *testing.T, cells ...object) string {
	t.Helper()
	return exported(t, func(end string) jupyter.HTMLOptions { return jupyter.HTMLOptions{Live: end} }, cells...)
}

// exported exports a notebook; options is given the end of a live page.
func exported(t *testing.T, options func(end string) jupyter.HTMLOptions, cells ...object) string {
	t.Helper()
	browsertest.Need(t)
	e := envtest.Env(t)
	end, err := fakeEnd()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	// A page of its own, also in its metadata: a browser, which tests share, takes two with
	// the same notebook for one that was moved, and brings its work along.
	content, err := json.Marshal(object{"nbformat": 4, "nbformat_minor": 5, "cells": cells, "metadata": object{"title": "Live", "made in": folder, "language_info": object{"name": "go"}}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "made.ipynb")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	o := options(end)
	o.NoRun, o.To, o.Run.Out = true, folder, io.Discard
	if err := jupyter.HTML(t.Context(), e, []string{path}, o); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "made.html")
}

// lesson are the cells of a small lesson.
func lesson() []object {
	return []object{
		{"cell_type": "markdown", "id": "words", "source": "Some words <b>and</b> a </script> tag.", "metadata": object{}},
		codeCell("hidden", "// prints hidden", []string{"remove-cell"}),
		codeCell("first", "// prints one", nil, prints("stdout", "the exported output\n")),
		codeCell("answer", "// prints answer", []string{"solution"}),
		codeCell("fails", "// fails Wanted", []string{"raises-exception"}),
		codeCell("second", "// prints two", nil),
		codeCell("third", "// prints three", nil),
		codeCell("loop", "// waits", nil),
		codeCell("last", "// prints last", nil),
	}
}

// A live is a live page in a browser.
type live struct{ *browsertest.Page }

func openLive(t *testing.T, path string, l browsertest.Look) live {
	t.Helper()
	l.Offline, l.Still = true, true
	p := live{browsertest.Open(t, l)}
	p.NavigateFile(path)
	p.awaitLesson()
	return p
}

func (p live) awaitLesson() {
	p.Helper()
	p.Await("the page is live", `window.here && document.documentElement.dataset.kernel === "ready"`)
}

// idle waits until nothing runs.
func (p live) idle() {
	p.Helper()
	p.Await("all has run", `!document.documentElement.hasAttribute("data-busy")`)
}

// press clicks a button of a cell, or of the bar where id is "".
func (p live) press(id, name string) {
	p.Helper()
	scope := ".live"
	if id != "" {
		scope = "#cell-" + id
	}
	p.Do(`const found = [...document.querySelectorAll($1)].find((b) => b.textContent === $2); if (!found) throw new Error("no button"); found.click()`, scope+" button", name)
}

// want compares what an expression is.
func want(p live, expression, expected string) {
	p.Helper()
	if got := browsertest.Ask[string](p.Page, expression); got != expected {
		p.Errorf("%s\nis   %q\nnot  %q", expression, got, expected)
	}
}

const output = `document.querySelector("#cell-%s .outputs").innerText.trim()`

func outputOf(id string) string { return strings.Replace(output, "%s", id, 1) }

// A learner runs cells, changes some, makes mistakes, and finds all of it after a reload.
func TestLivePage(t *testing.T) {
	t.Parallel()
	path := livePage(t, lesson()...)
	p := openLive(t, path, browsertest.Look{Before: `HTMLAnchorElement.prototype.click = function () { window.saved = fetch(this.href).then((r) => r.text()); window.savedAs = this.download; }`})
	want(p, `btoa(String.fromCharCode(...unpacked))`, base64.StdEncoding.EncodeToString(allBytes())) // the file that it holds

	// A cell in the middle runs with those above it, but no solution.
	p.press("third", "Run")
	p.idle()
	want(p, `ran.join()`, "// prints hidden,// prints one,// fails Wanted,// prints two,// prints three")
	want(p, outputOf("third"), "three")
	want(p, `document.querySelector("[role=status]").textContent`, "5 cells have run")
	if said := browsertest.Ask[string](p.Page, `document.querySelector("#cell-third .state").textContent`); !strings.HasPrefix(said, "[5] ran in ") {
		t.Errorf("the cell says %q", said)
	}

	// With the keyboard: into the editor, type, run, go on, leave.
	p.Do(`ran.length = 0; document.querySelector("#cell-second .cm-content").focus()`)
	p.Press("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	p.Press("// prints changed")
	p.Press(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierShift))
	p.idle()
	want(p, outputOf("second"), "changed")
	want(p, `ran.join()`, "// prints changed")
	want(p, `document.activeElement.closest(".cell").id`, "cell-third")
	p.Press(kb.Escape)
	want(p, `document.activeElement.getAttribute("aria-label")`, "Run cell 6")

	// Paper has the code as it is now.
	p.Prefer(browsertest.Look{}, "print")
	want(p, `document.querySelector("#cell-second .source").innerText`, "// prints changed")
	want(p, `getComputedStyle(document.querySelector("#cell-second .editor")).display + getComputedStyle(document.querySelector(".live")).display`, "nonenone")
	p.Prefer(browsertest.Look{Still: true}, "screen")

	// What never ends is stopped, and what waited doesn't begin.
	p.press("", "Run all")
	p.Await("the endless cell runs", `ran.at(-1) === "// waits"`)
	p.press("", "Stop")
	p.idle()
	want(p, `document.querySelector("#cell-loop .state").textContent`, "stopped")
	want(p, `document.querySelector("[role=status]").textContent`, "Cell 7 was stopped")
	want(p, `ran.at(-1)`, "// waits")

	// An error ends what waits, and is told.
	p.Do(`here.cells[6].editor.set("// fails Panic")`)
	p.press("", "Start afresh")
	p.Await("nothing is declared", `here.session.ran.size === 0 && ran.at(-1) === "restart"`)
	p.press("last", "Run")
	p.idle()
	want(p, `document.querySelector("[role=status]").textContent`, "Cell 7 ended with an error, so cell 8 didn't run")
	want(p, outputOf("loop"), "This cell ended with an error.\n\nPanic in Line 1")
	want(p, `document.querySelector("#cell-loop").dataset.state`, "error")

	// A reload keeps it all.
	p.written()
	p.NavigateFile(path)
	p.awaitLesson()
	want(p, `document.querySelector("#cell-second .cm-content").innerText`, "// prints changed")
	want(p, outputOf("second"), "changed")
	want(p, outputOf("loop"), "This cell ended with an error.\n\nPanic in Line 1")
	want(p, `document.querySelector("#cell-second .state").textContent`, "as you left it")

	// It can be saved as a notebook.
	p.press("", "Save")
	var saved struct {
		Cells []struct {
			ID      string   `json:"id"`
			Source  any      `json:"source"`
			Outputs []object `json:"outputs"`
		}
	}
	if err := json.Unmarshal([]byte(browsertest.Ask[string](p.Page, `saved`)), &saved); err != nil {
		t.Fatal(err)
	}
	want(p, `savedAs`, "my_made.ipynb")
	if text, _ := json.Marshal(saved.Cells[5]); string(text) != `{"id":"second","source":["// prints changed"],"outputs":[{"name":"stdout","output_type":"stream","text":["changed\n"]}]}` {
		t.Errorf("saved was %s", text)
	}

	// All of it can be brought back.
	p.press("second", "Bring back")
	p.press("first", "Bring back")
	want(p, `document.querySelector("#cell-second .cm-content").innerText`, "// prints two")
	want(p, outputOf("second"), "")
	want(p, outputOf("first"), "the exported output")
	p.CheckThrown()
}

// What a page can't do, it says.
func TestLivePageInTrouble(t *testing.T) {
	t.Parallel()
	// Names of their own: the browser, which tests share, keeps work by them.
	path := livePage(t, codeCell("dying", "// dies", nil), codeCell("after", "// prints two", nil))
	t.Run("a kernel that ends", func(t *testing.T) {
		p := openLive(t, path, browsertest.Look{})
		p.press("dying", "Run")
		p.idle()
		want(p, `document.querySelector("[role=status]").textContent`, "The kernel has ended. It was started afresh: what cells declared is gone, your code is not.")
		want(p, `ran.join()`, "// dies,restart")
	})
	t.Run("no storage", func(t *testing.T) {
		p := openLive(t, path, browsertest.Look{Before: `Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("storage is off") } })`})
		want(p, `document.querySelector("[role=alert]").textContent`, "This browser keeps nothing for this page (storage is off): Save your work as a notebook before you close it.")
		p.CheckThrown()
	})
	t.Run("an old browser", func(t *testing.T) {
		p := live{browsertest.Open(t, browsertest.Look{Before: `delete window.DecompressionStream`})}
		p.NavigateFile(path)
		p.Await("it is said", `document.querySelector(".title .notice")`)
		want(p, `document.querySelector(".title .notice").textContent`, "This browser is too old to run the cells (it has no DecompressionStream): the page is there to be read. A current browser runs them.")
		want(p, `document.querySelector("#cell-after .source").innerText + document.querySelectorAll(".editor, .live").length`, "// prints two0")
	})
}

// A page on a site becomes live when its reader asks for it.
func TestRunHere(t *testing.T) {
	t.Parallel()
	path := exported(t, func(string) jupyter.HTMLOptions { return jupyter.HTMLOptions{Beside: "kit/"} }, lesson()...)
	end, err := fakeEnd()
	if err != nil {
		t.Fatal(err)
	}
	kit := false // it is on the server
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/x/y/made.html":
			http.ServeFile(w, r, path)
		case kit && r.URL.Path == "/x/y/kit/"+web.Beside:
			http.ServeFile(w, r, filepath.Join(filepath.Dir(end), web.Beside))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	p := live{browsertest.Open(t, browsertest.Look{Still: true})}
	p.Navigate(server.URL + "/x/y/made.html")
	want(p, `document.querySelectorAll(".live, .editor").length + document.querySelector(".run-here").textContent`, "0Run here")
	p.Do(`document.querySelector(".run-here").click()`)
	p.Await("it is said that it can't be loaded", `document.querySelector("[role=alert]")?.textContent.startsWith("It could not be loaded")`)
	kit = true
	p.Navigate(server.URL + "/x/y/made.html")
	p.Do(`document.querySelector(".run-here").click()`)
	p.awaitLesson()
	p.press("second", "Run")
	p.idle()
	want(p, outputOf("second"), "two")
	want(p, `document.querySelectorAll(".run-here").length`+"+''", "0")
	p.CheckThrown()

	p.NavigateFile(path) // off its site
	want(p, `document.querySelectorAll(".run-here").length`+"+''", "0")
}
