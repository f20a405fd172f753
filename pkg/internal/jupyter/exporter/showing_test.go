package exporter_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTags holds pages and slides to what tags say: what is removed is nowhere in
// the file, and what is hidden waits until it is asked for.
func TestTags(t *testing.T) {
	var cells []made
	cells = append(cells, text("# Tags"), text("## Gone\n\n$\\newcommand{\\secret}{\\mathbb{S}}$ hidden words", "remove-cell"), text("$\\secret$ is known."))
	for _, tag := range []string{"remove-cell", "remove_cell", "remove-input", "remove_input", "remove-output", "remove_output", "hide-input", "hide_input", "hide-output", "hide_output", "hide-cell", "hide_cell", "solution"} {
		name := strings.ReplaceAll(tag, "_", "UNDER")
		cells = append(cells, code("code of "+name, []string{tag}, prints("output of "+name+"\n")))
	}
	cells = append(cells,
		code("#| echo: false\ncode of quarto", nil, prints("output of quarto\n")),
		code("//| include: false\ncode of include", nil, prints("output of include\n")),
		code("#| code-fold: true\n#| output: false\ncode of fold", nil, prints("output of fold\n")),
		text("hidden text", "hide-cell"),
		text("<details>\n<summary>The way</summary>\n\nfolded by itself\n\n</details>", "solution"))
	source := notebook(t, nil, cells...)
	gone := []string{"code of remove-cell", "output of remove-cell", "code of removeUNDERcell", "code of remove-input", "code of removeUNDERinput", "output of remove-output",
		"output of removeUNDERoutput", "hidden words", "Gone", "code of quarto", "code of include", "output of include", "output of fold", "#| "}
	kept := []string{"output of remove-input", "output of removeUNDERinput", "code of remove-output", "code of removeUNDERoutput", "output of quarto", "code of fold", "𝕊"}
	for _, format := range []string{"page", "slides"} {
		path, warnings := exported(t, source, format)
		html := regexp.MustCompile(`<span class="[a-z]+">([^<]*)</span>`).ReplaceAllString(read(t, path), "$1")
		html = html[strings.Index(html, "<main"):strings.Index(html, "</main>")]
		for _, words := range gone {
			if strings.Contains(html, words) {
				t.Errorf("%s: %q is in the file", format, words)
			}
		}
		for _, words := range kept {
			if !strings.Contains(html, words) && words != "𝕊" {
				t.Errorf("%s: %q is not in the file", format, words)
			}
		}
		if !strings.Contains(html, "<mi>𝕊</mi>") {
			t.Errorf("%s: a removed cell's macro is not known to a later formula", format)
		}
		for _, tag := range []string{"hide-input", "hideUNDERinput"} {
			if !regexp.MustCompile(`<details class="code"><summary>[^\n]*</summary>\n<pre[^>]*><code>code of ` + tag).MatchString(html) {
				t.Errorf("%s: the code of %s is not folded", format, tag)
			}
		}
		for _, tag := range []string{"hide-output", "hideUNDERoutput"} {
			if !regexp.MustCompile(`<summary>Output</summary>\s*<div class="output"><pre[^>]*>output of ` + tag).MatchString(html) {
				t.Errorf("%s: the output of %s is not folded", format, tag)
			}
		}
		for _, tag := range []string{"hide-cell", "hideUNDERcell", "solution"} {
			// One click opens all of it.
			if !regexp.MustCompile(`<details class="fold"><summary>[^<]*</summary>\s*<details class="code" open>[^\n]*\n<pre[^>]*><code>code of ` + tag).MatchString(html) {
				t.Errorf("%s: the cell of %s is not folded, or twice", format, tag)
			}
		}
		if !regexp.MustCompile(`<details class="fold"><summary>More</summary><p>hidden text`).MatchString(html) {
			t.Errorf("%s: the text is not folded", format)
		}
		if !regexp.MustCompile(`<div class="text"[^>]*>\s*<details class="fold">\s*<summary>The way</summary>`).MatchString(html) {
			t.Errorf("%s: a solution that is folded by itself is folded twice, or not at all", format)
		}
		if format == "page" && len(warnings) > 0 {
			t.Errorf("warned of %+v", warnings)
		}
	}
}

