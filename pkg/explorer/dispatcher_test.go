package explorer

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"littlesteps/pkg/descent"
)

// ask asks a fresh dispatcher and returns its last reply.
func ask(t *testing.T, r Request) Reply {
	t.Helper()
	replies := askAll(t, NewDispatcher(), r, func() bool { return true })
	return replies[len(replies)-1]
}

func askAll(t *testing.T, d *Dispatcher, r Request, rest func() bool) []Reply {
	t.Helper()
	var replies []Reply
	d.Answer(r, rest, func(reply Reply) { replies = append(replies, reply) })
	if len(replies) == 0 {
		t.Fatal("no reply")
	}
	return replies
}

func TestEachExplorerAnswers(t *testing.T) {
	for name := range kinds {
		reply := ask(t, Request{Explorer: name, ID: "x", Form: true, Details: true})
		if reply.Problem != "" || !reply.Final {
			t.Fatalf("%s: %+v", name, reply)
		}
		if len(reply.Pictures) < 2 || !strings.HasPrefix(reply.Pictures[0], "<svg") {
			t.Errorf("%s: no pictures", name)
		}
		if reply.Said == "" || reply.When == "" || reply.Set == "" || reply.Code == "" || !strings.Contains(reply.Table, "<tbody>") || !strings.Contains(reply.Details, "<table>") {
			t.Errorf("%s: something is empty: %+v", name, reply)
		}
		if stops := reply.Stops; stops[0] != 0 || stops[len(stops)-1] != reply.At {
			t.Errorf("%s: stops %v, at %d", name, stops, reply.At)
		}
		if len(reply.Handles) != 1 || reply.Handles[0].X <= 0 {
			t.Errorf("%s: handles %+v", name, reply.Handles)
		}
	}
}

// What the learner types by mistake comes back as a sentence that says what to
// do, with the control that it is about.
func TestBadInput(t *testing.T) {
	for _, c := range []struct{ explorer, state, field, problem string }{
		{"belts", "rate=0", "rate", "With a learning rate of 0 nothing moves: take one above 0."},
		{"belts", "rate=-0.1", "rate", "A negative learning rate climbs: take one above 0."},
		{"belts", "rate=NaN", "rate", "“NaN” isn't a number: write the learning rate as a number, such as 0.0001."},
		{"belts", "rate=fast", "rate", "“fast” isn't a number: write the learning rate as a number, such as 0.0001."},
		{"belts", "rate=1/0", "rate", "“1/0” isn't a number: write the learning rate as a number, such as 0.0001."},
		{"belts", "rate=1/2/3", "rate", "“1/2/3” isn't a number: write the learning rate as a number, such as 0.0001."},
		{"belts", "rate=1/", "rate", "“1/” isn't a number: write the learning rate as a number, such as 0.0001."},
		{"belts", "rate=1e999", "rate", "The learning rate must be a finite number."},
		{"belts", "rate=", "rate", "The learning rate is empty: write a number."},
		{"belts", "epochs=2.5", "epochs", "The epochs must be a whole number, not 2.5."},
		{"belts", "epochs=0", "epochs", "The epochs must be at least 1, not 0."},
		{"belts", "epochs=1e9", "epochs", "The epochs can be at most 1,000,000 here, not 10⁹."},
		{"belts", "start=1e9", "start", "The first multiplier can be at most 1,000,000 here, not 10⁹."},
		{"penguins", "column=wings", "column", "There is no measurement “wings”."},
		{"race", "rule1=best", "rule1", "There is no rule in lane 1 “best”."},
		{"race", "rate1=0", "rate1", "With a learning rate of 0 nothing moves: take one above 0."},
		{"race", "rule1=none&rule2=none&rule3=none", "", "Nobody runs: choose a rule for at least one lane."},
		{"eggs", "", "", "There is no explorer “eggs” in this version: run its cell again."},
	} {
		reply := ask(t, Request{Explorer: c.explorer, State: c.state})
		if reply.Problem != c.problem || reply.Field != c.field || !reply.Final {
			t.Errorf("%s?%s: %q about %q", c.explorer, c.state, reply.Problem, reply.Field)
		}
	}
}

