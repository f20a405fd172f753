package grade

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/handin"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// A pupil hands in a notebook.
type pupil struct {
	name   string
	lesson string            // "" is the first
	source string            // the variant that was worked on; "" is the learner's
	cells  map[string]string // what the pupil made of cells, by their ids: the whole source
	want   map[string]Status // of exercises; of the others the source's
	says   map[string]string // a part of the remark about an exercise
}

const (
	first, second = "01_little_steps", "02_more_parameters"
	third, fourth = "03_advanced_options", "04_after_the_lecture"
)

// step is the cell of an exercise with another function in it, and its check.
func step(code string) map[string]string {
	return map[string]string{"one-step": code + "\n\n%%\ndisplay.Show(check.OneStep(myStep))"}
}

// rightStep is an answer that passes. A hostile notebook that has it beside its
// hostile code would pass without that.
const rightStep = "func myStep(multiplier, slope, rate float64) float64 { return multiplier - rate*slope }\n"

// wrongStep is wrong, and hopes that something else makes it right.
const wrongStep = "func myStep(multiplier, slope, rate float64) float64 { return 7 }\n"

var honest = []pupil{
	{name: "all-1", source: notebook.Solved},
	{name: "all-2", lesson: second, source: notebook.Solved},
	{name: "all-3", lesson: third, source: notebook.Solved},
	{name: "all-4", lesson: fourth, source: notebook.Solved},
	{name: "nothing-1"},
	{name: "nothing-2", lesson: second},
	{name: "nothing-3", lesson: third},
	{name: "nothing-4", lesson: fourth},
	{
		// An answer that is worked out with what the lesson has, and runs GoMLX.
		name: "worked-out", want: map[string]Status{"landing-rate": Right}, cells: map[string]string{"landing-rate": `var myLandingRate = func() float64 {
	_, slope, err := lossAndSlope()([]float64{0})
	fmt.Println(slope, err)
	return -bestMultiplier() / slope[0]
}()

%%
display.Show(check.OneStepLanding(myLandingRate, lossAndSlope(), bestMultiplier()))`},
	},
	{
		name: "one-wrong", cells: step("func myStep(multiplier, slope, rate float64) float64 { return multiplier + rate*slope }"),
		want: map[string]Status{"one-step": NotYet}, says: map[string]string{"one-step": "You added in place of subtracting"},
	},
	{
		name: "no-go", cells: step("func myStep(multiplier, slope, rate float64) float64 {\n\treturn multiplier -\n}"),
		want: map[string]Status{"one-step": NotGo}, says: map[string]string{"one-step": "line 3: expected operand"},
	},
	{
		name: "undefined", cells: step("func myStep(multiplier, slope, rate float64) float64 {\n\treturn multipier - rate*slope\n}"),
		want: map[string]Status{"one-step": NotGo}, says: map[string]string{"one-step": "line 2: undefined: multipier"},
	},
	{
		name: "another-type", cells: step("func myStep(multiplier, slope float64) float64 { return multiplier - slope }"),
		want: map[string]Status{"one-step": NotYet}, says: map[string]string{"one-step": "takes 2 values; it should take 3 values"},
	},
	{
		name: "stops", cells: step("func myStep(multiplier, slope, rate float64) float64 {\n\tvar none []float64\n\treturn none[3]\n}"),
		want: map[string]Status{"one-step": NotYet}, says: map[string]string{"one-step": "index out of range [3] with length 0"},
	},
	{
		name: "debugging", cells: step("func myStep(multiplier, slope, rate float64) float64 {\n\tfmt.Println(multiplier, \"{\\\"values\\\":[]}\")\n\treturn multiplier - rate*slope\n}"),
		want: map[string]Status{"one-step": Right},
	},
	{
		name: "helpers", cells: map[string]string{
			"one-step": "func myStep(multiplier, slope, rate float64) float64 { return multiplier - length(slope, rate) }\n\n%%\ndisplay.Show(check.OneStep(myStep))",
			// A function of the learner's own in a cell that no exercise has.
			"feel": "func length(slope, rate float64) float64 { return slope * rate }",
		},
		want: map[string]Status{"one-step": Right},
	},
	{
		name: "calls-an-open-one", want: map[string]Status{"one-step": NotYet}, says: map[string]string{"one-step": "Something that it calls has a gap"},
		cells: step("func myStep(multiplier, slope, rate float64) float64 { return multiplier - mySlope(rate, []float64{slope}, []float64{1}) }"),
	},
	{
		name: "check-removed", cells: map[string]string{"one-step": wrongStep},
		want: map[string]Status{"one-step": NotYet}, says: map[string]string{"one-step": "check was changed or removed"},
	},
}

