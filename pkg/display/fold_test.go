package display

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
)

func TestAFoldedTextIsAllThere(t *testing.T) {
	var lines []string
	for i := range 20 {
		lines = append(lines, fmt.Sprintf("  line %d < %d & more", i, i+1))
	}
	for _, test := range []struct {
		lines, ends int
		folds       bool
	}{{20, 3, true}, {20, 9, true}, {20, 10, false}, {7, 3, false}, {1, 3, false}} {
		text := strings.Join(lines[:test.lines], "\n")
		shown := Folded(text+"\n", test.ends)
		page := shown.HTML()
		if got := strings.Contains(page, "<details>"); got != test.folds {
			t.Errorf("%d lines, %d at each end: folded %v", test.lines, test.ends, got)
		}
		plain := regexp.MustCompile(`<details><summary>[^<]*</summary>|<[^>]*>`).ReplaceAllString(strings.ReplaceAll(page, "</pre>", "\n"), "")
		if got := strings.TrimSuffix(html.UnescapeString(plain), "\n"); got != text {
			t.Errorf("%d lines, %d at each end: shows\n%s\nof\n%s", test.lines, test.ends, got, text)
		}
		if shown.(fmt.Stringer).String() != text {
			t.Errorf("%d lines: the plain text is %q", test.lines, shown)
		}
	}
}

func TestWhatFoldsIsTheMiddle(t *testing.T) {
	page := Folded("a\nb\nc\nd\ne\nf", 2).HTML()
	before, rest, _ := strings.Cut(page, "<details>")
	inside, after, _ := strings.Cut(rest, "</details>")
	if !strings.Contains(before, "a\nb<") || !strings.Contains(inside, "c\nd<") || !strings.Contains(after, "e\nf<") {
		t.Error(page)
	}
}
