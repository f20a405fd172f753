package chart

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

// area is a polygon's, by the shoelace formula: positive when it is walked
// with the inside on the left.
func area(ring []point) float64 {
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum / 2
}

func totalArea(rings [][]point) float64 {
	sum := 0.0
	for _, ring := range rings {
		sum += area(ring)
	}
	return sum
}

func heights(n int, f func(x, y float64) float64) *lattice {
	z := make([][]float64, n)
	for i := range z {
		for j := range n {
			z[i] = append(z[i], f(float64(i), float64(j)))
		}
	}
	return newLattice(z)
}

// A cone is cut in a circle: its area, its radius, its closed ring.
func TestRingsOfACone(t *testing.T) {
	const n, middle = 201, 100.0
	cone := heights(n, func(x, y float64) float64 { return -math.Hypot(x-middle, y-middle) })
	for _, radius := range []float64{10, 35.5, 80} {
		rings := cone.rings(-radius)
		if len(rings) != 1 {
			t.Fatalf("radius %v: %d rings", radius, len(rings))
		}
		if got, want := totalArea(rings), math.Pi*radius*radius; math.Abs(got-want) > want*0.003 {
			t.Errorf("radius %v: area %v, want %v", radius, got, want)
		}
		for _, p := range rings[0] {
			if r := math.Hypot(p.x-middle, p.y-middle); math.Abs(r-radius) > 0.02 {
				t.Fatalf("radius %v: a point lies at %v", radius, r)
			}
		}
	}
}

// A bowl's high region is the square less an ellipse: two rings, the border
// and the hole, and the areas add up.
func TestRingsOfABowl(t *testing.T) {
	const n, middle = 121, 60.0
	bowl := heights(n, func(x, y float64) float64 { return (x-middle)*(x-middle) + 4*(y-middle)*(y-middle) })
	rings := bowl.rings(900) // half axes 30 and 15
	if len(rings) != 2 {
		t.Fatalf("%d rings, want the border and the hole", len(rings))
	}
	if got, want := totalArea(rings), 120*120-math.Pi*30*15; math.Abs(got-want) > 0.002*want {
		t.Errorf("area %v, want %v", got, want)
	}
}

func TestRingsOfAPlane(t *testing.T) {
	plane := heights(11, func(x, y float64) float64 { return x })
	rings := plane.rings(3.25)
	if got, want := totalArea(rings), (10-3.25)*10; math.Abs(got-want) > 1e-9 {
		t.Errorf("area %v, want %v", got, want)
	}
	if rings := plane.rings(11); len(rings) != 0 {
		t.Errorf("a level above everything has rings: %v", rings)
	}
	if got := totalArea(plane.rings(-1)); math.Abs(got-100) > 1e-9 {
		t.Errorf("a level below everything encloses %v, want all 100", got)
	}
}

// At a saddle the corners are joined or parted by the height in the middle.
func TestRingsOfASaddle(t *testing.T) {
	saddle := newLattice([][]float64{{1, 0}, {0, 1}})
	if n := len(saddle.rings(0.4)); n != 1 {
		t.Errorf("below the middle: %d rings, want 1", n)
	}
	if n := len(saddle.rings(0.6)); n != 2 {
		t.Errorf("above the middle: %d rings, want 2", n)
	}
	turned := newLattice([][]float64{{0, 1}, {1, 0}})
	if n := len(turned.rings(0.4)); n != 1 {
		t.Errorf("turned, below the middle: %d rings, want 1", n)
	}
	if n := len(turned.rings(0.6)); n != 2 {
		t.Errorf("turned, above the middle: %d rings, want 2", n)
	}
}

