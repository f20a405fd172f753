package chart

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// note returns the lines under a figure that say what is not drawn.
func notes(f *Figure) (all []string) {
	return f.remarks(f.drawings())
}

// What is left out is said, and counted right.
func TestLeftOutIsSaid(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	as := Span(-1, 1, 5)
	grid := Sample(func(a, b float64) float64 { return a*a + b*b }, as, as)
	holed := Sample(func(a, b float64) float64 { return a*a + b*b }, as, as)
	holed[1][1], holed[2][2] = nan, inf
	for _, c := range []struct {
		name   string
		figure *Figure
		want   []string
	}{
		{"clean", Line([]float64{1, 2}, []float64{3, 4}), nil},
		{"strange", Line([]float64{1, 2, nan, 4}, []float64{3, inf, 4, -inf}), []string{"3 values not drawn: not finite (NaN or infinite)."}},
		{"log", Line([]float64{1, 2, 3}, []float64{0, -1, 2}).LogY(), []string{"2 values not drawn: zero or below has no place on a logarithmic axis."}},
		{"log x", Scatter([]float64{0, 2, 3}, []float64{1, 1, 2}).LogX(), []string{"1 value not drawn: zero or below has no place on a logarithmic axis."}},
		{"unpaired", Scatter([]float64{1, 2, 3}, []float64{1}), []string{"2 values not drawn: the lists have different lengths."}},
		{"slopes", Slopes([]float64{1, 2, 3}, []float64{1, 2, 3}, []float64{1, nan}), []string{"1 value not drawn: the lists have different lengths."}},
		{"curve", Function(math.Log, -1, 1), []string{"A part of the curve is not drawn: it has no finite value there."}},
		{"grid", Contours(as, as, holed), []string{"2 values not drawn: not finite (NaN or infinite)."}},
		{"path off the map", Contours(as, as, grid).Path("p", []float64{0, 5, 6}, []float64{0, 0, 0}), []string{"2 steps lie outside the figure."}},
		{"the same marks beside each other", Beside(Surface(as, as, grid), Contours(as, as, grid)).Path("p", []float64{0, 5}, []float64{0, 0}),
			[]string{"1 step lies outside the figure."}},
		{"diverging", Function(func(x float64) float64 { return x * x }, -1, 1).Path("p", []float64{0.5, -2, 8, -32}, []float64{0.25, 4, 64, 1024}),
			[]string{"2 steps lie outside the figure."}},
	} {
		if got := notes(c.figure); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// numbersOf returns the points of a path's data, absolute.
func pathPoints(d string) (points []point) {
	var at point
	for _, m := range regexp.MustCompile(`([MlhvLz])([^MlhvLz]*)`).FindAllStringSubmatch(d, -1) {
		var ns []float64
		for _, s := range regexp.MustCompile(`-?[\d.]+`).FindAllString(m[2], -1) {
			v, _ := strconv.ParseFloat(s, 64)
			ns = append(ns, v)
		}
		switch m[1] {
		case "M":
			at = point{ns[0], ns[1]}
		case "l":
			at = point{at.x + ns[0], at.y + ns[1]}
		case "h":
			at.x += ns[0]
		case "v":
			at.y += ns[0]
		default:
			continue
		}
		points = append(points, at)
	}
	return points
}

var lineOf = regexp.MustCompile(`<path class="l(?: i)?" d="([^"]*)"`)

// Of 10⁵ points, the two that stand out are still where they belong.
func TestPeaksSurviveThinning(t *testing.T) {
	var xs, ys []float64
	for i := range 100_000 {
		xs, ys = append(xs, float64(i)), append(ys, math.Sin(float64(i)*12.9898)*0.5)
	}
	ys[31_415], ys[62_831] = 12, -9
	figure := Line(xs, ys)
	p := figure.Pictures()[0]
	points := pathPoints(lineOf.FindStringSubmatch(p.SVG)[1])
	if len(points) > 2000 {
		t.Errorf("%d points are drawn", len(points))
	}
	for _, i := range []int{31_415, 62_831} {
		want := point{p.Axes[0].X.At(xs[i]), p.Axes[0].Y.At(ys[i])}
		nearest := math.Inf(1)
		for _, at := range points {
			nearest = min(nearest, distance(at, want))
		}
		if nearest > 0.5 {
			t.Errorf("the peak at %d is drawn %.1f units off", i, nearest)
		}
	}
}

// A thinned line stays close to the whole one everywhere.
func TestThinnedLineIsTheSameLine(t *testing.T) {
	var whole []point
	for i := range 5000 {
		x := float64(i) / 10
		whole = append(whole, point{x, 100 + 80*math.Sin(x/40) + 10*math.Cos(x/7)})
	}
	few := simplify(whole)
	if len(few) > 700 {
		t.Errorf("%d of %d points are left", len(few), len(whole))
	}
	for _, p := range whole {
		off := math.Inf(1)
		for i := 1; i < len(few); i++ {
			off = min(off, offLine(p, few[i-1], few[i]))
		}
		if off > 0.5 {
			t.Fatalf("at %v the thinned line is %.2f units off", p, off)
		}
	}
}

// A path that goes to and fro keeps its outermost points in every direction.
func TestWanderingPathKeepsItsReach(t *testing.T) {
	var path []point
	state := uint64(1)
	random := func() float64 {
		state = state*6364136223846793005 + 1442695040888963407
		return float64(state>>40) / (1 << 24) * 500
	}
	for range 100_000 {
		path = append(path, point{random(), random()})
	}
	few := simplify(path)
	if len(few) > 1300 {
		t.Errorf("%d points are left", len(few))
	}
	reach := func(points []point) (x, y interval) {
		for _, p := range points {
			x.add(p.x)
			y.add(p.y)
		}
		return x, y
	}
	wx, wy := reach(path)
	fx, fy := reach(few)
	if wx != fx || wy != fy {
		t.Errorf("the path reaches %v %v, thinned %v %v", wx, wy, fx, fy)
	}
}

func TestClipping(t *testing.T) {
	box := rect{0, 0, 10, 10}
	for _, c := range []struct {
		name     string
		in, want []point
	}{
		{"inside", []point{{1, 1}, {9, 9}}, []point{{1, 1}, {9, 9}}},
		{"through", []point{{-5, 5}, {15, 5}}, []point{{0, 5}, {10, 5}}},
		{"outside", []point{{-5, -5}, {15, -5}}, nil},
		{"past a corner", []point{{-5, 4}, {4, -5}}, nil},
		{"leaves", []point{{5, 5}, {5, 20}}, []point{{5, 5}, {5, 10}}},
	} {
		if got := clipped(c.in, box); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	// Far out, a place on the figure is lost in the last digits.
	for far := 1e10; far < 1e40; far *= 7 {
		for _, p := range clipped([]point{{3, far}, {4, -1.3 * far}, {5, 1.7 * far}}, box) {
			if p.finite() && !box.holds(p) {
				t.Errorf("a line from %.0e leaves the box: %v", far, p)
			}
		}
	}
	back := clipped([]point{{5, 5}, {5, 20}, {8, 20}, {8, 5}}, box)
	if len(back) != 5 || back[2].finite() {
		t.Errorf("a line that leaves and comes back is %v, want two pieces", back)
	}
}

// A loss that grows until float64 has no larger number is drawn up to there.
func TestLogScaleToTheLargestNumber(t *testing.T) {
	figure := Line([]float64{0, 1, 2}, []float64{1e-300, 1e200, 1e308}).LogY()
	p := figure.draw(figure.columns[0], wide)
	drawn := pathPoints(regexp.MustCompile(`<path class="l" d="([^"]*)"`).FindStringSubmatch(p.body)[1])
	if len(drawn) != 3 || drawn[0].y-drawn[1].y < 200 || drawn[1].y-drawn[2].y < 40 {
		t.Errorf("it doesn't rise: drawn at %v", drawn)
	}
}

// Arrows are as long as the slopes are steep, and point downhill.
func TestArrowsAreInProportion(t *testing.T) {
	figure := Slopes([]float64{1, 4}, []float64{1600, 1600}, []float64{-3000, 1000}).XRange(0, 5)
	p := figure.draw(figure.columns[0], wide)
	arrow := regexp.MustCompile(`<path fill="none" stroke="var\(--c\)" d="([^"]*)"`)
	head := regexp.MustCompile(`<path class="a" d="([^"]*)"`)
	var lengths []float64
	for i, m := range arrow.FindAllStringSubmatch(p.body, -1) {
		from, tip := pathPoints(m[1])[0], pathPoints(head.FindAllStringSubmatch(p.body, -1)[i][1])[0]
		lengths = append(lengths, distance(from, tip))
		if tip.y <= from.y {
			t.Errorf("arrow %d does not point down", i)
		}
		if (tip.x > from.x) != (i == 0) {
			t.Errorf("arrow %d points to the wrong side", i)
		}
	}
	if len(lengths) != 2 || math.Abs(lengths[0]/lengths[1]-3) > 0.05 {
		t.Errorf("slopes of 3 to 1 have arrows of lengths %v", lengths)
	}
}

// The landscape's floor and the path's start lie where the projection puts
// them: what is farther away is higher and closer together.
func TestPerspective(t *testing.T) {
	v := newView(-35 * math.Pi / 180)
	v.fit(rect{0, 0, 400, 300})
	near, far := v.project(spatial{1, -1, 0}), v.project(spatial{-1, 1, 0})
	if near.y <= far.y {
		t.Errorf("the near corner %v is not below the far one %v", near, far)
	}
	if high := v.project(spatial{0, 0, v.tall}); high.y >= v.project(spatial{0, 0, 0}).y {
		t.Error("a greater loss is not higher")
	}
	front := distance(v.project(spatial{1, -1, 0}), v.project(spatial{1, -1, v.tall}))
	back := distance(v.project(spatial{-1, 1, 0}), v.project(spatial{-1, 1, v.tall}))
	if back >= front {
		t.Errorf("the far edge is %v high, the near one %v: no perspective", back, front)
	}
	for _, corner := range []spatial{{-1, -1, 0}, {1, 1, 0}, {1, -1, v.tall}, {-1, 1, v.tall}} {
		if at := v.project(corner); !(rect{0, 0, 400, 300}).grow(0.01).holds(at) {
			t.Errorf("corner %v lies outside the box, at %v", corner, at)
		}
	}
}

// Behind a wall nothing is seen; on top of it, everything is.
func TestHidden(t *testing.T) {
	as := Span(-1, 1, 41)
	wall := Sample(func(a, b float64) float64 {
		if b < -0.4 && b > -0.7 {
			return 5
		}
		return 0
	}, as, as)
	l := newLandscape(newField(as, as, wall))
	l.view = newView(0)
	if !l.hidden(l.on(0, -0.3)) {
		t.Error("what is right behind the wall is seen")
	}
	if l.hidden(l.on(0, -0.9)) {
		t.Error("what is before the wall is hidden")
	}
}

// Frames are dense at first and sparse at the end, with both ends.
func TestFramesGrow(t *testing.T) {
	for _, total := range []int{1, 2, 5, 72, 73, 200, 1001, 100_000} {
		frames := growing(total, 72)
		if frames[0] != 0 || frames[len(frames)-1] != total-1 || len(frames) > 72 {
			t.Fatalf("%d epochs: %v", total, frames)
		}
		for i := 1; i < len(frames); i++ {
			if frames[i] <= frames[i-1] {
				t.Fatalf("%d epochs: frames go back: %v", total, frames)
			}
			if i > 1 && i < len(frames)-1 && frames[i]-frames[i-1]+1 < frames[i-1]-frames[i-2] {
				t.Fatalf("%d epochs: steps shrink: %v", total, frames)
			}
		}
		if total > 200 && frames[5] > 8 {
			t.Errorf("%d epochs: the sixth frame is epoch %d already", total, frames[5])
		}
	}
}

// Many rows are thinned for the table, but extremes and ends stay.
func TestTableKeepsExtremes(t *testing.T) {
	var xs, ys []float64
	for i := range 5000 {
		xs, ys = append(xs, float64(i)), append(ys, math.Cos(float64(i)/100))
	}
	ys[4321], ys[2222] = 99.5, -77.25
	html := Line(xs, ys).X("epoch").Y("loss").HTML()
	for _, cell := range []string{">99.5<", ">−77.25<", ">0<", ">4,999<", ">4,321<"} {
		if !strings.Contains(html, cell) {
			t.Errorf("the table lacks %s", cell)
		}
	}
	if !strings.Contains(html, "of 5,000 rows") {
		t.Error("the table doesn't say that rows are left out")
	}
}

// Lines over the same epochs share a table, so that a race is read row by row.
func TestTablesAreJoined(t *testing.T) {
	e := []float64{0, 1, 2}
	f := New().X("epoch").Y("loss").Line("plain", e, []float64{3, 2, 1}).Line("Adam", e, []float64{3, 1, 0})
	if tables := f.tables(); len(tables) != 1 || len(tables[0].columns) != 3 {
		t.Errorf("%d tables: %+v", len(tables), tables)
	}
}

// Labels at line ends stay apart and in order.
func TestSpread(t *testing.T) {
	places := []float64{100, 101, 101, 250}
	spread(places, 17, 0, 300)
	for i := 1; i < len(places); i++ {
		if places[i]-places[i-1] < 16.9 {
			t.Errorf("too close: %v", places)
		}
	}
	if places[3] != 250 {
		t.Errorf("a label that is in nobody's way moved: %v", places)
	}
}
