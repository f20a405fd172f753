package gradebook

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/jupyter"
)

// Class writes the page about the class: which exercise was hard, which mistake how
// often, and who has done what.
func (b *Book) Class(ctx context.Context, e *jupyter.Env) error {
	p := &page{name: "class", title: "The class"}
	learners := b.Learners()
	p.write("# The class\n\n%d learners, %s points in all.", len(learners), number(b.of()))
	for _, lesson := range b.lessons() {
		b.lessonPart(p, lesson)
	}
	if all := b.Unreadable(); len(all) > 0 {
		text := "## What couldn't be graded\n"
		for _, problem := range all {
			text += "\n- " + plain(problem.From) + ": " + plain(problem.Why)
		}
		p.write("%s", text)
	}
	return export(ctx, e, b.folder, []*page{p})
}

func (b *Book) lessonPart(p *page, name string) {
	lesson, rows := b.lesson(name), []*grade.Row{}
	for _, row := range b.Rows {
		if row.Lesson == name && row.Problem == "" {
			rows = append(rows, row)
		}
	}
	title := name
	if lesson != nil {
		title = lesson.Title
	}
	begun := 0
	for _, row := range rows {
		if row.Count().Open < len(row.Results) {
			begun++
		}
	}
	p.write("## %s\n\n%d learners handed it in, %d of them have begun with the exercises.", plain(title), len(rows), begun)
	if begun == 0 {
		return
	}
	p.write("### Which exercise was hard\n\n%s", hard(rows, func(id string) string { return cmp.Or(exercise(lesson, id).Title, id) }))
	if text := mistakes(rows, func(id string) string { return cmp.Or(exercise(lesson, id).Title, id) }); text != "" {
		p.write("### Which mistake how often\n\n%s", text)
	}
	p.write("### Who has done what\n\n✓ right, ◆ guessed, △ not yet, ○ not begun, ✗ something else\n\n%s", who(rows))
}

// hard is a table of the exercises.
func hard(rows []*grade.Row, title func(string) string) string {
	t := table{{"exercise", "right or guessed", "not yet", "not begun", "else", "share"}}
	for i, r := range rows[0].Results {
		var done, notYet, open, other int
		for _, row := range rows {
			switch row.Results[i].Status {
			case grade.Right, grade.Done:
				done++
			case grade.NotYet:
				notYet++
			case grade.Open:
				open++
			default:
				other++
			}
		}
		const width = 10
		share := (width*done + len(rows)/2) / len(rows)
		t = append(t, []string{plain(title(r.Exercise)), fmt.Sprint(done), fmt.Sprint(notYet), fmt.Sprint(open), fmt.Sprint(other),
			strings.Repeat("█", share) + strings.Repeat("░", width-share)})
	}
	return t.String()
}

// A table is one of Markdown; its first row is the head.
type table [][]string

func (t table) String() string {
	var b strings.Builder
	for i, row := range t {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			b.WriteString(strings.Repeat("|---", len(row)) + "|\n")
		}
	}
	return b.String()
}

// What differs between two learners with one mistake: numbers.
var numbers = regexp.MustCompile(`[−-]?\d+(?:[.,]\d+)*(?:e[−+-]?\d+)?`)

// mistakes counts what the checks have said.
func mistakes(rows []*grade.Row, title func(string) string) string {
	var b strings.Builder
	for i, r := range rows[0].Results {
		times := map[string]int{}
		for _, row := range rows {
			if x := row.Results[i]; x.Text != "" && x.Status != grade.Right && x.Status != grade.Done && x.Status != grade.NotGraded {
				text, _, _ := strings.Cut(x.Text, ". ")
				times[numbers.ReplaceAllString(strings.TrimSuffix(text, "."), "…")]++
			}
		}
		said := slices.SortedFunc(maps.Keys(times), func(a, b string) int { return cmp.Or(times[b]-times[a], strings.Compare(a, b)) })
		if len(said) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n- **%s**\n", plain(title(r.Exercise)))
		for _, text := range said {
			fmt.Fprintf(&b, "    - %d × %s\n", times[text], plain(text))
		}
	}
	return b.String()
}

// who is a table of learners and exercises.
func who(rows []*grade.Row) string {
	head := []string{"learner"}
	for _, r := range rows[0].Results {
		head = append(head, plain(r.Exercise))
	}
	t := table{append(head, "points")}
	for _, row := range rows {
		line := []string{plain(row.Learner.Name)}
		for _, r := range row.Results {
			mark, _, _ := strings.Cut(marks[r.Status], " ")
			if r.Status == grade.NotGraded || mark == "" {
				mark = "✗"
			}
			line = append(line, mark)
		}
		t = append(t, append(line, number(row.Count().Points)))
	}
	return t.String()
}
