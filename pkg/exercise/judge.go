package exercise

import (
	"fmt"
	"strings"
)

// Judge is for an exercise with many right answers: look decides. A panic in it,
// from a learner's code, becomes a sentence, and a [Gap] that it comes upon
// leaves the exercise open.
func Judge(name string, look func() (Verdict, string)) Answer {
	answer := Answer{Exercise: name}
	answer.Verdict, answer.Text = guarded(look)
	return counted(answer)
}

func guarded(look func() (Verdict, string)) (verdict Verdict, text string) {
	gapsBefore := gaps.Load()
	defer func() {
		if reason := recover(); reason != nil {
			verdict, text = NotYet, "Your code stopped: "+strings.TrimPrefix(fmt.Sprint(reason), "runtime error: ")+"."
		}
		if gaps.Load() > gapsBefore {
			verdict, text = Open, gapText
		}
	}()
	return look()
}
