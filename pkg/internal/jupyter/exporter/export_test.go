package exporter_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/internal/jupyter"
)

func TestWarningsNameTheCell(t *testing.T) {
	_, warnings := exported(t, fixture, "page")
	for _, want := range []event{
		{Cell: 3, ID: "mathematics", Message: `\unheardof is not known`},
		{Cell: 8, ID: "tables", Message: "missing.png"},
		{Cell: 8, ID: "tables", Message: "lies on the network"},
		{Cell: 10, ID: "pictures", Message: "no words"},
		{Cell: 13, ID: "fetches", Message: "<script> would fetch https://example.org/lib.js"},
		{Cell: 14, ID: "forms", Message: "an interactive widget is not in the page"},
		{Cell: 3, ID: "mathematics", Message: "#term-gone leads nowhere"},
		{Cell: 18, ID: "fails", Message: "ended with an error"},
		{Cell: 20, ID: "again", Message: "a mermaid diagram is shown as its text"},
		{Cell: 0, ID: "", Message: "1 of 14 code cells were never run"},
	} {
		if !slices.ContainsFunc(warnings, func(w event) bool {
			return w.Cell == want.Cell && w.ID == want.ID && strings.Contains(w.Message, want.Message)
		}) {
			t.Errorf("no warning about %q in cell %d; all of them: %+v", want.Message, want.Cell, warnings)
		}
	}
	if len(warnings) != 11 {
		t.Errorf("%d warnings, want 11: %+v", len(warnings), warnings)
	}
}

func TestWhatThePageHolds(t *testing.T) {
	path, _ := exported(t, fixture, "page")
	text := read(t, path)
	for what, want := range map[string]string{
		"language":                `<html lang="en">`,
		"title without mark-up":   "<title>Everything a notebook may hold: x2</title>",
		"source":                  `<meta name="littlesteps-source" content="everything.ipynb#810ff2">`,
		"date":                    `<time datetime="2026-11-23">23 November 2026</time>`,
		"licence":                 "Licence: Apache-2.0",
		"author":                  "The maintainers",
		"cells that never ran":    "1 of 14 code cells of this notebook were never run",
		"TeX that is left":        `<code class="tex">$\unheardof{x}$</code>`,
		"link to a notebook":      `<a href="02_more_parameters.html#Gradient-descent">`,
		"link elsewhere":          `<a href="https://example.org/a.ipynb">`,
		"link in raw HTML":        `<a href="03_advanced_options.html">`,
		"id as in JupyterLab":     `<h3 id="Raw-HTML">`,
		"the same words again":    `id="Long-and-loud-2"`,
		"streams are joined":      "hello, you 0 0 raw\nhello, you 1 0.5 raw",
		"long outputs are folded": "370 more lines",
		"what a line ended as":    "and plain\nworking 100 %",
		"the error":               "This cell ended with an error.",
		"folded cells":            `<details class="code"><summary><span>Code</span><span class="lines">, 5 lines`,
		"words of a language":     `<span class="k">for</span>`,
		"kernel's commands":       `<span class="cs">%%</span>`,
		"raw text":                "Raw text with &lt;angle&gt; brackets",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s: the page has no %s", what, want)
		}
	}
	for what, not := range map[string]string{
		"the speaker's notes":         "Ask the class before going on.",
		"the progress of a line":      "working 10 %",
		"a formula as TeX":            `\frac`,
		"a price as a formula":        `\$5`,
		"prompts":                     "In&nbsp;[",
		"a machine's folder":          filepath.Dir(path),
		"a second picture of figures": `class="ls-f"`,
	} {
		if strings.Contains(text, not) {
			t.Errorf("%s: the page has %q", what, not)
		}
	}
	ids := map[string]bool{}
	for _, id := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		if ids[id[1]] {
			t.Errorf("two elements have the id %q", id[1])
		}
		ids[id[1]] = true
	}
}

// What the metadata tells the speaker stands in slides, as text, and in no page.
func TestSpokenNotes(t *testing.T) {
	const spoken = "<p>Ask: &lt;b&gt;who&lt;/b&gt; hears this?</p>"
	slides, _ := exported(t, fixture, "slides")
	if !strings.Contains(read(t, slides), spoken) {
		t.Errorf("the slides don't say %s", spoken)
	}
	if page, _ := exported(t, fixture, "page"); strings.Contains(read(t, page), "hears this") {
		t.Error("the page says what is for the speaker")
	}
}

