package chart

import (
	"cmp"
	"math"
	"slices"
)

// Regions are the ground of a plane, coloured by what a model guesses there.
type regions struct {
	style
	guess func(x, y float64) string
}

// Regions colours the ground by what guess answers at each place, and draws the
// boundary where the answer changes: the decision regions of a classifier over
// two measurements.
//
//	chart.ScatterBy(bill, flipper, species).Regions(func(x, y float64) string { … })
//
// An answer that is the name of a group of points has that group's colour.
func (f *Figure) Regions(guess func(x, y float64) string) *Figure {
	ground := &regions{guess: guess}
	return f.each(func(p *panel) { p.marks = append([]mark{ground}, p.marks...) })
}

// A parcel is the ground of one answer: its outlines, and its boundary to others.
type parcel struct {
	name     string
	outline  []point // rings, a break between them
	boundary []point
	inside   []point // some places within
}

const (
	groundAcross = 64 // places that are asked, from left to right
	groundUp     = 44
	halvings     = 9 // of the distance between two, to find where the answer changes
)

// survey asks for the guess all over a plane, and returns the parcels in the
// order of their names. Places are on the canvas.
func survey(x, y Scale, guess func(x, y float64) string) []parcel {
	at := func(i, j float64) point {
		return point{x.Start + i/(groundAcross-1)*(x.End-x.Start), y.Start + j/(groundUp-1)*(y.End-y.Start)}
	}
	ask := func(i, j float64) string {
		place := at(i, j)
		return guess(x.Value(place.x), y.Value(place.y))
	}
	answers, names := make([][]string, groundAcross), []string{}
	for i := range answers {
		for j := range groundUp {
			answer := ask(float64(i), float64(j))
			answers[i] = append(answers[i], answer)
			if !slices.Contains(names, answer) {
				names = append(names, answer)
			}
		}
	}
	slices.Sort(names)
	parcels := make([]parcel, len(names))
	for k, name := range names {
		is := make([][]float64, groundAcross)
		parcels[k].name = name
		for i := range is {
			is[i] = make([]float64, groundUp)
			for j, answer := range answers[i] {
				if answer == name {
					is[i][j] = 1
					parcels[k].inside = append(parcels[k].inside, at(float64(i), float64(j)))
				}
			}
		}
		for _, ring := range newLattice(is).rings(0.5) {
			for n, place := range ring {
				ring[n] = sharpened(place, name, ask)
			}
			parcels[k].add(append(ring, ring[0]), at)
		}
	}
	return parcels
}

// sharpened moves the middle between two places that were asked to where the
// answer changes. A place at the edge of the plane stays.
func sharpened(place point, name string, ask func(i, j float64) string) point {
	from, to := place, place
	switch {
	case place.x != math.Trunc(place.x):
		from.x, to.x = math.Floor(place.x), math.Ceil(place.x)
	case place.y != math.Trunc(place.y):
		from.y, to.y = math.Floor(place.y), math.Ceil(place.y)
	default:
		return place
	}
	if ask(from.x, from.y) != name {
		from, to = to, from
	}
	for range halvings {
		middle := point{(from.x + to.x) / 2, (from.y + to.y) / 2}
		if ask(middle.x, middle.y) == name {
			from = middle
		} else {
			to = middle
		}
	}
	return point{(from.x + to.x) / 2, (from.y + to.y) / 2}
}

// add adds a closed ring in the lattice's coordinates.
func (l *parcel) add(ring []point, at func(i, j float64) point) {
	onEdge := func(a, b point) bool {
		return a.x == b.x && (a.x == 0 || a.x == groundAcross-1) || a.y == b.y && (a.y == 0 || a.y == groundUp-1)
	}
	var outline, boundary []point
	for n, place := range ring {
		outline = append(outline, at(place.x, place.y))
		if n > 0 && onEdge(ring[n-1], place) {
			boundary = append(boundary, nowhere)
		}
		boundary = append(boundary, at(place.x, place.y))
	}
	l.outline = append(append(l.outline, dropStraight(outline, 0.2)...), nowhere)
	for _, i := range lonely(boundary) { // a place of its own is no line
		boundary[i] = nowhere
	}
	l.boundary = append(append(l.boundary, dropStraight(boundary, 0.2)...), nowhere)
}

func (*regions) bounds(*bounds) {}

func (r *regions) draw(p *plot) {
	parcels := survey(p.x, p.y, r.guess)
	for k, l := range parcels {
		class, known := p.classOf(l.name, k)
		p.open(class)
		p.path("ground", l.outline, true)
		p.close()
		if !known {
			p.labels.add(label{class: class, text: l.name, anchors: []point{l.middle()}})
		}
	}
	p.open("loss")
	for _, l := range parcels[:len(parcels)-1] { // the last has no boundary of its own
		p.path("l i", l.boundary, false)
	}
	p.close()
}

// middle returns the place within that is nearest to the middle of them all.
func (l *parcel) middle() point {
	var mean point
	for _, at := range l.inside {
		mean.x, mean.y = mean.x+at.x/float64(len(l.inside)), mean.y+at.y/float64(len(l.inside))
	}
	return slices.MinFunc(l.inside, func(a, b point) int { return cmp.Compare(distance(a, mean), distance(b, mean)) })
}

// classOf returns the colour of a name that stands in the panel's key, or else
// the k-th of the groups' colours.
func (p *plot) classOf(name string, k int) (class string, known bool) {
	for _, m := range p.panel.marks {
		for _, entry := range m.key(p) {
			if entry.text == name {
				return entry.class, true
			}
		}
	}
	return groupRoles[k%len(groupRoles)].String(), false
}

// scales returns the panel's axes, for one who asks before it is drawn.
func (p *panel) scales() (x, y Scale) {
	b := (&plot{panel: p}).measure()
	return Scale{From: b.x.from, To: b.x.to, Start: 0, End: 1, Log: p.x.log}, Scale{From: b.y.from, To: b.y.to, Start: 0, End: 1, Log: p.y.log}
}

func (r *regions) describe(p *panel) string {
	x, y := p.scales()
	text := ""
	for _, l := range survey(x, y, r.guess) {
		if text != "" {
			text += ", "
		}
		share := float64(len(l.inside)) / (groundAcross * groundUp)
		text += l.name + " on " + Digits(100*share, 2) + " % of it"
	}
	text = "The ground shows the guess: " + text + "."
	for _, m := range p.marks {
		if g, is := m.(*grouping); is {
			text += " " + Count(g.right(r.guess)) + " of " + Plural(len(g.xs), "point") + " lie on the ground of their own group."
		}
	}
	return text
}

// right counts the points whose group is guessed.
func (g *grouping) right(guess func(x, y float64) string) int {
	right := 0
	for i := range g.xs {
		if guess(g.xs[i], g.ys[i]) == g.by[i] {
			right++
		}
	}
	return right
}

// columns shows the guess on a coarse grid.
func (r *regions) columns(p *panel) []column {
	x, y := p.scales()
	columns := []column{{head: p.x.label, values: x.Ticks(8), key: true}}
	for _, v := range y.Ticks(6) {
		c := column{head: "guess at " + value(v, p.y.label)}
		for _, u := range columns[0].values {
			c.texts = append(c.texts, r.guess(u, v))
		}
		columns = append(columns, c)
	}
	return columns
}
