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
