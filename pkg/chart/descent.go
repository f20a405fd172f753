package chart

// drawPath draws the steps of a descent on a flat panel.
func (s *series) drawPath(p *plot) {
	places := s.places(p)
	p.labels.avoid(places)
	if p.panel.grid != nil {
		p.path("w", clipped(light(places), p.box), false)
		p.path("l", clipped(light(places), p.box), false)
	} else {
		p.path("l i", clipped(light(places), p.box), false)
	}
	for i, at := range places {
		if !p.box.grow(2).holds(at) {
			places[i] = nowhere
		}
	}
	p.drawSteps(s, places, 6)
	p.nameOnPath(s, p.class(&s.style), places)
}

// drawSteps draws a dot at each step that stands apart from the last, a ring
// at the start and a larger dot at the end.
func (p *plot) drawSteps(s *series, places []point, apart float64) {
	kept := spaced(places, apart)
	for len(kept) > 250 {
		apart *= 1.3
		kept = spaced(places, apart)
	}
	if len(kept) == 0 {
		return
	}
	p.raw(`<g class="d">`)
	for k, i := range kept {
		switch {
		case s.shape != separate && k == 0 && len(kept) > 1:
		case s.shape != separate && k == len(kept)-1:
			p.circle("", places[i], 5, s.tell(p.panel, i))
		default:
			p.circle("", places[i], 3.2, s.tell(p.panel, i))
		}
	}
	p.raw("</g>")
	if s.shape != separate && len(kept) > 1 {
		p.circle("r", places[kept[0]], 4.5, "start, "+s.tell(p.panel, kept[0]))
	}
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
