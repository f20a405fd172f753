package chart

import (
	"slices"
	"strconv"
	"strings"
)

// HTML returns the figure for a page: the picture as inline SVG, its caption,
// its description and its data. It follows the page's light or dark theme,
// scales with it, prints, and needs no script.
//
// In a notebook that is not trusted, JupyterLab strips style and svg. The
// inline picture lies in an element that is hidden unless the figure's own
// style sheet shows it (hidden="hidden", because JupyterLab's sanitizer drops an
// empty hidden); the same sheet hides the picture file that stands
// beside it. So one of the two is seen, whichever way.
//
// A figure that adapts has two inline pictures: .ls-w, and .ls-o for a phone.
// How wide its place is decides which of them the style sheet shows.
func (f *Figure) HTML() string {
	var b strings.Builder
	drawings := f.drawings()
	label, told := f.words()
	class := "ls mathjax_ignore" // a dollar sign is a dollar sign
	if len(drawings) > 1 {
		class += " ls-2"
	}
	b.WriteString(`<div class="` + class + `"`)
	if f.motion != nil && len(f.motion.frames) > 1 {
		b.WriteString(` data-frames="` + escape(f.motion.frameData()) + `"`)
	}
	b.WriteString(`><style>` + sheet() + `</style><figure>`)
	if f.title != "" {
		b.WriteString(`<p class="ls-t">` + escape(f.title) + `</p>`)
	}
	b.WriteString(`<div class="ls-p">`)
	for i, d := range drawings {
		name := d.name(label, told, i)
		b.WriteString(`<div class="ls-v ls-` + d.size() + `">`)
		if f.adapts() {
			b.WriteString(`<div class="ls-i ls-w" hidden="hidden">`)
			d.inline(&b, name)
			b.WriteString(`</div><div class="ls-i ls-o" hidden="hidden">`)
			f.draw(f.columns[i], narrow).inline(&b, name)
		} else {
			b.WriteString(`<div class="ls-i" hidden="hidden">`)
			d.inline(&b, name)
		}
		b.WriteString(`</div><img class="ls-f" alt="` + escape(name) + `" src="`)
		b.WriteString(dataURI(d.file()))
		b.WriteString(`"></div>`)
	}
	b.WriteString(`</div>`)
	f.motion.controls(&b)
	for _, sentence := range f.remarks(drawings) {
		b.WriteString(`<p class="ls-n">` + escape(sentence) + `</p>`)
	}
	if f.caption != "" {
		b.WriteString(`<figcaption>` + escape(f.caption) + `</figcaption>`)
	}
	b.WriteString(`</figure>`)
	f.details(&b, label, strings.Join(told, " "))
	b.WriteString(`</div>`)
	f.motion.script(&b)
	return b.String()
}

// ownKeys keeps JupyterLab from taking the keys that are pressed on an element:
// without it the arrows leave the slider, and "d d" on a button deletes the
// cell. It has to stand on each element that can have the focus.
const ownKeys = ` data-lm-suppress-shortcuts="true"`

// remarks says what is not drawn, and what else the marks have to say. Pictures
// beside each other often show the same marks: what holds for all of them is
// said once.
func (f *Figure) remarks(drawings []drawing) []string {
	var all []string
	add := func(sentence string) {
		if sentence != "" && !slices.Contains(all, sentence) {
			all = append(all, sentence)
		}
	}
	for _, d := range drawings {
		for _, sentence := range d.left.sentences() {
			add(sentence)
		}
	}
	add(f.motion.leaves())
	for _, p := range f.panels() {
		for _, m := range p.marks {
			add(m.remark())
		}
	}
	return all
}

// SVG returns the picture alone, as a file that stands for itself; of a Beside,
// the first one.
func (f *Figure) SVG() string { return f.drawings()[0].file() }

func (f *Figure) drawings() []drawing {
	var all []drawing
	width := float64(wide)
	if len(f.columns) > 1 || f.motion != nil { // what moves has no second picture for a phone
		width = half
	}
	for _, column := range f.columns {
		all = append(all, f.draw(column, width))
	}
	return all
}

