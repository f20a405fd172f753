package chart

import "strings"

// What follows is for a page that redraws a figure again and again, as the
// explorers do: the parts of Figure.HTML one by one.

// A Picture is one drawn column of a figure: the whole figure, or one side of
// a Beside.
type Picture struct {
	SVG  string // the inline <svg> element, as Figure.HTML holds it in .ls-i
	Axes []Axes // of each panel, from top to bottom; none of a Surface
}

// Axes are the scales of one panel as drawn: they turn the place of a pointer,
// in units of the viewBox, into values and back.
type Axes struct{ X, Y Scale }

// Pictures draws the figure.
func (f *Figure) Pictures() []Picture {
	drawings := f.drawings()
	label, told := f.words()
	pictures := make([]Picture, len(drawings))
	for i, d := range drawings {
		var b strings.Builder
		d.inline(&b, d.name(label, told, i))
		pictures[i] = Picture{b.String(), d.axes}
	}
	return pictures
}

// Details returns the element that opens on request, with the description and
// the data.
func (f *Figure) Details() string {
	if f.motion != nil {
		f.drawings() // only then is known what is shown
	}
	label, told := f.words()
	var b strings.Builder
	f.details(&b, label, strings.Join(told, " "))
	return b.String()
}

// Still leaves out what is told on hover, which is most of the bytes of a line
// chart: for a figure that is about to be drawn anew.
func (f *Figure) Still() *Figure { f.still = true; return f }
