package grade

import (
	"strings"
	"testing"
)

func TestCount(t *testing.T) {
	row := Row{Results: []Result{
		{Status: Right, Points: 2, Of: 2}, {Status: Done, Points: 1, Of: 1}, {Status: Open, Of: 1}, {Status: NotYet, Of: 3}, {Status: Right, Points: 0.5, Of: 0.5},
	}}
	if c, want := row.Count(), (Count{Right: 2, Done: 1, Open: 1, Points: 3.5, Of: 7.5}); c != want {
		t.Errorf("%+v, want %+v", c, want)
	}
}

// A learner's text is no formula of a spreadsheet and no command of a terminal.
func TestHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"plain words": "plain words", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "": "",
		"two\nlines\tof it": "two lines of it", "\x1b[31mred": "[31mred", "\u202eturned": "turned", "\xff": "?",
		strings.Repeat("é", 5000): strings.Repeat("é", 4000) + "…",
	} {
		if got := Harmless(text); got != want {
			t.Errorf("%.30q becomes %.30q, want %.30q", text, got, want)
		}
	}
}