func TestTwoExportsAreTheSame(t *testing.T) {
	python(t)
	elsewhere, err := startExporter([]string{"TZ=Asia/Tokyo", "LC_ALL=C", "PYTHONHASHSEED=7", "LANG=de_DE.UTF-8"})
	if err != nil {
		t.Fatal(err)
	}
	defer elsewhere.end()
	for _, format := range []string{"page", "slides"} {
		first, _ := exported(t, fixture, format)
		events, _ := elsewhere.do(t, job{"to": t.TempDir(), "format": format, "pages": pages(t, fixture)})
		second := events[len(events)-1].Path
		if read(t, first) != read(t, second) {
			t.Errorf("two exports as %s differ", format)
		}
	}
}

func TestDate(t *testing.T) {
	undated := edited(t, `"date": "2026-11-23"`, `"day": ""`)
	python(t)
	e, err := atWork()
	if err != nil {
		t.Fatal(err)
	}
	date := func(j job, variables ...string) string {
		t.Helper()
		j["to"], j["pages"] = t.TempDir(), pages(t, undated)
		events, _ := e.do(t, j, variables...)
		found := regexp.MustCompile(`<meta name="date" content="([^"]*)">`).FindStringSubmatch(read(t, events[len(events)-1].Path))
		if found == nil {
			return ""
		}
		return found[1]
	}
	if got := date(job{}); got != "" {
		t.Errorf("a notebook that says no date, outside of git, has %s", got)
	}
	if got := date(job{}, "SOURCE_DATE_EPOCH=1700000000"); got != "2023-11-14" {
		t.Errorf("SOURCE_DATE_EPOCH gives %q", got)
	}
	if got := date(job{"date": "2025-02-03"}, "SOURCE_DATE_EPOCH=1700000000"); got != "2025-02-03" {
		t.Errorf("a given date gives %q", got)
	}
	git := func(arguments ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", filepath.Dir(undated), "-c", "user.name=x", "-c", "user.email=x@example.org"}, arguments...)...)
		cmd.Env = append(os.Environ(), "GIT_COMMITTER_DATE=2024-05-06T12:00:00Z")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Skipf("git: %v\n%s", err, out)
		}
	}
	git("init", "-q")
	git("add", ".")
	git("commit", "-q", "-m", "x")
	if got := date(job{}); got != "2024-05-06" {
		t.Errorf("a commit of 2024-05-06 gives %q", got)
	}
}

func TestRefusals(t *testing.T) {
	refused := func(what, words string, j job) {
		t.Helper()
		events, status := export(t, j)
		last := event{}
		for _, e := range events {
			if e.Event == "refused" {
				last = e
			}
		}
		if status != 1 || !strings.Contains(last.Message, words) {
			t.Errorf("%s: status %d, %+v; want a refusal with %q", what, status, events, words)
		}
	}
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	folder := t.TempDir()
	target := filepath.Join(folder, "everything.html")

	write(target, "<p>my own work</p>")
	refused("somebody's file", "is not a page of ours", job{"to": folder, "pages": pages(t, fixture)})
	if got := read(t, target); !strings.HasPrefix(got, "<p>my") {
		t.Error("a refused page was written nevertheless")
	}

	write(filepath.Join(folder, "file"), "")
	refused("a folder that is a file", "can't be written", job{"to": filepath.Join(folder, "file", "html"), "pages": pages(t, fixture)})
	refused("an error, strictly", "cell 18 ended with an error", job{"to": t.TempDir(), "strict": true, "pages": pages(t, fixture)})
	refused("cells that never ran, strictly", "1 of 14 code cells were never run", job{"to": t.TempDir(), "strict": true, "pages": pages(t, fixture)})
	refused("no file", "there is no file gone.ipynb", job{"to": t.TempDir(), "pages": pages(t, "gone.ipynb")})
	broken := filepath.Join(folder, "broken.ipynb")
	write(broken, "{")
	refused("no notebook", "is not a notebook", job{"to": t.TempDir(), "pages": pages(t, broken)})

	// The others go on, and nothing half written stays behind.
	out := t.TempDir()
	events, status := export(t, job{"to": out, "pages": pages(t, broken, fixture)})
	if status != 1 || !slices.ContainsFunc(events, func(e event) bool { return e.Event == "page" }) {
		t.Errorf("after a refusal: status %d, %+v", status, events)
	}
	entries, err := os.ReadDir(out)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v (%v), want one page", entries, err)
	}
	if _, status := export(t, job{"to": out}); status != 2 {
		t.Errorf("an argument without pages gives status %d, want 2", status)
	}
}

