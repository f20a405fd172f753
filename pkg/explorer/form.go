package explorer

import (
	"html"
	"math"
	"strings"

	"littlesteps/pkg/chart"
)

// formHTML writes the controls of an explorer. id makes the ids of its elements
// unique on the page. The values are filled in by the page, from [Setting].
func formHTML(k kind, controls []control, id string) string {
	var b strings.Builder
	group := ""
	for _, c := range controls {
		if c.group != group && group != "" {
			b.WriteString(`</fieldset>`)
		}
		if c.group != group && c.group != "" {
			b.WriteString(`<fieldset><legend><i class="` + c.colour + `"></i>` + html.EscapeString(c.group) + `</legend>`)
		}
		group = c.group
		c.html(&b, id+"-"+c.name)
	}
	if group != "" {
		b.WriteString(`</fieldset>`)
	}
	if can, ok := k.(acting); ok {
		for _, o := range can.actions() {
			b.WriteString(`<button type="button" data-action="` + o.value + `">` + html.EscapeString(o.text) + `</button>`)
		}
	}
	return b.String()
}

func (c *control) html(b *strings.Builder, id string) {
	kind := [...]string{slider: "slider", choice: "choice", toggle: "toggle"}[c.form]
	b.WriteString(`<div class="lsx-c lsx-` + kind + `" data-control="` + c.name + `" data-resets="` + strings.Join(c.resets, " ") + `"`)
	if c.asks {
		b.WriteString(` data-asks`)
	}
	b.WriteString(`>`)
	label := html.EscapeString(capital(c.label))
	if c.short != "" {
		label = html.EscapeString(capital(c.short))
	}
	switch c.form {
	case toggle:
		b.WriteString(`<label><input type="checkbox" id="` + id + `"> ` + label + `</label>`)
	case choice:
		b.WriteString(`<label for="` + id + `">` + label + `</label><select id="` + id + `">`)
		for _, o := range c.options {
			b.WriteString(`<option value="` + html.EscapeString(o.value) + `">` + html.EscapeString(o.text) + `</option>`)
		}
		b.WriteString(`</select>`)
	case slider:
		b.WriteString(`<label for="` + id + `">` + label + `</label>` + c.boxHTML(id) +
			`<span class="lsx-track"><input type="range" aria-label="` + label + `, slider"`)
		if c.log {
			b.WriteString(` data-log`)
		}
		if c.whole {
			b.WriteString(` data-whole`)
		}
		b.WriteString(`><span class="lsx-ticks" aria-hidden="true"></span></span><span class="lsx-marks"></span>`)
	}
	b.WriteString(`</div>`)
}

func (c *control) boxHTML(id string) string {
	mode := "decimal"
	if c.whole {
		mode = "numeric"
	}
	return `<input type="text" id="` + id + `" inputmode="` + mode + `" autocomplete="off" spellcheck="false">`
}

// A Setting is how a control stands.
type Setting struct {
	Name           string
	Value          string  // exact, as in a link
	Said           string  // for people
	Colour         string  // of its group
	From, To, Step float64 // of its slider; powers of ten where that is logarithmic
	Marks          []Mark
}

// A Mark is a landmark on a slider.
type Mark struct {
	Place float64 // from 0, the slider's left end, to 1
	Value string
	Text  string
}

func settings(controls []control, v values) []Setting {
	all := make([]Setting, len(controls))
	for i, c := range controls {
		s := Setting{Name: c.name, Value: v[c.name], Said: v[c.name], Colour: c.colour}
		if c.form == slider {
			s.Said = chart.Number(v.number(c.name))
			s.From, s.To, s.Step = c.from, c.to, c.step
			if c.log {
				s.From, s.To, s.Step = math.Log10(c.from), math.Log10(c.to), 0.01
			}
			for _, m := range c.marks {
				at := m.value
				if c.log {
					at = math.Log10(at)
				}
				s.Marks = append(s.Marks, Mark{(at - s.From) / (s.To - s.From), exact(m.value), m.text})
			}
		}
		all[i] = s
	}
	return all
}

// capital starts a sentence.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] // labels begin with a letter of ASCII
}
