package chart

import "math"

// extremesByColumn keeps what can be seen of a long line: in each column of the canvas
// (width units wide) the first, lowest, highest and last point, in order. No
// peak is lost, however many points there are.
func extremesByColumn(points []point, width float64) []point {
	var kept []point
	for start := 0; start < len(points); {
		if !points[start].finite() {
			kept = append(kept, points[start])
			start++
			continue
		}
		column := math.Floor(points[start].x / width)
		low, high, end := start, start, start+1
		for end < len(points) && points[end].finite() && math.Floor(points[end].x/width) == column {
			if points[end].y < points[low].y {
				low = end
			}
			if points[end].y > points[high].y {
				high = end
			}
			end++
		}
		last := -1
		for _, i := range [...]int{start, min(low, high), max(low, high), end - 1} {
			if i != last {
				kept = append(kept, points[i])
			}
			last = i
		}
		start = end
	}
	return kept
}

// dropStraight drops the points that lie within tolerance of the line through
// their neighbours (Ramer, Douglas and Peucker), run by run.
func dropStraight(points []point, tolerance float64) []point {
	keep := make([]bool, len(points))
	for start := 0; start < len(points); {
		if !points[start].finite() {
			keep[start] = true
			start++
			continue
		}
		end := start
		for end+1 < len(points) && points[end+1].finite() {
			end++
		}
		keep[start], keep[end] = true, true
		markCorners(points, keep, start, end, tolerance)
		start = end + 1
	}
	var kept []point
	for i, k := range keep {
		if k {
			kept = append(kept, points[i])
		}
	}
	return kept
}

// markCorners marks the points between first and last that a line through the
// kept ones would miss. It works from a list, not by calling itself: a path of
// 10⁵ points must not grow the stack.
func markCorners(points []point, keep []bool, first, last int, tolerance float64) {
	stretches := [][2]int{{first, last}}
	for len(stretches) > 0 {
		from, to := stretches[len(stretches)-1][0], stretches[len(stretches)-1][1]
		stretches = stretches[:len(stretches)-1]
		farthest, distance := -1, tolerance
		for i := from + 1; i < to; i++ {
			if d := offLine(points[i], points[from], points[to]); d > distance {
				farthest, distance = i, d
			}
		}
		if farthest >= 0 {
			keep[farthest] = true
			stretches = append(stretches, [2]int{from, farthest}, [2]int{farthest, to})
		}
	}
}

// offLine returns how far p lies from the line segment a b.
func offLine(p, a, b point) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	length := dx*dx + dy*dy
	if length == 0 {
		return math.Hypot(p.x-a.x, p.y-a.y)
	}
	t := max(0, min(1, ((p.x-a.x)*dx+(p.y-a.y)*dy)/length))
	return math.Hypot(p.x-a.x-t*dx, p.y-a.y-t*dy)
}

// spaced keeps the indices of points that are at least apart units from the
// last one kept, always with the first and the last.
func spaced(points []point, apart float64) []int {
	var kept []int
	var last point
	for _, i := range pick(len(points), 4000) {
		p := points[i]
		if !p.finite() {
			continue
		}
		if len(kept) == 0 || i == len(points)-1 || distance(p, last) >= apart {
			kept = append(kept, i)
			last = p
		}
	}
	return kept
}

// simplify returns a line that looks the same with far fewer points.
func simplify(places []point) []point {
	if len(places) > 4*mostCorners && !rightwards(places) {
		return extremes(places)
	}
	if len(places) > 800 {
		places = extremesByColumn(places, 2)
	}
	tolerance := 0.12
	result := dropStraight(places, tolerance)
	for len(result) > mostCorners && tolerance < 4 {
		tolerance *= 2
		result = dropStraight(places, tolerance)
	}
	if len(result) > mostCorners {
		result = extremes(result)
	}
	return result
}

// rightwards tells whether a line never goes back.
func rightwards(places []point) bool {
	return never(places, func(from, to point) bool { return to.x < from.x })
}

const mostCorners = 1200 // of one line

// extremes thins a line that wanders to and fro too often to be followed.
func extremes(places []point) []point {
	var kept []point
	for _, i := range outermost(places, mostCorners/6) {
		kept = append(kept, places[i])
	}
	return kept
}

// outermost returns the indices of the points that show where a line reaches:
// each of some stretches of it keeps its first point, its leftmost, rightmost,
// highest and lowest, and its last. A stretch with a gap is kept whole.
func outermost(points []point, stretches int) []int {
	var kept []int
	for k := range stretches {
		from, to := k*len(points)/stretches, (k+1)*len(points)/stretches
		if from == to {
			continue
		}
		left, right, high, low := from, from, from, from
		gap := false
		for i := from; i < to && !gap; i++ {
			at := points[i]
			gap = !at.finite()
			if at.x < points[left].x {
				left = i
			}
			if at.x > points[right].x {
				right = i
			}
			if at.y < points[high].y {
				high = i
			}
			if at.y > points[low].y {
				low = i
			}
		}
		for i := from; i < to; i++ {
			if gap || i == from || i == left || i == right || i == high || i == low || i == to-1 {
				kept = append(kept, i)
			}
		}
	}
	return kept
}
