package display

import (
	"html"
	"strings"
)

// Folded shows a long text by its beginning and its end: that many lines of each.
// The lines between open on request. Nothing of the text is left out.
func Folded(text string, lines int) Shower { return folded{strings.TrimRight(text, "\n"), lines} }

type folded struct {
	text string
	ends int
}

// String returns the whole text.
func (f folded) String() string { return f.text }

// HTML returns three parts: the lines that are seen, and between them those that
// open.
func (f folded) HTML() string {
	lines := strings.Split(f.text, "\n")
	if len(lines) <= 2*f.ends+1 {
		return block(lines)
	}
	last := len(lines) - f.ends
	return "<div>" + block(lines[:f.ends]) + "<details><summary>… and those between</summary>" +
		block(lines[f.ends:last]) + "</details>" + block(lines[last:]) + "</div>"
}

func block(lines []string) string {
	return `<pre style="margin:0;overflow-x:auto">` + html.EscapeString(strings.Join(lines, "\n")) + "</pre>"
}