// Numbers may be written as people do.
func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"0,5": "0.5", "1,000": "1000", "1 000": "1000", "1,000.5": "1000.5", "\u22122": "-2", " 3 ": "3", "1e-4": "0.0001", "0,125": "0.125", "12,5": "12.5", "1,000,000": "1000000",
		"1/1000": "0.001", "1/100,000": "1e-05", "1.0 / 100_000": "1e-05", "1/4": "0.25", "-1/0,5": "-2",
	} {
		c := control{name: "x", label: "number", usual: "1", form: slider, least: -1e9, most: 1e9}
		if got, complaint := c.clean(text); got != want || complaint != "" {
			t.Errorf("%q: %q, %q", text, got, complaint)
		}
	}
}

// Nothing that can be set makes an explorer panic or fall silent.
func TestExtremes(t *testing.T) {
	for _, state := range []struct{ explorer, state string }{
		{"belts", "rate=1e300"},
		{"belts", "rate=1e-300"},
		{"belts", "rate=1.7e308&start=1000000&epochs=3"},
		{"belts", "start=2.5414718343009572"},
		{"belts", "epochs=1"},
		{"belts", "rate=0.1&epochs=1000"},
		{"belts", "at=-5"},
		{"belts", "at=99999999"},
		{"penguins", "rate=1e300&scale=centred"},
		{"race", "rule1=adam&rate1=1e300&rule2=rmsprop&rate2=1e-300"},
		{"penguins", "a=0&b=0.5894511101769492"},
		{"penguins", "a=1000000&b=-1000000"},
		{"race", "rule1=none&rule2=none&budget=1"},
		{"race", "rate1=1e300&rate2=1e-300"},
		{"race", "bowl=z&a=0&b=0"},
		{"race", "rule1=adam&rule2=adam&rule3=adam&rule4=adam"},
	} {
		for _, more := range []string{"", "&at=0", "&at=1"} {
			reply := ask(t, Request{Explorer: state.explorer, State: state.state + more, Details: true})
			all := fmt.Sprint(reply.Pictures, reply.Said, reply.Moment, reply.Table, reply.When, reply.Details)
			if reply.Problem != "" || reply.Said == "" || strings.Contains(all, "NaN") || strings.Contains(all, "Inf") {
				t.Errorf("%s?%s%s: %q, %q, %q, %q", state.explorer, state.state, more, reply.Problem, reply.Said, reply.Moment, reply.When)
			}
		}
	}
}

// The words follow from the rate and the limit alone.
func TestBeltWords(t *testing.T) {
	limit := exact(beltBowl().limit())
	for _, c := range []struct{ rate, begins, guess string }{
		{"0.00001", "The steps are too small: each covers only 3.2 % of the way that is left.", "creeps"},
		{"0.0001", "Each step covers 32 % of the way that is left, always from the same side.", "creeps"},
		{exact(beltBowl().limit() / 2), "The first step lands on the best multiplier", "lands"},
		{"0.0005", "Each step overshoots, but comes nearer all the same: it lands on the other side, with 59 % of the distance left.", "settles"},
		{limit, "This is exactly the limit", "circles"},
		{"0.0007", "Each step overshoots so far that it lands on the other side 1.23 times as far away as it was. The walk diverges, because the rate is above the limit, 0.0006276.", "flies"},
	} {
		reply := ask(t, Request{Explorer: "belts", State: "rate=" + c.rate})
		if !strings.HasPrefix(reply.Said, c.begins) {
			t.Errorf("rate %s: %s", c.rate, reply.Said)
		}
		// What is 0 but for rounding is written 0, and the rate no longer than anybody reads.
		for _, at := range []string{"", "&at=0", "&at=1", "&at=2"} {
			reply := ask(t, Request{Explorer: "belts", State: "rate=" + c.rate + at})
			for _, text := range []string{reply.Said, reply.Moment, reply.Set, reply.Settings[0].Said} {
				if strings.Contains(text, "×10⁻¹") || regexp.MustCompile(`\.\d{9}`).MatchString(text) {
					t.Errorf("rate %s%s: %s", c.rate, at, text)
				}
			}
		}
		for _, o := range (belts{}).options(nil) {
			verdict := ask(t, Request{Explorer: "belts", State: "rate=" + c.rate, Guess: o.value}).Verdict
			if right := strings.Contains(verdict, "and so it is"); right != (o.value == c.guess) || verdict == "" {
				t.Errorf("rate %s, guess %s: %s", c.rate, o.value, verdict)
			}
		}
	}
}

