package exercise

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
)

// A Prediction is a guess that waits for the truth.
type Prediction struct {
	what    string
	guess   any
	unit    string
	before  *float64
	options []string
}

// Predict takes a learner's guess, a number or a name, of what is about to be
// seen. what completes the sentence "You guessed 900 for …", such as "the loss at
// 1.7". While the guess is [TODO], the truth stays hidden.
func Predict(what string, guess any) *Prediction { return &Prediction{what: what, guess: guess} }

// Unit names the unit of the guess and the truth, such as "cm²".
func (p *Prediction) Unit(unit string) *Prediction {
	p.unit = unit
	return p
}

// From says what the number was before, so that the answer can tell whether the
// learner expected the right direction.
func (p *Prediction) From(before float64) *Prediction {
	p.before = &before
	return p
}

// Among lists the names that can be guessed.
func (p *Prediction) Among(options ...string) *Prediction {
	p.options = options
	return p
}

// Truth shows guess and truth together. truth is a number, or a name where names
// are guessed.
func (p *Prediction) Truth(truth any) Answer {
	answer := Answer{Exercise: p.what}
	answer.Verdict, answer.Text = p.together(truth)
	return counted(answer)
}

func (p *Prediction) together(truth any) (Verdict, string) {
	if gap, ok := p.guess.(float64); ok && IsOpen(gap) || p.guess == nil || p.guess == "" {
		return Open, "Write your guess for " + p.what + " in place of `exercise.TODO`, and run the cell again. " +
			"Any guess is better than none: it is how you notice what surprises you."
	}
	if name, ok := truth.(string); ok {
		return p.names(name)
	}
	right, ok := toNumber(truth)
	if !ok {
		return NotYet, fmt.Sprintf("The truth is %s, and can't be compared with a guess.", kindWords(reflect.TypeOf(truth)))
	}
	guess, ok := toNumber(p.guess)
	if !ok {
		return NotYet, fmt.Sprintf("Your guess is %s. Make it a number, such as 900.", kindWords(reflect.TypeOf(p.guess)))
	}
	if math.IsNaN(guess) || math.IsInf(guess, 0) {
		return NotYet, "Your guess is " + Format(guess) + ". Make it a finite number, such as 900."
	}
	return Guessed, p.sentences(guess, right)
}

// names compares names.
func (p *Prediction) names(truth string) (Verdict, string) {
	guess, ok := p.guess.(string)
	if !ok {
		return NotYet, fmt.Sprintf("Your guess is %s. Make it a name in double quotes%s.", kindWords(reflect.TypeOf(p.guess)), p.choices())
	}
	same := func(option string) bool { return strings.EqualFold(strings.TrimSpace(guess), option) }
	if len(p.options) > 0 && !slices.ContainsFunc(p.options, same) {
		return NotYet, fmt.Sprintf("“%s” isn't one of the names%s.", theirs(guess), p.choices())
	}
	if same(truth) {
		return Guessed, "You guessed " + truth + " for " + p.what + ", and so it is."
	}
	return Guessed, "You guessed " + theirs(guess) + " for " + p.what + "; it is " + truth + ". What made the difference?"
}

func (p *Prediction) choices() string {
	if len(p.options) == 0 {
		return ""
	}
	return ": " + strings.Join(p.options, ", ")
}

// sentences puts two numbers together.
func (p *Prediction) sentences(guess, truth float64) string {
	text := "You guessed " + p.with(guess) + " for " + p.what + "; it is " + p.with(truth) + ". " + howFar(guess, truth)
	if p.before == nil {
		return text
	}
	expected, happened := direction(*p.before, guess), direction(*p.before, truth)
	if expected == happened {
		return text + " You expected it to " + expected + " from " + p.with(*p.before) + ", and so it does."
	}
	return text + " You expected it to " + expected + " from " + p.with(*p.before) + ", but it will " + happened + "."
}

func (p *Prediction) with(x float64) string {
	if p.unit == "" {
		return Typed(x)
	}
	return Typed(x) + " " + p.unit
}

func direction(from, to float64) string {
	switch {
	case near(from, to, 1e-9):
		return "stay"
	case to > from:
		return "rise"
	}
	return "fall"
}

// howFar says how good a guess was, and on which side it erred.
func howFar(guess, truth float64) string {
	side := "high"
	if guess < truth {
		side = "low"
	}
	ratio := guess / truth
	switch {
	case Format(guess) == Format(truth):
		return "That is exactly it."
	case truth == 0 || guess == 0:
		return "Your guess was too " + side + "."
	case math.Abs(ratio-1) < 0.02:
		return "Very close."
	case math.Abs(ratio+1) < 0.1:
		return "The size is right, but the sign is the other one."
	case ratio < 0:
		return "It has the other sign."
	case ratio >= 5:
		return fmt.Sprintf("Your guess was about %s times as large.", Format(math.Round(ratio)))
	case ratio <= 0.2:
		return fmt.Sprintf("It is about %s times as large as your guess.", Format(math.Round(1/ratio)))
	}
	return fmt.Sprintf("Your guess was %.0f %% too %s.", 100*math.Abs(guess-truth)/math.Abs(truth), side)
}

// toNumber accepts every kind of number that a learner may write.
func toNumber(x any) (float64, bool) {
	v := reflect.ValueOf(x)
	switch {
	case !v.IsValid():
		return 0, false
	case v.CanFloat():
		return v.Float(), true
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanUint():
		return float64(v.Uint()), true
	}
	return 0, false
}

// near tells whether two numbers agree up to a share of the larger one. Infinity
// is near nothing but itself.
func near(a, b, share float64) bool {
	return a == b || !math.IsInf(a-b, 0) && math.Abs(a-b) <= share*max(math.Abs(a), math.Abs(b))
}
