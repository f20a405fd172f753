package chart

import (
	"math"
	"slices"
)

// drawPath draws the steps of a descent on a flat panel.
func (s *series) drawPath(p *plot) {
	places := s.places(p)
	p.labels.avoid(places)
	if p.panel.grid != nil {
		p.path("w", clipped(simplify(places), p.box), false)
		p.path("l", clipped(simplify(places), p.box), false)
	} else {
		p.path("l i", clipped(simplify(places), p.box), false)
	}
	for i, at := range places {
		if !p.box.grow(2).holds(at) {
			places[i] = nowhere
		}
	}
	p.drawSteps(s, places)
	p.nameOnPath(s, p.class(&s.style), places)
}

// dense is the distance below which dots hide each other.
const dense = 3.5

// drawSteps draws a dot at each step, or at every second, fifth and so on of
// very short ones; a ring at the start and a larger dot at the end. Where the
// dots would hide each other, a tube takes their place: to leave some out there
// would make the steps look longer than they are. A walk that has left the figure
// has no end there.
func (p *plot) drawSteps(s *series, places []point) {
	single := places
	if s.shape != separate {
		single = p.drawTubes(s, s.dotted(places))
	}
	apart := dense
	kept := spaced(single, apart)
	for len(kept) > 250 {
		apart *= 2
		kept = spaced(single, apart)
	}
	if len(kept) == 0 {
		return
	}
	stays := s.shape != separate && len(kept) == 2 && kept[0] == 0 && distance(places[0], places[kept[1]]) < dense
	if stays { // a ring around it, to be seen also where another path ends there
		p.circle("r", places[0], 8, "")
	}
	p.raw(`<g class="d">`)
	for _, i := range kept {
		switch {
		case s.shape != separate && i == 0 && len(kept) > 1:
		case s.shape != separate && i == len(places)-1:
			p.circle("", places[i], 5, s.tell(p.panel, i))
		default:
			p.circle("", places[i], 3.2, s.tell(p.panel, i))
		}
	}
	p.raw("</g>")
	if s.shape != separate && !stays && len(kept) > 1 && kept[0] == 0 {
		p.circle("r", places[kept[0]], 4.5, "start, "+s.tell(p.panel, kept[0]))
	}
}

// dotted returns the places that get a dot; the others are nowhere.
func (s *series) dotted(places []point) []point {
	if s.every < 2 {
		return places
	}
	dots := slices.Clone(places)
	for i := range dots {
		if i%s.every != 0 && i != len(dots)-1 {
			dots[i] = nowhere
		}
	}
	return dots
}

// pace returns how many steps of a path go from one dot to the next: so many
// that the longest such stretch is about a twentieth of the path's extent.
func pace(xs, ys []float64) int {
	x, y := reach(xs), reach(ys)
	longest := 0.0
	for i := 1; i < len(xs); i++ {
		far := math.Hypot(shareOf(xs[i]-xs[i-1], x), shareOf(ys[i]-ys[i-1], y))
		if finite(far) {
			longest = max(longest, far)
		}
	}
	extent := math.Hypot(shareOf(x.to-x.from, x), shareOf(y.to-y.from, y))
	if every := extent / 22 / longest; longest > 0 && every > 1 {
		return int(min(roundStep(every), 1000))
	}
	return 1
}

// shareOf returns which share of a range a distance is.
func shareOf(distance float64, of interval) float64 {
	if of.to == of.from {
		return 0
	}
	return distance / (of.to - of.from)
}

// drawTubes draws the stretches of a path where the dots are dense, and returns
// the places that are left to be drawn one by one.
func (p *plot) drawTubes(s *series, dots []point) []point {
	const few = 4 // dots, that are better seen one by one
	single := slices.Clone(dots)
	var run []int
	end := func() {
		if len(run) > few {
			var tube []point
			for _, i := range run {
				tube = append(tube, dots[i])
				if i > 0 && i < len(dots)-1 {
					single[i] = nowhere
				}
			}
			tube = simplify(tube)
			p.path("w t", tube, false)
			p.raw(`<path class="l t" d="`)
			p.outline(tube, false)
			p.raw(`"><title>steps `, Count(run[0]), " to ", Count(run[len(run)-1]), `</title></path>`)
		}
		run = run[:0]
	}
	for i, at := range dots {
		if !at.finite() && s.every > 1 && i%s.every != 0 {
			continue // not a gap, only between two dots
		}
		if n := len(run); n > 0 && !(distance(dots[run[n-1]], at) < dense) { // or one of them is nowhere
			end()
		}
		if at.finite() {
			run = append(run, i)
		}
	}
	end()
	return single
}

// nameOnPath writes the path's name beside it: where it is farthest from the
// other paths, if there are any, because they often begin and end alike.
func (p *plot) nameOnPath(s *series, class string, places []point) {
	var some []point
	for _, i := range pick(len(places), 2000) {
		some = append(some, places[i])
	}
	known := onlyFinite(some)
	if s.name == "" || len(known) == 0 {
		return
	}
	var anchors []point
	for _, share := range [...]float64{0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9, 1} {
		anchors = append(anchors, alongPath(known, share))
	}
	p.labels.add(label{class: class, text: s.name, anchors: anchors, clear: 8})
}

// alongPath returns the place a share of the way along a path, by length.
func alongPath(places []point, share float64) point {
	total := 0.0
	for i := 1; i < len(places); i++ {
		total += distance(places[i-1], places[i])
	}
	walked := 0.0
	for i := 1; i < len(places); i++ {
		step := distance(places[i-1], places[i])
		if step > 0 && walked+step >= share*total {
			t := (share*total - walked) / step
			return point{places[i-1].x + t*(places[i].x-places[i-1].x), places[i-1].y + t*(places[i].y-places[i-1].y)}
		}
		walked += step
	}
	return places[len(places)-1]
}
