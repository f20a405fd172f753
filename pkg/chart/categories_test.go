package chart

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// R's boxplot.stats and quantile(type = 7), and NumPy's percentile, give these.
func TestBoxIsWhatItSays(t *testing.T) {
	for _, c := range []struct {
		values                                 []float64
		low, lower, middle, upper, high, count float64
		outliers                               []float64
	}{
		{[]float64{7, 1, 3, 5}, 1, 2.5, 4, 5.5, 7, 4, nil},
		{[]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 100}, 1, 3.25, 5.5, 7.75, 9, 10, []float64{100}},
		{[]float64{-50, 10, 11, 12, 13, 14}, 10, 10.25, 11.5, 12.75, 14, 6, []float64{-50}},
		{[]float64{4, math.NaN(), 4, math.Inf(1), 4}, 4, 4, 4, 4, 4, 3, nil},
	} {
		s := summaryOf("x", slices.Clone(c.values))
		got, want := []float64{s.low, s.lower, s.middle, s.upper, s.high, float64(s.n)}, []float64{c.low, c.lower, c.middle, c.upper, c.high, c.count}
		if !slices.Equal(got, want) || !slices.Equal(s.outliers, c.outliers) {
			t.Errorf("%v: %v and outliers %v, want %v and %v", c.values, got, s.outliers, want, c.outliers)
		}
	}
}

// The drawn box lies where its quartiles are on the axis.
func TestBoxIsDrawnWhereItBelongs(t *testing.T) {
	picture := Boxes([]string{"b", "b", "b", "b", "a"}, []float64{1, 3, 5, 7, 2}).Pictures()[0]
	d := regexp.MustCompile(`class="box" d="([^"]*)"`).FindAllStringSubmatch(picture.SVG, -1)
	if len(d) != 2 {
		t.Fatalf("%d boxes are drawn, want 2", len(d))
	}
	var x, y interval
	for _, p := range pathPoints(d[1][1]) {
		x.add(p.x)
		y.add(p.y)
	}
	axes := picture.Axes[0]
	if lower, upper := axes.Y.Value(y.to), axes.Y.Value(y.from); math.Abs(lower-2.5) > 0.01 || math.Abs(upper-5.5) > 0.01 {
		t.Errorf("the box reaches from %.3f to %.3f, want 2.5 to 5.5", lower, upper)
	}
	if middle := axes.X.Value((x.from + x.to) / 2); math.Abs(middle-1) > 0.01 {
		t.Errorf("the second box stands at %.3f, want 1", middle)
	}
}

func TestCategoriesAreDescribedAsTheyAre(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name, want string
		figure     *Figure
	}{
		{"boxes", "Mass, 2 boxes: a: 4 values from 1 to 7 g, the median 4, the middle half from 2.5 to 5.5. b: 1 value from 9 to 9 g, the median 9, the middle half from 9 to 9.",
			Boxes([]string{"a", "b", "a", "a", "a"}, []float64{1, 9, 3, 5, 7}).Y("mass (g)")},
		{"a box of nothing", "1 box: a: no values.", Boxes([]string{"a"}, []float64{nan})},
		{"counts", "2 bars. A: 1. B: 2.", Counts([]string{"b", "a", "b"})},
		{"bars", "2 bars. Dream: 3,719 g. Biscoe: −4 g.", Bars([]string{"Dream", "Biscoe"}, []float64{3719, -4}).Y("mass (g)")},
		{"errors", "1 bar. A: 5. 1 point with error bars. A, y 5 ± 0.5.", Bars([]string{"A"}, []float64{5}).ErrorBars([]float64{0}, []float64{5}, []float64{0.5}).Y("y")},
		{"error bars", "2 points with error bars. Size 1 cm, loss 2 ± 0.1. Size 2 cm, loss 3 ± 0.2.",
			ErrorBars([]float64{1, 2}, []float64{2, 3}, []float64{0.1, 0.2}).X("size (cm)").Y("loss")},
		{"parts", "A. 2 points: x 1, y 3; x 3, y 5. B. 1 point: x 2, y 4.",
			Scatter([]float64{1, 2, 3}, []float64{3, 4, 5}).X("x").Y("y").SplitBy([]string{"A", "B", "A"})},
	} {
		if got := told(c.figure); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Bars stand on zero, above and below it, however far away the others are.
func TestBarsStandOnZero(t *testing.T) {
	for _, heights := range [][]float64{{90, 100}, {-90, -100}, {-5, 12}, {3, 3}} {
		picture := Bars([]string{"a", "b"}, heights).Pictures()[0]
		y := picture.Axes[0].Y
		for i, d := range regexp.MustCompile(`class="a" fill-opacity=".8" d="([^"]*)"`).FindAllStringSubmatch(picture.SVG, -1) {
			var r interval
			for _, p := range pathPoints(d[1]) {
				r.add(p.y)
			}
			ends := []float64{y.Value(r.from), y.Value(r.to)}
			slices.Sort(ends)
			want := []float64{min(0, heights[i]), max(0, heights[i])}
			for k := range ends {
				if math.Abs(ends[k]-want[k]) > 0.01*math.Abs(heights[i]) {
					t.Errorf("%v: bar %d reaches from %.3f to %.3f, want %v", heights, i, ends[0], ends[1], want)
				}
			}
		}
	}
}

// Small multiples share their axes, lose no row, and have a table for each part.
func TestSmallMultiples(t *testing.T) {
	xs, ys, by := []float64{1, 2, 30, 4}, []float64{10, 20, 3, 400}, []string{"b", "a", "b", "c"}
	f := Scatter(xs, ys).SplitBy(by)
	axes := f.Pictures()[0].Axes
	for _, a := range axes[1:] {
		if a.X.From != axes[0].X.From || a.X.To != axes[0].X.To || a.Y.From != axes[0].Y.From || a.Y.To != axes[0].Y.To {
			t.Errorf("the axes differ: %v and %v", axes[0], a)
		}
	}
	html := f.HTML()
	picture, _, _ := strings.Cut(html, "</svg>")
	if n := strings.Count(picture, "<circle"); n != len(xs) {
		t.Errorf("%d points are drawn, want %d", n, len(xs))
	}
	for part, rows := range map[string]int{"a": 1, "b": 2, "c": 1} {
		_, rest, found := strings.Cut(html, "<p>"+part+":</p>")
		table, _, _ := strings.Cut(rest, "</table>")
		if n := strings.Count(table, "<tr>") - 1; !found || n != rows {
			t.Errorf("the table of part %s has %d rows, want %d", part, n, rows)
		}
	}
}
