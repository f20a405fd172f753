package jupyter

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"littlesteps/pkg/internal/notebook"
)

// TestNotebooksKeepTheConventions reads the notebooks, without running them.
func TestNotebooksKeepTheConventions(t *testing.T) {
	for _, n := range lessonSources(t) {
		for _, problem := range conventions(n) {
			t.Errorf("%s: %s", n.Path, problem)
		}
	}
}

const mostLines = 15 // of a cell, but for the one with the imports

var (
	validID     = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	heading     = regexp.MustCompile(`(?m)^(#{1,6}) +(\S.*)$`)
	fenced      = regexp.MustCompile("(?ms)^```.*?^```$")
	chartLine   = regexp.MustCompile(`\bchart\.|display\.Show\(`)
	newFigure   = regexp.MustCompile(`\bchart\.[A-Z]\w*\(`)
	noFigure    = regexp.MustCompile(`\bchart\.(Sample|Span)\(`)
	machinePath = regexp.MustCompile(`(/(work|root|home|tmp|Users)/\w|file://|https?://(localhost|127\.))`)
)

// conventions lists what in a notebook breaks the lesson's own rules.
func conventions(n *notebook.Notebook) []string {
	var problems []string
	problem := func(cell notebook.Cell, format string, args ...any) {
		problems = append(problems, fmt.Sprintf("%s: %s", cell, fmt.Sprintf(format, args...)))
	}
	if err := n.Runnable(); err != nil {
		problems = append(problems, err.Error())
	}
	for _, finding := range n.Check() {
		problems = append(problems, finding.String())
	}
	stripped, err := notebook.Parse(n.Path, n.Bytes())
	if err != nil {
		return append(problems, err.Error())
	}
	if done, err := stripped.Strip(); err != nil || !done.Nothing() {
		problems = append(problems, fmt.Sprintf("it holds %s: run `go tool steps strip`", done))
	}
	seen := map[string]bool{}
	first := true
	for _, cell := range n.Cells {
		if !validID.MatchString(cell.ID) || len(cell.ID) > 64 {
			problem(cell, "its id isn't readable: use words with hyphens")
		}
		if seen[cell.ID] {
			problem(cell, "the id is taken")
		}
		seen[cell.ID] = true
		if machinePath.MatchString(cell.Source) {
			problem(cell, "it names a place of one machine")
		}
		if cell.Type != "code" {
			continue
		}
		lines := strings.Split(cell.Source, "\n")
		charts := 0
		for _, line := range lines {
			if chartLine.MatchString(noFigure.ReplaceAllString(line, "(")) {
				charts++
			}
		}
		figures := max(1, len(newFigure.FindAllString(noFigure.ReplaceAllString(cell.Source, "("), -1)))
		switch {
		case first && cell.ID != "imports":
			problem(cell, `the first code cell has the id "imports"`)
		case !first && len(lines) > mostLines:
			problem(cell, "%d lines, more than %d", len(lines), mostLines)
		case charts > 3*figures:
			problem(cell, "%d lines for %d charts, more than 3 for each", charts, figures)
		}
		first = false
	}
	return append(problems, headings(n)...)
}

// headings checks that there is one title, at the top, and that levels are
// entered one by one.
func headings(n *notebook.Notebook) []string {
	var problems []string
	level := 0
	for _, cell := range n.Cells {
		if cell.Type != "markdown" {
			continue
		}
		for _, match := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(cell.Source, ""), -1) {
			now := len(match[1])
			switch {
			case level == 0 && (now != 1 || cell.Index != 0):
				problems = append(problems, fmt.Sprintf("%s: the first heading is the title, in the first cell", cell))
			case level > 0 && now == 1:
				problems = append(problems, fmt.Sprintf("%s: a second title, %q", cell, match[2]))
			case now > level+1:
				problems = append(problems, fmt.Sprintf("%s: %q skips a level of headings", cell, match[2]))
			}
			level = now
		}
	}
	if level == 0 {
		problems = append(problems, "it has no title")
	}
	return problems
}

// A notebook that says how long its sections take says so of all of them together,
// and keeps to what a class does in one and a half hours. README says the same. Nobody
// has stopped the time: the minutes are reckoned, by what is to be read, run and done.
func TestNotebooksFitALesson(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range lessonSources(t) {
		all, says := 0, 0
		for _, cell := range n.Cells {
			if match := wholeTime.FindStringSubmatch(cell.Source); match != nil && cell.Index == 0 {
				says, _ = strconv.Atoi(match[1])
			}
			for _, match := range sectionTime.FindAllStringSubmatch(cell.Source, -1) {
				minutes, _ := strconv.Atoi(match[1])
				all += minutes
				if reckoned := sectionMinutes(n, cell.Index); minutes != reckoned {
					t.Errorf("%s: %s says %d minutes, and its section is reckoned at %d", n.Path, cell, minutes, reckoned)
				}
			}
		}
		if all != says || all > 90 {
			t.Errorf("%s: its sections take %d minutes together, it says %d, and a class has 90", n.Path, all, says)
		}
		row := regexp.MustCompile(regexp.QuoteMeta(strings.TrimSuffix(filepath.Base(n.Path), ".ipynb")) + `\.ipynb\).*\| (\d+) minutes \|`).FindSubmatch(readme)
		if row == nil || string(row[1]) != strconv.Itoa(says) {
			t.Errorf("README says %q of %s, which takes %d minutes", row, n.Path, says)
		}
	}
}

