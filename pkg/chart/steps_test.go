package chart

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A descent whose steps shrink by a constant factor, to the right.
func shrinking(first, factor float64, steps int) (xs, ys []float64) {
	x := 0.0
	for range steps + 1 {
		xs, ys = append(xs, x), append(ys, 1)
		x, first = x+first, first*factor
	}
	return xs, ys
}

var stepTitle = regexp.MustCompile(`>(?:start, )?step (\d+):`)

// The dots of a path are the same number of steps apart, so that their distance
// is the length of the steps: none are left out in between.
func TestDotsAreEquallyManyStepsApart(t *testing.T) {
	as := Span(-1, 3, 21)
	flat := Sample(func(a, b float64) float64 { return a * a }, as, as)
	for _, c := range []struct {
		first float64
		every int
	}{{0.3, 1}, {0.06, 2}, {0.02, 5}, {0.01, 10}} {
		xs, ys := shrinking(c.first, 1-c.first/2, 2000)
		figure := Contours(as, as, flat).Path("walk", xs, ys)
		var dots []int
		for _, m := range stepTitle.FindAllStringSubmatch(figure.Pictures()[0].SVG, -1) {
			step, _ := strconv.Atoi(m[1])
			dots = append(dots, step)
		}
		slices.Sort(dots)
		if len(dots) < 5 || dots[0] != 0 || dots[len(dots)-1] != 2000 {
			t.Errorf("first step %g: dots at steps %v, want them from 0 to 2000", c.first, dots)
			continue
		}
		for i, step := range dots[:len(dots)-1] { // then comes the tube, and the end
			if step != i*c.every {
				t.Errorf("first step %g: dots at steps %v, want every %d", c.first, dots, c.every)
				break
			}
		}
		said := strings.Join(figure.remarks(figure.drawings()), " ")
		want := ""
		if c.every > 1 {
			want = "Walk: a dot every " + strconv.Itoa(c.every) + " steps."
		}
		if said != want {
			t.Errorf("first step %g: it says %q, want %q", c.first, said, want)
		}
		if !strings.Contains(figure.HTML(), want) {
			t.Errorf("the figure doesn't say %q", want)
		}
	}
}

// A path that stays, or that is a single jump, has its dots.
func TestPaceOfOddPaths(t *testing.T) {
	for _, c := range []struct {
		name   string
		xs, ys []float64
	}{
		{"none", nil, nil}, {"one", []float64{1}, []float64{2}}, {"staying", []float64{1, 1, 1}, []float64{2, 2, 2}},
		{"a jump", []float64{0, 9}, []float64{0, 0}}, {"strange", []float64{0, math.NaN(), math.Inf(1)}, []float64{0, 1, 2}},
		{"huge", []float64{-1e308, 1e308}, []float64{0, 1}},
	} {
		if got := pace(c.xs, c.ys); got != 1 {
			t.Errorf("%s: a dot every %d steps, want each", c.name, got)
		}
	}
}

// Between the powers of ten lie 2 to 9 times as much, on a logarithmic axis only.
func TestMinor(t *testing.T) {
	s := Scale{From: 0.5, To: 150, Log: true}
	got := s.minor([]float64{1, 10, 100})
	want := []float64{0.6, 0.7, 0.8, 0.9, 2, 3, 4, 5, 6, 7, 8, 9, 20, 30, 40, 50, 60, 70, 80, 90}
	if !slices.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) < 1e-9*b }) {
		t.Errorf("%v, want %v", got, want)
	}
	s = Scale{From: 1e-12, To: 1, Log: true}
	if got := s.minor([]float64{1e-12, 1e-9, 1e-6, 1e-3, 1}); len(got) != 8 {
		t.Errorf("over twelve powers, where every third is named, want the 8 others: %v", got)
	}
	for _, s := range []Scale{{From: 1, To: 100}, {From: 0, To: 1, Log: true}, {From: 1e-300, To: 1e300, Log: true}} {
		if got := s.minor([]float64{1, 10}); got != nil {
			t.Errorf("%+v has minor lines: %v", s, got)
		}
	}
}
