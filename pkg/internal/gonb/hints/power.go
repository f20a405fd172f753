package hints

import (
	"regexp"
	"strings"
)

var powers = regexp.MustCompile(`([A-Za-z_][\w.]*(?:\[[^\]]*\]|\([^()]*\))?|[\d.]+|\([^()]*\))\s*(?:\*\*|\^)\s*(-?[\w.]+)`)

// power says how Go writes the power in a line.
func (t *trouble) power(line string) string {
	m := powers.FindStringSubmatch(line)
	if m == nil {
		return "Go writes a power as math.Pow(x, n), and a square as x * x."
	}
	base := strings.TrimSuffix(strings.TrimPrefix(m[1], "("), ")")
	if !strings.HasPrefix(m[1], "(") {
		base = m[1]
	}
	float := func(name, as string) string {
		if t.isInt(name) {
			return "float64(" + as + ")"
		}
		return as
	}
	if t.isList(m[1]) {
		return asNumPy(m[1])
	}
	pow := code("math.Pow(" + float(m[1], base) + ", " + float(m[2], m[2]) + ")")
	if m[2] == "2" && t.withNodes() {
		return "Go has no sign for a power. A node's square is " + code("graph.Square("+base+")") + "."
	}
	if m[1] == "10" {
		return "Go writes a power of ten as " + code("1e"+m[2])
	}
	switch m[2] {
	case "2":
		return "Go has no sign for a power. A square is " + code(m[1]+" * "+m[1]) + "; for others there is " + pow + "."
	case "3":
		return "Go has no sign for a power: " + code(m[1]+" * "+m[1]+" * "+m[1]) + ", or " + pow + "."
	}
	return "Go has no sign for a power: " + pow
}
