package guard

import (
	"errors"
	"testing"
)

func TestExplain(t *testing.T) {
	ended := errors.New("exit status 1")
	for output, want := range map[string]error{"write /tmp/x: no space left on device": ErrDiskFull, "undefined: x": ended} {
		if got := Explain(ended, []byte(output)); got != want {
			t.Errorf("%q: %v, want %v", output, got, want)
		}
	}
	if err := Explain(nil, []byte("no space left on device")); err != nil {
		t.Errorf("what went well is explained: %v", err)
	}
}
