package chart

import (
	"math"
	"math/rand/v2"
	"testing"
)

// random returns ranges of all sizes, the same ones at each run.
func randomRanges(n int) [][2]float64 {
	r := rand.New(rand.NewPCG(1, 2))
	var ranges [][2]float64
	for range n {
		from := (r.Float64() - 0.5) * math.Pow(10, float64(r.IntN(14)-6))
		width := r.Float64() * math.Pow(10, float64(r.IntN(14)-6))
		if width > math.Abs(from)*1e-7 {
			ranges = append(ranges, [2]float64{from, from + width})
		}
	}
	return ranges
}

func TestScaleIsInvertible(t *testing.T) {
	for _, r := range randomRanges(2000) {
		for _, log := range []bool{false, true} {
			s := Scale{From: r[0], To: r[1], Start: 40, End: 600, Log: log}
			if log && s.From <= 0 {
				continue
			}
			for _, share := range []float64{0, 0.1, 0.5, 0.9, 1} {
				place := 40 + share*560
				if back := s.At(s.Value(place)); math.Abs(back-place) > 1e-3 {
					t.Fatalf("%+v: place %v comes back as %v", s, place, back)
				}
			}
			if a, b := s.At(s.From), s.At(s.To); math.Abs(a-40) > 1e-9 || math.Abs(b-600) > 1e-9 {
				t.Fatalf("%+v: the ends lie at %v and %v", s, a, b)
			}
		}
	}
}

func TestScaleClosedForms(t *testing.T) {
	for _, c := range []struct {
		scale       Scale
		value, want float64
	}{
		{Scale{From: 0, To: 10, Start: 0, End: 100}, 2.5, 25},
		{Scale{From: 0, To: 10, Start: 100, End: 0}, 2.5, 75},
		{Scale{From: 1, To: 1000, Start: 0, End: 300, Log: true}, 10, 100},
		{Scale{From: 0.01, To: 100, Start: 0, End: 400, Log: true}, 1, 200},
		{Scale{From: -math.MaxFloat64, To: math.MaxFloat64, Start: 0, End: 100}, 0, 50},
		{Scale{From: 3, To: 3, Start: 0, End: 100}, 3, 50},
	} {
		if got := c.scale.At(c.value); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%+v.At(%v) = %v, want %v", c.scale, c.value, got, c.want)
		}
	}
	if v := (Scale{From: 1, To: 10, End: 1, Log: true}).At(0); !math.IsNaN(v) {
		t.Errorf("zero has a place on a logarithmic scale: %v", v)
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		scale Scale
		n     int
		want  []float64
	}{
		{Scale{From: 0, To: 5}, 6, []float64{0, 1, 2, 3, 4, 5}},
		{Scale{From: 0, To: 1}, 5, []float64{0, 0.2, 0.4, 0.6, 0.8, 1}},
		{Scale{From: 0.05, To: 0.35}, 4, []float64{0.1, 0.2, 0.3}},
		{Scale{From: 0.07, To: 0.12}, 6, []float64{0.07, 0.08, 0.09, 0.1, 0.11, 0.12}}, // 0.07/0.01 is a little more than 7
		{Scale{From: -3, To: 3}, 3, []float64{-2, 0, 2}},
		{Scale{From: 3, To: -3}, 3, []float64{-2, 0, 2}},
		{Scale{From: 2000, To: 6300}, 5, []float64{2000, 3000, 4000, 5000, 6000}},
		{Scale{From: 0.01, To: 1000, Log: true}, 6, []float64{0.01, 0.1, 1, 10, 100, 1000}},
		{Scale{From: 1, To: 1e12, Log: true}, 4, []float64{1, 1e3, 1e6, 1e9, 1e12}},
		{Scale{From: 0.5, To: 6, Log: true}, 6, []float64{0.5, 1, 2, 5}},
		{Scale{From: 4, To: 4.4, Log: true}, 4, []float64{4, 4.1, 4.2, 4.3, 4.4}},
		{Scale{From: 7, To: 7}, 5, []float64{7}},
	} {
		got := c.scale.Ticks(c.n)
		if len(got) != len(c.want) {
			t.Errorf("%+v.Ticks(%d) = %v, want %v", c.scale, c.n, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%+v.Ticks(%d) = %v, want %v", c.scale, c.n, got, c.want)
				break
			}
		}
	}
	for _, s := range []Scale{{From: math.NaN(), To: 1}, {From: 0, To: math.Inf(1)}} {
		if ticks := s.Ticks(5); ticks != nil {
			t.Errorf("%+v.Ticks = %v, want none", s, ticks)
		}
	}
}

