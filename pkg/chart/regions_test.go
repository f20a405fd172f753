package chart

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
)

var unitX, unitY = Scale{From: -1, To: 1, Start: 0, End: 200}, Scale{From: -1, To: 1, Start: 200, End: 0}

func inCircle(x, y float64) string {
	if math.Hypot(x-0.1, y+0.2) < 0.6 {
		return "in"
	}
	return "out"
}

// The boundary lies where the answer changes, not between two places that were
// asked.
func TestBoundaryIsWhereTheGuessChanges(t *testing.T) {
	n := 0
	for _, l := range survey(unitX, unitY, inCircle) {
		for _, at := range l.boundary {
			if !at.finite() {
				continue
			}
			n++
			if r := math.Hypot(unitX.Value(at.x)-0.1, unitY.Value(at.y)+0.2); math.Abs(r-0.6) > 0.001 {
				t.Errorf("%s: a place of the boundary lies %.4f from the middle, want 0.6", l.name, r)
			}
		}
	}
	if n < 40 {
		t.Errorf("the boundary has %d places", n)
	}
}

// The parcels cover the plane once.
func TestRegionsCoverThePlane(t *testing.T) {
	for name, guess := range map[string]func(x, y float64) string{
		"circle":  inCircle,
		"halves":  func(x, y float64) string { return map[bool]string{true: "a", false: "b"}[x+0.3*y > 0.137] },
		"one":     func(x, y float64) string { return "everywhere" },
		"stripes": func(x, y float64) string { return string(rune('a' + int(math.Abs(math.Floor(4*x+0.1)))%3)) },
	} {
		area := 0.0
		for _, l := range survey(unitX, unitY, guess) {
			start := 0
			for i, at := range l.outline {
				if at.finite() {
					continue
				}
				ring := l.outline[start:i]
				for k, p := range ring {
					q := ring[(k+1)%len(ring)]
					area += (p.x*q.y - q.x*p.y) / 2
				}
				start = i + 1
			}
		}
		if math.Abs(math.Abs(area)-200*200) > 60 {
			t.Errorf("%s: the parcels cover %.0f of %d", name, math.Abs(area), 200*200)
		}
	}
}

func TestRegionsAreDescribedAsTheyAre(t *testing.T) {
	xs, ys, by := []float64{0, 1, 2, 3, 0, 3}, []float64{0, 1, 2, 3, 3, 0}, []string{"low", "low", "high", "high", "high", "high"}
	guess := func(x, y float64) string { return map[bool]string{true: "low", false: "high"}[x < 1.5] }
	got := told(ScatterBy(xs, ys, by).Regions(guess).X("x").Y("y"))
	for _, want := range []string{"The ground shows the guess: high on 50 % of it, low on 50 % of it.",
		"5 of 6 points lie on the ground of their own group.", "6 points in 2 groups.", "Low: 2 points: x 0, y 0; x 1, y 1."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not told: %s", want, got)
		}
	}
}

// A group has its colour whatever the order of the rows, and in the ground too.
func TestGroupsKeepTheirColours(t *testing.T) {
	xs, ys, by := []float64{1, 2, 3}, []float64{1, 2, 3}, []string{"b", "a", "c"}
	other := []string{"c", "b", "a"}
	for _, f := range []*Figure{ScatterBy(xs, ys, by), ScatterBy(xs, ys, other)} {
		p := &plot{panel: f.Regions(func(x, y float64) string { return "c" }).panels()[0]}
		for name, want := range map[string]Role{"a": Data, "b": Guess, "c": Minimum} {
			if class, known := p.classOf(name, 5); class != want.String() || !known {
				t.Errorf("group %s is drawn as %s, want %s", name, class, want)
			}
		}
	}
}

// What moves: as many frames as there are words, the last one drawn.
func TestMovingRegions(t *testing.T) {
	points := ScatterBy([]float64{0, 1, 2, 3}, []float64{0, 1, 0, 1}, []string{"a", "a", "b", "b"})
	guess := func(params []float64, x, y float64) string {
		return map[bool]string{true: "a", false: "b"}[x < params[0]]
	}
	html := AnimateRegions(points, guess, [][]float64{{0.5}, {1}, {1.5}}, []float64{3, 2, 1}).HTML()
	_, data, _ := strings.Cut(html, `data-frames="`)
	data, _, _ = strings.Cut(data, `"`)
	var frames struct {
		Shapes [][]string
		Said   []string
	}
	if err := json.Unmarshal([]byte(strings.NewReplacer("&#34;", `"`).Replace(data)), &frames); err != nil {
		t.Fatal(err)
	}
	want := []string{"epoch 0: loss 3, 3 of 4 right", "epoch 1: loss 2, 3 of 4 right", "epoch 2: loss 1, 4 of 4 right"}
	if !slices.Equal(frames.Said, want) {
		t.Errorf("it says %q, want %q", frames.Said, want)
	}
	if len(frames.Shapes) != 3 || len(frames.Shapes[0]) != 3 || frames.Shapes[0][0] == frames.Shapes[2][0] {
		t.Fatalf("the shapes are %q", frames.Shapes)
	}
	for _, d := range frames.Shapes[2] {
		if !strings.Contains(html, ` ls-shape" d="`+d+`"`) {
			t.Errorf("the last frame is not drawn: %s", d)
		}
	}
}

// What the script of an animation reads is JSON, whatever the names are.
func TestFramesAreJSON(t *testing.T) {
	bowl := Contours([]float64{0, 1}, []float64{0, 1}, [][]float64{{0, 1}, {1, 2}}).X("a\\b \"c\"\td").Y("slope")
	f := Animate(Scatter([]float64{0, 1}, []float64{0, 1}), bowl, [][]float64{{0, 0.5}, {-0.25, 1}}, []float64{2, 1})
	f.HTML() // it places the frames
	var frames struct {
		Said []string
		X    []float64
	}
	if err := json.Unmarshal([]byte(f.motion.frameData()), &frames); err != nil {
		t.Fatalf("%v: %s", err, f.motion.frameData())
	}
	if len(frames.X) == 0 || len(frames.Said) != 2 || !strings.Contains(frames.Said[1], "a\\b \"c\" d "+minus+"0.25") {
		t.Errorf("%+v", frames)
	}
}