// TestMedia looks at what lies beside a notebook: small files become part of the
// page, large ones lie beside it, and what can't be had leaves a line.
func TestMedia(t *testing.T) {
	source := notebook(t, nil,
		text("# Media\n\n<video src=\"small.mp4\" controls></video>\n\n<audio controls><source src=\"small.mp3\"></audio>\n\n![a clip](small.mp4)\n\n![a large picture](large%20one.png)"),
		text("<iframe src=\"https://video.example.org/embed/x\" width=\"300\"></iframe>\n\n<video controls src=\"https://video.example.org/far.mp4\"></video>\n\n<video src=\"none.mp4\"></video>"),
		code("plot()", nil, made{"output_type": "display_data", "metadata": made{}, "data": made{"application/vnd.plotly.v1+json": made{"data": []int{}}, "text/plain": "Figure({…})"}}),
		code("slider", nil, made{"output_type": "display_data", "metadata": made{}, "data": made{"application/vnd.jupyter.widget-view+json": made{"model_id": "x"}, "text/plain": "IntSlider(value=3)"}}),
		code("bokeh", nil, display("text/html", `<div id="b"></div><script src="https://cdn.example.org/bokeh.js"></script>`)))
	folder := filepath.Dir(source)
	for name, size := range map[string]int{"small.mp4": 100, "small.mp3": 100, "large one.png": 3000} {
		if err := os.WriteFile(filepath.Join(folder, name), slices.Repeat([]byte("x"), size), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	to := t.TempDir()
	events, status := export(t, job{"to": to, "embed": 1000, "pages": pages(t, source)})
	if status != 0 {
		t.Fatalf("status %d: %+v", status, events)
	}
	html := read(t, filepath.Join(to, "made.html"))
	for what, want := range map[string]string{
		"video":                 `<video controls src="data:video/mp4;base64,eHh4`,
		"sound":                 `<audio controls src="data:audio/mpeg;base64,eHh4`,
		"video as a picture":    `aria-label="a clip"`,
		"large picture":         `-large%20one.png">a large picture (0.0 MB)</a>`,
		"frame":                 `Here is a frame with video.example.org, which a page can&#x27;t hold: see it at <a href="https://video.example.org/embed/x">video.example.org</a>.`,
		"video on the network":  `Here is a video that lies on the network: see it at <a href="https://video.example.org/far.mp4">`,
		"missing video":         `Missing video: Video (none.mp4)`,
		"Plotly":                `Here is an interactive Plotly figure that only Jupyter can show`,
		"widget":                `an interactive widget that only Jupyter can show (<code>IntSlider(value=3)</code>): see it in the notebook <code>made.ipynb</code>.`,
		"a script from a place": `What a script of cdn.example.org draws here is missing`,
	} {
		if !strings.Contains(html, want) && !strings.Contains(html, strings.ReplaceAll(want, "&#x27;", "'")) {
			t.Errorf("%s: the page has no %s", what, want)
		}
	}
	if strings.Contains(html, "<iframe") {
		t.Error("the frame is still there")
	}
	if len(events) != 8 {
		t.Errorf("%d events, want 7 warnings and a page: %+v", len(events), events)
	}
	link := regexp.MustCompile(`href="(made\.files/[0-9a-f]{8}-large%20one\.png)"`).FindStringSubmatch(html)
	if link == nil {
		t.Fatal("no link leads to the large file")
	}
	if beside, err := os.Stat(filepath.Join(to, strings.ReplaceAll(link[1], "%20", " "))); err != nil || beside.Size() != 3000 {
		t.Errorf("beside the page: %v", err)
	}
}

// A page claims the licence that its notebook claims, and no other.
func TestLicence(t *testing.T) {
	for _, c := range []struct {
		metadata made
		want     string
	}{{nil, ""}, {made{"license": "CC-BY-4.0"}, "CC-BY-4.0"}} {
		path, _ := exported(t, notebook(t, c.metadata, text("# Mine")), "page")
		found := regexp.MustCompile(`<meta name="license" content="([^"]*)">`).FindStringSubmatch(read(t, path))
		if got := append(found, "", "")[1]; got != c.want {
			t.Errorf("metadata %v: the page claims %q, want %q", c.metadata, got, c.want)
		}
	}
}

// Links within a page lead to their headings, also as GitHub writes them.
func TestLinksWithinAPage(t *testing.T) {
	path, warnings := exported(t, notebook(t, nil,
		text("# Links\n\n[jupyter](#The-Second-Part), [github](#the-second-part), [nowhere](#third), [top](#Links)"), text("## The Second Part")), "page")
	html := read(t, path)
	if n := strings.Count(html, `<a href="#The-Second-Part">`); n != 2 {
		t.Errorf("%d of 2 links lead to the heading", n)
	}
	if len(warnings) != 1 || warnings[0].Cell != 1 || !strings.Contains(warnings[0].Message, "#third leads nowhere") {
		t.Errorf("warnings: %+v", warnings)
	}
}

// Slides that will be scrolled are warned of, and those that only shrink aren't: maps
// that are low stand four on a slide.
func TestTooFullSlides(t *testing.T) {
	slide := func(cell made) made {
		cell["metadata"] = made{"slideshow": made{"slide_type": "slide"}}
		return cell
	}
	picture := `<div class="ls"><div class="ls-p"><div class="ls-v ls-m"><div class="ls-i" hidden="hidden"><svg class="x" viewBox="0 0 640 %s"></svg></div></div></div></div>`
	maps := func(high string) made {
		html := strings.Replace(picture, "%s", high, 1)
		return slide(code("draw()", nil, display("text/html", html), display("text/html", html), display("text/html", html), display("text/html", html)))
	}
	list := func(items int) made { return slide(text(strings.Repeat("- an item of a list\n", items))) }
	_, warnings := exported(t, notebook(t, nil, list(20), list(40), maps("100"), maps("400")), "slides")
	var cells []int
	for _, w := range warnings {
		if strings.Contains(w.Message, "it will be scrolled") {
			cells = append(cells, w.Cell)
		}
	}
	if !slices.Equal(cells, []int{2, 4}) {
		t.Errorf("warned of the cells %v, want 2 and 4: %+v", cells, warnings)
	}
}

// Links between notebooks lead from slides to slides, and to the slide that holds the
// heading; of a variant, to the variant's.
func TestSlidesLeadToSlides(t *testing.T) {
	folder := t.TempDir()
	slide := func(cell made) made {
		cell["metadata"] = made{"slideshow": made{"slide_type": "slide"}}
		return cell
	}
	for name, cells := range map[string][]made{
		"one.ipynb": {slide(text("# One\n\n[on](two.ipynb#The-Part) <a href=\"two.ipynb\">raw</a>"))},
		"two.ipynb": {slide(text("# Two")), slide(text("between")), slide(text("## The Part"))},
	} {
		if err := os.Rename(notebook(t, nil, cells...), filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	for variant, ending := range map[string]string{"": ".slides.html", "learner": ".learner.slides.html"} {
		to := t.TempDir()
		events, status := export(t, job{"to": to, "format": "slides", "variant": variant, "pages": pages(t, filepath.Join(folder, "one.ipynb"), filepath.Join(folder, "two.ipynb"))})
		if status != 0 {
			t.Fatalf("status %d: %+v", status, events)
		}
		one := read(t, filepath.Join(to, "one"+ending))
		for _, link := range []string{`<a href="two` + ending + `#The-Part">`, `<a href="two` + ending + `">`} {
			if !strings.Contains(one, link) {
				t.Errorf("%q: no link %s", variant, link)
			}
		}
		if variant != "" {
			for _, want := range []string{"<title>One (learner)</title>", `One <span class="variant">learner</span></h1>`} {
				if !strings.Contains(one, want) {
					t.Errorf("the variant's slides have no %s", want)
				}
			}
			continue
		}
		p := open(t, filepath.Join(to, "two"+ending), view{})
		ask[any](p, `location.hash = "#The-Part"`)
		p.await("the slide with the heading shows", `Reveal.getIndices().h === 2`)
	}
}
