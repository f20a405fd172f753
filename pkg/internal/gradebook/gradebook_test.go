package gradebook

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/handin"
)

// class is a graded one: of Moodle, of Canvas and of nowhere.
func class(t *testing.T, folder string) *Book {
	t.Helper()
	b, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	results := func(one, two grade.Status, text string) []grade.Result {
		points := map[grade.Status]float64{grade.Right: 2, grade.Done: 1}
		return []grade.Result{{Exercise: "one-step", Status: one, Points: points[one], Of: 2, Text: text, Code: "func f() {}"},
			{Exercise: "guess", Status: two, Points: min(points[two], 1), Of: 1}}
	}
	b.Rows = []*grade.Row{
		{Learner: handin.Learner{Name: "Ada Ünal", ID: "101", Platform: "moodle", Prefix: "Ada Ünal_101_assignsubmission_file_/"}, File: "01.ipynb", Lesson: "01", Time: time.Date(2026, 5, 4, 17, 30, 0, 0, time.UTC),
			Results: results(grade.Right, grade.Done, ""), Print: "a"},
		{Learner: handin.Learner{Name: "benb", ID: "12345", Platform: "canvas", Prefix: "benb_12345_67890_"}, File: "01.ipynb", Lesson: "01", Late: true,
			Results: results(grade.NotYet, grade.Open, "You added 3 in place of `x`. It climbs."), Print: "b"},
		{Learner: handin.Learner{Name: "=cmd|' /C calc'!A0"}, File: "-x.ipynb", From: "x", Problem: "@sum\nisn't a notebook\x1b[31m" + strings.Repeat("x", 10_000)},
	}
	return b
}

func read(t *testing.T, path ...string) (text string, rows [][]string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), mark)))
	if rows, err = in.ReadAll(); err != nil {
		t.Fatalf("%s: %v", path[len(path)-1], err)
	}
	return string(data), rows
}

// Tables are ones for a spreadsheet, whatever learners write into them.
func TestTables(t *testing.T) {
	folder := t.TempDir()
	if _, err := class(t, folder).Write(false); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"grades.csv": "Ada Ünal|101|01|one-step|right|2|2||2026-05-04 17:30|",
		"totals.csv": "Ada Ünal|101|3|3|1|1|0|1||3|",
	} {
		text, rows := read(t, folder, name)
		if !strings.HasPrefix(text, mark) {
			t.Errorf("%s: Excel won't know that it is UTF-8", name)
		}
		if got := strings.Join(rows[1], "|"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		for _, row := range rows {
			for _, field := range row {
				if field != "" && strings.ContainsRune("=+-@", rune(field[0])) || strings.ContainsAny(field, "\n\x1b") || len(field) > 5000 {
					t.Errorf("%s: a field %.50q", name, field)
				}
			}
		}
	}
}

// Moodle's importgradeslib.php wants these three columns, takes the number behind
// "Participant ", and reads comments from a column that isn't the first.
func TestMoodle(t *testing.T) {
	folder := t.TempDir()
	if _, err := class(t, folder).Write(false); err != nil {
		t.Fatal(err)
	}
	_, rows := read(t, folder, "moodle.csv")
	for _, name := range []string{"Identifier", "Grade", "Last modified (grade)"} {
		if !slices.Contains(rows[0], name) {
			t.Errorf("no column %s", name)
		}
	}
	if slices.Index(rows[0], "Feedback comments") < 1 {
		t.Error("comments aren't read")
	}
	if len(rows) != 2 || rows[1][0] != "Participant 101" || rows[1][slices.Index(rows[0], "Grade")] != "3" {
		t.Errorf("%q", rows)
	}
}

// canvasAccepts is the rule of Canvas's gradebook_importer.rb for a head: Student and
// ID, perhaps numbers of the school's systems, then Section, then assignments.
func canvasAccepts(head []string) bool {
	if len(head) <= 3 || !strings.Contains(head[0], "Student") || !strings.Contains(head[1], "ID") {
		return false
	}
	columns := 3
	switch {
	case regexp.MustCompile(`SIS\s+Login\s+ID`).MatchString(head[2]):
		columns = 4
	case regexp.MustCompile(`SIS\s+User\s+ID`).MatchString(head[2]) && regexp.MustCompile(`SIS\s+Login\s+ID`).MatchString(head[3]):
		columns = 5
	}
	return columns < len(head) && strings.Contains(head[columns-1], "Section")
}