// While a walk is played, the sentence tells of the moment that is seen, not of the end.
func TestWordsOfTheMoment(t *testing.T) {
	for _, c := range []struct{ explorer, state, says string }{
		{"belts", "at=8", "After 8 of 20 epochs the multiplier is 2.4234,"},
		{"belts", "rate=0.1&epochs=1000&at=1", "After 1 of 1,000 epochs the multiplier is 809.84,"},
		{"belts", "at=20", "After 20 epochs the multiplier is 2.5403,"},
		{"penguins", "at=8", "After 8 of 50 epochs: loss 0.7749;"},
		{"penguins", "at=50", "After 50 epochs: loss 0.6525;"},
	} {
		said := ask(t, Request{Explorer: c.explorer, State: c.state}).Said
		if !strings.Contains(said, c.says) || strings.Count(said, "After ") != 1 || strings.Contains(said, "too large for") {
			t.Errorf("%s?%s: %s", c.explorer, c.state, said)
		}
	}
}

// A walk that flies apart slowly is seen whole; of one that flies apart fast the first
// steps are, and the words say how many.
func TestWalksThatFlyApart(t *testing.T) {
	for _, c := range []struct {
		state      string
		seen, gone int
		says       string
	}{
		{"rate=0.00064", 20, 21, ""},
		{"rate=0.0005", 20, 21, ""},
		{"rate=0.0007", 14, 15, "The curve shows the first 14 steps; what follows leads out of the picture."},
		{"rate=0.002", 1, 2, "The curve shows the first step; what follows leads out of the picture."},
		{"rate=0.1", 0, 1, "The curve shows the start; what follows leads out of the picture."},
	} {
		reply := ask(t, Request{Explorer: "belts", State: c.state})
		curve := reply.Pictures[0]
		if !strings.Contains(curve, fmt.Sprintf("step %d: ", c.seen)) || strings.Contains(curve, fmt.Sprintf("step %d: ", c.gone)) || !strings.HasSuffix(reply.Said, c.says) {
			t.Errorf("%s: not %d steps in the picture; %s", c.state, c.seen, reply.Said)
		}
	}
}

// A walk of a million steps is asked back, and shown as far as it got when
// something newer comes.
func TestLongWalk(t *testing.T) {
	reply := ask(t, Request{Explorer: "belts", State: "epochs=1000000"})
	if !strings.HasPrefix(reply.Ask, "That takes 1,000,000 gradient evaluations, about 40 seconds here.") || len(reply.Pictures) > 0 {
		t.Fatalf("%+v", reply)
	}
	rests := 0
	replies := askAll(t, NewDispatcher(), Request{Explorer: "belts", State: "epochs=1000000", Confirmed: true}, func() bool { rests++; return rests < 3 })
	last := replies[len(replies)-1]
	if last.Final || last.Progress <= 0 || last.Progress >= 1 || len(last.Pictures) == 0 || !strings.Contains(last.Said, "so far") {
		t.Errorf("%d replies, progress %v, said %q", len(replies), last.Progress, last.Said)
	}
}