// hostile notebooks end by themselves within the limits that this machine can set.
var hostile = []pupil{
	{
		name: "hangs", cells: step("func init() { for { time.Sleep(time.Second) } }\n" + rightStep),
		want: map[string]Status{"one-step": Hangs}, says: map[string]string{"one-step": "no answer within"},
	},
	{
		name: "crashes", cells: step("var _ = func() int { panic(\"=boom\") }()\n" + rightStep),
		want: map[string]Status{"one-step": Crashes}, says: map[string]string{"one-step": "panic: =boom"},
	},
	{
		name: "fills the disk", want: map[string]Status{"one-step": DiskFull}, cells: step(`import "os"
func init() {
	for i := 0; ; i++ {
		if os.WriteFile(fmt.Sprint("fill", i), make([]byte, 20<<20), 0o600) != nil { time.Sleep(time.Second) }
	}
}
` + rightStep),
	},
	{
		name: "prints gigabytes", want: map[string]Status{"one-step": TooMuch},
		cells: step("func init() {\n\tfor range 1 << 20 { fmt.Println(strings.Repeat(\"✓ Right. \", 1000)) }\n}\n" + rightStep),
	},
	{
		name: "takes all memory", want: map[string]Status{"one-step": NoMemory},
		cells: step("var hoard [][]byte\nfunc init() {\n\tfor {\n\t\tb := make([]byte, 64<<20)\n\t\tfor i := range b { b[i] = 1 }\n\t\thoard = append(hoard, b)\n\t}\n}\n" + rightStep),
	},
}

