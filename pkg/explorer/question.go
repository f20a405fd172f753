package explorer

import (
	"html"
	"strings"
)

// guessFirst is the control of those who don't want to be asked.
var guessFirst = control{name: "guess", label: "let me guess before I see", usual: "1", form: toggle}

// compared says how a guess compares with what happens, which otherwise says
// where the guess isn't right.
func compared(options []option, guessed, right, otherwise string) string {
	for _, o := range options {
		switch {
		case o.value != guessed:
		case guessed == right:
			return "You guessed “" + o.text + "”, and so it is."
		default:
			return "You guessed “" + o.text + "”. " + otherwise + "."
		}
	}
	return ""
}

// whatHappens names an option.
func whatHappens(options []option, right string) string {
	return "What happens is “" + optionText(options, right) + "”"
}

// questionHTML writes the options of a guess as buttons.
func questionHTML(options []option) string {
	var b strings.Builder
	b.WriteString(`<div role="group" aria-label="Your guess">`)
	for _, o := range options {
		b.WriteString(`<button type="button" data-guess="` + html.EscapeString(o.value) + `">` + html.EscapeString(o.text) + `</button>`)
	}
	b.WriteString(`<button type="button" class="lsx-plain" data-guess="">Just show me</button></div>`)
	return b.String()
}