// Looking at another moment doesn't run the walk again.
func TestLookingAtAnotherMoment(t *testing.T) {
	d := NewDispatcher()
	all := func() bool { return true }
	askAll(t, d, Request{Explorer: "penguins", State: "epochs=100"}, all)
	known := d.walked[d.order[0]]
	first := askAll(t, d, Request{Explorer: "penguins", State: "epochs=100&at=3"}, all)[0]
	if first.At != 3 || len(d.order) != 1 || d.walked[d.order[0]] != known {
		t.Errorf("at %d, %d walks", first.At, len(d.order))
	}
	if !strings.Contains(first.When, "epoch 3 of 100") || !strings.Contains(first.Table, `aria-current="true"><th scope="row">3<`) {
		t.Errorf("%q", first.When)
	}
	for n := range 3 * remembered {
		askAll(t, d, Request{Explorer: "penguins", State: fmt.Sprint("epochs=", n+1)}, all)
	}
	if len(d.walked) != remembered || len(d.order) != remembered {
		t.Errorf("%d walks remembered", len(d.walked))
	}
}

// A long trajectory keeps the first moments apart by a power of two, and the newest.
func TestTrackOfAMillion(t *testing.T) {
	trajectory := &trajectory{every: 1}
	for n := range 1_000_000 {
		trajectory.note(descent.Record{Epoch: n, Params: []float64{float64(n)}, Gradient: []float64{0}})
		if n%99_991 != 0 {
			continue
		}
		for i, step := range trajectory.steps {
			if i < trajectory.last() && step != i*trajectory.every || trajectory.params[i][0] != float64(step) {
				t.Fatalf("after %d: moment %d is step %d, with %v", n, i, step, trajectory.params[i])
			}
		}
		if trajectory.steps[trajectory.last()] != n || len(trajectory.steps) > mostKept {
			t.Fatalf("after %d: %d moments, the newest %d", n, len(trajectory.steps), trajectory.steps[trajectory.last()])
		}
	}
}

// Dragging moves the start to the place under the pointer.
func TestDrag(t *testing.T) {
	d := NewDispatcher()
	all := func() bool { return true }
	for _, name := range []string{"belts", "penguins", "race"} {
		before := askAll(t, d, Request{Explorer: name, ID: name}, all)[0]
		h := before.Handles[0]
		moved := askAll(t, d, Request{Explorer: name, ID: name, Drag: &Drag{X: h.X + 30, Y: h.Y + 20}}, all)[0]
		now := moved.Handles[0]
		if math.Abs(now.X-h.X-30) > 2 || name != "belts" && math.Abs(now.Y-h.Y-20) > 2 {
			t.Errorf("%s: from %+v to %+v; %s", name, h, now, moved.State)
		}
	}
}

// The race gives each racer the rate that is best, and the one with the best rate
// is in front of itself with any other.
func TestTune(t *testing.T) {
	reply := ask(t, Request{Explorer: "race", State: "bowl=centred&rule1=plain&rule2=momentum&rule3=adam&rule4=rmsprop&rate1=0.0001&rate2=0.0001&rate3=1&rate4=1", Action: "tune"})
	if reply.State != "bowl=centred&rule4=rmsprop" {
		t.Errorf("tuned: %s", reply.State)
	}
}

// Where numbers are asked for, a walk comes with all of its moments, to the last digit.
func TestWalksInNumbers(t *testing.T) {
	reply := ask(t, Request{Explorer: "penguins", State: "rate=0.1&epochs=3&a=1&b=0.5", Numbers: true, Still: true})
	if len(reply.Walks) != 1 || reply.Memory == 0 {
		t.Fatalf("%d walks, %d bytes", len(reply.Walks), reply.Memory)
	}
	w, b := reply.Walks[0], mustLineProblem("bill_length_mm", "z").bowl
	if len(w.Steps) != 4 || len(w.Params) != 8 || len(w.Slopes) != 8 || len(w.Losses) != 4 {
		t.Fatalf("%+v", w)
	}
	for k := range 4 { // on the round bowl each way shrinks by 1 − 2·rate
		near(t, "intercept", w.Params[2*k], math.Pow(0.8, float64(k)), 1e-12)
		near(t, "slope", w.Params[2*k+1]-b.best[1], (0.5-b.best[1])*math.Pow(0.8, float64(k)), 1e-12)
	}
}
