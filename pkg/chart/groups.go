package chart

import "slices"

// A grouping is points with one colour for each group.
type grouping struct {
	style
	by       []string
	groups   []*series // one a name, in the order of names
	xs, ys   []float64
	unpaired int
}

// ScatterBy returns a figure of the points (xs[i], ys[i]) in the colour of their
// group by[i], with a key:
//
//	chart.ScatterBy(bill, mass, species).X("bill length (mm)").Y("body mass (g)")
//
// Groups take their colours in alphabetical order, so that rows in another
// order, or a part of them, look alike. Name says what the groups are.
func ScatterBy(xs, ys []float64, by []string) *Figure {
	n := min(len(xs), len(ys), len(by))
	g := newGrouping(xs[:n], ys[:n], by[:n], distinct(by))
	g.unpaired = max(len(xs), len(ys), len(by)) - n
	return New().add(g)
}

func newGrouping(xs, ys []float64, by, names []string) *grouping {
	g := &grouping{xs: slices.Clone(xs), ys: slices.Clone(ys), by: slices.Clone(by)}
	for i, name := range names {
		rows := rowsOf(by, name)
		g.groups = append(g.groups, newSeries(separate, groupRoles[i%len(groupRoles)], name, pickRows(xs, rows), pickRows(ys, rows)))
	}
	return g
}

func (g *grouping) bounds(b *bounds) {
	for _, s := range g.groups {
		s.bounds(b)
	}
	b.left.unpaired += g.unpaired
	b.roomX = true
}

func (g *grouping) draw(p *plot) {
	most := 0
	for _, s := range g.groups {
		p.open(s.role.String())
		most = max(most, s.drawDots(p, s.places(p)))
		p.close()
	}
	p.crowdNote(most)
}

func (g *grouping) key(*plot) []keyEntry {
	var all []keyEntry
	for _, s := range g.groups {
		all = append(all, keyEntry{s.role.String(), "o", s.name})
	}
	return all
}

func (g *grouping) dots() int { return len(g.xs) }

func (g *grouping) take(rows []int, of int) mark {
	if of != len(g.by) {
		return nil
	}
	part := newGrouping(pickRows(g.xs, rows), pickRows(g.ys, rows), pickRows(g.by, rows), distinct(g.by))
	part.name = g.name
	return part
}

func (g *grouping) describe(p *panel) string {
	text := capital(Plural(len(g.xs), "point")) + " in " + Plural(len(g.groups), "group") + "."
	for _, s := range g.groups {
		if len(s.xs) > 0 {
			text += " " + describePoints(s, p)
		}
	}
	return text
}

func (g *grouping) columns(p *panel) []column {
	group := column{head: "group", texts: g.by}
	if g.name != "" {
		group.head = g.name
	}
	return []column{{head: p.x.label, values: g.xs, key: true}, {head: p.y.label, values: g.ys}, group}
}
