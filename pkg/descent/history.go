package descent

import (
	"fmt"
	"math"
	"slices"
)

// Record is one moment of a run, before its step.
type Record struct {
	Epoch    int       // epochs done so far, from 0
	Examples int       // examples the steps so far have looked at (Run counts an epoch as one)
	Params   []float64 // where the run stood
	Loss     float64   // the loss there
	Gradient []float64 // the gradient there
}

// History is all that a run wrote down.
type History struct {
	// Records holds the moments in order: n epochs make n+1 of them, the start
	// and the end included. The loss, the parameters and the gradient of each
	// are finite.
	Records []Record

	// Rule names the rule and its settings.
	Rule string

	outcome  string
	diverged bool
}

// Last returns the last record: where the run ended or, if it diverged, the last
// one before.
func (h *History) Last() Record { return h.Records[len(h.Records)-1] }

// Losses returns the loss of each record.
func (h *History) Losses() []float64 {
	return h.each(func(r Record) float64 { return r.Loss })
}

// Param returns parameter i (from 0) of each record.
func (h *History) Param(i int) []float64 {
	return h.each(func(r Record) float64 { return r.Params[i] })
}

// Params returns the parameters of each record: the path of the run.
func (h *History) Params() [][]float64 {
	path := make([][]float64, len(h.Records))
	for i, record := range h.Records {
		path[i] = record.Params
	}
	return path
}

// Gradient returns the slope in the direction of parameter i of each record.
func (h *History) Gradient(i int) []float64 {
	return h.each(func(r Record) float64 { return r.Gradient[i] })
}

// Epochs returns the epochs done at each record: 0, 1, 2, …, ready for a chart.
func (h *History) Epochs() []float64 {
	return h.each(func(r Record) float64 { return float64(r.Epoch) })
}

// Examples returns the examples looked at before each record, ready for a chart.
func (h *History) Examples() []float64 {
	return h.each(func(r Record) float64 { return float64(r.Examples) })
}

func (h *History) each(value func(Record) float64) []float64 {
	values := make([]float64, len(h.Records))
	for i, record := range h.Records {
		values[i] = value(record)
	}
	return values
}

// Diverged says whether the run flew apart: loss or parameters stopped being
// finite. The records end before that.
func (h *History) Diverged() bool { return h.diverged }

// InSight returns the history as far as a figure can show it. Where the loss ends more
// than a thousand times as high as it began, as in a run that diverges, these are the
// records until it is as high; the rest would shrink them to nothing. The outcome says
// how many epochs that are. Any other history is returned as it is.
func (h *History) InSight() *History {
	const far = 1000
	first := h.Records[0].Loss
	gone := func(r Record) bool { return r.Loss > far*first }
	until := slices.IndexFunc(h.Records, gone)
	if first <= 0 || !gone(h.Last()) || until == len(h.Records)-1 {
		return h
	}
	seen := *h
	seen.Records = h.Records[: until+1 : until+1]
	seen.outcome += ". Here are its first " + count(seen.Last().Epoch, "epoch")
	return &seen
}

// Outcome says in one sentence how the run ended: after all its epochs, earlier
// because the loss no longer improved, or by flying apart, and then at which
// epoch and with which rule and rate.
func (h *History) Outcome() string { return h.outcome }

// String is Outcome.
func (h *History) String() string { return h.outcome }

// count writes a number and its noun: 1 epoch, 2 epochs.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func isFinite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func allFinite(xs []float64) bool {
	return !slices.ContainsFunc(xs, func(x float64) bool { return !isFinite(x) })
}
