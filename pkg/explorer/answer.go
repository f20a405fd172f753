package explorer

import (
	"errors"
	"runtime"
	"strings"
	"time"

	"littlesteps/pkg/chart"
)

// An answer is a request being worked on.
type answer struct {
	dispatcher *Dispatcher
	request    Request
	reply      Reply
	rest       func() bool
	send       func(reply Reply, final bool)
	begun      time.Time
	rested     time.Time
	shown      time.Time // when something was last shown; zero: not yet
	kind       kind
	values     values
}

func (a *answer) fail(problem, field string) {
	a.send(Reply{ID: a.reply.ID, Number: a.reply.Number, Problem: problem, Field: field}, true)
}

func (a *answer) answer() {
	r := a.request
	a.kind = kinds[r.Explorer]
	if a.kind == nil {
		a.fail("There is no explorer “"+r.Explorer+"” in this version: run its cell again.", "")
		return
	}
	raw := readValues(r.State)
	if r.Drag != nil {
		raw = a.kind.dragged(raw, *r.Drag, a.dispatcher.drawn[r.ID])
	}
	controls := a.kind.controls(raw)
	if r.Form {
		a.reply.Form = formHTML(a.kind, controls, r.ID)
	}
	v, problem := check(controls, raw)
	if problem != nil {
		a.fail(problem.text, problem.field)
		return
	}
	if can, ok := a.kind.(acting); ok && r.Action != "" {
		v = can.act(v, r.Action)
		controls = a.kind.controls(v)
	}
	a.values = v
	a.reply.State, a.reply.Settings = query(controls, v), settings(controls, v)
	a.reply.Set, a.reply.Code = a.kind.settings(v), a.kind.code(v)
	runs, err := a.kind.runs(v)
	if err != nil {
		a.fail(capital(err.Error())+".", "")
		return
	}
	if r.Form && !a.opened() {
		return
	}
	if r.Veil && a.veiled() {
		return
	}
	if a.mustAsk(runs) {
		return
	}
	trajectories, err := a.walkAll(runs)
	switch {
	case errors.Is(err, errStopped):
		return
	case err != nil:
		a.fail(capital(err.Error())+".", "")
		return
	}
	a.show(trajectories, true)
	if r.Form {
		a.warmUp(runs, trajectories)
	}
}

// opened sends the controls ahead of the first picture: the page has one already,
// and can be used at once. It returns false if that has happened.
func (a *answer) opened() bool {
	a.send(a.reply, false)
	a.reply.Form = ""
	return a.letOthers()
}

// warmUp walks and draws a few times for nothing, as long as nobody asks: browsers
// translate a program better where they have seen it work.
func (a *answer) warmUp(runs []*run, trajectories []*trajectory) {
	for range 12 {
		for _, j := range runs {
			if !a.letOthers() {
				return
			}
			if j.evaluations > 500 {
				continue
			}
			if _, err := j.walk(func(*trajectory) bool { return true }); err != nil {
				return
			}
		}
		a.kind.view(a.values, trajectories).figure.Still().Pictures()
	}
}

// letOthers lets others have their turn. It returns false if a newer request has
// come.
func (a *answer) letOthers() bool {
	a.dispatcher.turn.Unlock()
	defer a.dispatcher.turn.Lock()
	return a.rest()
}

// mustAsk asks whether a long walk is meant.
func (a *answer) mustAsk(runs []*run) bool {
	evaluations := 0
	for _, j := range runs {
		if a.dispatcher.walked[j.key] == nil {
			evaluations += j.evaluations
		}
	}
	if evaluations <= askFrom || a.request.Confirmed {
		return false
	}
	seconds := float64(evaluations) / a.dispatcher.speed
	a.reply.Ask = "That takes " + chart.Count(evaluations) + " gradient evaluations, about " + duration(seconds) + " here. Run them?"
	a.send(a.reply, true)
	return true
}

func duration(seconds float64) string {
	switch {
	case seconds < 2:
		return "a second"
	case seconds < 100:
		return chart.Digits(seconds, 2) + " seconds"
	}
	return chart.Digits(seconds/60, 2) + " minutes"
}

