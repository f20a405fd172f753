package chart

import (
	"math"
	"strings"
	"testing"
)

// A minimum can be read by pointing at it, wherever it lies.
func TestHoverReadsTheMinimum(t *testing.T) {
	for _, at := range []float64{0.37, 2.5414718, 4.9} {
		f := Function(func(x float64) float64 { return 1614*(x-at)*(x-at) + 0.0722 }, 0, 5).X("multiplier").Y("loss")
		if want := "multiplier " + Number(at) + ": 0.0722<"; !strings.Contains(f.Pictures()[0].SVG, want) {
			t.Errorf("nothing tells %q", want)
		}
	}
	var xs, ys []float64
	for k := range 1000 {
		xs, ys = append(xs, float64(k)), append(ys, 1+math.Abs(float64(k-333)))
	}
	if f := Line(xs, ys).X("epoch"); !strings.Contains(f.Pictures()[0].SVG, "epoch 333: 1<") {
		t.Error("the lowest of a thousand values can't be read")
	}
}

// On a line through dots its value can be read between the points that it was drawn with.
func TestHoverOnAModelsLine(t *testing.T) {
	f := Scatter([]float64{0, 3, 5, 10}, []float64{1, 1, 2, 4}).Line("line", []float64{0, 12}, []float64{0, 24}).X("mm")
	if svg := f.Pictures()[0].SVG; !strings.Contains(svg, "mm 6: line 12<") {
		t.Error("nothing tells the line's value in its middle")
	}
	f = Line([]float64{0, 12}, []float64{0, 24}).X("epoch")
	if svg := f.Pictures()[0].SVG; strings.Contains(svg, "epoch 6: ") {
		t.Error("a value is told that nobody has recorded")
	}
}

// Each point of a short line can be read, and of a long zigzag both sides.
func TestHoverReadsZigzags(t *testing.T) {
	zigzag := func(epochs int) (xs, ys []float64) {
		for k := range epochs + 1 {
			xs, ys = append(xs, float64(k)), append(ys, 2.54+2.46*math.Pow(-0.99, float64(k)))
		}
		return xs, ys
	}
	xs, ys := zigzag(50)
	svg := Stack(Line(xs, ys).Y("multiplier"), Line(xs, ys).Y("gradient")).X("epoch").Pictures()[0].SVG
	for k := range xs {
		if want := "epoch " + Number(xs[k]) + ": " + Number(ys[k]) + "<"; strings.Count(svg, want) != 2 {
			t.Errorf("nothing tells %q", want)
		}
	}
	for _, epochs := range []int{70, 75, 100, 120, 300} {
		xs, ys := zigzag(epochs)
		svg, above, below := Line(xs, ys).X("epoch").Pictures()[0].SVG, 0, 0
		for k := range xs {
			if strings.Contains(svg, "epoch "+Number(xs[k])+": "+Number(ys[k])+"<") {
				if k%2 == 0 {
					above++
				} else {
					below++
				}
			}
		}
		if above+below < 24 || above < below/2 || below < above/2 {
			t.Errorf("of %d epochs, %d of the upper side are told and %d of the lower", epochs, above, below)
		}
	}
}

// A walk that stays where it began is seen, also where another one ends.
func TestWalkThatStays(t *testing.T) {
	here, there := []float64{0, 0, 0}, []float64{1, 0.5, 0.001}
	svg := New().Path("stays", here, here).Path("comes", there, there).Pictures()[0].SVG
	if strings.Count(svg, `r="8"`) != 1 {
		t.Error("the walk that stays has no ring around the other's end")
	}
}

// A curve may leave a map: its words keep to what is seen, and nothing is missed.
func TestCurveOverAMap(t *testing.T) {
	side := Span(-3, 3, 13)
	bowl := make([][]float64, 13)
	for i, a := range side {
		for _, b := range side {
			bowl[i] = append(bowl[i], math.Abs(a*b-2))
		}
	}
	f := Contours(side, side, bowl).X("a").Y("b").Curve("", func(a float64) float64 { return 2 / a }).Told("floor")
	html := f.HTML()
	if strings.Contains(html, "not drawn") {
		t.Error("a curve's pole outside the map is said to be missing")
	}
	if !strings.Contains(html, "Floor begins with −0.6667 at a −3") {
		t.Error("the curve isn't described")
	}
	if strings.Contains(html, "the highest 80") || strings.Contains(html, "lowest is −80") {
		t.Error("the description tells places outside the map")
	}
}

// A walk that has left the figure has no end there, and one that comes from
// outside no start.
func TestEndOfAWalkThatLeaves(t *testing.T) {
	parabola := func(x float64) float64 { return x * x }
	walk := func(xs ...float64) string {
		var ys []float64
		for _, x := range xs {
			ys = append(ys, x*x)
		}
		return Function(parabola, -1, 1).Path("walk", xs, ys).Pictures()[0].SVG
	}
	const end, start = `r="5"`, `<circle class="r"`
	for _, c := range []struct {
		name       string
		svg        string
		start, end bool
	}{
		{"stays", walk(0.9, -0.7, 0.5), true, true},
		{"leaves", walk(0.5, -0.9, 30, -900), true, false},
		{"comes", walk(900, 0.5, 0.2), false, true},
	} {
		if strings.Contains(c.svg, end) != c.end || strings.Contains(c.svg, start) != c.start {
			t.Errorf("the walk that %s: its start is drawn: %t, its end: %t", c.name, strings.Contains(c.svg, start), strings.Contains(c.svg, end))
		}
	}
}

// Adam has one colour everywhere: whoever else runs, and in whatever order.
func TestRulesKeepTheirColours(t *testing.T) {
	line := []float64{1, 2}
	for _, names := range [][]string{{"plain", "momentum", "Adam"}, {"Adam, rate 0.1"}, {"RMSProp", "adam", "something"}} {
		f := New()
		for _, name := range names {
			f.Line(name, line, line)
		}
		p := f.panels()[0]
		chosen := p.chooseColours()
		taken := map[Role]bool{}
		for _, m := range p.marks {
			role := chosen[m.styled()]
			if strings.HasPrefix(strings.ToLower(m.styled().name), "adam") && role != Data {
				t.Errorf("%v: Adam is drawn as %s", names, role)
			}
			if taken[role] {
				t.Errorf("%v: two are drawn as %s", names, role)
			}
			taken[role] = true
		}
	}
}
