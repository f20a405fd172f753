package exercise

import (
	"math"
	"strings"
	"testing"
)

func TestPredictions(t *testing.T) {
	tests := []struct {
		name    string
		guess   any
		truth   any
		verdict Verdict
		says    string
	}{
		{"still open", TODO, 1128.2125, Open, "Write your guess for the loss at 1.7"},
		{"no guess", nil, 1128.2125, Open, "Write your guess"},
		{"too low", 900, 1128.2125, Guessed, "You guessed 900 cm² for the loss at 1.7; it is 1128.21 cm². Your guess was 20 % too low."},
		{"the right direction", 900, 1128.2125, Guessed, "You expected it to fall from 1728.21 cm², and so it does."},
		{"the wrong direction", 2000.0, 1128.2125, Guessed, "You expected it to rise from 1728.21 cm², but it will fall."},
		{"very close", 1130, 1128.2125, Guessed, "Very close."},
		{"exact", 1128.2125, 1128.2125, Guessed, "That is exactly it."},
		{"another size", 10, 1128.2125, Guessed, "about 113 times as large as your guess"},
		{"too large", 1_000_000, 1128.2125, Guessed, "Your guess was about 886 times as large."},
		{"the other sign", -1100, 1128.2125, Guessed, "The size is right, but the sign is the other one."},
		{"the other sign, another size", -3, 1128.2125, Guessed, "It has the other sign."},
		{"nothing", 0, 1128.2125, Guessed, "too low"},
		{"text", "nine hundred", 1128.2125, NotYet, "Your guess is text (string). Make it a number"},
		{"a list", []float64{900}, 1128.2125, NotYet, "a list of numbers"},
		{"NaN", math.NaN(), 1128.2125, NotYet, "Your guess is NaN"},
		{"infinite", math.Inf(1), 1128.2125, NotYet, "Your guess is ∞"},
	}
	for _, test := range tests {
		verdict, text := Predict("the loss at 1.7", test.guess).Unit("cm²").From(1728.2125).together(test.truth)
		if verdict != test.verdict || !strings.Contains(strings.ReplaceAll(text, "`", ""), test.says) {
			t.Errorf("%s: want %q with %q, got %q\n\t%s", test.name, test.verdict, test.says, verdict, text)
		}
	}
}

// The truth must not be seen before the guess is made.
func TestAnOpenPredictionHidesTheTruth(t *testing.T) {
	answer := Predict("the hidden loss", TODO).Truth(1128.2125)
	if page := answer.HTML() + answer.String(); strings.Contains(page, "1128") {
		t.Errorf("the truth shows: %s", page)
	}
}

func TestGuessedNames(t *testing.T) {
	tests := []struct {
		guess   any
		verdict Verdict
		says    string
	}{
		{TODO, Open, "Write your guess"},
		{"", Open, "Write your guess"},
		{"Adam", Guessed, "You guessed Adam for who wins; it is momentum."},
		{" Momentum ", Guessed, "and so it is"},
		{"Eve", NotYet, "“Eve” isn't one of the names: plain, momentum, Adam."},
		{3, NotYet, "Make it a name in double quotes: plain, momentum, Adam."},
	}
	for _, test := range tests {
		verdict, text := Predict("who wins", test.guess).Among("plain", "momentum", "Adam").together("momentum")
		if verdict != test.verdict || !strings.Contains(strings.ReplaceAll(text, "`", ""), test.says) {
			t.Errorf("%v: want %q with %q, got %q\n\t%s", test.guess, test.verdict, test.says, verdict, text)
		}
	}
}
