package check

import (
	"testing"

	"littlesteps/pkg/exercise"
)

// A judge tries other arguments than a notebook does. Whichever they are, what is
// right is right, and a mistake isn't, and is called by its name.
func TestWithOtherArguments(t *testing.T) {
	defer exercise.Reseed(8)
	for seed := range uint64(60) {
		exercise.Reseed(1000 + 977*seed)
		for _, c := range all {
			if answer := c.Look(c.Truth); answer.Verdict != exercise.Right {
				t.Errorf("seed %d: %s: the oracle: %s", seed, c.Name, answer)
			}
			for _, m := range c.Mistakes {
				if answer := c.Look(m.Wrong); answer.Verdict != exercise.NotYet || answer.Text != m.Message {
					t.Errorf("seed %d: %s: whoever makes the mistake\n\t%s\nis told\n\t%s", seed, c.Name, m.Message, answer)
				}
			}
		}
	}
}
