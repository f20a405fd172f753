package chart

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// However many slopes there are, no label lies on another one, and what has no label
// is told on hover.
func TestSlopesLabelsKeepApart(t *testing.T) {
	text := regexp.MustCompile(`<text class="k m" x="([\d.]+)" y="([\d.]+)">(slope [^<]+)</text>`)
	loss := func(x float64) float64 { return 1614 * (x - 2.54) * (x - 2.54) }
	for least, here := range map[int][]float64{2: {1.7, 3}, 4: {0.5, 1.7, 2.5, 3, 4.5}, 6: Span(0, 5, 9), 1: Span(2.4, 2.6, 20)} {
		var ys, atEach []float64
		for _, x := range here {
			ys, atEach = append(ys, loss(x)), append(atEach, 3228*(x-2.54))
		}
		f := Function(loss, 0, 5).Slopes(here, ys, atEach)
		svg := f.Pictures()[0].SVG
		var placed []rect
		for _, m := range text.FindAllStringSubmatch(svg, -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			y, _ := strconv.ParseFloat(m[2], 64)
			half := textWidth(m[3], tickSize) * 1.1 / 2 // bold
			box := rect{x - half, y - 10, x + half, y + 3}
			for _, other := range placed {
				if box.overlaps(other) {
					t.Errorf("%d slopes: %q lies on another label", len(here), m[3])
				}
			}
			placed = append(placed, box)
		}
		if len(placed) < least {
			t.Errorf("%d slopes: only %d have a label", len(here), len(placed))
		}
		for _, slope := range atEach {
			if !strings.Contains(svg, "slope "+Number(slope)+"</title>") {
				t.Errorf("%d slopes: nothing tells %s", len(here), Number(slope))
			}
		}
	}
}

// The name of a place that many lines go through stands beside them, joined to it.
func TestMarkKeepsOffLines(t *testing.T) {
	parabola := func(x float64) float64 { return x * x }
	var xs, ys []float64
	for k := range 21 {
		x := 2.5
		if k%2 == 1 {
			x = -2.5
		}
		for range k {
			x *= 1.05
		}
		xs, ys = append(xs, x), append(ys, x*x)
	}
	walk := Function(parabola, -10, 10).Path("", xs, ys).Mark("the lowest place", 0, 0)
	if svg := Beside(walk, New()).Pictures()[0].SVG; !strings.Contains(svg, `<g class="minimum"><path class="x"`) {
		t.Error("the mark's name lies on the walk")
	}
	if svg := Function(parabola, -10, 10).Mark("the lowest place", 0, 0).Pictures()[0].SVG; strings.Contains(svg, `<g class="minimum"><path class="x"`) {
		t.Error("the mark's name goes away from nothing")
	}
}