// adapts tells whether the figure has a second picture for a phone. Pictures
// beside each other are narrow enough to stand one below the other there; and
// what is redrawn or moves is one picture.
func (f *Figure) adapts() bool {
	return len(f.columns) == 1 && f.motion == nil && !f.still
}

// stilled drops the texts told on hover, if the figure is still.
func (f *Figure) stilled(body string) string {
	if f.still {
		return withoutTitles(body)
	}
	return body
}

// name returns the accessible name of the i-th picture.
func (d drawing) name(label string, told []string, i int) string {
	if len(told) > 1 {
		label += ", picture " + strconv.Itoa(i+1) + " of " + strconv.Itoa(len(told))
	}
	return strings.TrimSpace(sentence(label) + " " + told[i])
}

// words returns the figure's accessible name, and what there is to tell about
// each picture.
func (f *Figure) words() (label string, told []string) {
	label = f.title
	if label == "" {
		label = subjects(f.panels())
	}
	known := map[string]bool{}
	for _, column := range f.columns {
		told = append(told, describePanels(column, known))
	}
	return label, told
}

// sentence ends a text with a full stop, unless it ends with a mark already.
func sentence(text string) string {
	if strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// details writes what opens on request: the description and the data.
func (f *Figure) details(b *strings.Builder, label, description string) {
	b.WriteString(`<details><summary` + ownKeys + `>Description and data<span class="ls-s"> of ` + escape(label) + `</span></summary><p>` + escape(description) + `</p>`)
	for _, t := range f.tables() {
		if len(t.rows) == 0 {
			continue
		}
		if t.part != "" {
			b.WriteString(`<p>` + escape(t.part) + `:</p>`)
		}
		if len(t.rows) < t.total {
			b.WriteString(`<p>` + Count(len(t.rows)) + ` of ` + Count(t.total) + ` rows:</p>`)
		}
		b.WriteString(`<div class="ls-d" tabindex="0"` + ownKeys + ` role="group" aria-label="Data of ` + escape(label) + `">`)
		t.html(b)
		b.WriteString(`</div>`)
	}
	b.WriteString(`</details>`)
}

func (l leftOut) plus(o leftOut) leftOut {
	return leftOut{l.strange + o.strange, l.below + o.below, l.unpaired + o.unpaired, l.outside + o.outside, l.gaps || o.gaps}
}

// inline writes the picture as an element of a page.
func (d drawing) inline(b *strings.Builder, label string) {
	most := 1.15 // larger would be clumsy
	switch {
	case d.phone:
		most = 1.3
	case d.alone:
		most = 1.4
	}
	b.WriteString(`<svg role="img" aria-label="` + escape(label) + `" viewBox="` + d.viewBox() + `" style="max-width:` + strconv.Itoa(int(d.width*most)) + `px">`)
	if d.hoverBelow {
		b.WriteString(d.hover + d.body)
	} else {
		b.WriteString(d.body + d.hover)
	}
	b.WriteString(`</svg>`)
}

// size names the rules for type on a narrow page that suit the picture.
func (d drawing) size() string {
	if d.width < 500 {
		return "s"
	}
	return "m"
}

func (d drawing) viewBox() string {
	return "0 0 " + strconv.Itoa(int(d.width)) + " " + strconv.Itoa(int(d.height))
}

// file returns the picture as a file: with its own style sheet and size, and
// without what only a pointer on a page can see.
func (d drawing) file() string {
	w, h := strconv.Itoa(int(d.width)), strconv.Itoa(int(d.height))
	return `<svg xmlns="http://www.w3.org/2000/svg" class="ls" width="` + w + `" height="` + h +
		`" viewBox="` + d.viewBox() + `"><style>` + pictureSheet() + `</style>` +
		`<rect width="` + w + `" height="` + h + `" fill="var(--paper)"/>` + withoutTitles(d.body) + `</svg>`
}

// withoutTitles drops the texts told on hover.
func withoutTitles(body string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(body, "<title>")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, body, _ = strings.Cut(after, "</title>")
	}
}

// dataURI packs a picture file into an address. Percent signs for the few
// characters that need them are shorter than base64.
func dataURI(svg string) string {
	return "data:image/svg+xml," + strings.NewReplacer("%", "%25", "#", "%23", `"`, "'", "<", "%3C", "&", "%26").Replace(svg)
}
