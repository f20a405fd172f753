package explorer

import (
	"html"
	"strings"
)

// questionHTML writes the options of a guess as buttons.
func questionHTML(options []option, id string) string {
	var b strings.Builder
	b.WriteString(`<div role="group" aria-label="Your guess">`)
	for _, o := range options {
		b.WriteString(`<button type="button" data-guess="` + html.EscapeString(o.value) + `">` + html.EscapeString(o.text) + `</button>`)
	}
	b.WriteString(`<button type="button" class="lsx-plain" data-guess="">Just show me</button></div>`)
	return b.String()
}