// How long things take in class, as CONTRIBUTING.md says it.
const (
	wordsInAMinute = 120 // of prose, with a thought about the question in it
	secondsALine   = 5   // of code, read once
	secondsARun    = 15  // of a cell
	secondsALook   = 30  // at a figure
	minutesToPlay  = 5   // with an explorer
)

var (
	word     = regexp.MustCompile(`[\pL\pN][\pL\pN.,’'/-]*`)
	formulas = regexp.MustCompile(`(?s)\$\$.*?\$\$`)
	folds    = regexp.MustCompile(`(?s)<details>.*</details>`)
	inNote   = regexp.MustCompile(`(\d+) minutes`)
)

// sectionMinutes reckons how long the section takes whose heading stands in a cell. What
// is folded, and what is marked at home, takes none; an exercise takes what its note for
// teachers says.
func sectionMinutes(n *notebook.Notebook, from int) int {
	minutes := 0.0
	home := false
	for _, cell := range n.Cells[from:] {
		if cell.Index > from && strings.HasPrefix(cell.Source, "## ") {
			break
		}
		if strings.HasSuffix(cell.ID, "-question") {
			home = strings.Contains(cell.Source, "at home")
		}
		lines := 0
		for line := range strings.Lines(cell.Source) {
			if strings.TrimSpace(line) != "" {
				lines++
			}
		}
		switch match := inNote.FindStringSubmatch(cell.Source); {
		case cell.Tagged(notebook.TagNote):
			if match != nil && !home {
				its, _ := strconv.Atoi(match[1])
				minutes += float64(its)
			}
			home = false
		case home, cell.Tagged(notebook.TagHint), cell.Tagged(notebook.TagSolution), cell.Type == "code" && cell.Tagged(notebook.TagExercise), cell.ID == "imports":
		case cell.Type == "markdown":
			prose := formulas.ReplaceAllString(folds.ReplaceAllString(sectionTime.ReplaceAllString(cell.Source, ""), ""), " a formula of five words ")
			minutes += float64(len(word.FindAllString(prose, -1))) / wordsInAMinute
		default:
			minutes += float64(lines*secondsALine+secondsARun) / 60
			switch {
			case strings.Contains(cell.Source, "display.Show(explorer."):
				minutes += minutesToPlay
			case strings.Contains(cell.Source, "display.Show("):
				minutes += secondsALook / 60.0
			}
		}
	}
	return int(minutes + 0.5)
}

// Each notebook has the same table of Go for those who know Python, to be opened where
// it is needed.
func TestNotebooksHaveTheTableOfGo(t *testing.T) {
	first := ""
	for _, n := range lessonSources(t) {
		cell, err := n.Cell("go-for-python")
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = cell.Source
		}
		if cell.Source != first || !strings.Contains(first, "<summary>You know Python?") {
			t.Errorf("%s: the table differs from the first notebook's", n.Path)
		}
	}
}

var (
	wholeTime   = regexp.MustCompile(`takes about (\d+) minutes`)
	sectionTime = regexp.MustCompile(`(?m)^\*(\d+) minutes?\*$`)
)

func TestConventionsSeeWhatBreaksThem(t *testing.T) {
	const good = `{"nbformat":4,"nbformat_minor":5,"metadata":{"kernelspec":{"name":"gonb"}},"cells":[
{"cell_type":"markdown","id":"title","metadata":{},"source":"# Title\n\ntext"},
{"cell_type":"code","id":"imports","metadata":{},"execution_count":null,"outputs":[],"source":"%noautoget\nimport \"fmt\""},
{"cell_type":"markdown","id":"part","metadata":{},"source":"## Part"},
{"cell_type":"code","id":"guess","metadata":{},"execution_count":null,"outputs":[],"source":"%%\nfmt.Println(1)"}]}`
	parse := func(text string) *notebook.Notebook {
		n, err := notebook.Parse("a", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if problems := conventions(parse(good)); problems != nil {
		t.Errorf("nothing is wrong, but: %v", problems)
	}
	for _, test := range []struct{ from, to, want string }{
		{`"# Title`, `"## Title`, "the first heading is the title"},
		{`"## Part"`, `"### Part"`, `"Part" skips a level`},
		{`"## Part"`, `"# Part"`, `a second title, "Part"`},
		{`"guess"`, `"Guess 1"`, "its id isn't readable"},
		{`"guess"`, `"part"`, "the id is taken"},
		{`"imports"`, `"start"`, `the first code cell has the id "imports"`},
		{`fmt.Println(1)`, strings.Repeat(`\n`, 14), "16 lines, more than 15"},
		{`fmt.Println(1)`, `f := chart.Line()\nf.X(chart.A)\nf.Y(chart.B)\ndisplay.Show(f)`, "4 lines for 1 charts"},
		{`fmt.Println(1)`, `os.Open(\"/home/ann/a.csv\")`, "a place of one machine"},
		{`"execution_count":null`, `"execution_count":1`, "1 execution count: run `go tool steps strip`"},
		{`%noautoget\n`, ``, "no %noautoget"},
		{`"gonb"`, `"python3"`, `was written for the kernel "python3"`},
	} {
		problems := strings.Join(conventions(parse(strings.Replace(good, test.from, test.to, 1))), "\n")
		if !strings.Contains(problems, test.want) {
			t.Errorf("%s to %s: got %q, want %q", test.from, test.to, problems, test.want)
		}
	}
}
