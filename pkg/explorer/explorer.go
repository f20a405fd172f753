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
// How it works: a page sends each move to a worker as a [Request], a [Desk] there
// answers it with one or more [Reply] values, and the page puts their pictures
// and sentences in place. What is computed and said is all Go; page.js only
// passes it on.
package explorer

import (
	_ "embed" // page.js and page.css
	"html"
	"strings"

	"littlesteps/pkg/explorer/bundle"
)

// An Explorer is shown by display.Show.
type Explorer struct {
	name string
	kind kind
	raw  values
}

// Belts returns the explorer of one multiplier: the belt table, a learning rate,
// and the little steps on the curve of the loss.
func Belts() *Explorer { return open("belts") }

func open(name string) *Explorer { return &Explorer{name, kinds[name], values{}} }

// At sets the explorer as a link says that was copied from one like it; the part
// after the question mark is enough: "rate=0.0005&epochs=30".
func (e *Explorer) At(link string) *Explorer {
	return &Explorer{e.name, e.kind, readValues(link)}
}

//go:embed page.js
var script string

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
	b.WriteString(`<div class="ls lsx mathjax_ignore" ` + bundle.Marker + `="` + e.name + `" data-state="` + html.EscapeString(query(controls, v)) +
		`" role="group" aria-label="` + title + `"><style>` + squeezed(sheet) + `</style>` +
		`<p class="ls-t">` + title + `</p><p class="lsx-lead">` + html.EscapeString(e.kind.lead()) + `</p>`)
	if problem != nil {
		b.WriteString(`<p class="lsx-problem gradient">` + html.EscapeString(problem.text) + `</p>`)
	}
	first, err := e.first(v)
	if err != nil {
		b.WriteString(`<p class="lsx-problem gradient">` + html.EscapeString(capital(err.Error())) + `.</p></div>`)
		return b.String()
	}
	b.WriteString(`<div class="lsx-figure">` + first.figure.HTML() + `</div>`)
	b.WriteString(player)
	b.WriteString(`<p class="lsx-settings">` + html.EscapeString(e.kind.settings(v)) + `</p>`)
	b.WriteString(`<p class="lsx-verdict path" hidden></p><p class="lsx-said">` + html.EscapeString(first.said) + `</p>`)
	b.WriteString(rest + `</div><script>{` + script + `}</script>`)
	return b.String()
}

// first is the view that the cell draws.
func (e *Explorer) first(v values) (view, error) {
	jobs, err := e.kind.jobs(v)
	if err != nil {
		return view{}, err
	}
	tracks := make([]*track, len(jobs))
	for i, j := range jobs {
		if tracks[i], err = j.walk(func(*track) bool { return true }); err != nil {
			return view{}, err
		}
	}
	return e.kind.view(v, tracks), nil
}

// squeezed drops the line ends of a style sheet.
func squeezed(css string) string { return strings.ReplaceAll(css, "\n", "") }

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
	`<details class="lsx-more"><summary>The steps in numbers</summary><div class="lsx-table" tabindex="0" role="group" aria-label="The steps in numbers"></div></details>` +
	`<div class="lsx-share"><button type="button" class="lsx-reset">Reset</button><button type="button" class="lsx-link">Copy link</button><button type="button" class="lsx-go">Copy as Go</button></div>` +
	`<div class="lsx-code" hidden><textarea readonly spellcheck="false"></textarea><button type="button" class="lsx-close">Close</button> <span class="lsx-copied"></span></div>` +
	`</div><p class="lsx-status"></p><p class="lsx-told" role="status"></p>`