// walkAll runs the runs that are not remembered.
func (a *answer) walkAll(runs []*run) ([]*trajectory, error) {
	trajectories := make([]*trajectory, len(runs))
	for i, j := range runs {
		if known := a.dispatcher.walked[j.key]; known != nil {
			trajectories[i] = known
			continue
		}
		began := time.Now()
		done, err := j.walk(func(t *trajectory) bool {
			trajectories[i] = t
			return t.seen%momentsLooks != 0 || a.pause(trajectories, t)
		})
		if err != nil {
			return nil, err
		}
		trajectories[i] = done
		a.dispatcher.remember(j.key, done)
		if took := time.Since(began).Seconds(); took > 0.02 {
			a.dispatcher.speed = 0.5*a.dispatcher.speed + 0.5*float64(done.seen)/took
		}
	}
	return trajectories, nil
}

// pause shows what there is when the walk takes long, and lets others have their
// turn. It returns false if the rest of the walk isn't wanted.
func (a *answer) pause(trajectories []*trajectory, t *trajectory) bool {
	now := time.Now()
	if now.Sub(a.begun) < restEach || now.Sub(a.rested) < restEach {
		return true
	}
	left := now.Sub(a.begun).Seconds() * float64(t.planned-t.seen) / float64(t.seen)
	switch {
	case a.shown.IsZero() && now.Sub(a.begun) > showBy && left > showBy.Seconds(),
		!a.shown.IsZero() && now.Sub(a.shown) > showAgain:
		a.show(trajectories, false)
	}
	wanted := a.letOthers()
	a.rested = time.Now()
	if !wanted && a.shown.IsZero() {
		a.show(trajectories, false)
	}
	return wanted
}

// show sends what there is of the walks.
func (a *answer) show(trajectories []*trajectory, final bool) {
	a.shown = time.Now()
	seen := a.kind.view(a.values, trajectories)
	reply := a.reply
	a.fill(&reply, seen)
	long := longest(trajectories)
	reply.At = atOf(a.values, long)
	for _, i := range frames(long.last()) {
		reply.Stops = append(reply.Stops, long.steps[i])
	}
	planned, done := 0, 0
	for _, t := range trajectories {
		if t != nil {
			planned, done = planned+t.planned, done+t.seen
			if t.finished {
				done += t.planned - t.seen
			}
		}
	}
	reply.Progress = float64(done) / float64(planned)
	if a.request.Guess != "" && final {
		reply.Verdict = a.kind.verdict(a.values, trajectories, a.request.Guess)
	}
	if a.request.Numbers && final {
		for _, t := range trajectories {
			reply.Walks = append(reply.Walks, t.walk())
		}
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		reply.Memory = int(memory.Sys)
	}
	a.send(reply, final)
}

// fill draws the view into the reply.
func (a *answer) fill(reply *Reply, seen view) {
	if a.request.Still {
		seen.figure.Still()
	}
	var drawn []chart.Axes
	for _, p := range seen.figure.Pictures() {
		reply.Pictures = append(reply.Pictures, p.SVG)
		drawn = append(drawn, p.Axes[0])
	}
	a.dispatcher.drawn[a.request.ID] = drawn
	for _, h := range seen.handles {
		axes := drawn[h.picture]
		reply.Handles = append(reply.Handles, Handle{h.picture, axes.X.At(h.x), axes.Y.At(h.y), h.asks})
	}
	if a.request.Details {
		reply.Details = inside(seen.figure.Details())
	}
	reply.Said, reply.Moment, reply.When, reply.Table = seen.said, seen.moment, seen.when, seen.table
}

// inside returns what stands below the summary of a details element.
func inside(details string) string {
	_, after, _ := strings.Cut(details, "</summary>")
	return strings.TrimSuffix(after, "</details>")
}

// veiled answers without the walk, with a question in its place. It returns false
// if there is nothing to ask.
func (a *answer) veiled() bool {
	options := a.kind.options(a.values)
	if len(options) == 0 {
		return false
	}
	reply := a.reply
	a.fill(&reply, a.kind.veiled(a.values))
	reply.Question = questionHTML(options)
	a.send(reply, true)
	return true
}
