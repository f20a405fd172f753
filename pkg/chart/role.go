package chart

import (
	"strconv"
	"strings"
)

// A Role is what a mark means. The same meaning has the same colour in every
// figure of the four notebooks, in light and in dark.
type Role int

// The roles. Automatic, the zero value, takes the next colour of a series of
// six, so that several lines of one kind stay apart.
const (
	Automatic Role = iota
	Data           // what was measured
	Guess          // what the model says
	Loss           // how wrong the guess is
	Path           // where the descent went
	Minimum        // the best place, and other places worth a name
	Gradient       // slope and direction
	Faint          // background, for comparison
)

// A shade is one colour in both themes.
type shade struct{ name, light, dark string }

// shades holds the role colours, in the order of the roles. They were searched
// for, not picked: every two of them stay apart with normal sight, with each
// kind of colour blindness and in greyscale, and each has a contrast of at
// least 3:1 to the paper. role_test.go holds them to it.
var shades = [...]shade{
	Automatic: {"auto", "#1f2b35", "#bfc4cc"},
	Data:      {"data", "#153e8e", "#6590c4"},
	Guess:     {"guess", "#ec6d15", "#ea7f47"},
	Loss:      {"loss", "#1f2b35", "#bfc4cc"},
	Path:      {"path", "#9d51c5", "#e48cff"},
	Minimum:   {"minimum", "#329273", "#a1fabb"},
	Gradient:  {"gradient", "#b50b47", "#df3157"},
	Faint:     {"faint", "#87919b", "#77818c"},
}

// written holds the colours of text in a role's colour, where the role's own
// has less than the 4.5:1 that small text needs.
var written = map[Role]shade{
	Guess:    {"guess", "#b84f06", "#ea7f47"},
	Minimum:  {"minimum", "#1d7a5c", "#a1fabb"},
	Gradient: {"gradient", "#b50b47", "#f0607c"},
	Faint:    {"faint", "#5f6a75", "#8f99a4"},
}

// turn is the order in which marks without a role take their colours.
var turn = [...]Role{Path, Guess, Data, Gradient, Minimum, Loss}

// rules holds the colours of descent's rules, by how their names begin: the same
// in every race.
var rules = [...]struct {
	name string
	role Role
}{
	{"plain", Path}, {"gradient descent", Path}, {"momentum", Guess}, {"adam", Data},
	{"rmsprop", Gradient}, {"nesterov", Minimum}, {"adagrad", Loss},
}

// RoleOf returns the colour of a rule of descent, and Automatic for any other
// name. Lines and paths that are named so take it by themselves.
func RoleOf(name string) Role {
	for _, rule := range rules {
		if strings.HasPrefix(strings.ToLower(name), rule.name) {
			return rule.role
		}
	}
	return Automatic
}

// The colours of paper, ink and grid.
var surroundings = [...]shade{
	{"paper", "#ffffff", "#111111"},
	{"ink", "#1b2430", "#e8ecf0"},
	{"soft", "#56616c", "#a4aeb8"},
	{"grid", "#e4e8ec", "#2b3037"},
	{"axis", "#87919b", "#77818c"},
}

// bands is the number of tints of a loss surface, from low to high.
const bands = 16

// The tints run from nearly paper to a quiet blue green; on every one of them
// path, minimum and text stand out.
var (
	lowTint  = shade{"", "#fcfdf9", "#15181a"}
	highTint = shade{"", "#77b0bf", "#2f6b7b"}
)

// String returns the role's name, which is also its CSS class.
func (r Role) String() string {
	if r < 0 || int(r) >= len(shades) {
		r = Automatic
	}
	return shades[r].name
}

// tint mixes the colour of one band of loss.
func tint(band int) shade {
	t := float64(band) / (bands - 1)
	return shade{"", mix(lowTint.light, highTint.light, t), mix(lowTint.dark, highTint.dark, t)}
}

// mix returns the colour that lies the share t of the way from a to b.
func mix(a, b string, t float64) string {
	out := "#"
	for i := 1; i < 7; i += 2 {
		from, _ := strconv.ParseUint(a[i:i+2], 16, 8)
		to, _ := strconv.ParseUint(b[i:i+2], 16, 8)
		v := int64(float64(from) + (float64(to)-float64(from))*t + 0.5)
		out += strconv.FormatInt(v/16, 16) + strconv.FormatInt(v%16, 16)
	}
	return out
}
