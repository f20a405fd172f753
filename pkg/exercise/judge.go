package exercise

import (
	"cmp"
	"fmt"
	"strings"
)

// Judge is for an exercise with many right answers: look decides. A panic in it,
// from a learner's code, becomes a sentence.
func Judge(name string, look func() (Verdict, string)) Answer {
	answer := Answer{Exercise: name}
	answer.Verdict, answer.Text = guarded(look)
	return counted(answer)
}

func guarded(look func() (Verdict, string)) (verdict Verdict, text string) {
	defer func() {
		if reason := recover(); reason != nil {
			verdict, text = NotYet, "Your code stopped: "+stopped(why(reason))
		}
	}()
	return look()
}

// stopped ends the sentence about a panic, and helps with the one that everybody
// meets.
func stopped(reason string) string {
	if strings.HasPrefix(reason, "index out of range") {
		return reason + ". In Go a list's first value has the number 0, so that the last of n has the number n − 1."
	}
	return reason + "."
}

// NoReason stands for the reason of a panic that has none.
const NoReason = "it gave no reason"

// why words what a panic carried.
func why(recovered any) string {
	return cmp.Or(strings.TrimPrefix(theirs(fmt.Sprint(recovered)), "runtime error: "), NoReason)
}

// theirs makes a learner's words fit into a sentence: one line, without the
// backquotes that make code.
func theirs(text string) string {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n")
	return strings.ReplaceAll(text, "`", "'")
}
