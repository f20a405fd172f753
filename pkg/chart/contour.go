package chart

// Marching squares: the outline of the region where a grid is at or above a
// level, as closed rings in grid coordinates. A border of "below" around the
// grid closes the rings along its edge. Each crossing of a grid edge has one
// segment that leaves it, with the high ground on its left, so a ring is found
// by following.

// A lattice is a grid of heights with a border around it.
type lattice struct {
	nx, ny int // with the border
	z      []float64
}

const below = -1.797693134862315708145274237317043567981e+308

// newLattice takes z[i][j], the height at column i and row j.
func newLattice(z [][]float64) *lattice {
	l := &lattice{nx: len(z) + 2, ny: len(z[0]) + 2}
	l.z = make([]float64, l.nx*l.ny)
	for k := range l.z {
		l.z[k] = below
	}
	for i := range z {
		for j, v := range z[i] {
			l.z[(j+1)*l.nx+i+1] = v
		}
	}
	return l
}

// The sides of a cell.
const (
	bottom = iota
	right
	top
	left
)

// turns lists, for each combination of high corners (bottom left 1, bottom
// right 2, top right 4, top left 8), the segments from side to side. Saddles
// (5 and 10) are decided by the height in the middle: see segments.
var turns = [16][][2]int{
	1:  {{bottom, left}},
	2:  {{right, bottom}},
	3:  {{right, left}},
	4:  {{top, right}},
	5:  {{bottom, left}, {top, right}},
	6:  {{top, bottom}},
	7:  {{top, left}},
	8:  {{left, top}},
	9:  {{bottom, top}},
	10: {{right, bottom}, {left, top}},
	11: {{right, top}},
	12: {{left, right}},
	13: {{bottom, right}},
	14: {{left, bottom}},
}

var (
	joined5  = [][2]int{{bottom, right}, {top, left}}
	joined10 = [][2]int{{left, bottom}, {right, top}}
)

// rings returns the outlines of the region at or above the level. Points are
// in grid coordinates: (0, 0) is the first value, (1, 0) the next column.
func (l *lattice) rings(level float64) [][]point {
	next := make([]int32, 2*len(l.z)) // by edge: the edge that follows, plus one
	for j := range l.ny - 1 {
		for i := range l.nx - 1 {
			for _, s := range l.segments(i, j, level) {
				next[l.edge(i, j, s[0])] = int32(l.edge(i, j, s[1])) + 1
			}
		}
	}
	var all [][]point
	for first := range next {
		var ring []point
		for at := first; next[at] != 0; {
			ring = append(ring, l.crossing(at, level))
			at, next[at] = int(next[at])-1, 0
		}
		if len(ring) > 2 {
			all = append(all, ring)
		}
	}
	return all
}

// segments returns the segments of one cell.
func (l *lattice) segments(i, j int, level float64) [][2]int {
	k := j*l.nx + i
	a, b, c, d := l.z[k], l.z[k+1], l.z[k+l.nx+1], l.z[k+l.nx]
	corners := 0
	for bit, v := range [...]float64{a, b, c, d} {
		if v >= level {
			corners |= 1 << bit
		}
	}
	if corners == 5 || corners == 10 {
		if a/4+b/4+c/4+d/4 >= level {
			if corners == 5 {
				return joined5
			}
			return joined10
		}
	}
	return turns[corners]
}

// edge numbers the sides of cells: horizontal ones are even, vertical ones odd.
func (l *lattice) edge(i, j, side int) int {
	switch side {
	case bottom:
		return 2 * (j*l.nx + i)
	case top:
		return 2 * ((j+1)*l.nx + i)
	case left:
		return 2*(j*l.nx+i) + 1
	}
	return 2*(j*l.nx+i+1) + 1
}

// crossing returns where the level crosses an edge, by linear interpolation;
// against the border, at the grid's own edge.
func (l *lattice) crossing(edge int, level float64) point {
	k := edge / 2
	x, y := float64(k%l.nx-1), float64(k/l.nx-1)
	other := k + 1
	if edge%2 == 1 {
		other = k + l.nx
	}
	t := (level - l.z[k]) / (l.z[other] - l.z[k])
	switch {
	case l.z[k] == below:
		t = 1
	case l.z[other] == below:
		t = 0
	}
	if edge%2 == 1 {
		return point{x, y + t}
	}
	return point{x + t, y}
}
