package remote

import (
	"bytes"
	"errors"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
	"littlesteps/pkg/exercise/check"
)

// connect lets a peer ask about answers that are served in the same process.
func connect(t *testing.T, answers map[string]any) *Peer {
	t.Helper()
	questionsIn, questionsOut := io.Pipe()
	repliesIn, repliesOut := io.Pipe()
	served := make(chan error, 1)
	go func() {
		served <- serve(questionsIn, repliesOut, answers)
		repliesOut.Close()
	}()
	t.Cleanup(func() {
		questionsOut.Close()
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return NewPeer(repliesIn, questionsOut)
}

// An answer gets the same words from afar as in the notebook.
func TestAChecksAnswerIsTheSameFromAfar(t *testing.T) {
	bowl := func(params []float64) (float64, []float64, error) {
		a, b := params[0], params[1]
		return a*a + 100*b*b, []float64{2 * a, 200 * b}, nil
	}
	z, actual := []float64{-1, 0, 2}, []float64{1, 2, 4}
	tests := []struct {
		name  string
		mine  any
		check func(mine any) exercise.Answer
	}{
		{"a right step", func(m, s, r float64) float64 { return m - r*s }, check.OneStep},
		{"a mistake", func(m, s, r float64) float64 { return m + r*s }, check.OneStep},
		{"a gap", func(m, s, r float64) float64 { return exercise.TODO }, check.OneStep},
		{"an open number", exercise.TODO, check.OneStep},
		{"nothing", nil, check.OneStep},
		{"a text", "step", check.OneStep},
		{"too few values", func(m float64) float64 { return m }, check.OneStep},
		{"other results", func(m, s, r float64) (float64, error) { return m, nil }, check.OneStep},
		{"NaN", func(m, s, r float64) float64 { return math.NaN() }, check.OneStep},
		{"a panic", func(m, s, r float64) float64 { panic("no idea") }, check.OneStep},
		{"a panic without a word", func(m, s, r float64) float64 { panic("") }, check.OneStep},
		{"a runtime error", func(m, s, r float64) float64 { var p *float64; return *p }, check.OneStep},
		{"whole numbers", func(values float64, parameters int) float64 { return math.Pow(values, float64(parameters)) }, check.Combinations},
		{"a list", func(a, b float64, z, actual []float64) []float64 { return []float64{1, 2, 3} },
			func(mine any) exercise.Answer { return check.Gradient(mine, -2, 0, z, actual) }},
		{"no list", func(a, b float64, z, actual []float64) []float64 { return nil },
			func(mine any) exercise.Answer { return check.Gradient(mine, -2, 0, z, actual) }},
		{"a changed list", func(m float64, inches, cm []float64) float64 {
			inches[0] = 0
			return m
		}, func(mine any) exercise.Answer { return check.SlopeByHand(mine) }},
		{"a rule", descent.RMSProp, check.RMSProp},
		{"another rule", descent.GradientDescent, check.RMSProp},
		{"no rule", func(rate float64) descent.Rule { return nil }, check.RMSProp},
		{"a rule that refuses", func(rate float64) descent.Rule { return descent.GradientDescent(-rate) }, check.RMSProp},
		{"a rule of one's own", func(rate float64) descent.Rule { return descent.Momentum(rate, 0.7) },
			func(mine any) exercise.Answer { return check.OwnRule(mine, bowl, []float64{-10, 1}, 100) }},
		{"a rate", 0.1, func(mine any) exercise.Answer { return check.Valley(mine) }},
		{"a whole number", 100, func(mine any) exercise.Answer { return check.Valley(mine) }},
		{"lists", []float64{30, 30, 40, 40}, func(mine any) exercise.Answer { return check.OwnBelts(mine, []float64{88, 92, 118, 122}) }},
		{"a guess", 900.0, func(mine any) exercise.Answer { return exercise.Predict("the loss", mine).Truth(1000) }},
		{"a name", "Adam", func(mine any) exercise.Answer {
			return exercise.Predict("the winner", mine).Among("Adam").Truth("Adam")
		}},
	}
	for _, test := range tests {
		near := test.check(test.mine)
		p := connect(t, map[string]any{"mine": test.mine})
		far, err := p.Get("mine")
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		got := test.check(far)
		// The second check of an exercise in one program says so; that isn't meant here.
		plain := func(a exercise.Answer) string {
			text, _, _ := strings.Cut(a.Text, " (“")
			return a.Verdict.String() + ": " + text
		}
		if plain(got) != plain(near) {
			t.Errorf("%s: from afar\n\t%s\nhere\n\t%s", test.name, plain(got), plain(near))
		}
		if p.Broken() != nil {
			t.Errorf("%s: %v", test.name, p.Broken())
		}
	}
}

func TestWhatCantTravel(t *testing.T) {
	type own struct{ x float64 }
	p := connect(t, map[string]any{"struct": own{1}, "func": func(own) float64 { return 1 }, "many": func(...float64) float64 { return 1 }})
	for _, name := range []string{"struct", "func", "many"} {
		if got, err := p.Get(name); !errors.Is(err, ErrNoAnswer) {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	if p.Broken() != nil {
		t.Errorf("an answer of another type ended the conversation: %v", p.Broken())
	}
	if _, err := p.Get("none"); err == nil || p.Broken() == nil {
		t.Errorf("a name that isn't served: %v", err)
	}
}

// Rows and lists that a learner's function changes are changed here too, and an error
// comes over as one.
func TestWhatAFunctionChanges(t *testing.T) {
	p := connect(t, map[string]any{
		"spoil":  func(rows [][]float64, xs []float64) float64 { rows[1][0], xs[0] = 9, 8; return 7 },
		"fail":   func(x float64) (float64, error) { return x, errors.New("no such place") },
		"counts": uint8(3),
		"none":   (func())(nil),
	})
	spoil, err := p.Get("spoil")
	if err != nil {
		t.Fatal(err)
	}
	rows, xs := [][]float64{{1}, {2}}, []float64{3}
	if got := spoil.(func([][]float64, []float64) float64)(rows, xs); got != 7 || rows[1][0] != 9 || xs[0] != 8 {
		t.Errorf("%v %v %v", got, rows, xs)
	}
	fail, err := p.Get("fail")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fail.(func(float64) (float64, error))(1); err == nil || err.Error() != "no such place" {
		t.Errorf("the error came over as %v", err)
	}
	for name, want := range map[string]any{"counts": 3, "none": nil} {
		if got, err := p.Get(name); err != nil || got != want {
			t.Errorf("%s came over as %v, %v", name, got, err)
		}
	}
}

// right is a function of the right type, from whatever the replies say.
func askStep(replies string) (answer exercise.Answer, p *Peer) {
	p = NewPeer(strings.NewReader(replies), io.Discard)
	mine, err := p.Get("myStep")
	if err != nil {
		return exercise.Answer{Verdict: exercise.NotYet}, p
	}
	return check.OneStep(mine), p
}

const function = `{"values":[{"kind":"func","ref":1,"in":["float64","float64","float64"],"out":["float64"]}]}` + "\n"

func TestRepliesThatAreNone(t *testing.T) {
	tests := []struct{ name, replies string }{
		{"nothing", ""},
		{"no JSON", "right\n"},
		{"a verdict", `{"verdict":2,"text":"right"}` + "\n"},
		{"no value", "{}\n"},
		{"two values", `{"values":[{"kind":"nil"},{"kind":"nil"}]}` + "\n"},
		{"a kind that there isn't", `{"values":[{"kind":"right"}]}` + "\n"},
		{"a number without bits", `{"values":[{"kind":"float64"}]}` + "\n"},
		{"a number that is none", `{"values":[{"kind":"float64","numbers":[-1]}]}` + "\n"},
		{"a very long line", strings.Repeat(" ", 2<<20)},
		{"an end after the function", function},
		{"a result of another kind", function + strings.Repeat(`{"values":[{"kind":"string","text":"right"}]}`+"\n", 20)},
		{"no result", function + strings.Repeat("{}\n", 20)},
		{"too many results", function + strings.Repeat(`{"values":[{"kind":"float64","numbers":[1]},{"kind":"float64","numbers":[1]}]}`+"\n", 20)},
		{"a rule as a result", function + strings.Repeat(`{"values":[{"kind":"descent.Rule","ref":1}]}`+"\n", 20)},
		{"null", "null\n"},
	}
	for _, test := range tests {
		answer, p := askStep(test.replies)
		if answer.Done() {
			t.Errorf("%s: %s", test.name, answer)
		}
		if p.Broken() == nil {
			t.Errorf("%s: the conversation goes on", test.name)
		}
	}
}

// Whatever a program says, the check ends, and not with Right.
func FuzzReplies(f *testing.F) {
	f.Add([]byte(function + `{"values":[{"kind":"float64","numbers":[4607182418800017408]}]}` + "\n"))
	f.Add([]byte(function + `{"values":[{"kind":"nil"}],"args":[{"kind":"[]float64","numbers":[1]}],"gap":true,"panic":"x"}` + "\n"))
	f.Add([]byte(`{"values":[{"kind":"descent.Rule","ref":-1}]}` + "\n"))
	f.Add([]byte(`{"values":[{"kind":"[][]float64","rows":[null,[1]]}]}` + "\n"))
	f.Fuzz(func(t *testing.T, replies []byte) {
		if answer, _ := askStep(string(replies)); answer.Verdict == exercise.Right {
			t.Errorf("right by %q", replies)
		}
		p := NewPeer(bytes.NewReader(replies), io.Discard)
		if mine, err := p.Get("myRule"); err == nil && check.RMSProp(mine).Verdict == exercise.Right {
			t.Errorf("right by %q", replies)
		}
	})
}

// Values come back as they were, with every bit of a number.
func FuzzValues(f *testing.F) {
	f.Add(1.5, -3, "text", true)
	f.Add(math.Inf(-1), 1<<62, "ünï\x00", false)
	f.Add(exercise.TODO, 0, "", true)
	f.Fuzz(func(t *testing.T, x float64, n int, text string, yes bool) {
		for _, want := range []any{x, n, yes, []float64{x, -x}, [][]float64{{x}, {}}, []float64{}} {
			got, err := pack(want, nil).plain()
			if err != nil || !reflect.DeepEqual(bitsOf(got), bitsOf(want)) {
				t.Errorf("%v became %v, %v", want, got, err)
			}
		}
	})
}

// bitsOf makes NaN comparable.
func bitsOf(x any) any {
	switch x := x.(type) {
	case float64:
		return math.Float64bits(x)
	case []float64:
		return bits(x)
	case [][]float64:
		rows := [][]uint64{}
		for _, row := range x {
			rows = append(rows, bits(row))
		}
		return rows
	}
	return x
}
