package chart

import "testing"

// A curve's function may be slow: a figure calls it once for each place, and small
// multiples hardly more often than one panel.
func TestCurveIsCalledOnce(t *testing.T) {
	var xs, ys []float64
	var by []string
	for i := range 60 {
		xs, ys, by = append(xs, float64(i*i%37)), append(ys, float64(i)), append(by, string("abcd"[i%4]))
	}
	calls := map[float64]int{}
	count := func(figure func(f func(float64) float64) *Figure) int {
		clear(calls)
		figure(func(x float64) float64 { calls[x]++; return x * x }).HTML()
		for x, n := range calls {
			if n > 1 {
				t.Fatalf("at %g the function is called %d times", x, n)
			}
		}
		return len(calls)
	}
	one := count(func(f func(float64) float64) *Figure { return Scatter(xs, ys).Curve("square", f) })
	four := count(func(f func(float64) float64) *Figure { return Scatter(xs, ys).Curve("square", f).SplitBy(by) })
	if one < 100 || four > one*7/4 {
		t.Errorf("%d calls for one panel, %d for four", one, four)
	}
}
