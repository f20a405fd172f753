package chart_test

import (
	"math"
	"strings"
	"testing"

	"littlesteps/pkg/chart"
)

// What a page redraws is what the figure showed: the same elements.
func TestPicturesAreThoseOfHTML(t *testing.T) {
	for _, e := range append(append([]exhibit(nil), gallery...), odd...) {
		figure := e.figure()
		html := figure.HTML()
		for i, p := range figure.Pictures() {
			if !strings.Contains(html, p.SVG) {
				t.Errorf("%s: picture %d differs from that of HTML", e.name, i)
			}
		}
		if details := figure.Details(); !strings.Contains(html, details) {
			t.Errorf("%s: the details differ from those of HTML", e.name)
		}
	}
}

func TestStillTellsNothingOnHover(t *testing.T) {
	for _, e := range gallery {
		for _, p := range e.figure().Still().Pictures() {
			if strings.Contains(p.SVG, "<title>") || strings.Contains(p.SVG, `class="h"`) {
				t.Errorf("%s still tells something on hover", e.name)
			}
		}
	}
}

// A pointer's place becomes the values under it.
func TestAxesOfAPicture(t *testing.T) {
	as := chart.Span(-3, 3, 11)
	bs := chart.Span(-2, 3, 11)
	figure := chart.Beside(chart.Surface(as, bs, chart.Sample(bowl, as, bs)), chart.Contours(as, bs, chart.Sample(bowl, as, bs)))
	pictures := figure.Pictures()
	if len(pictures) != 2 || len(pictures[0].Axes) != 0 || len(pictures[1].Axes) != 1 {
		t.Fatalf("want a surface without axes and a map with a pair of them: %+v", pictures)
	}
	axes := pictures[1].Axes[0]
	x, y := axes.X.At(-2), axes.Y.At(0)
	if a, b := axes.X.Value(x), axes.Y.Value(y); math.Abs(a+2) > 1e-9 || math.Abs(b) > 1e-9 {
		t.Errorf("the place of (-2, 0) comes back as (%v, %v)", a, b)
	}
	if axes.Y.Start <= axes.Y.End {
		t.Errorf("larger values of y must lie higher: %+v", axes.Y)
	}
}
