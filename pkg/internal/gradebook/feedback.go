package gradebook

import (
	"context"
	"fmt"
	"strings"

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/grade/program"
	"littlesteps/pkg/internal/handin"
	"littlesteps/pkg/internal/jupyter"
)

// A Feedback is a learner's page.
type Feedback struct {
	Learner handin.Learner
	Path    string
}

// Feedback writes a page for each learner: the answers, what the check says of each, the
// hint where it isn't right yet, the teacher's comments, and with solutions those.
func (b *Book) Feedback(ctx context.Context, e *jupyter.Env, solutions bool) (all []Feedback, err error) {
	var pages []*page
	taken := map[string]bool{}
	for _, rows := range b.Learners() {
		l := rows[0].Learner
		p := &page{title: "Feedback for " + l.Name, name: fileName(l.Name, l.ID)}
		for i := 2; taken[strings.ToLower(p.name)]; i++ {
			p.name = fmt.Sprintf("%s-%d", fileName(l.Name, l.ID), i)
		}
		taken[strings.ToLower(p.name)] = true
		b.write(p, rows, solutions)
		pages = append(pages, p)
		all = append(all, Feedback{l, b.Path("feedback", p.name+".html")})
	}
	return all, export(ctx, e, b.Path("feedback"), pages)
}

func (b *Book) write(p *page, rows []*grade.Row, solutions bool) {
	c, _, _ := sum(rows)
	l := rows[0].Learner
	summary := fmt.Sprintf("# Feedback for %s\n\n**%s of %s points.** %d right", plain(l.Name), number(c.Points), number(b.of()), c.Right)
	if c.Done > 0 {
		summary += fmt.Sprintf(", %d guesses made", c.Done)
	}
	if c.Open > 0 {
		summary += fmt.Sprintf(", %d not begun", c.Open)
	}
	p.write("%s.", summary)
	p.comment(b.Comment(l, "", ""))
	for _, row := range rows {
		if row.Problem != "" {
			p.write("## %s\n\nThis couldn&#39;t be read: %s.", plain(row.File), plain(row.Problem))
			continue
		}
		lesson := b.lesson(row.Lesson)
		title := row.Lesson
		if lesson != nil {
			title = lesson.Title
		}
		p.write("## %s", plain(title))
		if row.Count().Open == len(row.Results) {
			p.write("○ You haven&#39;t begun with this one.")
			continue
		}
		for _, r := range row.Results {
			p.result(r, exercise(lesson, r.Exercise), solutions)
			p.comment(b.Comment(l, row.Lesson, r.Exercise))
		}
	}
}

// marks are a shape for each status, so that nobody has to tell colours apart.
var marks = map[grade.Status]string{grade.Right: "✓ Right.", grade.Done: "◆ Your guess was made.", grade.NotYet: "△ Not yet.", grade.Open: "○ Not begun.",
	grade.NotGraded: "Not graded."}

func (p *page) result(r grade.Result, e program.Exercise, solutions bool) {
	title := r.Exercise
	if e.Title != "" {
		title = e.Title
	}
	mark, ok := marks[r.Status]
	if !ok {
		mark = "✗ " + strings.ToUpper(string(r.Status[:1])) + string(r.Status[1:]) + "."
	}
	points := fmt.Sprintf("%s of %s points", number(r.Points), number(r.Of))
	if r.Of == 1 {
		points = number(r.Points) + " of 1 point"
	}
	p.write("### %s\n\n**%s** %s", plain(title), mark, points)
	if r.Code != "" && r.Status != grade.Open {
		p.code(r.Code)
	}
	if r.Text != "" && r.Status != grade.NotGraded {
		p.write("%s", plain(r.Text))
	}
	if r.Points < r.Of && e.Hint != "" {
		p.write("%s", e.Hint)
	}
	if solutions && e.Solution != "" {
		text := e.Solution
		if !strings.Contains(text, "<details") {
			text = "<details>\n<summary>Solution</summary>\n\n" + text + "\n\n</details>"
		}
		p.write("%s", text)
	}
}

// comment adds the teacher's words.
func (p *page) comment(text string) {
	if text != "" {
		p.write("> **Your teacher:** %s", plain(text))
	}
}

func (b *Book) lesson(name string) *program.Lesson {
	for _, l := range b.Lessons {
		if l.Name == name {
			return l
		}
	}
	return nil
}

func exercise(l *program.Lesson, id string) program.Exercise {
	if l != nil {
		for _, e := range l.Exercises {
			if e.ID == id {
				return e
			}
		}
	}
	return program.Exercise{}
}
