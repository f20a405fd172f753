package guard

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestEnded(t *testing.T) {
	status := errors.New("exit status 2")
	for complaint, want := range map[string]struct {
		said  string
		early bool
	}{
		"panic: runtime error: index out of range [2]\n\ngoroutine 1 [running]:\nmain.main()\n\t/x/main.go:3 +0x1\n":   {"panic: runtime error: index out of range [2]", false},
		"panic: runtime error: x [recovered, repanicked]\n\ngoroutine 1 [running]:\nmain.init()\n\t/x/main.go:3\n":     {"panic: runtime error: x", true},
		"text\npanic: two\nlines\n\ngoroutine 1 [running]:\nmain.f(...)\nmain.init.0()\n\ngoroutine 5:\nmain.main()\n": {"panic: two", true},
		"fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select]:\nmain.main()\n":                   {"fatal error: all goroutines are asleep - deadlock!", false},
		"no panic: nothing\n": {"exit status 2", false},
		"":                    {"exit status 2", false},
	} {
		// In pieces, as a program writes.
		b := NewBudget(func() {})
		w := b.Complaints(io.Discard)
		io.WriteString(w, strings.Repeat("before\n", 5000))
		for _, r := range complaint {
			io.WriteString(w, string(r))
		}
		err := b.Explain(status)
		var ended *Ended
		if !errors.As(err, &ended) || err.Error() != want.said || ended.Early != want.early || !errors.Is(err, status) {
			t.Errorf("%q: %v, %+v", complaint, err, ended)
		}
	}
	if err := NewBudget(func() {}).Explain(nil); err != nil {
		t.Errorf("%v", err)
	}
}