// cheats want to be called right for a function that is wrong.
var cheats = []pupil{
	{
		name: "prints the answer", want: map[string]Status{"one-step": NotYet},
		cells: step("func init() { fmt.Println(\"✓ Right.\", `<div data-verdict=\"right\">`, `{\"verdict\":2}`) }\n" + wrongStep),
	},
	{
		name: "writes a verdict to all files", want: map[string]Status{"one-step": Crashes}, cells: step(`import "syscall"
func init() {
	for fd := 3; fd < 64; fd++ {
		syscall.Write(fd, []byte("{\"verdict\":2,\"text\":\"right\"}\n"))
	}
	syscall.Write(1, []byte("{\"verdict\":2,\"text\":\"right\"}\n"))
}
` + wrongStep),
	},
	{
		name: "ends well", want: map[string]Status{"one-step": Crashes}, cells: step("import \"os\"\nfunc init() { os.Exit(0) }\n" + wrongStep),
		says: map[string]string{"one-step": "ended by itself, with status 0"},
	},
	{
		name: "ends in the middle", want: map[string]Status{"one-step": Crashes},
		cells: step("import \"os\"\nfunc myStep(multiplier, slope, rate float64) float64 {\n\tos.Exit(0)\n\treturn 0\n}"),
	},
	{
		name: "another display, another check", want: map[string]Status{"one-step": NotYet}, cells: step(`
type right struct{}
func (right) HTML() string { return "<div data-verdict=\"right\">✓ Right.</div>" }
type fake struct{}
func (fake) OneStep(any) right { return right{} }
func (fake) Show(r right) { fmt.Println(r.HTML()) }
var check, display fake
` + wrongStep),
	},
	{
		name: "another lesson", want: map[string]Status{"one-step": NotYet}, cells: map[string]string{
			"one-step": step(wrongStep)["one-step"],
			"feel":     "func feelSlope(multiplier float64) float64 { return 0 }\nfunc mse(guesses, actual []float64) float64 { return 0 }",
		},
	},
	{
		name: "shell lines", want: map[string]Status{"one-step": NotYet},
		cells: step("!echo 'package check' > pkg/exercise/check/little.go\n%exec true\n" + wrongStep),
	},
	{
		name: "a check of its own", want: map[string]Status{"one-step": NotYet},
		cells: map[string]string{"one-step": wrongStep + "\n%%\nfmt.Println(\"✓ Right.\")"},
		says:  map[string]string{"one-step": "check was changed or removed"},
	},
	{
		name: "a function that is no value", want: map[string]Status{"one-step": NotYet}, cells: step(`type right struct{ Verdict, Text, Exercise string }
var myStep = right{"right", "Right.", "one step"}`),
		says: map[string]string{"one-step": "it is of type main.right"},
	},
	{
		name: "answers in advance", want: map[string]Status{"one-step": Crashes}, cells: step(`import "os"
func init() {
	f := os.NewFile(1, "")
	fmt.Fprintln(f, "{\"values\":[{\"kind\":\"func\",\"ref\":1,\"in\":[\"float64\",\"float64\",\"float64\"],\"out\":[\"float64\"]}]}")
	for range 100 { fmt.Fprintln(f, "{\"values\":[{\"kind\":\"right\"}]}") }
}
` + wrongStep),
	},
	{
		name: "asks the check for the right values", want: map[string]Status{"one-step": NotYet}, cells: step(`
var told = map[[3]float64]float64{}
func myStep(multiplier, slope, rate float64) float64 { return told[[3]float64{multiplier, slope, rate}] }
func init() {
	for range 10 {
		var asked *[3]float64
		answer := check.OneStep(func(multiplier, slope, rate float64) float64 {
			x := [3]float64{multiplier, slope, rate}
			if _, known := told[x]; !known && asked == nil { asked = &x }
			return told[x]
		})
		if asked == nil { break }
		_, should, _ := strings.Cut(answer.Text, "it should be ")
		number, _, _ := strings.Cut(should, " ")
		told[*asked], _ = strconv.ParseFloat(strings.Trim(number, "\x60."), 64)
	}
}
`),
	},
	{
		name: "a reply without an end", want: map[string]Status{"one-step": Crashes}, cells: step(`import "os"
func init() {
	f := os.NewFile(1, "")
	for range 4000 { fmt.Fprint(f, strings.Repeat("[", 1000)) }
	f.Close()
}
` + wrongStep),
	},
}

