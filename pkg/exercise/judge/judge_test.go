package judge

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"littlesteps/pkg/exercise"
)

type text string

func (t text) HTML() string { return string(t) }

const one = `{"values":[{"kind":"float64","numbers":[4607182418800017408]}]}` + "\n"

func TestDecide(t *testing.T) {
	right := exercise.Answer{Verdict: exercise.Right, Text: "Well done."}
	tests := []struct {
		name, replies string
		check         func()
		want          Verdict
	}{
		{"right", one, func() { Ask("x"); Show(text("a figure"), right) }, Verdict{Verdict: exercise.Right, Text: "Well done."}},
		{"the first answer counts", one, func() { Ask("x"); Show(exercise.Answer{Text: "Open."}); Show(right) }, Verdict{Text: "Open."}},
		{"no answer", one, func() { Ask("x"); Show(text("✓ Right.")) }, Verdict{Verdict: exercise.NotYet, Text: "The check showed no answer."}},
		{"a check that stops", one, func() { panic("no") }, Verdict{Verdict: exercise.NotYet, Text: "The check stopped: no."}},
		{
			"what no check takes", `{"values":[{"kind":"other","text":"main.T"}]}` + "\n", func() { Show(right); Ask("x") },
			Verdict{Verdict: exercise.NotYet, Text: "`x`: it is of type main.T: no check can take it."},
		},
	}
	for _, test := range tests {
		if got := decide(strings.NewReader(test.replies), io.Discard, test.check); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

// A check that is content although the conversation broke off doesn't count.
func TestNothingIsRightInABrokenConversation(t *testing.T) {
	got := decide(strings.NewReader(""), io.Discard, func() {
		Show(exercise.Answer{Verdict: exercise.Right})
		Ask("x")
	})
	if got.Verdict == exercise.Right || got.Broken == "" {
		t.Errorf("%+v", got)
	}
}

// A verdict repeats the task's nonce; what is no task for this program gets none.
func TestJudge(t *testing.T) {
	exercises := map[string]func(){"one": func() { Ask("x"); Show(exercise.Answer{Verdict: exercise.Right, Text: "Well done."}) }}
	for task, want := range map[string]string{
		`{"exercise": "one", "seed": 3, "nonce": "7f"}`: `{"nonce":"7f","verdict":2,"text":"Well done."}`,
		`{"exercise": "two"}`:                           "",
		"a learner types":                               "",
		"":                                              "",
	} {
		var written strings.Builder
		grader := struct {
			io.Reader
			io.Writer
		}{strings.NewReader(task), &written}
		err := judge(grader, strings.NewReader(one), io.Discard, exercises)
		if got := strings.TrimSpace(written.String()); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %s, %v, want %s", task, got, err, want)
		}
	}
}

func ExampleShow() {
	fmt.Println(decide(strings.NewReader(one), io.Discard, func() {
		Show(exercise.Predict("the loss", Ask("guess")).Truth(1))
	}).Text)
	// Output: You guessed `1` for the loss; it is `1`. That is exactly it.
}
