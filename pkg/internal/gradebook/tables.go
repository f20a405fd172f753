package gradebook

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/handin"
)

// mark tells Excel that a table is UTF-8.
const mark = "\uFEFF"

var (
	gradesHead = []string{"learner", "id", "notebook", "exercise", "status", "points", "of", "remark", "handed in", "comment"}
	totalsHead = []string{"learner", "id", "points", "of", "right", "done", "open", "notebooks", "remark"}
)

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04")
}

// writeGrades writes a row for each learner and exercise, and one for each notebook of
// which nothing is graded.
func (b *Book) writeGrades(to *bytes.Buffer) error {
	to.WriteString(mark)
	out := csv.NewWriter(to)
	out.Write(gradesHead)
	for _, row := range b.Rows {
		who := []string{grade.Harmless(row.Learner.Name), row.Learner.ID}
		if row.Problem != "" {
			out.Write(append(who, grade.Harmless(row.File), "", string(grade.NotGraded), "0", "", grade.Harmless(row.Problem), when(row.Time), ""))
			continue
		}
		for _, r := range row.Results {
			out.Write(append(who[:2:2], row.Lesson, r.Exercise, string(r.Status), number(r.Points), number(r.Of), r.Said(), handedIn(row),
				grade.Harmless(b.Comment(row.Learner, row.Lesson, r.Exercise))))
		}
	}
	out.Flush()
	return out.Error()
}

func handedIn(row *grade.Row) string {
	text := when(row.Time)
	if row.Late {
		text = strings.TrimSpace(text + " late")
	}
	return text
}

// writeTotals writes a row for each learner.
func (b *Book) writeTotals(to *bytes.Buffer) error {
	to.WriteString(mark)
	out := csv.NewWriter(to)
	lessons := b.lessons()
	head := append(slices.Clone(totalsHead), lessons...)
	out.Write(append(head, "comment"))
	for _, rows := range b.Learners() {
		c, notebooks, remarks := sum(rows)
		l := rows[0].Learner
		line := []string{grade.Harmless(l.Name), l.ID, number(c.Points), number(b.of()), fmt.Sprint(c.Right), fmt.Sprint(c.Done), fmt.Sprint(c.Open),
			fmt.Sprint(notebooks), grade.Harmless(strings.Join(remarks, " | "))}
		for _, lesson := range lessons {
			cell := ""
			for _, row := range rows {
				if row.Lesson == lesson && row.Problem == "" {
					cell = number(row.Count().Points)
				}
			}
			line = append(line, cell)
		}
		out.Write(append(line, grade.Harmless(b.Comment(l, "", ""))))
	}
	out.Flush()
	return out.Error()
}

// lessons are those that came up, in their order.
func (b *Book) lessons() (names []string) {
	for _, row := range b.Rows {
		if row.Problem == "" && !slices.Contains(names, row.Lesson) {
			names = append(names, row.Lesson)
		}
	}
	slices.Sort(names)
	return names
}

// of is how many points there are in all notebooks that came up: who hasn't handed one
// in hasn't got its points.
func (b *Book) of() (points float64) {
	for _, lesson := range b.lessons() {
		for _, row := range b.Rows {
			if row.Lesson == lesson && row.Problem == "" {
				points += row.Count().Of
				break
			}
		}
	}
	return points
}

// sum adds a learner's notebooks up.
func sum(rows []*grade.Row) (c grade.Count, notebooks int, remarks []string) {
	for _, row := range rows {
		if row.Problem != "" {
			remarks = append(remarks, row.File+": "+row.Problem)
			continue
		}
		if row.Again > 0 {
			remarks = append(remarks, fmt.Sprintf("%s: handed in %d times, the newest counts", row.Lesson, row.Again+1))
		}
		notebooks++
		one := row.Count()
		c.Right, c.Done, c.Open, c.Points, c.Of = c.Right+one.Right, c.Done+one.Done, c.Open+one.Open, c.Points+one.Points, c.Of+one.Of
	}
	return c, notebooks, remarks
}

// readComments takes the teacher's comments out of the tables, as a spreadsheet may
// have saved them: with semicolons, or in another order of rows and columns.
func (b *Book) readComments() error {
	for _, name := range []string{"grades.csv", "totals.csv"} {
		data, err := os.ReadFile(b.Path(name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		rows, err := readTable(data)
		if err != nil {
			return fmt.Errorf("%s can't be read (%w): save it as CSV in UTF-8, or move it away; comments in it would be lost", b.Path(name), err)
		}
		for _, row := range rows {
			if text := strings.TrimSpace(row["comment"]); text != "" {
				l := handin.Learner{Name: row["learner"], ID: row["id"]}
				b.comments[commentKey(l.Name, l.ID, row["notebook"], row["exercise"])] = strings.TrimPrefix(text, "'")
			}
		}
	}
	return nil
}

// readTable reads a CSV with a head, by the names of its columns.
func readTable(data []byte) (rows []map[string]string, err error) {
	text := strings.TrimPrefix(string(data), mark)
	in := csv.NewReader(strings.NewReader(text))
	first, _, _ := strings.Cut(text, "\n")
	if strings.Count(first, ";") > strings.Count(first, ",") {
		in.Comma = ';'
	}
	in.FieldsPerRecord = -1
	all, err := in.ReadAll()
	if err != nil || len(all) == 0 {
		return nil, err
	}
	for _, record := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			if i < len(record) {
				row[strings.TrimSpace(name)] = record[i]
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}