// For any heights: the higher the level, the smaller the region, and every
// point of a ring is at the level or on the border.
func TestRingsOfAnything(t *testing.T) {
	const n = 30
	wild := func(x, y float64) float64 { return math.Sin(x*0.7+y*y*0.03) + math.Cos(y*0.9-x*0.2) }
	l := heights(n, wild)
	z := make([][]float64, n)
	for i := range z {
		for j := range n {
			z[i] = append(z[i], wild(float64(i), float64(j)))
		}
	}
	before := math.Inf(1)
	for level := -2.0; level <= 2; level += 0.25 {
		rings := l.rings(level)
		now := totalArea(rings)
		if now > before+1e-9 {
			t.Errorf("level %v encloses %v, more than the %v of the level below", level, now, before)
		}
		before = now
		for _, ring := range rings {
			for _, p := range ring {
				if p.x == 0 || p.y == 0 || p.x == n-1 || p.y == n-1 {
					continue
				}
				i, j := int(p.x), int(p.y)
				s, u := p.x-float64(i), p.y-float64(j)
				height := z[i][j]*(1-s)*(1-u) + z[i+1][j]*s*(1-u) + z[i][j+1]*(1-s)*u + z[i+1][j+1]*s*u
				if math.Abs(height-level) > 1e-9 {
					t.Fatalf("level %v: a point lies at height %v", level, height)
				}
			}
		}
	}
}

// The interpolation is exact for a bowl, also at the grid's edges.
func TestFieldAt(t *testing.T) {
	bowl := func(a, b float64) float64 { return 0.65 + a*a + 3*(b-0.59)*(b-0.59) + 0.5*a*b }
	as, bs := Span(-3, 3, 13), Span(-2, 3, 11)
	g := newField(as, bs, Sample(bowl, as, bs))
	for _, a := range []float64{-3, -2.9, -2, 0, 0.77, 2.95, 3} {
		for _, b := range []float64{-2, -1.99, 0, 0.59, 1.3, 3} {
			if got, want := g.at(a, b), bowl(a, b); math.Abs(got-want) > 1e-9 {
				t.Errorf("at(%v, %v) = %v, want %v", a, b, got, want)
			}
		}
	}
	uneven := newField([]float64{0, 1, 4}, []float64{0, 2}, [][]float64{{0, 2}, {1, 3}, {4, 6}})
	if got := uneven.at(2, 1); math.Abs(got-3) > 1e-12 { // a plane: a + b
		t.Errorf("uneven: at(2, 1) = %v, want 3", got)
	}
	if got := uneven.at(9, 9); got != 6 {
		t.Errorf("outside: %v, want the corner's 6", got)
	}
}

func TestLevels(t *testing.T) {
	as := Span(-3, 3, 31)
	g := newField(as, as, Sample(func(a, b float64) float64 { return 0.6 + a*a + b*b }, as, as))
	levels := g.levels()
	if len(levels) < 6 || len(levels) > 12 {
		t.Errorf("%d levels: %v", len(levels), levels)
	}
	for i := 2; i < len(levels); i++ {
		if d := (levels[i] - levels[i-1]) - (levels[1] - levels[0]); math.Abs(d) > 1e-9 {
			t.Errorf("steps of loss differ: %v", levels)
		}
	}
}

// The numbers of the levels keep off each other, also where the style sheet
// enlarges them because the picture is shown small.
func TestLevelNumbersKeepApart(t *testing.T) {
	for name, size := range map[string]float64{"raw units": 3000, "z-scores": 3} {
		as, bs := Span(-size, size, 41), Span(-size/3, size/3, 41)
		map1 := Contours(as, bs, Sample(func(a, b float64) float64 { return a*a + 30*b*b }, as, bs))
		picture := Beside(map1, New()).Pictures()[0].SVG
		var placed []rect
		for _, m := range regexp.MustCompile(`class="v m"[^>]* x="([\d.]+)" y="([\d.]+)">([^<]*)<`).FindAllStringSubmatch(picture, -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			y, _ := strconv.ParseFloat(m[2], 64)
			w := textWidth(m[3], 15)
			box := rect{x - w/2, y - 11, x + w/2, y + 3}
			for _, other := range placed {
				if box.overlaps(other) {
					t.Errorf("%s: %s lies over another number", name, m[3])
				}
			}
			placed = append(placed, box)
		}
		if len(placed) < 3 {
			t.Errorf("%s: %d levels have their numbers", name, len(placed))
		}
	}
}