func TestCanvas(t *testing.T) {
	folder := t.TempDir()
	if _, err := class(t, folder).Write(false); err != nil {
		t.Fatal(err)
	}
	_, rows := read(t, folder, "canvas.csv")
	if !canvasAccepts(rows[0]) || canvasAccepts(slices.DeleteFunc(slices.Clone(rows[0]), func(s string) bool { return s == "Section" })) {
		t.Errorf("the head %q", rows[0])
	}
	if !strings.Contains(rows[1][0], "Points Possible") || rows[1][5] != "3" || rows[2][1] != "12345" || rows[2][5] != "0" {
		t.Errorf("%q", rows)
	}
}

// What a teacher writes into the tables, also by way of another spreadsheet, stays; an
// earlier table is kept; nothing changes without a reason.
func TestCommentsStay(t *testing.T) {
	folder := t.TempDir()
	if _, err := class(t, folder).Write(false); err != nil {
		t.Fatal(err)
	}
	text, _ := read(t, folder, "grades.csv")
	lines := strings.Split(text, "\n")
	lines[3] = strings.TrimRight(lines[3], "\r") + "Nearly; once more" // benb's one-step
	semicolons := strings.ReplaceAll(strings.Join(lines, "\n"), ",", ";")
	semicolons = strings.Replace(semicolons, "Nearly; once more", `"Nearly; once more"`, 1)
	if err := os.WriteFile(filepath.Join(folder, "grades.csv"), []byte(semicolons), 0o644); err != nil {
		t.Fatal(err)
	}
	again := class(t, folder)
	if got := again.Comment(again.Rows[1].Learner, "01", "one-step"); got != "Nearly; once more" {
		t.Fatalf("the comment is %q", got)
	}
	kept, err := again.Write(false)
	if err != nil || len(kept) != 1 || filepath.Base(kept[0]) != "grades.1.csv" {
		t.Errorf("kept %v, %v", kept, err)
	}
	if old, _ := os.ReadFile(filepath.Join(folder, "grades.1.csv")); string(old) != semicolons {
		t.Error("the earlier table is another one")
	}
	if kept, err := class(t, folder).Write(false); err != nil || len(kept) > 0 {
		t.Errorf("nothing was changed, and kept was %v, %v", kept, err)
	}
	if known := class(t, folder).Known(); len(known) != 2 {
		t.Errorf("%d rows are known", len(known))
	}
}

// A folder that can't be written to is found before anything is graded.
func TestNoFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "--to") {
		t.Error(err)
	}
}

// Each page goes back under the name by which the platform knows the learner.
func TestZips(t *testing.T) {
	folder := t.TempDir()
	b := class(t, folder)
	var pages []Feedback
	for _, row := range b.Rows {
		path := b.Path(fileName(row.Learner.Name, row.Learner.ID) + ".html")
		if err := os.WriteFile(path, []byte(row.Learner.Name), 0o644); err != nil {
			t.Fatal(err)
		}
		pages = append(pages, Feedback{row.Learner, path})
	}
	made, err := b.Zips(pages)
	if err != nil || len(made) != 2 {
		t.Fatal(made, err)
	}
	for i, want := range []string{"Ada Ünal_101_assignsubmission_file_/feedback.html", "benb_12345_67890_feedback.html"} {
		archive, err := zip.OpenReader(made[i])
		if err != nil {
			t.Fatal(err)
		}
		if len(archive.File) != 1 || archive.File[0].Name != want {
			t.Errorf("%s holds %v, want %s", made[i], archive.File, want)
		}
		// What was packed is read again as what was handed in.
		archive.Close()
	}
	if err := Folders(pages, filepath.Join(folder, "back")); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(folder, "back", "Ada-Ünal-101", "feedback.html")); string(data) != "Ada Ünal" {
		t.Error(string(data), err)
	}
}

// Learners' words are only words on a page.
func TestPlain(t *testing.T) {
	got := plain("a `x<y` <b>*bold*</b> $x$ [l](javascript:1)\n# no\u202eheading")
	for _, bad := range []string{"<b>", "*", "$x", "](", "\n", "\u202e", "<y"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q in %q", bad, got)
		}
	}
	if !strings.Contains(got, "<code>x&#60;y</code>") {
		t.Error(got)
	}
	for name, want := range map[string]string{"../../etc/passwd": "etc-passwd", "": "learner", "Ada Ünal": "Ada-Ünal"} {
		if got := fileName(name, ""); got != want {
			t.Errorf("%q became %q", name, got)
		}
	}
}

// The page about the class counts mistakes without the numbers that differ.
func TestClassPage(t *testing.T) {
	b := class(t, t.TempDir())
	p := &page{}
	b.lessonPart(p, "01")
	data, err := p.notebook()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1 × You added … in place of", "step | 1 | 1 | 0 | 0 | █████░░░░░ |", "| Ada Ünal | ✓ | ◆ | 3 |"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("no %q in %s", want, data)
		}
	}
}
