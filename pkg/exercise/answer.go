package exercise

import (
	"html"
	"strings"
	"sync"
)

// A Verdict is what an answer comes to.
type Verdict int

// The verdicts.
const (
	Open    Verdict = iota // nothing to check yet
	NotYet                 // something is there, and isn't right
	Right                  // right, on all data
	Guessed                // a prediction was made: there is no right and wrong
	Waits                  // somebody else judges it, later
)

// Every verdict has a word and a shape of its own: nobody has to tell colours
// apart.
var verdicts = [...]struct{ class, shape, word string }{
	Open:    {"open", "○", "Still open."},
	NotYet:  {"not-yet", "△", "Not yet."},
	Right:   {"right", "✓", "Right."},
	Guessed: {"guessed", "◆", "Your guess, and the truth."},
	Waits:   {"waits", "◇", "Judged later."},
}

// String returns the verdict in a word or two.
func (v Verdict) String() string { return strings.TrimSuffix(verdicts[v].word, ".") }

// An Answer is what a check tells the learner. It can be displayed, and printed.
type Answer struct {
	Exercise string // its name, such as "one step"
	Verdict  Verdict
	Text     string   // one or more sentences; `code` stands in backquotes
	Hints    []string // a nudge, a stronger one, the idea: each opens after the one before

	// Figure stands below the text, if there is one.
	Figure interface{ HTML() string }
}

// Done tells whether nothing is left to do.
func (a Answer) Done() bool { return a.Verdict == Right || a.Verdict == Guessed }

// String returns the answer as text, without its hints and its figure.
func (a Answer) String() string {
	v := verdicts[a.Verdict]
	return v.shape + " " + v.word + " " + strings.ReplaceAll(a.Text, "`", "")
}

// HTML returns the answer as one element that is complete in itself. All text is
// escaped. Hints are closed, and each lies inside the one before. An answer that is
// still open is an element that folds: an exported page folds it, so that it doesn't
// stand in the reader's way.
func (a Answer) HTML() string {
	v := verdicts[a.Verdict]
	element, start, middle := "div", "<p>", ""
	if a.Verdict == Open {
		element, start, middle = "details open", "<summary>", "</summary>\n<p>"
	}
	var b strings.Builder
	b.WriteString(style)
	b.WriteString("<" + element + ` class="ls-answer ls-` + v.class + `" data-exercise="` + html.EscapeString(a.Exercise) +
		`" data-verdict="` + v.class + `">` + "\n")
	b.WriteString(start + `<strong><span class="ls-shape" aria-hidden="true">` + v.shape + `</span> ` + v.word + `</strong> ` + middle + inline(a.Text) + "</p>\n")
	if !a.Done() {
		b.WriteString(hints(a.Hints, 1))
	}
	b.WriteString("</" + strings.TrimSuffix(element, " open") + ">\n")
	if a.Figure != nil {
		b.WriteString(a.Figure.HTML())
	}
	return b.String()
}

// hints nests the hints, so that the next can only be reached through the one
// before.
func hints(steps []string, number int) string {
	if len(steps) == 0 {
		return ""
	}
	summary := "A hint"
	switch {
	case len(steps) == 1 && number > 1:
		summary = "The idea"
	case number > 1:
		summary = "Another hint"
	}
	return "<details><summary>" + summary + "</summary>\n<p>" + inline(steps[0]) + "</p>\n" +
		hints(steps[1:], number+1) + "</details>\n"
}

// inline escapes text, and makes code of what stands in backquotes. Learners'
// texts may hold any bytes.
func inline(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(strings.ToValidUTF8(text, "\uFFFD"), "`") {
		if i%2 == 1 {
			b.WriteString("<code>" + html.EscapeString(part) + "</code>")
			continue
		}
		b.WriteString(html.EscapeString(part))
	}
	return b.String()
}

// checked counts the checks of each exercise in this program, which is one cell.
var checked = struct {
	sync.Mutex
	times map[string]int
}{times: map[string]int{}}

// counted notes that an exercise was checked, and says so if it wasn't the first
// time: the one that counts should be plain to see.
func counted(a Answer) Answer {
	checked.Lock()
	defer checked.Unlock()
	checked.times[a.Exercise]++
	if checked.times[a.Exercise] > 1 {
		a.Text += " (“" + a.Exercise + "” is checked more than once in this cell. The first check counts: keep one, and remove the others.)"
	}
	return a
}
