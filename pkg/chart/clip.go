package chart

// clipped cuts a line at the sides of a box: what lies outside is dropped, and
// a segment that leaves the box ends on its side. Breaks are NaN points.
func clipped(points []point, box rect) []point {
	inside := true
	for _, p := range points {
		inside = inside && p.finite() && box.holds(p)
	}
	if inside {
		return points
	}
	var out []point
	for i := 1; i < len(points); i++ {
		from, to, seen := clipSegment(points[i-1], points[i], box)
		if !seen {
			continue
		}
		if n := len(out); n == 0 || out[n-1] != from {
			if n > 0 {
				out = append(out, nowhere)
			}
			out = append(out, from)
		}
		out = append(out, to)
	}
	return out
}

// clipSegment returns the part of a segment inside the box (Liang and Barsky).
func clipSegment(a, b point, box rect) (from, to point, seen bool) {
	if !a.finite() || !b.finite() {
		return nowhere, nowhere, false
	}
	enter, leave := 0.0, 1.0
	dx, dy := b.x-a.x, b.y-a.y
	for _, side := range [...][2]float64{
		{-dx, a.x - box.left}, {dx, box.right - a.x}, {-dy, a.y - box.top}, {dy, box.bottom - a.y},
	} {
		speed, room := side[0], side[1]
		switch {
		case speed == 0 && room < 0:
			return nowhere, nowhere, false
		case speed < 0:
			enter = max(enter, room/speed)
		case speed > 0:
			leave = min(leave, room/speed)
		}
	}
	if enter > leave {
		return nowhere, nowhere, false
	}
	at := func(t float64) point {
		switch t {
		case 0:
			return a
		case 1:
			return b
		}
		// Where a lies very far out, its last digits are larger than the box.
		return box.nearest(point{a.x + t*dx, a.y + t*dy})
	}
	return at(enter), at(leave), true
}
