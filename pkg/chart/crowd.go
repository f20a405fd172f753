package chart

import (
	"math"
	"slices"
	"strconv"
)

const crowd = 400 // from this many points on, they are drawn as a crowd

// Very many points are drawn as tiles, the darker the more points lie in each:
// 100,000 circles would be megabytes, and hide each other.

// tiles count the points in each square of the canvas, row by row.
type tiles struct {
	size   float64
	across int // tiles in a row
	counts []int
}

// tilesOf counts places. Every square that any point reaches stays.
func tilesOf(places []point, inside rect) tiles {
	const most = 4000 // tiles
	for size := 4.0; ; size *= 1.3 {
		t := tiles{size: size, across: int(inside.right/size) + 1}
		t.counts = make([]int, t.across*(int(inside.bottom/size)+1))
		filled := 0
		for _, at := range places {
			if at.finite() && inside.holds(at) {
				i := int(max(0, at.y)/size)*t.across + int(max(0, at.x)/size)
				if t.counts[i]++; t.counts[i] == 1 {
					filled++
				}
			}
		}
		if filled <= most {
			return t
		}
	}
}

const tileShades = 5

// drawTiles draws tiles and returns the largest count. Neighbours of one shade
// in a row are one stroke.
func (p *plot) drawTiles(t tiles) (most int) {
	most, size := slices.Max(t.counts), t.size
	shadeOf := func(i int) int { // by powers: crowds differ by factors
		if t.counts[i] == 0 {
			return -1
		}
		share := math.Log(float64(t.counts[i])) / math.Log(float64(max(2, most)))
		return min(tileShades-1, int(share*tileShades))
	}
	var strokes [tileShades]canvas
	for i := 0; i < len(t.counts); {
		shade, n := shadeOf(i), 1
		for (i+n)%t.across != 0 && shadeOf(i+n) == shade {
			n++
		}
		if shade >= 0 {
			c := &strokes[shade]
			c.raw("M")
			c.pair(tenths(float64(i%t.across)*size), tenths((float64(i/t.across)+0.5)*size))
			c.raw("h")
			c.num(float64(n) * size)
		}
		i += n
	}
	for shade := range strokes {
		if len(strokes[shade].b) == 0 {
			continue
		}
		p.raw(`<path class="s" stroke-width="`)
		p.num(size + 0.2)
		p.raw(`" stroke-opacity="`, strconv.FormatFloat(0.3+0.7*float64(shade)/(tileShades-1), 'f', 2, 64),
			`" d="`, string(strokes[shade].b), `"/>`)
	}
	return most
}

// crowdNote says what the shades of tiles mean.
func (p *plot) crowdNote(most int) {
	if most > 0 {
		p.text("e", point{p.box.right, p.box.top - 11 - p.keyHeight()}, "the darker, the more: up to "+Plural(most, "point")+" in a square")
	}
}
