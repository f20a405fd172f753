package explorer

import (
	"fmt"
	"strings"
	"testing"
)

// Every guess is answered, and one of them is right.
func TestGuesses(t *testing.T) {
	for _, c := range []struct{ explorer, state, right, tells string }{
		{"penguins", "rate=0.5", "arrives", "Of the loss that there was to lose, less than 0.01 % is left."},
		{"penguins", "rate=0.01&epochs=20", "way", "Of the loss that there was to lose, 45 % is left."},
		{"penguins", "rate=1.01", "climbs", ""},
		{"penguins", "scale=centred&rate=0.01", "way", "% is left."},
		{"penguins", "scale=centred&rate=0.1", "climbs", ""},
		{"penguins", "scale=centred&rate=10&epochs=1000", "climbs", ""},                     // until the numbers end
		{"penguins", "a=0&b=0.5894511101769492", "arrives", ""},                             // it began there
		{"penguins", "rate=1", "way", "Of the loss that there was to lose, 100 % is left."}, // the limit: to and fro, for ever
		{"race", "bowl=z", "1", ""},
		{"race", "bowl=centred", "3", ""},
		{"race", "bowl=centred&rule3=none", "2", ""},
		{"race", "rate1=10&rate2=10&rule3=none", "", "Nobody is: all end higher up than they began."},
	} {
		options := ask(t, Request{Explorer: c.explorer, State: c.state, Veil: true})
		if options.Question == "" || options.Table != "" || len(options.Stops) > 0 || !strings.Contains(options.Said, "Guess first") {
			t.Errorf("%s?%s: it doesn't ask: %q", c.explorer, c.state, options.Said)
		}
		k := kinds[c.explorer]
		v, problem := check(k.controls(readValues(c.state)), readValues(c.state))
		if problem != nil {
			t.Fatal(problem.text)
		}
		for _, o := range k.options(v) {
			for _, at := range []string{"", "&at=0"} { // looking back doesn't change what happened
				verdict := ask(t, Request{Explorer: c.explorer, State: c.state + at, Guess: o.value}).Verdict
				right := strings.HasPrefix(verdict, "You guessed “"+o.text+"”, and so it is.")
				if right != (o.value == c.right) || !strings.HasPrefix(verdict, "You guessed “"+o.text+"”") || !strings.Contains(verdict, c.tells) {
					t.Errorf("%s?%s, guess %s: %s", c.explorer, c.state+at, o.value, verdict)
				}
			}
		}
	}
}

// Those that are level are all in front.
func TestLevelRacers(t *testing.T) {
	for _, lane := range []string{"1", "2"} {
		reply := ask(t, Request{Explorer: "race", State: "rule2=plain&rate2=0.075&rule3=plain&rate3=0.01", Guess: lane})
		if !strings.Contains(reply.Verdict, "and so it is") || !strings.HasPrefix(reply.Said, "Plain, 0.075 and plain, 0.075 are level in front") {
			t.Errorf("lane %s: %q; %q", lane, reply.Verdict, reply.Said)
		}
	}
}

// Before the guess nothing gives the answer away.
func TestVeil(t *testing.T) {
	for explorer, states := range map[string][]string{
		"belts":    {"rate=0.0007", "rate=0.00001", "rate=0.0005"},
		"penguins": {"rate=0.1", "rate=1.1"},
		"race":     {"rate1=0.01", "rate1=0.05", "rule2=adam"},
	} {
		first := ""
		for _, state := range states {
			veiled := ask(t, Request{Explorer: explorer, State: state, Veil: true, Details: true})
			if veiled.Question == "" || veiled.Table != "" || veiled.Moment != "" || len(veiled.Stops) > 0 {
				t.Errorf("%s?%s: %+v", explorer, state, veiled)
			}
			shown := fmt.Sprint(veiled.Pictures, veiled.Details)
			if first == "" {
				first = shown
			}
			if shown != first {
				t.Errorf("the veiled pictures of %s?%s and %s differ", explorer, state, states[0])
			}
		}
	}
}

// Where only one runs there is nothing to guess.
func TestNothingToGuess(t *testing.T) {
	reply := ask(t, Request{Explorer: "race", State: "rule2=none&rule3=none", Veil: true})
	if reply.Question != "" || len(reply.Stops) == 0 || reply.Table == "" {
		t.Errorf("%q", reply.Question)
	}
}
