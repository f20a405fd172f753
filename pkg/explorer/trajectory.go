package explorer

import (
	"errors"
	"slices"
	"sort"

	"littlesteps/pkg/chart"
	"littlesteps/pkg/descent"
)

// A run is a descent that is asked for.
type run struct {
	key         string // the same key, the same walk
	evaluations int    // of the gradient, planned
	descend     func(look descent.Option, sparse descent.Option) (*descent.History, error)
}

// A trajectory is what a walk wrote down, up to now. Of long walks it keeps every
// second moment, every fourth and so on, and always the newest.
type trajectory struct {
	planned  int // moments that the walk will have, the start included
	seen     int // moments so far
	every    int
	steps    []int // how many steps were done before each moment that was kept
	params   [][]float64
	losses   []float64
	slopes   [][]float64
	finished bool
	diverged bool
	outcome  string
}

// mostKept bounds what a trajectory keeps; a figure shows no more anyway.
const mostKept = 4096

// note takes a moment down.
func (t *trajectory) note(r descent.Record) {
	if n := len(t.steps); n > 0 && t.steps[n-1]%t.every != 0 {
		t.drop() // it was kept only for being the newest
	}
	if len(t.steps) >= mostKept {
		t.halve()
	}
	t.steps = append(t.steps, t.seen)
	t.params = append(t.params, slices.Clone(r.Params))
	t.losses = append(t.losses, r.Loss)
	t.slopes = append(t.slopes, slices.Clone(r.Gradient))
	t.seen++
}

func (t *trajectory) drop() {
	n := len(t.steps) - 1
	t.steps, t.params, t.losses, t.slopes = t.steps[:n], t.params[:n], t.losses[:n], t.slopes[:n]
}

func (t *trajectory) halve() {
	t.every *= 2
	kept := 0
	for i, step := range t.steps {
		if step%t.every == 0 {
			t.steps[kept], t.params[kept], t.losses[kept], t.slopes[kept] = step, t.params[i], t.losses[i], t.slopes[i]
			kept++
		}
	}
	t.steps, t.params, t.losses, t.slopes = t.steps[:kept], t.params[:kept], t.losses[:kept], t.slopes[:kept]
}

// last is the index of the newest moment.
func (t *trajectory) last() int { return len(t.steps) - 1 }

// at returns the index of the moment after a number of steps, or of the nearest
// one before that was kept.
func (t *trajectory) at(step int) int {
	return max(0, sort.SearchInts(t.steps, step+1)-1)
}

// after begins a sentence about a moment.
func (t *trajectory) after(k int) string {
	switch {
	case k < t.last():
		return "After " + chart.Count(t.steps[k]) + " of " + chart.Plural(t.planned-1, "epoch")
	case !t.finished:
		return "After " + chart.Plural(t.steps[k], "epoch") + " so far"
	}
	return "After " + chart.Plural(t.steps[k], "epoch")
}

// param returns one parameter of the moments up to and including index to.
func (t *trajectory) param(i, to int) []float64 {
	xs := make([]float64, to+1)
	for k := range xs {
		xs[k] = t.params[k][i]
	}
	return xs
}

// floats returns whole numbers as a figure takes them.
func floats(whole []int) []float64 {
	xs := make([]float64, len(whole))
	for i, n := range whole {
		xs[i] = float64(n)
	}
	return xs
}

// stopped is the reason of a walk that nobody wants any more.
var errStopped = errors.New("stopped")

// walk runs a run. rest is called with the trajectory so far at each moment; if it
// returns false, the walk ends with errStopped.
func (j *run) walk(rest func(*trajectory) bool) (*trajectory, error) {
	t := &trajectory{planned: j.evaluations + 1, every: 1}
	wanted := true
	look := descent.Watch(func(r descent.Record) bool {
		t.note(r)
		wanted = rest(t)
		return wanted
	})
	// The history itself need not keep what the trajectory keeps.
	history, err := j.descend(look, descent.Every(1<<30))
	switch {
	case err != nil:
		return nil, err
	case !wanted:
		return nil, errStopped
	}
	t.finished, t.diverged, t.outcome = true, history.Diverged(), history.Outcome()
	return t, nil
}

// longest returns the trajectory with the most moments, by which the time line goes.
func longest(trajectories []*trajectory) *trajectory {
	var long *trajectory
	for _, t := range trajectories {
		if t != nil && (long == nil || t.seen > long.seen) {
			long = t
		}
	}
	return long
}

// atOf returns the step that is looked at: the last one where nothing is said.
func atOf(v values, t *trajectory) int {
	if _, ok := v["at"]; ok {
		return t.steps[t.at(v.whole("at"))]
	}
	return t.steps[t.last()]
}