// Two notebooks of one name have a page each, in one call and in several, and
// each has its page renewed.
func TestTwoNotebooksOfOneName(t *testing.T) {
	folder := t.TempDir()
	write := func(name, title string) string {
		path := filepath.Join(t.TempDir(), name, "same.ipynb")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.Replace(read(t, notebook(t, nil, text("# Title"))), "Title", title, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, two, three := write("one", "First"), write("two", "Second"), write("one", "Third")
	for range 2 {
		if events, status := export(t, job{"to": folder, "pages": pages(t, one, two, three)}); status != 0 {
			t.Fatalf("status %d: %+v", status, events)
		}
		export(t, job{"to": folder, "pages": pages(t, two)})
	}
	for name, title := range map[string]string{"same": "First", "same-two": "Second", "same-one": "Third"} {
		if got := read(t, filepath.Join(folder, name+".html")); !strings.Contains(got, ">"+title+"</h1>") {
			t.Errorf("%s.html is not the page of %s", name, title)
		}
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 3 {
		t.Errorf("%d files, want 3", len(entries))
	}
}

func TestIndex(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "everything.slides.html"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	events, status := export(t, job{"to": folder, "index": true, "pages": pages(t, fixture)})
	if status != 0 || events[len(events)-1].Event != "index" {
		t.Fatalf("status %d, %+v", status, events)
	}
	path := filepath.Join(folder, "index.html")
	text := read(t, path)
	for _, want := range []string{`<h2><a href="everything.html">Everything a <em>notebook</em>`, "One of each.", `<img src="data:image/`, `<a href="everything.slides.html"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the index has no %s", want)
		}
	}
	if strings.Contains(text, ".pdf") {
		t.Error("the index leads to a PDF that is not there")
	}
	if _, status := export(t, job{"to": folder, "index": true, "pages": pages(t, fixture)}); status != 0 {
		t.Error("the index can't be written anew")
	}
}

// TestExplorers holds the page to what explorers rely on: their program comes
// once, after all outputs, or it is said that it is missing.
func TestExplorers(t *testing.T) {
	notebook := edited(t, `<p id=\"alive\">`, `<p data-littlesteps-explorer=\"x\"></p><p id=\"alive\">`)
	path, warnings := exported(t, notebook, "page")
	missing := slices.ContainsFunc(warnings, func(w event) bool { return strings.Contains(w.Message, "stay pictures") })
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(env.Venv("share", "static", "littlesteps", "explorer.html"))
	if err != nil {
		if !missing {
			t.Errorf("there is no program, and no warning: %+v", warnings)
		}
		return
	}
	text := read(t, path)
	if missing || strings.Count(text, string(program)) != 1 || strings.Index(text, string(program)) < strings.Index(text, "</main>") {
		t.Error("the explorers' program does not stand once, at the end")
	}
	if plain, _ := exported(t, fixture, "page"); strings.Contains(read(t, plain), string(program)) {
		t.Error("a page without explorers holds their program")
	}
}

func TestMenuEntry(t *testing.T) {
	// JupyterLab lists what nbconvert finds under this name, capitalised.
	out, err := exec.Command(python(t), "-c", `from nbconvert.exporters import get_export_names, get_exporter
assert "lesson" in get_export_names(), get_export_names()
print(get_exporter("lesson").export_from_notebook)`).CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "Lesson" {
		t.Errorf("nbconvert has no exporter lesson: %v\n%s", err, out)
	}
}

// BenchmarkExport compares with nbconvert's own page, each a program of its
// own from start to end.
func BenchmarkExport(b *testing.B) {
	notebook, err := filepath.Abs(fixture)
	if err != nil {
		b.Fatal(err)
	}
	interpreter := python(b)
	b.Run("lesson", func(b *testing.B) {
		for b.Loop() {
			export(b, job{"to": b.TempDir(), "pages": pages(b, notebook)})
		}
	})
	b.Run("stock", func(b *testing.B) {
		for b.Loop() {
			cmd := exec.Command(interpreter, "-I", "-m", "nbconvert", "--to", "html", "--output-dir", b.TempDir(), notebook)
			if out, err := cmd.CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
		}
	})
}
