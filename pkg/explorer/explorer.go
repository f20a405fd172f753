// Package explorer makes figures that learners move: a slider instead of a
// picture. An explorer is one line in a cell,
//
//	display.Show(explorer.Belts())
//
// and it runs in JupyterLab and in an exported page alike, without a kernel and
// without a network. What runs there are the packages of this project, model,
// descent, data and chart, compiled to WebAssembly (package explorer/wasm), so
// that the numbers are those of the notebooks. Package explorer/bundle builds
// that program.
//
// The cell itself draws the first picture. It is what paper, a page without
// scripts and a notebook that is not trusted show.
//
// A change that is worth a guess is shown only after one, unless the learner
// switches that off.
//
// How it works: a page sends each move to a worker as a [Request], a [Dispatcher] there
// answers it with one or more [Reply] values, and the page puts their pictures
// and sentences in place. What is computed and said is all Go; the scripts only
// pass it on.
package explorer

import (
	_ "embed" // connect.js, page.js and page.css
	"html"
	"strings"
)

// Marker is the attribute by which an explorer's output is known. A page that
// holds it needs the explorers' program once, after the last of them: the file
// explorer.html, which package explorer/bundle makes.
const Marker = "data-littlesteps-explorer"

// An Explorer is shown by display.Show.
type Explorer struct {
	name string
	kind kind
	raw  values
}

// Belts returns the explorer of one multiplier: the belt table, a learning rate,
// and the little steps on the curve of the loss.
func Belts() *Explorer { return open("belts") }

// Penguins returns the explorer of a line through the penguins: which column,
// which scale, which learning rate.
func Penguins() *Explorer { return open("penguins") }

// Race returns the explorer of up to four rules that start at the same place and
// may ask for the gradient equally often.
func Race() *Explorer { return open("race") }

func open(name string) *Explorer { return &Explorer{name, kinds[name], values{}} }

// At sets the explorer as a link says that was copied from one like it; the part
// after the question mark is enough: "rate=0.0005&epochs=30".
func (e *Explorer) At(link string) *Explorer { return &Explorer{e.name, e.kind, readValues(link)} }

//go:embed connect.js
var connect string

//go:embed page.js
var page string

//go:embed page.css
var sheet string

// HTML returns the explorer for a page: its first picture, what it says, and the
// script that brings it to life where the page holds the program or is served by
// JupyterLab.
func (e *Explorer) HTML() string {
	var b strings.Builder
	controls := e.kind.controls(e.raw)
	v, problem := check(controls, e.raw)
	if problem != nil { // a link with a slip: begin with the usual values
		v, _ = check(controls, values{})
	}
	title := html.EscapeString("Explorer: " + e.kind.title())
	b.WriteString(`<div class="ls lsx mathjax_ignore" ` + Marker + `="` + e.name + `" data-state="` + html.EscapeString(query(controls, v)) +
		`" role="group" aria-label="` + title + `"><style>` + squeezed(sheet) + `</style>` +
		`<p class="ls-t">` + title + `</p><p class="lsx-lead">` + html.EscapeString(e.kind.lead()) + `</p>`)
	if problem != nil {
		b.WriteString(`<p class="lsx-slip gradient">` + html.EscapeString(problem.text) + `</p>`)
	}
	first, err := e.first(v)
	if err != nil {
		b.WriteString(`<p class="lsx-slip gradient">` + html.EscapeString(capital(err.Error())) + `.</p></div>`)
		return b.String()
	}
	b.WriteString(`<div class="lsx-figure">` + firstFigure(first) + `</div>`)
	b.WriteString(player)
	b.WriteString(`<p class="lsx-settings">` + html.EscapeString(e.kind.settings(v)) + `</p>`)
	b.WriteString(`<p class="lsx-verdict path" hidden></p><p class="lsx-said">` + html.EscapeString(first.said) + `</p>`)
	b.WriteString(rest + `</div><script>{` + stripped(connect+page) + `}</script>`)
	return b.String()
}

