package descent

import (
	"errors"
	"fmt"
	"slices"
)

// Run descends from start: it evaluates f, writes a record, takes the rule's
// step, and does so again for the given number of epochs (at least 1). n epochs
// make n+1 records, because the place where the last step arrives is evaluated
// as well.
//
// start has one value for each parameter, each finite, and is not changed. A run
// that diverges ends early without an error; see [History.Diverged]. An error of
// f or of a learner's rule comes back with its epoch.
func Run(f Func, start []float64, rule Rule, epochs int, options ...Option) (*History, error) {
	if f == nil {
		return nil, errors.New("no function to descend")
	}
	w, err := newWalk(start, rule, epochs, options)
	if err != nil {
		return nil, err
	}
	for {
		loss, gradient, err := f(w.now.Params)
		if goOn, err := w.observe(loss, gradient, err); !goOn {
			return w.end(err)
		}
		if goOn, err := w.step(); !goOn {
			return w.end(err)
		}
		w.now.Epoch++
		w.now.Examples++
	}
}

// walk is a run under way.
type walk struct {
	settings
	history *History
	epochs  int
	move    Step
	now     Record  // where the run stands; its slices are used again, and a rule may spoil the gradient
	moments int     // how many moments there were, kept or not
	begun   bool    // whether a batch of the present epoch has moved the parameters
	best    float64 // the smallest loss so far, for Patience
	since   int     // the epoch of the best loss
}

func newWalk(start []float64, rule Rule, epochs int, options []Option) (*walk, error) {
	if len(start) == 0 {
		return nil, errors.New("the start has no values: give one for each parameter")
	}
	for i, x := range start {
		if !isFinite(x) {
			return nil, fmt.Errorf("the start of parameter %d is %v: start at finite numbers", i, x)
		}
	}
	if epochs < 1 {
		return nil, fmt.Errorf("the number of epochs must be at least 1, not %d", epochs)
	}
	if rule == nil {
		return nil, errors.New("no rule: take descent.GradientDescent(0.01), for example")
	}
	settings, err := settle(options)
	if err != nil {
		return nil, err
	}
	move, err := rule.Start(len(start))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", rule, err)
	}
	return &walk{
		settings: settings,
		history:  &History{Rule: rule.String(), Records: make([]Record, 0, min(epochs/settings.every, 1<<12)+2)},
		epochs:   epochs,
		move:     move,
		now:      Record{Params: slices.Clone(start), Gradient: make([]float64, len(start))},
	}, nil
}

// observe takes note of what f returned for the present parameters and writes a
// record. It returns false where the run ends here.
func (w *walk) observe(loss float64, gradient []float64, err error) (goOn bool, _ error) {
	if finite, err := w.validate(loss, gradient, err); !finite {
		return false, err
	}
	w.record()
	last := w.now.Epoch == w.epochs
	switch {
	case w.watch != nil && !w.watch(w.history.Last()) && !last:
		w.history.outcome = fmt.Sprintf("Stopped by the watcher in epoch %d (%s)", w.now.Epoch, w.history.Rule)
	case last && w.neverMoved():
		w.history.outcome = fmt.Sprintf("Ran %s (%s) without a step: the gradient is exactly zero at the start %v. That is a lowest or "+
			"highest point, or the loss is flat there: start somewhere else, or see what in the loss has no slope",
			count(w.epochs, "epoch"), w.history.Rule, w.history.Records[0].Params)
	case last:
		w.history.outcome = fmt.Sprintf("Ran %s (%s): the loss went from %.6g to %.6g",
			count(w.epochs, "epoch"), w.history.Rule, w.history.Records[0].Loss, w.now.Loss)
	case w.isStill():
		w.history.outcome = fmt.Sprintf("Stopped after %s (%s): for %d of them the loss did not fall by more than %s",
			count(w.now.Epoch, "epoch"), w.history.Rule, w.patience, number(w.least))
	default:
		return true, nil
	}
	return false, nil
}

