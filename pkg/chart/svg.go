package chart

import (
	"math"
	"strconv"
)

// A canvas collects SVG text. It writes coordinates as tenths of a unit, the
// shortest way: most of a figure's bytes are coordinates.
type canvas struct{ b []byte }

func (c *canvas) raw(parts ...string) {
	for _, p := range parts {
		c.b = append(c.b, p...)
	}
}

// num writes a coordinate, rounded to tenths.
func (c *canvas) num(v float64) { c.b = appendTenths(c.b, tenths(v)) }

func tenths(v float64) int {
	if !finite(v) {
		return 0
	}
	return int(math.Round(max(-1e6, min(1e6, v)) * 10))
}

func appendTenths(b []byte, t int) []byte {
	if t < 0 {
		b, t = append(b, '-'), -t
	}
	if t >= 10 || t == 0 {
		b = strconv.AppendInt(b, int64(t/10), 10)
	}
	if t%10 != 0 {
		b = append(b, '.', byte('0'+t%10))
	}
	return b
}

// attr writes name="v" with a space before it.
func (c *canvas) attr(name string, v float64) {
	c.raw(" ", name, `="`)
	c.num(v)
	c.raw(`"`)
}

// open starts a group of a class, or of several.
func (c *canvas) open(class string) { c.raw(`<g class="`, class, `">`) }

func (c *canvas) close() { c.raw("</g>") }

// A point is a place on the canvas.
type point struct{ x, y float64 }

func (p point) finite() bool { return finite(p.x) && finite(p.y) }

// path draws a line through points; a point that is not finite interrupts it.
// closed joins each run's end to its start.
func (c *canvas) path(class string, points []point, closed bool) {
	c.raw(`<path class="`, class, `" d="`)
	c.outline(points, closed)
	c.raw(`"/>`)
}

// outline writes the path data: absolute starts, relative steps.
func (c *canvas) outline(points []point, closed bool) {
	drawing := false
	var x, y int
	for _, p := range points {
		if !p.finite() {
			if drawing && closed {
				c.raw("z")
			}
			drawing = false
			continue
		}
		px, py := tenths(p.x), tenths(p.y)
		switch {
		case !drawing:
			c.raw("M")
			c.pair(px, py)
			drawing = true
		case px == x && py == y:
			continue
		case py == y:
			c.raw("h")
			c.b = appendTenths(c.b, px-x)
		case px == x:
			c.raw("v")
			c.b = appendTenths(c.b, py-y)
		default:
			c.raw("l")
			c.pair(px-x, py-y)
		}
		x, y = px, py
	}
	if drawing && closed {
		c.raw("z")
	}
}

// pair writes two numbers, with a space only where one is needed.
func (c *canvas) pair(x, y int) {
	c.b = appendTenths(c.b, x)
	if y >= 0 {
		c.raw(" ")
	}
	c.b = appendTenths(c.b, y)
}

// line draws a straight line.
func (c *canvas) line(class string, from, to point) { c.path(class, []point{from, to}, false) }

// text sets one line of text. The class chooses size, colour and anchor.
func (c *canvas) text(class string, at point, s string) {
	c.raw("<text")
	if class != "" {
		c.raw(` class="`, class, `"`)
	}
	c.attr("x", at.x)
	c.attr("y", at.y)
	c.raw(">", escape(s), "</text>")
}

// lines sets lines of text one below the other. Their distance grows with the
// type, which the style sheet enlarges on a narrow page.
func (c *canvas) lines(class string, at point, lines []string) {
	if len(lines) == 1 {
		c.text(class, at, lines[0])
		return
	}
	c.raw(`<text class="`, class, `"`)
	c.attr("y", at.y)
	c.raw(">")
	for i, line := range lines {
		c.raw("<tspan")
		c.attr("x", at.x)
		if i > 0 {
			c.raw(` dy="1.25em"`)
		}
		c.raw(">", escape(line), "</tspan>")
	}
	c.raw("</text>")
}

// circle draws a circle; with a title, it tells it on hover.
func (c *canvas) circle(class string, at point, radius float64, title string) {
	c.raw("<circle")
	if class != "" {
		c.raw(` class="`, class, `"`)
	}
	c.attr("cx", at.x)
	c.attr("cy", at.y)
	c.attr("r", radius)
	if title == "" {
		c.raw("/>")
		return
	}
	c.raw("><title>", escape(title), "</title></circle>")
}

// A rect is a part of the canvas.
type rect struct{ left, top, right, bottom float64 }

func (r rect) width() float64  { return r.right - r.left }
func (r rect) height() float64 { return r.bottom - r.top }

func (r rect) holds(p point) bool {
	return p.x >= r.left && p.x <= r.right && p.y >= r.top && p.y <= r.bottom
}

// nearest returns the place in the box that is nearest to p.
func (r rect) nearest(p point) point {
	return point{min(max(p.x, r.left), r.right), min(max(p.y, r.top), r.bottom)}
}

func (r rect) overlaps(o rect) bool {
	return r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom
}

// grow returns the rectangle with every side moved outwards.
func (r rect) grow(by float64) rect {
	return rect{r.left - by, r.top - by, r.right + by, r.bottom + by}
}

func distance(a, b point) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }

func itoa(n int) string { return strconv.Itoa(n) }

// nowhere is the point that interrupts a line.
var nowhere = point{math.NaN(), math.NaN()}
