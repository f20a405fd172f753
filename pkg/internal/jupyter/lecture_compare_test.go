package jupyter

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"littlesteps/pkg/internal/notebook"
)

// A claim is something that a cell of an executed notebook must show.
type claim interface {
	holds(cell notebook.Cell) error
}

// Tolerances: relative, or absolute near zero. Exact values were computed in
// float64; others come from the lecture's float32.
const (
	exact = 1e-9
	zero  = 1e-12
)

// values claims that groups of numbers stand in the output, each group without
// another number in between, one group after the other.
type values struct {
	relative, absolute float64
	groups             [][]float64
}

// numbers claims one group of exact values.
func numbers(want ...float64) claim { return values{exact, zero, [][]float64{want}} }

func (v values) near(got, want float64) bool {
	return math.Abs(got-want) <= max(v.absolute, v.relative*math.Abs(want))
}

func (v values) holds(cell notebook.Cell) error {
	got := numbersIn(cell.Text())
	from := 0
	for _, want := range v.groups {
		at := find(got[from:], len(want), func(run []string) bool {
			for i, text := range run {
				if !v.near(parseNumber(text), want[i]) {
					return false
				}
			}
			return true
		})
		if at < 0 {
			return fmt.Errorf("doesn't show %v among %s", want, some(got[from:]))
		}
		from += at + len(want)
	}
	return nil
}

// find returns where a run of that length first satisfies matches, or -1.
func find(got []string, length int, matches func([]string) bool) int {
	for at := 0; at+length <= len(got); at++ {
		if matches(got[at : at+length]) {
			return at
		}
	}
	return -1
}

func some(got []string) string {
	if len(got) > 12 {
		return strings.Join(got[:12], " ") + " …"
	}
	return strings.Join(got, " ")
}

// digits claims an array as NumPy prints it, with up to 8 decimals: every digit
// must be there. Whole claims that the output has no other numbers.
type digits struct {
	want  []string
	whole bool
}

func (d digits) holds(cell notebook.Cell) error {
	got := numbersIn(cell.Text())
	if d.whole && len(got) != len(d.want) {
		return fmt.Errorf("shows %d numbers, not %d", len(got), len(d.want))
	}
	best := 0 // how many were right from the beginning, at most
	for at := 0; at+len(d.want) <= len(got); at++ {
		same := 0
		for same < len(d.want) && sameDigits(got[at+same], d.want[same]) {
			same++
		}
		if same == len(d.want) {
			return nil
		}
		best = max(best, same)
	}
	return fmt.Errorf("number %d of %d isn't %s, in %s", best+1, len(d.want), d.want[best], some(got))
}

// sameDigits compares two decimals; got may only add zeros.
func sameDigits(got, want string) bool {
	normal := func(text string) string {
		text = strings.Replace(text, "−", "-", 1)
		if strings.Contains(text, ".") {
			text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
		}
		return text
	}
	return normal(got) == normal(want)
}

var number = regexp.MustCompile(`[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?`)

// numbersIn lists the numbers of a text. A hyphen inside a word is no sign.
func numbersIn(text string) []string {
	var found []string
	for _, span := range number.FindAllStringIndex(text, -1) {
		word := text[span[0]:span[1]]
		if span[0] > 0 && (isWord(text[span[0]-1])) {
			if word[0] != '-' {
				continue // the digits of a name, like x2
			}
			word = word[1:]
		}
		found = append(found, word)
	}
	return found
}

func isWord(b byte) bool {
	return b == '_' || b == '.' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
}

func parseNumber(text string) float64 {
	value, err := strconv.ParseFloat(strings.NewReplacer("−", "-", ",", "").Replace(text), 64)
	if err != nil {
		return math.NaN()
	}
	return value
}

// says claims a text, of letters, digits and all.
type says string

func (s says) holds(cell notebook.Cell) error {
	text := strings.ReplaceAll(cell.Text(), ",", "")
	pattern := regexp.MustCompile(`(^|[^\w.])` + regexp.QuoteMeta(string(s)) + `($|[^\w.]|\.$|\.\s)`)
	if !pattern.MatchString(text) {
		return fmt.Errorf("doesn't say %q but %q", string(s), text)
	}
	return nil
}

// figure claims pictures with a description for those who can't see them, and
// nothing printed beside them.
type figure struct {
	pictures int      // at least
	about    []string // words of the descriptions
	moves    bool     // it is an animation
}

var description = regexp.MustCompile(`<svg\b[^>]*\baria-label="([^"]+)"`)

func (f figure) holds(cell notebook.Cell) error {
	html := cell.HTML()
	if got := strings.Count(html, "<svg"); got < f.pictures {
		return fmt.Errorf("%d pictures, not %d", got, f.pictures)
	}
	var described []string
	for _, match := range description.FindAllStringSubmatch(html, -1) {
		described = append(described, match[1])
	}
	if len(described) < f.pictures {
		return fmt.Errorf("%d of %d pictures have a description", len(described), f.pictures)
	}
	all := strings.ToLower(strings.Join(described, " "))
	for _, word := range f.about {
		if !strings.Contains(all, word) {
			return fmt.Errorf("no description speaks of %q: %s", word, all)
		}
	}
	if f.moves && !strings.Contains(html, "<script") && !strings.Contains(html, "<animate") {
		return fmt.Errorf("nothing in it moves")
	}
	if printed := cell.Stream("stdout"); printed != "" {
		return fmt.Errorf("it prints %q beside its picture", printed)
	}
	return nil
}

// declares claims that the cell declares a function, with words in its source.
type declares struct {
	name  string
	words []string
}

