package jupyter

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"littlesteps/pkg/internal/notebook"
)

// A sentence of a notebook says what something comes to. The test computes its
// numbers, without the packages that the cells use, and makes the words of them: so
// neither a number nor a verdict can be false for long.
//
// numbers are what fills the verbs of text. %f writes a number as prose does: thousands
// separated, a true minus sign, and as many decimals as in %.3f, or none.
type sentence struct {
	cell, text string
	numbers    []any
}

// proseOf are the sentences of each notebook whose numbers no cell prints. What is
// neither printed by a cell nor here is found by TestLecture: see unproved.
var proseOf = map[string]func(t *testing.T) []sentence{
	"01_little_steps":      littleProse,
	"02_more_parameters":   moreProse,
	"03_advanced_options":  advancedProse,
	"04_after_the_lecture": afterProse,
}

func TestWhatTheProseSaysIsSo(t *testing.T) {
	for _, n := range lessonSources(t) {
		prose := proseOf[n.Path]
		if prose == nil {
			continue
		}
		for _, s := range prose(t) {
			cell, err := n.Cell(s.cell)
			if err != nil {
				t.Errorf("%s: %v", n.Path, err)
			} else if !strings.Contains(cell.Source, s.words()) {
				t.Errorf("%s: %s doesn't say what is so:\n\t%s", n.Path, cell, s.words())
			}
		}
	}
}

func (s sentence) words() string { return fmt.Sprintf(s.text, s.printed()...) }

func (s sentence) printed() []any {
	all := make([]any, len(s.numbers))
	for i, number := range s.numbers {
		all[i] = number
		if x, ok := number.(float64); ok {
			all[i] = inProse(x)
		}
	}
	return all
}

// inProse is a number that prints itself as prose writes it.
type inProse float64

// Format is for fmt: %.2f has two decimals, and %f none.
func (x inProse) Format(state fmt.State, verb rune) {
	decimals, _ := state.Precision()
	text := fmt.Sprintf("%.*f", decimals, math.Abs(float64(x)))
	whole, _, _ := strings.Cut(text, ".")
	for at := len(whole) - 3; at > 0 && len(whole) > 4; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	if x < 0 {
		text = "−" + text
	}
	fmt.Fprint(state, text)
}

var (
	hiddenFromProse = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]*`|\\$\\$.*?\\$\\$|\\$[^$\n]*\\$|\\]\\([^)]*\\)|<[^>]*>")
	significant     = regexp.MustCompile(`[1-9]`)
)

// unproved lists the numbers of an executed notebook's prose, of three digits or
// more or with decimals, that no cell prints, no cell's source has, and no sentence
// of the test accounts for; and those that a cell prints in another way.
func unproved(executed *notebook.Notebook, known []sentence) []string {
	var shown []float64
	var printed strings.Builder
	for _, cell := range executed.Codes() {
		printed.WriteString(cell.Stream("stdout") + "\n")
		text := cell.Stream("stdout") + "\n" + strings.ReplaceAll(cell.Source, "_", "")
		if !strings.Contains(cell.HTML(), "<svg") {
			text += "\n" + cell.Text()
		}
		for _, number := range numbersIn(text) {
			shown = append(shown, math.Abs(parseNumber(number)))
		}
	}
	var problems []string
	for _, cell := range executed.Cells {
		if cell.Type != "markdown" {
			continue
		}
		text := cell.Source
		for _, s := range known {
			if s.cell == cell.ID {
				text = strings.ReplaceAll(text, s.words(), "")
			}
		}
		for _, number := range numbersIn(hiddenFromProse.ReplaceAllString(text, " ")) {
			if tellsMuch(number) && !among(shown, number) {
				problems = append(problems, fmt.Sprintf("%s says %s, which no cell prints: name it in proseOf, computed", cell, number))
			}
			// A number that a cell prints can be typed back; beside it prose writes it so, too.
			if plain := strings.ReplaceAll(number, ",", ""); plain != number && regexp.MustCompile(`(^|[^\d.,])`+regexp.QuoteMeta(plain)+`(\.0*)?([^\d.]|$)`).MatchString(printed.String()) {
				problems = append(problems, fmt.Sprintf("%s says %s, and a cell prints %s: write it as the cell does, in backquotes", cell, number, plain))
			}
		}
	}
	return problems
}

// tellsMuch is for numbers that aren't just a count of a few things.
func tellsMuch(number string) bool {
	digits := strings.NewReplacer("−", "", "-", "", ",", "").Replace(number)
	return significant.MatchString(digits) && (len(digits) > 2 || strings.Contains(digits, "."))
}

// among tells whether a number is one of those shown, rounded as it is.
func among(shown []float64, number string) bool {
	want := math.Abs(parseNumber(number))
	unit := 1.0
	if _, decimals, ok := strings.Cut(number, "."); ok {
		unit = math.Pow(10, -float64(len(decimals)))
	} else {
		for text := strings.ReplaceAll(number, ",", ""); strings.HasSuffix(text, "0"); text = text[:len(text)-1] {
			unit *= 10
		}
	}
	for _, x := range shown {
		if math.Abs(x-want) <= unit/2*(1+1e-9) {
			return true
		}
	}
	return false
}

func TestUnprovedNumbersAreSeen(t *testing.T) {
	const file = `{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[
		{"cell_type":"markdown","id":"words","metadata":{},"source":"%s"},
		{"cell_type":"code","id":"loss","metadata":{},"execution_count":1,"source":"x := 1_000","outputs":[{"output_type":"stream","name":"stdout","text":"loss 129653.4, best -2.5414718"}]}]}`
	for text, problems := range map[string]int{
		"the loss is 130,000, the best −2.54": 0,
		"the best is 2.55":                    1,
		"a thousand is 1000, and 7 are few":   0,
		"it takes 61.5 steps":                 0,
		"it takes 62.5 steps":                 1,
		"`99.9` and $88.8$ are not prose":     0,
		"129,000 is another number":           1,
		"the loss is 129,653.4":               1,
		"the loss is `129653.4`":              0,
	} {
		n, err := notebook.Parse("a.ipynb", fmt.Appendf(nil, file, text))
		if err != nil {
			t.Fatal(err)
		}
		if got := unproved(n, []sentence{{"words", "it takes %.1f steps", []any{61.5}}}); len(got) != problems {
			t.Errorf("%q: %d problems, not %d: %v", text, len(got), problems, got)
		}
	}
}
