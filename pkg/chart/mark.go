package chart

import "cmp"

// A mark is one layer of a panel: a line, some points, boxes, a note. It answers
// all that frame, axes, key, hover, projection and table ask, so a new kind of
// figure is one file: a struct that embeds a style, the first four methods, and
// those of the others for which the style's answer doesn't do.
type mark interface {
	// bounds widens the panel's axes to what the mark shows.
	bounds(b *bounds)
	// draw draws it.
	draw(p *plot)
	// describe says in a sentence or two what the mark shows, "" for nothing.
	describe(p *panel) string
	// columns returns the data behind it, for the table.
	columns(p *panel) []column

	styled() *style
	// follows tells whether the mark goes by the x axis that the others make.
	follows() bool
	// window widens what a path may not leave by more than as much again.
	window(w *interval)
	// endLabel is what stands right of the panel.
	endLabel() string
	// key explains colours that have no place for a label of their own.
	key(p *plot) []keyEntry
	// dots counts the places that tell their own values on hover, and trace
	// returns a line whose values can be told from left to right, nil for none.
	dots() int
	trace(p *plot) (xs, ys []float64)
	// project lays the mark on a landscape, hiddenOn counts how much of it the
	// landscape would hide.
	project(p *plot, l *landscape)
	hiddenOn(l *landscape) int
	// remark is said under the figure, "" for nothing.
	remark() string
	// take returns the mark with some rows of its data, for small multiples; nil
	// if it hasn't as many rows as these are of.
	take(rows []int, of int) mark
}

// A style is what every mark has: a meaning and a name. It answers for a mark
// what most marks answer.
type style struct {
	role Role
	name string // written beside it
	told string // said of it where nothing is written
}

// said is what words call the mark, "" for nothing.
func (s *style) said() string { return cmp.Or(s.name, s.told) }

func (s *style) styled() *style               { return s }
func (*style) follows() bool                  { return false }
func (*style) window(*interval)               {}
func (*style) endLabel() string               { return "" }
func (*style) key(*plot) []keyEntry           { return nil }
func (*style) dots() int                      { return 0 }
func (*style) trace(*plot) (xs, ys []float64) { return nil, nil }
func (*style) project(*plot, *landscape)      {}
func (*style) hiddenOn(*landscape) int        { return 0 }
func (*style) remark() string                 { return "" }
func (*style) take([]int, int) mark           { return nil }

// class returns the CSS class of the mark's colour.
func (p *plot) class(s *style) string {
	if s.role != Automatic {
		return s.role.String()
	}
	return p.colours[s].String()
}

// chooseColours gives the marks without a role theirs: a rule of descent its own,
// if that is free, and the others in turn, passing over what is taken as long as
// there is one left.
func (p *panel) chooseColours() map[*style]Role {
	taken, chosen := map[Role]bool{}, map[*style]Role{}
	for _, m := range p.marks {
		taken[m.styled().role] = true
	}
	for _, m := range p.marks {
		s := m.styled()
		if role := RoleOf(s.name); s.role == Automatic && role != Automatic && !taken[role] {
			taken[role], chosen[s] = true, role
		}
	}
	next := 0
	for _, m := range p.marks {
		s := m.styled()
		if s.role != Automatic || chosen[s] != Automatic {
			continue
		}
		role := turn[next%len(turn)]
		for next < len(turn) && taken[turn[next]] {
			next++
			role = turn[next%len(turn)]
		}
		chosen[s] = role
		next++
	}
	return chosen
}

// bounds collects what the axes must hold.
type bounds struct {
	x, y       interval
	logX, logY bool
	roomX      bool     // marks stand apart from the sides
	fromZero   bool     // heights are measured from zero
	left       leftOut  // values that cannot be drawn
	mapped     bool     // the axes are those of a map
	window     interval // paths reach no farther than this
}

// leftOut counts the values that have no place in a panel.
type leftOut struct {
	strange, below, unpaired int
	outside                  int  // steps of a path
	gaps                     bool // of a curve
}

// add takes one point into account; it returns false if it has no place.
func (b *bounds) add(x, y float64) bool {
	switch {
	case !finite(x) || !finite(y):
		b.left.strange++
		return false
	case b.logX && x <= 0 || b.logY && y <= 0:
		b.left.below++
		return false
	}
	b.x.add(x)
	b.y.add(y)
	return true
}

// beyond tells whether a step of a path lies too far out to be shown: outside
// the window, or outside the map.
func (b *bounds) beyond(x, y float64) bool {
	if !finite(x) || !finite(y) {
		return false
	}
	if b.mapped {
		return x < b.x.from || x > b.x.to || y < b.y.from || y > b.y.to
	}
	return b.window.seen && (x < b.window.from || x > b.window.to)
}

// sentences says what was left out, for the reader to see.
func (l leftOut) sentences() []string {
	var all []string
	if l.strange > 0 {
		all = append(all, capital(Plural(l.strange, "value"))+" not drawn: not finite (NaN or infinite).")
	}
	if l.below > 0 {
		all = append(all, capital(Plural(l.below, "value"))+" not drawn: zero or below has no place on a logarithmic axis.")
	}
	if l.unpaired > 0 {
		all = append(all, capital(Plural(l.unpaired, "value"))+" not drawn: the lists have different lengths.")
	}
	if l.outside > 0 {
		verb := " lie"
		if l.outside == 1 {
			verb = " lies"
		}
		all = append(all, capital(Plural(l.outside, "step"))+verb+" outside the figure.")
	}
	if l.gaps {
		all = append(all, "A part of the curve is not drawn: it has no finite value there.")
	}
	return all
}