// validate checks what f returned and makes it the present loss and gradient. It
// returns false if something isn't finite.
func (w *walk) validate(loss float64, gradient []float64, err error) (finite bool, _ error) {
	if err != nil {
		return false, fmt.Errorf("epoch %d: %w", w.now.Epoch, err)
	}
	if len(gradient) != len(w.now.Params) {
		return false, fmt.Errorf("epoch %d: the start has %s, but the gradient has %d; give the start one value for each parameter",
			w.now.Epoch, count(len(w.now.Params), "value"), len(gradient))
	}
	switch {
	case !isFinite(loss):
		return w.diverge(w.epochNow(), "the loss")
	case !allFinite(gradient):
		return w.diverge(w.epochNow(), "the gradient")
	}
	w.now.Loss = loss
	copy(w.now.Gradient, gradient)
	return true, nil
}

// step moves the parameters against the present gradient. It returns false if
// they would no longer be finite.
func (w *walk) step() (finite bool, _ error) {
	step := w.move(w.now.Gradient)
	if len(step) != len(w.now.Params) {
		return false, fmt.Errorf("epoch %d: the rule %q returned %s for %s; its step must have one for each",
			w.now.Epoch, w.history.Rule, count(len(step), "value"), count(len(w.now.Params), "parameter"))
	}
	for i := range step {
		w.now.Params[i] -= step[i]
	}
	if !allFinite(w.now.Params) {
		return w.diverge(w.now.Epoch+1, "the parameters")
	}
	return true, nil
}

// epochNow is the epoch, counted from 1, whose steps led to the present
// parameters.
func (w *walk) epochNow() int {
	if w.begun {
		return w.now.Epoch + 1
	}
	return w.now.Epoch
}

// diverge ends the run as diverged. At the very start nothing has moved yet, and
// no rate is to blame: that is an error.
func (w *walk) diverge(epoch int, what string) (finite bool, _ error) {
	if w.moments == 0 {
		return false, fmt.Errorf("%s at the start %v isn't finite: start somewhere else", what, w.now.Params)
	}
	w.history.diverged = true
	w.history.outcome = fmt.Sprintf("Diverged in epoch %d (%s): %s stopped being finite; try a smaller rate",
		epoch, w.history.Rule, what)
	return false, nil
}

// record writes the present moment into the history, with slices of its own. The
// last moment is always there: one that Every leaves out makes room for the next.
func (w *walk) record() {
	h := w.history
	if w.moments == 0 || (w.moments-1)%w.every == 0 {
		n := len(w.now.Params)
		both := make([]float64, 2*n)
		h.Records = append(h.Records, Record{Params: both[:n:n], Gradient: both[n:]})
	}
	record := &h.Records[len(h.Records)-1]
	record.Epoch, record.Examples, record.Loss = w.now.Epoch, w.now.Examples, w.now.Loss
	copy(record.Params, w.now.Params)
	copy(record.Gradient, w.now.Gradient)
	w.moments++
}

// neverMoved says whether every gradient was exactly zero, so that there was nothing
// to follow.
func (w *walk) neverMoved() bool {
	return slices.Equal(w.history.Records[0].Params, w.now.Params) && !slices.ContainsFunc(w.history.Records, func(r Record) bool {
		return slices.ContainsFunc(r.Gradient, func(slope float64) bool { return slope != 0 })
	})
}

// isStill says whether the loss has stopped falling, as Patience sees it.
func (w *walk) isStill() bool {
	if w.patience == 0 {
		return false
	}
	if w.moments == 1 || w.now.Loss < w.best-w.least {
		w.best, w.since = w.now.Loss, w.now.Epoch
	}
	return w.now.Epoch-w.since >= w.patience
}

// end returns the history, or nothing but the error.
func (w *walk) end(err error) (*History, error) {
	if err != nil {
		return nil, err
	}
	return w.history, nil
}