// String returns what the explorer says at first, for readers without a browser.
func (e *Explorer) String() string {
	v, _ := check(e.kind.controls(e.raw), e.raw)
	if v == nil {
		v, _ = check(e.kind.controls(values{}), values{})
	}
	text := "Explorer: " + e.kind.title() + ". " + e.kind.settings(v)
	first, err := e.first(v)
	if err != nil {
		return text
	}
	return text + " " + first.said
}

// first is the view that the cell draws.
func (e *Explorer) first(v values) (view, error) {
	runs, err := e.kind.runs(v)
	if err != nil {
		return view{}, err
	}
	trajectories := make([]*trajectory, len(runs))
	for i, j := range runs {
		if trajectories[i], err = j.walk(func(*trajectory) bool { return true }); err != nil {
			return view{}, err
		}
	}
	seen := e.kind.view(v, trajectories)
	// A static picture comes without what is told on hover: it would be most of
	// the output.
	seen.figure.Still()
	return seen, nil
}

// firstFigure is the figure with the few numbers of the explorer's table in place
// of all the data, which would be most of the output. The page asks for those when
// they are opened.
func firstFigure(v view) string {
	before, after, _ := strings.Cut(v.figure.HTML(), "</summary>")
	data, rest, _ := strings.Cut(after, "</details>")
	description, _, _ := strings.Cut(data, "</p>")
	return emptied.Replace(before + "</summary>" + description + `</p><div class="ls-d">` + v.table + "</div></details>" + rest)
}

// emptied writes dots that tell nothing in the shorter way, in pictures on the page
// and in picture files: there are hundreds.
var emptied = strings.NewReplacer("></circle>", "/>", ">%3C/circle>", "/>")

// squeezed drops the line ends of a style sheet.
func squeezed(css string) string { return strings.ReplaceAll(css, "\n", "") }

// stripped drops indentation and lines that are comments from a script: it
// stands in every output.
func stripped(js string) string {
	var b strings.Builder
	for line := range strings.Lines(js) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// player is what moves along a walk. It is seen once the explorer runs.
const player = `<div class="lsx-live" hidden="hidden"><div class="lsx-player" role="group" aria-label="Walk">` +
	`<button type="button" class="lsx-play">Play</button><button type="button" class="lsx-back">Back</button><button type="button" class="lsx-step">Step</button>` +
	`<input type="range" class="lsx-scrub" min="0" value="0" aria-label="Moment of the walk"><span class="lsx-when"></span></div></div>`

// rest is what stands below the sentence.
const rest = `<div class="lsx-live" hidden="hidden"><div class="lsx-question"></div>` +
	`<p class="lsx-problem gradient" hidden></p>` +
	`<div class="lsx-ask" hidden><span class="lsx-asked"></span><button type="button" class="lsx-run">Run them</button><button type="button" class="lsx-cancel">No</button></div>` +
	`<div class="lsx-progress" hidden><progress max="1" value="0" aria-label="Progress of the walk"></progress><button type="button" class="lsx-cancel">Cancel</button></div>` +
	`<p class="lsx-moment"></p>` +
	`<div class="lsx-form lsx-controls" role="group" aria-label="Settings"></div>` +
	`<details class="lsx-more"><summary>The numbers</summary><div class="lsx-table" tabindex="0" role="group" aria-label="The numbers"></div></details>` +
	`<div class="lsx-share"><button type="button" class="lsx-reset">Reset</button><button type="button" class="lsx-link">Copy link</button><button type="button" class="lsx-go">Copy as Go</button></div>` +
	`<div class="lsx-code" hidden><textarea readonly spellcheck="false"></textarea><button type="button" class="lsx-close">Close</button> <span class="lsx-copied"></span></div>` +
	`</div><p class="lsx-status" hidden="hidden"></p><p class="lsx-told" role="status"></p>`
