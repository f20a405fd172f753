package explorer

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"littlesteps/pkg/chart"
)

// A Request is what a page asks of the program behind it.
type Request struct {
	Explorer string // which kind: "belts"
	ID       string // which one on the page
	Number   int    // counts the page's requests; comes back with the reply
	State    string // the values of the controls, as in a link

	Form      bool   // the page has no controls yet, and still its first picture
	Action    string // a button that changes several values at once
	Details   bool   // the page shows the description and the data
	Veil      bool   // don't show the walk: the learner is to guess first
	Guess     string // what the learner guessed
	Still     bool   // the next picture follows at once: leave out what is told on hover
	Confirmed bool   // a long walk is really meant
	Drag      *Drag  // a handle was dragged
	Numbers   bool   // the walks themselves are asked for, to the last digit
}

// A Drag is a pointer's place on a picture, in the units of its viewBox.
type Drag struct {
	Handle int
	X, Y   float64
}

// A Reply is what the page then shows. What is empty stays as it is.
type Reply struct {
	ID     string
	Number int
	Final  bool // no other reply to the same request follows

	Problem string // a value that can't be meant, in a sentence
	Field   string // and its control
	Ask     string // the walk is long: a question to confirm

	State    string
	Settings []Setting
	Form     string
	Pictures []string
	Handles  []Handle
	Said     string // what happens
	Moment   string // what the step looked at does
	When     string // which step that is
	Table    string
	Details  string
	Question string // what the learner is to guess, as HTML
	Verdict  string // how the guess compares
	Code     string // the Go cell that does the same
	Stops    []int  // the steps at which playing stops, the first and the last included
	At       int    // the step looked at
	Progress float64

	Walks []Walk // only where asked for
}

// A Handle is where something can be dragged, in the units of a picture's
// viewBox.
type Handle struct {
	Picture int
	X, Y    float64
}

// A Walk is one run in numbers.
type Walk struct {
	Rule           string
	Steps          []int
	Params, Slopes []float64 // all parameters of the first moment, of the second, …
	Losses         []float64
}

// A Desk answers requests. It remembers the latest walks, so that looking at
// another moment of one costs no more than a drawing. Several goroutines may use
// it, and take turns.
type Desk struct {
	turn   sync.Mutex
	walked map[string]*track
	order  []string // keys of walked, the latest last
	drawn  map[string][]chart.Picture
	speed  float64 // gradient evaluations a second, as seen so far
}

// NewDesk returns a desk that remembers nothing yet.
func NewDesk() *Desk {
	return &Desk{walked: map[string]*track{}, drawn: map[string][]chart.Picture{}, speed: 25_000}
}

const (
	remembered   = 10
	askFrom      = 200_000               // evaluations that nobody should start by a slip
	showBy       = 40 * time.Millisecond // a walk that takes longer is shown as far as it got
	showAgain    = 250 * time.Millisecond
	restEach     = 25 * time.Millisecond
	momentsLooks = 8 // the clock is read every so many moments
)

// Answer answers a request with one or more replies. Long walks let others have
// their turn in rest now and then; where rest returns false, a newer request has
// come, and this one ends once it has shown something.
func (d *Desk) Answer(r Request, rest func() bool, send func(Reply)) {
	d.turn.Lock()
	defer d.turn.Unlock()
	a := &answer{desk: d, request: r, rest: rest, begun: time.Now()}
	a.reply.ID, a.reply.Number = r.ID, r.Number
	a.send = func(reply Reply, final bool) {
		reply.Final = final
		send(reply)
	}
	defer func() {
		if reason := recover(); reason != nil {
			a.fail(fmt.Sprintf("The explorer made a mistake (%v). Try other values.", reason), "")
		}
	}()
	a.answer()
}

// An answer is a request being worked on.
type answer struct {
	desk    *Desk
	request Request
	reply   Reply
	rest    func() bool
	send    func(reply Reply, final bool)
	begun   time.Time
	rested  time.Time
	shown   time.Time // when something was last shown; zero: not yet
	kind    kind
	values  values
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
		raw = a.desk.drag(a.kind, r, raw)
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
	a.reply.Code = a.kind.code(v)
	jobs, err := a.kind.jobs(v)
	if err != nil {
		a.fail(capital(err.Error())+".", "")
		return
	}
	if r.Form && !a.opened() {
		return
	}
	if r.Veil {
		a.veiled(jobs)
		return
	}
	if a.mustAsk(jobs) {
		return
	}
	tracks, err := a.walkAll(jobs)
	switch {
	case errors.Is(err, errStopped):
		return
	case err != nil:
		a.fail(capital(err.Error())+".", "")
		return
	}
	a.show(tracks, true)
	if r.Form {
		a.warmUp(tracks)
	}
}

// opened sends the controls ahead of the first picture: the page has one already,
// and can be used at once. It returns false if that has happened.
func (a *answer) opened() bool {
	a.send(a.reply, false)
	a.reply.Form = ""
	return a.letOthers()
}

// warmUp draws a few times for nothing, as long as nobody asks: browsers translate
// a program better where they have seen it work.
func (a *answer) warmUp(tracks []*track) {
	for range 6 {
		if !a.letOthers() {
			return
		}
		a.kind.view(a.values, tracks).figure.Still().Pictures()
	}
}

// letOthers lets others have their turn. It returns false if a newer request has
// come.
func (a *answer) letOthers() bool {
	a.desk.turn.Unlock()
	defer a.desk.turn.Lock()
	return a.rest()
}

