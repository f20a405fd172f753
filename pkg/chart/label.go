package chart

import (
	"math"
	"slices"
)

// A label is text that goes beside one of several anchors, wherever it covers
// least.
type label struct {
	class, text string
	anchors     []point // the first is preferred
	clear       float64 // distance from the anchor
	wrap        float64 // widest line, 0 for one line
	leader      bool    // a line joins text and anchor
	retreats    bool    // where it would lie on lines, it goes farther away
	spare       bool    // what it says is told on hover too: without room it is left out
}

// A placer finds room for labels. It knows where lines and points were drawn
// and where labels already are.
type placer struct {
	within   rect
	obstacle []point
	placed   []rect
	waiting  []label
}

// avoid tells the placer what is drawn: labels keep off these lines.
func (l *placer) avoid(places []point) {
	const apart, most = 5, 2000
	if len(places) > most {
		l.avoidPoints(places)
		return
	}
	for i, at := range places {
		if !at.finite() {
			continue
		}
		l.obstacle = append(l.obstacle, at)
		if i == 0 || !places[i-1].finite() {
			continue
		}
		from := places[i-1]
		steps := min(200, int(math.Hypot(at.x-from.x, at.y-from.y)/apart))
		for k := 1; k < steps; k++ {
			t := float64(k) / float64(steps)
			l.obstacle = append(l.obstacle, point{from.x + t*(at.x-from.x), from.y + t*(at.y-from.y)})
		}
	}
}

// avoidPoints tells the placer of points that are not joined; of very many,
// some are enough to know where it is crowded.
func (l *placer) avoidPoints(places []point) {
	for _, i := range pick(len(places), 1500) {
		if places[i].finite() {
			l.obstacle = append(l.obstacle, places[i])
		}
	}
}

func (l *placer) add(want label) { l.waiting = append(l.waiting, want) }

// draw places the waiting labels, in order, and writes them.
func (l *placer) draw(c *canvas) {
	for _, want := range l.waiting {
		class := "k m"
		lines := []string{shorten(want.text, tickSize, l.within.width()/2)}
		if want.wrap > 0 {
			lines = balanced(want.text, tickSize, want.wrap)
			class = "u m"
		}
		box, anchor := l.best(want, lines)
		if want.spare && l.covers(box) {
			want.leader = true // farther away
			if box, anchor = l.best(want, lines); l.covers(box) || l.crosses(box.nearest(anchor), anchor) {
				continue
			}
		}
		if want.retreats && l.cost(box) > 4 {
			box, anchor, want.leader = l.retreat(want, lines, box, anchor)
		}
		l.placed = append(l.placed, box)
		c.open(want.class)
		if want.leader {
			c.path("x", []point{box.nearest(anchor), anchor}, false)
		}
		c.lines(class, point{(box.left + box.right) / 2, (box.top+box.bottom)/2 - float64(len(lines)-1)*7.5 + 4.5}, lines)
		c.close()
	}
	l.waiting = nil
}

// retreat looks for a place farther away, beside the anchor or above it, with a leader;
// it returns the given one where that is as good.
func (l *placer) retreat(want label, lines []string, box rect, anchor point) (rect, point, bool) {
	bottom := l.within.bottom
	defer func() { l.within.bottom = bottom }()
	l.within.bottom = anchor.y
	want.leader, want.anchors = true, []point{{anchor.x, anchor.y - 12}} // off the axis, if it lies there
	if far, _ := l.best(want, lines); l.cost(far) < l.cost(box)/2 {
		return far, anchor, true
	}
	return box, anchor, false
}

// best returns the place that costs least, and the anchor it belongs to.
func (l *placer) best(want label, lines []string) (rect, point) {
	size := tickSize * l.enlarged()
	w, h := 0.0, float64(len(lines))*15*l.enlarged()
	for _, line := range lines {
		w = max(w, textWidth(line, size)*1.2+4) // bold, and in the widest of usual faces
	}
	var chosen rect
	var anchor point
	lowest := math.Inf(1)
	for i, at := range want.anchors {
		for k, box := range around(at, w, h, want.clear, want.leader) {
			cost := l.cost(box) + float64(k)*0.4 + float64(i)*0.2
			if want.leader && l.crosses(box.nearest(at), at) {
				cost += 60
			}
			if cost < lowest {
				lowest, chosen, anchor = cost, box, at
			}
		}
	}
	return chosen, anchor
}

// enlarged is by how much type is larger where the picture is shown small: see
// narrowRules. Only small pictures are: a wide one gives way to one for phones.
func (l *placer) enlarged() float64 {
	if l.within.width() < 500 {
		return 1.29
	}
	return 1
}

// around returns candidate places beside an anchor, the best liked first.
func around(at point, w, h, clear float64, far bool) []rect {
	var places []rect
	rings, apart := 3, 9.0
	if far {
		rings, apart = 4, 22
	}
	for ring := range rings {
		d := clear + float64(ring)*apart
		diagonal := d * 0.75
		for _, dir := range [...]point{{1, 0}, {1, -1}, {1, 1}, {0, -1}, {0, 1}, {-1, 0}, {-1, -1}, {-1, 1}} {
			reach := d
			if dir.x != 0 && dir.y != 0 {
				reach = diagonal
			}
			x, y := at.x+dir.x*(reach+w/2), at.y+dir.y*(reach+h/2)
			places = append(places, rect{x - w/2, y - h/2, x + w/2, y + h/2})
		}
	}
	return places
}

// cost counts what a label would cover there.
func (l *placer) cost(box rect) float64 {
	total := 0.0
	near := box.grow(4)
	for _, at := range l.obstacle {
		if near.holds(at) {
			total++
		}
	}
	for _, other := range l.placed {
		if near.overlaps(other) {
			total += 60
		}
	}
	for _, out := range [...]float64{l.within.left - box.left, l.within.top - box.top, box.right - l.within.right, box.bottom - l.within.bottom} {
		if out > 0 {
			total += 1000 + 4*out
		}
	}
	return total
}

// covers tells whether a label there would lie on another one.
func (l *placer) covers(box rect) bool { return slices.ContainsFunc(l.placed, box.overlaps) }

// crosses tells whether a line would run through a label.
func (l *placer) crosses(from, to point) bool {
	return slices.ContainsFunc(l.placed, func(r rect) bool { _, _, hit := clipSegment(from, to, r); return hit })
}