// Whatever the range: ticks lie inside it, climb evenly, are round, and are
// neither too many nor too few; their labels differ from each other.
func TestTicksOfAnyRange(t *testing.T) {
	for _, r := range randomRanges(5000) {
		for _, n := range []int{3, 5, 8} {
			ticks := Scale{From: r[0], To: r[1]}.Ticks(n)
			width := r[1] - r[0]
			if len(ticks) < 1 || len(ticks) > n*8/5+1 {
				t.Fatalf("%v: %d ticks for %d: %v", r, len(ticks), n, ticks)
			}
			step := width
			if len(ticks) > 1 {
				step = ticks[1] - ticks[0]
			}
			for i, v := range ticks {
				if v < r[0]-1e-6*width || v > r[1]+1e-6*width {
					t.Fatalf("%v: tick %v is outside", r, v)
				}
				if i > 0 && math.Abs(v-ticks[i-1]-step) > 1e-6*step {
					t.Fatalf("%v: uneven ticks %v", r, ticks)
				}
			}
			if len(ticks) > 1 {
				lead := step / math.Pow(10, math.Floor(math.Log10(step*1.0001)))
				if d := min(math.Abs(lead-1), math.Abs(lead-2), math.Abs(lead-5)); d > 1e-3 {
					t.Fatalf("%v: step %v is not round", r, step)
				}
			}
			seen := map[string]bool{}
			for _, label := range tickLabels(ticks, false, "") {
				if seen[label] && width > math.Abs(r[0])*1e-4 {
					t.Fatalf("%v: two ticks are labelled %q: %v", r, label, ticks)
				}
				seen[label] = true
			}
		}
	}
}

func TestSpan(t *testing.T) {
	multipliers := Span(0, 5, 50)
	if len(multipliers) != 50 || multipliers[0] != 0 || multipliers[49] != 5 {
		t.Errorf("Span(0, 5, 50) = %v", multipliers)
	}
	// The lecture's best of the grid.
	if got := multipliers[25]; math.Abs(got-2.5510204081632653) > 1e-15 {
		t.Errorf("the 26th of 50 multipliers is %v", got)
	}
	for n, want := range map[int]int{-1: 0, 0: 0, 1: 1, 2: 2} {
		if got := len(Span(3, 4, n)); got != want {
			t.Errorf("Span(3, 4, %d) has %d numbers, want %d", n, got, want)
		}
	}
}

// With equal units, a step of one is as long upwards as sideways, on a map that
// is long, round or tall, and between points.
func TestEqualUnits(t *testing.T) {
	for name, f := range map[string]*Figure{
		"strip":  Contours(Span(-2, 2, 41), Span(-0.2, 0.2, 21), Sample(math.Hypot, Span(-2, 2, 41), Span(-0.2, 0.2, 21))),
		"tower":  Contours(Span(-1, 1, 21), Span(-3, 3, 21), Sample(math.Hypot, Span(-1, 1, 21), Span(-3, 3, 21))),
		"points": Scatter([]float64{0, 1, 5}, []float64{0, 3, 1}),
		"thread": Line([]float64{0, 100}, []float64{0, 1}),
		"column": Line([]float64{0, 1}, []float64{0, 100}),
	} {
		for _, axes := range [][]Axes{f.EqualUnits().Pictures()[0].Axes, f.draw(f.columns[0], narrow).axes} {
			x, y := axes[0].X, axes[0].Y
			across, up := x.At(x.From+1)-x.At(x.From), y.At(y.From)-y.At(y.From+1)
			if math.Abs(across-up) > 0.01*up {
				t.Errorf("%s: a unit is %.4g wide and %.4g high", name, across, up)
			}
		}
	}
}