// mustAsk asks whether a long walk is meant.
func (a *answer) mustAsk(jobs []*job) bool {
	evaluations := 0
	for _, j := range jobs {
		if a.desk.walked[j.key] == nil {
			evaluations += j.evaluations
		}
	}
	if evaluations <= askFrom || a.request.Confirmed {
		return false
	}
	seconds := float64(evaluations) / a.desk.speed
	a.reply.Ask = "That takes " + grouped(itoa(evaluations)) + " gradient evaluations, about " + duration(seconds) + " here. Run them?"
	a.send(a.reply, true)
	return true
}

func duration(seconds float64) string {
	switch {
	case seconds < 2:
		return "a second"
	case seconds < 100:
		return digits(seconds, 2) + " seconds"
	}
	return digits(seconds/60, 2) + " minutes"
}

// walkAll runs the jobs that are not remembered.
func (a *answer) walkAll(jobs []*job) ([]*track, error) {
	tracks := make([]*track, len(jobs))
	for i, j := range jobs {
		if known := a.desk.walked[j.key]; known != nil {
			tracks[i] = known
			continue
		}
		began := time.Now()
		done, err := j.walk(func(t *track) bool {
			tracks[i] = t
			return t.seen%momentsLooks != 0 || a.pause(tracks, t)
		})
		if err != nil {
			return nil, err
		}
		tracks[i] = done
		a.desk.remember(j.key, done)
		if took := time.Since(began).Seconds(); took > 0.02 {
			a.desk.speed = 0.5*a.desk.speed + 0.5*float64(done.seen)/took
		}
	}
	return tracks, nil
}

// pause shows what there is when the walk takes long, and lets others have their
// turn. It returns false if the rest of the walk isn't wanted.
func (a *answer) pause(tracks []*track, t *track) bool {
	now := time.Now()
	if now.Sub(a.begun) < restEach || now.Sub(a.rested) < restEach {
		return true
	}
	left := now.Sub(a.begun).Seconds() * float64(t.planned-t.seen) / float64(t.seen)
	switch {
	case a.shown.IsZero() && now.Sub(a.begun) > showBy && left > showBy.Seconds(),
		!a.shown.IsZero() && now.Sub(a.shown) > showAgain:
		a.show(tracks, false)
	}
	wanted := a.letOthers()
	a.rested = time.Now()
	if !wanted && a.shown.IsZero() {
		a.show(tracks, false)
	}
	return wanted
}

// show sends what there is of the walks.
func (a *answer) show(tracks []*track, final bool) {
	a.shown = time.Now()
	seen := a.kind.view(a.values, tracks)
	reply := a.reply
	a.fill(&reply, seen)
	long := longest(tracks)
	reply.At = atOf(a.values, long)
	for _, i := range frames(long.last()) {
		reply.Stops = append(reply.Stops, long.steps[i])
	}
	planned, done := 0, 0
	for _, t := range tracks {
		if t != nil {
			planned, done = planned+t.planned, done+t.seen
			if t.finished {
				done += t.planned - t.seen
			}
		}
	}
	reply.Progress = float64(done) / float64(planned)
	if g, ok := a.kind.(guessing); ok && a.request.Guess != "" && final {
		reply.Verdict = g.verdict(a.values, tracks, a.request.Guess)
	}
	if a.request.Numbers && final {
		for _, t := range tracks {
			reply.Walks = append(reply.Walks, t.walk())
		}
	}
	a.send(reply, final)
}

// fill draws the view into the reply.
func (a *answer) fill(reply *Reply, seen view) {
	if a.request.Still {
		seen.figure.Still()
	}
	pictures := seen.figure.Pictures()
	a.desk.drawn[a.request.ID] = pictures
	for _, p := range pictures {
		reply.Pictures = append(reply.Pictures, p.SVG)
	}
	for _, h := range seen.handles {
		axes := pictures[h.picture].Axes[0]
		reply.Handles = append(reply.Handles, Handle{h.picture, axes.X.At(h.x), axes.Y.At(h.y)})
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

// veiled answers without the walk.
func (a *answer) veiled(jobs []*job) {
	g, ok := a.kind.(guessing)
	if !ok {
		return
	}
	reply := a.reply
	a.fill(&reply, g.veiled(a.values))
	reply.Question = questionHTML(g.options(a.values), a.request.ID)
	a.send(reply, true)
}

func (d *Desk) remember(key string, t *track) {
	if len(d.order) == remembered {
		delete(d.walked, d.order[0])
		d.order = d.order[1:]
	}
	d.walked[key] = t
	d.order = append(d.order, key)
}

// drag returns the values after a handle was dragged.
func (d *Desk) drag(k kind, r Request, raw values) values {
	can, ok := k.(draggable)
	if !ok {
		return raw
	}
	return can.dragged(raw, *r.Drag, d.drawn[r.ID])
}

func (t *track) walk() Walk {
	w := Walk{Rule: t.outcome, Steps: t.steps, Losses: t.losses}
	for i := range t.params {
		w.Params = append(w.Params, t.params[i]...)
		w.Slopes = append(w.Slopes, t.slopes[i]...)
	}
	return w
}

// longest returns the track with the most moments, by which the time line goes.
func longest(tracks []*track) *track {
	var long *track
	for _, t := range tracks {
		if t != nil && (long == nil || t.seen > long.seen) {
			long = t
		}
	}
	return long
}

// atOf returns the step that is looked at: the last one where nothing is said.
func atOf(v values, t *track) int {
	if _, ok := v["at"]; ok {
		return t.steps[t.at(v.whole("at"))]
	}
	return t.steps[t.last()]
}
