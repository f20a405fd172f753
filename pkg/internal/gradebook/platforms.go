package gradebook

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"littlesteps/pkg/internal/grade"
)

// moodleHead are the columns of Moodle's grading worksheet that its import reads, by
// their English names ("Upload grading worksheet", assignfeedback_offline). Learners
// are known by the identifier alone.
var moodleHead = []string{"Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"}

// writeMoodle writes a grading worksheet, if somebody came from Moodle.
func (b *Book) writeMoodle(to *bytes.Buffer) error {
	rows := b.from("moodle")
	if len(rows) == 0 {
		return nil
	}
	to.WriteString(mark)
	out := csv.NewWriter(to)
	out.Write(moodleHead)
	for _, learner := range rows {
		c, _, _ := sum(learner)
		l := learner[0].Learner
		out.Write([]string{"Participant " + l.ID, grade.Harmless(l.Name), number(c.Points), number(b.of()), "-", b.inShort(learner)})
	}
	out.Flush()
	return out.Error()
}

// canvasHead are the columns before the assignments in Canvas's gradebook. Its import
// knows learners by their ID, and wants Section to be the last of these.
var canvasHead = []string{"Student", "ID", "SIS User ID", "SIS Login ID", "Section"}

// writeCanvas writes a gradebook, if somebody came from Canvas: with one assignment,
// which Canvas offers to make, or to match with one that is there.
func (b *Book) writeCanvas(to *bytes.Buffer) error {
	rows := b.from("canvas")
	if len(rows) == 0 {
		return nil
	}
	out := csv.NewWriter(to)
	name := strings.Join(b.lessons(), ", ")
	out.Write(append(canvasHead[:5:5], name))
	out.Write([]string{"    Points Possible", "", "", "", "", number(b.of())})
	for _, learner := range rows {
		c, _, _ := sum(learner)
		l := learner[0].Learner
		out.Write([]string{grade.Harmless(l.Name), l.ID, "", "", "", number(c.Points)})
	}
	out.Flush()
	return out.Error()
}

// from are the learners that came from one platform.
func (b *Book) from(platform string) (rows [][]*grade.Row) {
	for _, learner := range b.Learners() {
		if learner[0].Learner.Platform == platform {
			rows = append(rows, learner)
		}
	}
	return rows
}

// inShort is the feedback for a field of a platform; the page says more.
func (b *Book) inShort(rows []*grade.Row) string {
	c, _, _ := sum(rows)
	text := fmt.Sprintf("%s of %s points, %d right.", number(c.Points), number(b.of()), c.Right)
	if comment := b.Comment(rows[0].Learner, "", ""); comment != "" {
		text += " " + comment
	}
	return grade.Harmless(text)
}
