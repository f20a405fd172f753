package chart

import (
	"math"
	"slices"
	"strconv"
	"testing"
)

// A rgb is a colour in linear light.
type rgb [3]float64

func parse(t *testing.T, hex string) rgb {
	t.Helper()
	if len(hex) != 7 || hex[0] != '#' {
		t.Fatalf("colour %q is not #rrggbb", hex)
	}
	var c rgb
	for i := range c {
		byte, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		v := float64(byte) / 255
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

func (c rgb) luminance() float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

// contrast is WCAG's ratio, from 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance()+0.05, b.luminance()+0.05
	return max(x, y) / min(x, y)
}

// lightness is CIE L*, from 0 to 100: what greyscale print keeps.
func (c rgb) lightness() float64 { return 116*math.Cbrt(c.luminance()) - 16 }

// oklab is a space in which distances are about as large as they look
// (Ottosson 2020).
func (c rgb) oklab() [3]float64 {
	l := math.Cbrt(0.4122214708*c[0] + 0.5363325363*c[1] + 0.0514459929*c[2])
	m := math.Cbrt(0.2119034982*c[0] + 0.6806995451*c[1] + 0.1073969566*c[2])
	s := math.Cbrt(0.0883024619*c[0] + 0.2817188376*c[1] + 0.6299787005*c[2])
	return [3]float64{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// sights simulates how colours look: with normal sight, and fully without the
// long, the middle or the short cones (Machado, Oliveira and Fernandes 2009).
var sights = map[string][3][3]float64{
	"normal":       {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

func seen(sight [3][3]float64, c rgb) rgb {
	var out rgb
	for i, row := range sight {
		out[i] = max(0, min(1, row[0]*c[0]+row[1]*c[1]+row[2]*c[2]))
	}
	return out
}

func apart(a, b rgb) float64 {
	x, y := a.oklab(), b.oklab()
	return math.Sqrt((x[0]-y[0])*(x[0]-y[0]) + (x[1]-y[1])*(x[1]-y[1]) + (x[2]-y[2])*(x[2]-y[2]))
}

// A theme is one of the two ways a shade looks.
type theme struct {
	name string
	of   func(shade) string
}

var themes = []theme{
	{"light", func(s shade) string { return s.light }},
	{"dark", func(s shade) string { return s.dark }},
}

var meanings = []Role{Data, Guess, Loss, Path, Minimum, Gradient}

// Every two roles differ by at least these distances. As a measure: Okabe and
// Ito's palette, made for the purpose, comes to 0.076 and 0.8 by the same sums.
const (
	leastApart = 0.09 // in Oklab, whatever the sight
	leastGrey  = 5.5  // in L*, when all hue is gone
)

func TestRolesStayDistinct(t *testing.T) {
	for _, theme := range themes {
		for i, a := range meanings {
			for _, b := range meanings[:i] {
				ca, cb := parse(t, theme.of(shades[a])), parse(t, theme.of(shades[b]))
				for name, sight := range sights {
					if d := apart(seen(sight, ca), seen(sight, cb)); d < leastApart {
						t.Errorf("%s, %s: %v and %v are %.3f apart, less than %v", theme.name, name, a, b, d, leastApart)
					}
				}
				if d := math.Abs(ca.lightness() - cb.lightness()); d < leastGrey {
					t.Errorf("%s, greyscale: %v and %v are %.1f apart, less than %v", theme.name, a, b, d, leastGrey)
				}
			}
		}
	}
}

func TestContrast(t *testing.T) {
	paper, ink, soft := surroundings[0], surroundings[1], surroundings[2]
	for _, theme := range themes {
		on := parse(t, theme.of(paper))
		check := func(what string, s shade, least float64) {
			t.Helper()
			if c := contrast(parse(t, theme.of(s)), on); c < least {
				t.Errorf("%s: %s has a contrast of %.2f to paper, less than %v", theme.name, what, c, least)
			}
		}
		check("ink", ink, 7)
		check("soft text", soft, 4.5)
		for role := Data; role <= Faint; role++ {
			check(role.String(), shades[role], 3)
			text, other := written[role]
			if !other {
				text = shades[role]
			}
			check(role.String()+" as text", text, 4.5)
		}
		// Paths and places on a map: against every tint, and their casing too.
		for band := range bands {
			under := parse(t, theme.of(tint(band)))
			if c := contrast(parse(t, theme.of(ink)), under); c < 4.5 {
				t.Errorf("%s: ink has a contrast of %.2f to tint %d", theme.name, c, band)
			}
		}
	}
}

func TestTintsClimbSteadily(t *testing.T) {
	for _, theme := range themes {
		for band := 1; band < bands; band++ {
			before, now := parse(t, theme.of(tint(band-1))).lightness(), parse(t, theme.of(tint(band))).lightness()
			if d := math.Abs(now - before); d < 1.2 || (now < before) != (theme.name == "light") {
				t.Errorf("%s: tint %d is at L* %.1f after %.1f", theme.name, band, now, before)
			}
		}
	}
}

// Marks without a role take colours in turn, but none that has a meaning in the
// same panel already.
func TestColoursAreTakenInTurn(t *testing.T) {
	xs := []float64{0, 1}
	f := New().Line("a", xs, xs).Line("b", xs, xs).Line("guess", xs, xs).As(Guess).Line("c", xs, xs)
	p := f.columns[0][0]
	var got []Role
	colours := p.chooseColours()
	for _, m := range p.marks {
		if role, chosen := colours[m.styled()]; chosen {
			got = append(got, role)
		}
	}
	if want := []Role{Path, Data, Gradient}; !slices.Equal(got, want) {
		t.Errorf("the colours are %v, want %v", got, want)
	}
}

func TestRoleOutOfRange(t *testing.T) {
	for _, role := range []Role{-1, 99} {
		if role.String() != "auto" {
			t.Errorf("Role(%d).String() = %q", int(role), role)
		}
	}
}
