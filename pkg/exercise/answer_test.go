package exercise

import (
	"strings"
	"testing"
)

func TestHintsOpenOneAfterTheOther(t *testing.T) {
	page := Answer{Exercise: "x", Verdict: NotYet, Text: "No.", Hints: []string{"a nudge", "a stronger one", "the idea"}}.HTML()
	at := 0
	for _, want := range []string{"<details><summary>A hint</summary>", "a nudge", "<details><summary>Another hint</summary>", "a stronger one",
		"<details><summary>The idea</summary>", "the idea", "</details>\n</details>\n</details>"} {
		found := strings.Index(page[at:], want)
		if found < 0 {
			t.Fatalf("no %q after byte %d of\n%s", want, at, page)
		}
		at += found
	}
	if strings.Contains(page, "<details open") {
		t.Error("a hint is open before anybody asked")
	}
}

func TestWhoIsRightNeedsNoHints(t *testing.T) {
	if page := (Answer{Verdict: Right, Hints: []string{"the idea"}}).HTML(); strings.Contains(page, "the idea") {
		t.Errorf("hints below a right answer:\n%s", page)
	}
}

func TestAnAnswerCannotBringMarkup(t *testing.T) {
	page := Answer{
		Exercise: `"><script>`,
		Verdict:  NotYet,
		Text:     "<script>alert(1)</script> and `<img src=x>`",
		Hints:    []string{"</details><script>"},
	}.HTML()
	for _, bad := range []string{"<script>", "<img", `""`} {
		if strings.Contains(page, bad) {
			t.Errorf("%q in\n%s", bad, page)
		}
	}
	if !strings.Contains(page, "<code>&lt;img src=x&gt;</code>") {
		t.Errorf("no code in\n%s", page)
	}
}

// Colour alone tells nothing: each verdict has a word, a shape and a line of its
// own.
func TestVerdictsDifferInWordsAndShapes(t *testing.T) {
	seen := map[string]Verdict{}
	for v := Open; v <= Guessed; v++ {
		for _, mark := range []string{verdicts[v].word, verdicts[v].shape, verdicts[v].class} {
			if mark == "" {
				t.Errorf("verdict %d lacks a word, a shape or a class", v)
			}
			if other, twice := seen[mark]; twice {
				t.Errorf("verdicts %d and %d share %q", v, other, mark)
			}
			seen[mark] = v
		}
	}
}

func TestASecondCheckSaysWhichCounts(t *testing.T) {
	task := &Complete{Name: "checked twice", Args: "x", Truth: func(x float64) float64 { return x }}
	if first := task.Check(task.Truth); strings.Contains(first.Text, "more than once") {
		t.Errorf("the first check: %s", first)
	}
	second := task.Check(task.Truth)
	if second.Verdict != Right || !strings.Contains(second.Text, "“checked twice” is checked more than once in this cell") {
		t.Errorf("the second check: %s", second)
	}
}

func TestAPanicOfALearnersCodeIsASentence(t *testing.T) {
	answer := Judge("judged", func() (Verdict, string) {
		var none []int
		return Right, string(rune(none[3]))
	})
	if answer.Verdict != NotYet || answer.Text != "Your code stopped: index out of range [3] with length 0. In Go a list's first value has the number 0, so that the last of n has the number n − 1." {
		t.Errorf("%s", answer)
	}
}

// The exporter folds what nobody has answered: see its outputs.py.
func TestAnOpenAnswerFolds(t *testing.T) {
	page := Answer{Exercise: "x", Verdict: Open, Text: "Write a number."}.HTML()
	for _, want := range []string{`<details open class="ls-answer ls-open" data-exercise="x" data-verdict="open">`, "Still open.</strong> </summary>\n<p>Write a number.</p>\n</details>"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if page := (Answer{Verdict: Right, Text: "Well done."}).HTML(); !strings.Contains(page, `<div class="ls-answer ls-right"`) || strings.Contains(page, "<details") {
		t.Errorf("an answer that isn't open:\n%s", page)
	}
}