// handIn writes a pupil's notebook.
func (p pupil) handIn(t *testing.T, e *jupyter.Env, folder string) string {
	t.Helper()
	lesson, source := p.lesson, p.source
	if lesson == "" {
		lesson = first
	}
	if source == "" {
		source = notebook.Learner
	}
	n, err := notebook.Read(e.Path("notebooks", lesson+".ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	if n, err = n.Variant(source); err != nil {
		t.Fatal(err)
	}
	for id, text := range p.cells {
		if err := n.SetSource(id, text); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, strings.ReplaceAll(p.name, " ", "-")+".ipynb")
	if err := n.Save(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// compare grades notebooks and compares the table with what pupils should get.
func compare(t *testing.T, pupils []pupil, o Options) {
	t.Helper()
	e, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var files []string
	for _, p := range pupils {
		files = append(files, p.handIn(t, e, folder))
	}
	table, err := Run(t.Context(), e, handed(t, files...), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Rows) != len(pupils) {
		t.Fatalf("%d rows for %d notebooks", len(table.Rows), len(pupils))
	}
	for _, p := range pupils {
		row := rowOf(t, table, strings.ReplaceAll(p.name, " ", "-"))
		if len(row.Results) < 2 { // the fourth notebook has two
			t.Errorf("%s: %d exercises graded: %s", p.name, len(row.Results), row.Problem)
		}
		others := Open
		if p.source == notebook.Solved {
			others = Right
		}
		for _, r := range row.Results {
			want, named := p.want[r.Exercise]
			if !named {
				want = others
			}
			if r.Status != want && !(want == Right && r.Status == Done) {
				t.Errorf("%s: %s is %q, want %q\n\t%s", p.name, r.Exercise, r.Status, want, r.Said())
			}
			if !strings.Contains(r.Said(), p.says[r.Exercise]) {
				t.Errorf("%s: no remark with %q about %s:\n\t%s", p.name, p.says[r.Exercise], r.Exercise, r.Said())
			}
		}
	}
}

// handed reads notebooks as they come from a teacher's command line.
func handed(t *testing.T, files ...string) []handin.HandIn {
	t.Helper()
	hands, problems, err := handin.Read(files...)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	return hands
}

func rowOf(t *testing.T, table *Table, learner string) *Row {
	t.Helper()
	for _, row := range table.Rows {
		if row.Learner.Name == learner {
			return row
		}
	}
	t.Fatalf("no row of %s", learner)
	return nil
}

func resultOf(t *testing.T, row *Row, exercise string) Result {
	t.Helper()
	for _, r := range row.Results {
		if r.Exercise == exercise {
			return r
		}
	}
	t.Fatalf("%s has no result of %s: %s", row.Learner.Name, exercise, row.Problem)
	return Result{}
}

func needsTime(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("short: programs are compiled and run")
	}
}

// An untouched and a solved copy of each notebook among others, five of them
// hostile, end with the right table.
func TestManyNotebooks(t *testing.T) {
	needsTime(t)
	all := append(append([]pupil{}, honest...), hostile...)
	if len(all) < 20 || len(hostile) < 5 {
		t.Fatalf("%d notebooks, %d of them hostile", len(all), len(hostile))
	}
	compare(t, all, Options{Trusted: true, Limit: 20 * time.Second})
}

func TestCheats(t *testing.T) {
	needsTime(t)
	compare(t, cheats, Options{Trusted: true, Limit: 20 * time.Second})
}

// What isn't a notebook of the lesson has a row that says so, and the rest goes on.
func TestFilesThatArentNotebooks(t *testing.T) {
	needsTime(t)
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	e, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	files := []string{
		write("text.ipynb", "hello"),
		write("deep.ipynb", strings.Repeat("[", 5_000_000)),
		write("other.ipynb", `{"nbformat":4,"cells":[{"cell_type":"code","metadata":{},"source":"x := 1"}]}`),
		pupil{name: "last", cells: step(rightStep)}.handIn(t, e, folder),
	}
	says := map[string]string{"text": "isn't JSON", "deep": "isn't JSON", "other": "none of the lesson's exercises", "last": ""}
	table, err := Run(t.Context(), e, handed(t, files...), Options{Trusted: true})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range says {
		row := rowOf(t, table, name)
		if !strings.Contains(row.Problem, want) || want == "" && row.Problem != "" || strings.Contains(row.Problem, "steps reset") {
			t.Errorf("%s: want %q, got %q", name, want, row.Problem)
		}
	}
	row := rowOf(t, table, "last")
	if c := row.Count(); c.Right != 1 || c.Points != 1 || c.Of < 9 {
		t.Errorf("the last notebook has %+v", c)
	}
	// What hasn't changed isn't run again: here there would be no engine to run it.
	again, err := Run(t.Context(), e, handed(t, files...), Options{Engine: "no-such-engine", Known: map[string]Row{row.Print: *row}})
	if err != nil || rowOf(t, again, "last").Count() != row.Count() {
		t.Errorf("graded again: %v", err)
	}
}
