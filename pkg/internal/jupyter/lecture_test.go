package jupyter

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/notebook"
	"littlesteps/pkg/internal/suite"
)

// TestLecture executes the four notebooks as a learner's Restart and Run All does, and
// again with what is kept of the first time. It compares every value and figure with
// the lecture's, and the two runs with each other, byte for byte.
func TestLecture(t *testing.T) {
	t.Parallel()
	e := realEnv(t)
	execute := func(folder string) error {
		out := &lockedBuffer{}
		err := Run(t.Context(), e, nil, RunOptions{To: folder, Out: out, Limit: 10 * time.Minute})
		if err != nil {
			err = fmt.Errorf("%w\n%s", err, out)
		}
		return err
	}
	first, err := suite.Shared(t, suite.Executed, execute)
	if err != nil {
		t.Fatal(err)
	}
	again := t.TempDir()
	if err := execute(again); err != nil {
		t.Fatal(err)
	}
	for name, rows := range lectureRows {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(first, name+".ipynb")
			executed, err := notebook.Read(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range compareRows(executed, rows) {
				t.Error(problem)
			}
			if prose := proseOf[name]; prose != nil {
				for _, problem := range unproved(executed, prose(t)) {
					t.Error(problem)
				}
			}
			sameBytes(t, path, filepath.Join(again, name+".ipynb"))
		})
	}
}

// compareRows checks each row's claims on an executed notebook.
func compareRows(executed *notebook.Notebook, rows []row) []string {
	var problems []string
	for _, r := range rows {
		cell, err := executed.Cell(r.cell)
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		for _, claim := range r.claims {
			if err := claim.holds(cell); err != nil {
				problems = append(problems, fmt.Sprintf("%s, row %d: %v", cell, r.number, err))
			}
		}
	}
	return problems
}

// sameBytes compares two files, and shows the first line that differs.
func sameBytes(t *testing.T, one, other string) {
	t.Helper()
	a, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(a, b) {
		return
	}
	lines, others := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(lines), len(others)) {
		if !bytes.Equal(lines[i], others[i]) {
			t.Fatalf("two runs differ in line %d:\n%.500s\n%.500s", i+1, lines[i], others[i])
		}
	}
	t.Fatalf("two runs differ: %d lines, and %d", len(lines), len(others))
}

// TestEveryRowOfTheLectureIsClaimed counts: no row of the map is left out.
func TestEveryRowOfTheLectureIsClaimed(t *testing.T) {
	for name, most := range lectureTables {
		claimed := map[int]bool{}
		for _, r := range lectureRows[name] {
			claimed[r.number] = true
			if len(r.claims) == 0 || r.number > most {
				t.Errorf("%s: row %d (%s) claims %d things of %d rows", name, r.number, r.cell, len(r.claims), most)
			}
		}
		for number := 1; number <= most; number++ {
			if !claimed[number] {
				t.Errorf("%s: nothing is claimed for row %d", name, number)
			}
		}
	}
	if got := len(strings.Fields(allPenguins)); got != 333 {
		t.Errorf("the lecture's array has 333 numbers, the test's %d", got)
	}
}

// TestRowsSeeWhatIsBroken breaks what a cell shows, and expects to hear of it.
func TestRowsSeeWhatIsBroken(t *testing.T) {
	rows := []row{{3, "mse-1-5", []claim{numbers(1728.2125)}}, {4, "gone", []claim{shows{}}}}
	const file = `{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"code","id":"mse-1-5","metadata":{},"execution_count":1,"source":"x",
		"outputs":[{"output_type":"stream","name":"stdout","text":"loss 1728.2126"}]}]}`
	executed, err := notebook.Parse("a.ipynb", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"cell [1] (mse-1-5), row 3: doesn't show [1728.2125] among 1728.2126",
		`a.ipynb has no cell with the id "gone" (have mse-1-5)`,
	}
	if got := compareRows(executed, rows); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// lessonSources reads the notebooks as they are committed.
func lessonSources(t *testing.T) []*notebook.Notebook {
	t.Helper()
	e, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	var all []*notebook.Notebook
	for name := range lectureTables {
		data, err := os.ReadFile(e.Path("notebooks", name+".ipynb"))
		if err != nil {
			t.Fatal(err)
		}
		n, err := notebook.Parse(name, data)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}