func (d declares) holds(cell notebook.Cell) error {
	if d.name != "" && !cell.Declares(d.name) {
		return fmt.Errorf("doesn't declare %s", d.name)
	}
	for _, word := range d.words {
		if !strings.Contains(cell.Source, word) {
			return fmt.Errorf("its source doesn't mention %s", word)
		}
	}
	return nil
}

// agrees claims that the last number of the output is a difference of nothing.
type agrees struct{}

func (agrees) holds(cell notebook.Cell) error {
	got := numbersIn(cell.Text())
	if len(got) == 0 {
		return fmt.Errorf("shows no number")
	}
	if last := parseNumber(got[len(got)-1]); !(math.Abs(last) <= zero) {
		return fmt.Errorf("they differ by %g", last)
	}
	return nil
}

// shows claims any output that isn't an error.
type shows struct{}

func (shows) holds(cell notebook.Cell) error {
	if cell.Text() == "" {
		return fmt.Errorf("shows nothing")
	}
	return nil
}

// printed makes a cell that printed a text.
func printed(text string) notebook.Cell {
	return notebook.Cell{Outputs: []notebook.Output{{Type: "stream", Name: "stdout", Text: text}}}
}

func TestNumbersIn(t *testing.T) {
	for text, want := range map[string]string{
		"[-31.25 -34.25]":                     "-31.25 -34.25",
		"loss at 1.5: 1,728.2125 cm²":         "1.5 1,728.2125",
		"slope −2,681":                        "−2,681",
		"-3.36e-09, 1E+5.":                    "-3.36e-09 1E+5",
		"x2 z-1 30, 40":                       "1 30 40",
		"1-r² is 1 - 0.3":                     "1 1 0.3",
		"88817841970012523233890533447265625": "88817841970012523233890533447265625",
	} {
		if got := strings.Join(numbersIn(text), " "); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// TestClaimsSeeAChangedDigit changes digit after digit of outputs that are
// right. Each change that matters must be seen: for exact values in the first
// nine digits, for arrays in every one.
func TestClaimsSeeAChangedDigit(t *testing.T) {
	for _, test := range []struct {
		claim       claim
		right       string
		significant int // digits of each number that matter
	}{
		{numbers(1728.2125), "1728.2125 cm²", 9},
		{numbers(2.5510204081632653), "best: 2.551020408", 9},
		{numbers(-1.2911514669828215), "-1.291151467", 9},
		{numbers(50, 0.2175135360266544), "50 losses, the smallest 0.2175135360", 9},
		{values{exact, zero, [][]float64{{28, 30.5, 77}, {30, 32.5, 83}}}, "1 28 30.5 77\n2 30 32.5 83", 0},
		{digits{[]string{"-1.58416756", "-0.1190871", "2"}, true}, "[-1.58416756 -0.11908710 2.00000000]", 99},
		{says("88817841970012523233890533447265625"), "88,817,841,970,012,523,233,890,533,447,265,625", 99},
		{says("The final guess was 2.541"), "The final guess was 2.541\n", 99},
		{agrees{}, "largest difference 2.2e-16", 0},
	} {
		if err := test.claim.holds(printed(test.right)); err != nil {
			t.Errorf("%q is right, but: %v", test.right, err)
		}
		if test.significant == 0 {
			continue
		}
		count := 0
		for i, c := range test.right {
			if c < '0' || c > '9' {
				if c != '.' && c != ',' {
					count = 0
				}
				continue
			}
			if count++; count > test.significant {
				continue
			}
			wrong := test.right[:i] + string('0'+(c-'0'+1)%10) + test.right[i+1:]
			if test.claim.holds(printed(wrong)) == nil {
				t.Errorf("%q passes for %q", wrong, test.right)
			}
		}
	}
	for wrong, claim := range map[string]claim{
		"1 28 30.5 77\n2 30 32.5 82":       values{exact, zero, [][]float64{{28, 30.5, 77}, {30, 32.5, 83}}},
		"[-1.58416756 -0.11908710]":        digits{[]string{"-1.58416756"}, true},
		"1.5841675":                        digits{[]string{"1.58416756"}, false},
		"The final guess was 2.5415":       says("The final guess was 2.541"),
		"-3.37593424663e-09 and 0.5894511": numbers(0.589451109185),
		"difference 2e-3":                  agrees{},
		"":                                 shows{},
	} {
		if claim.holds(printed(wrong)) == nil {
			t.Errorf("%q passes for %+v", wrong, claim)
		}
	}
}

func TestFigureClaims(t *testing.T) {
	show := func(html string) notebook.Cell {
		return notebook.Cell{Outputs: []notebook.Output{{Type: "display_data", Data: map[string]string{"text/html": html}}}}
	}
	const one = `<figure><svg role="img" aria-label="Loss falls"></svg></figure>`
	for html, claim := range map[string]figure{
		one:                             {pictures: 2},
		`<svg role="img"></svg>`:        {pictures: 1},
		`<svg aria-label=""></svg>`:     {pictures: 1},
		`<p>Loss</p>` + one:             {pictures: 1, about: []string{"gradient"}},
		strings.Repeat(one, 2):          {pictures: 2, moves: true},
		`<p aria-label="Loss">here</p>`: {pictures: 1},
	} {
		if claim.holds(show(html)) == nil {
			t.Errorf("%s passes for %+v", html, claim)
		}
	}
	if err := (figure{pictures: 1, about: []string{"loss"}}).holds(show(one)); err != nil {
		t.Error(err)
	}
	both := show(one)
	both.Outputs = append(both.Outputs, printed("text").Outputs...)
	if (figure{pictures: 1}).holds(both) == nil {
		t.Error("a cell that prints and displays passes")
	}
}
