package chart

import "math"

// What a field is at places between those it was given.

// at returns the loss at any place, interpolated; outside the grid, that at
// its edge. On an evenly spaced grid it is a cubic through the four nearest
// values each way (Catmull and Rom 1974), which is exact for a bowl: a path
// that starts at loss 5 is said to start at 5.
func (g *field) at(a, b float64) float64 {
	if len(g.as) == 0 || len(g.bs) == 0 || !finite(a) || !finite(b) {
		return math.NaN()
	}
	i, s := locate(g.as, a)
	j, t := locate(g.bs, b)
	if g.even {
		along := func(i int) float64 {
			return cubic(t, j, len(g.bs), func(j int) float64 { return g.z[i][j] })
		}
		if v := cubic(s, i, len(g.as), along); finite(v) {
			return v
		}
	}
	z := func(i, j int) float64 { return g.z[min(i, len(g.as)-1)][min(j, len(g.bs)-1)] }
	return (z(i, j)*(1-s)+z(i+1, j)*s)*(1-t) + (z(i, j+1)*(1-s)+z(i+1, j+1)*s)*t
}

// even tells whether numbers are evenly spaced, and enough for a cubic.
func even(numbers []float64) bool {
	n := len(numbers)
	if n < 3 {
		return false
	}
	step := (numbers[n-1] - numbers[0]) / float64(n-1)
	for i := 1; i < n; i++ {
		if math.Abs(numbers[i]-numbers[i-1]-step) > 1e-6*math.Abs(step) {
			return false
		}
	}
	return true
}

// cubic interpolates between values i and i+1 of n. A value missing at an edge
// is the one that makes a parabola with its three neighbours.
func cubic(t float64, i, n int, value func(int) float64) float64 {
	i = min(i, n-2)
	get := func(k int) float64 {
		switch {
		case k < 0:
			return 3*value(0) - 3*value(1) + value(2)
		case k >= n:
			return 3*value(n-1) - 3*value(n-2) + value(n-3)
		}
		return value(k)
	}
	p, q, r, s := get(i-1), get(i), get(i+1), get(i+2)
	return q + t/2*(r-p+t*(2*p-5*q+4*r-s+t*(3*(q-r)+s-p)))
}

// locate returns the interval of ascending or descending numbers that holds v,
// and the share of the way through it.
func locate(numbers []float64, v float64) (int, float64) {
	last := len(numbers) - 1
	if last > 0 { // nearly always evenly spaced: look there first
		i := int((v - numbers[0]) / (numbers[last] - numbers[0]) * float64(last))
		if i >= 0 && i < last && (v-numbers[i])*(v-numbers[i+1]) <= 0 && numbers[i] != numbers[i+1] {
			return i, (v - numbers[i]) / (numbers[i+1] - numbers[i])
		}
	}
	for i := range last {
		from, to := numbers[i], numbers[i+1]
		if from != to && (v-from)*(v-to) <= 0 {
			return i, (v - from) / (to - from)
		}
	}
	if last > 0 && math.Abs(v-numbers[last]) < math.Abs(v-numbers[0]) {
		return last - 1, 1
	}
	return 0, 0
}
