package chart

import (
	"math"
	"slices"
)

// A Scale maps values to places along an axis: From lies at Start, To lies at
// End. Places are in the figure's own units (the viewBox of its SVG).
type Scale struct {
	From, To   float64 // values at the two ends
	Start, End float64 // places of the two ends
	Log        bool    // equal ratios, not equal differences, are equally far apart
}

// At returns the place of a value. Values outside From and To lie outside
// Start and End; a value that a logarithmic scale cannot show is NaN.
func (s Scale) At(value float64) float64 {
	from, to, v := s.From, s.To, value
	if s.Log {
		if v <= 0 {
			return math.NaN()
		}
		from, to, v = math.Log10(from), math.Log10(to), math.Log10(v)
	}
	// Halves keep the difference of two huge values finite.
	span := to/2 - from/2
	if span == 0 {
		return (s.Start + s.End) / 2
	}
	return s.Start + (v/2-from/2)/span*(s.End-s.Start)
}

// Value is the inverse of At: the value at a place, for a pointer on a figure.
func (s Scale) Value(place float64) float64 {
	if s.End == s.Start {
		return s.From
	}
	t := (place - s.Start) / (s.End - s.Start)
	if s.Log {
		from, to := math.Log10(s.From), math.Log10(s.To)
		return math.Pow(10, from*(1-t)+to*t)
	}
	return s.From*(1-t) + s.To*t
}

// Ticks returns round values from From to To, about n of them: steps of 1, 2
// or 5 times a power of ten, and whole decades where the scale is logarithmic.
func (s Scale) Ticks(n int) []float64 {
	if !finite(s.From) || !finite(s.To) || n < 1 {
		return nil
	}
	if s.Log && s.From > 0 {
		return logTicks(s.From, s.To, n)
	}
	return linearTicks(s.From, s.To, n)
}

// linearTicks returns the multiples of a round step within [from, to].
func linearTicks(from, to float64, n int) []float64 {
	if from > to {
		from, to = to, from
	}
	if from == to {
		return []float64{from}
	}
	step := nearStep(to/float64(n) - from/float64(n))
	first, last := math.Ceil(from/step-1e-9), math.Floor(to/step+1e-9)
	if last-first > 10*float64(n) || step == 0 {
		return []float64{from, to} // steps too small for float64 to tell apart
	}
	var ticks []float64
	for i := first; i <= last; i++ {
		ticks = append(ticks, multiple(i, step)+0) // 0 rids the first of a minus zero
	}
	return ticks
}

// multiple returns i times a round step, as the float64 nearest to the decimal
// number, so that 3 steps of 0.1 are 0.3 and not 0.30000000000000004.
func multiple(i, step float64) float64 {
	if step < 1 {
		return i / math.Round(1/step)
	}
	return i * step
}

// roundStep returns the smallest 1, 2 or 5 times a power of ten that is not
// below least.
func roundStep(least float64) float64 {
	exponent := math.Floor(math.Log10(least))
	for _, digit := range [...]float64{1, 2, 5, 10} {
		if step := digit * math.Pow(10, exponent); step >= least*(1-1e-9) {
			if step < 1 {
				return 1 / math.Round(1/step)
			}
			return step
		}
	}
	return math.Pow(10, exponent+1)
}

// nearStep returns the 1, 2 or 5 times a power of ten that is nearest to a step,
// by ratio.
func nearStep(about float64) float64 {
	step := roundStep(about)
	if smaller := roundStep(step / 2.5); step/about > about/smaller {
		return smaller
	}
	return step
}

// minor returns the values between the ticks of a logarithmic scale that get a
// thin line: their crowding is how the eye knows such a scale.
func (s Scale) minor(ticks []float64) []float64 {
	if !s.Log || !(s.From > 0) || len(ticks) < 2 {
		return nil
	}
	low, high := math.Floor(math.Log10(s.From)), math.Ceil(math.Log10(s.To))
	every := 1.0 // of 1 to 9 times a power of ten
	if high-low > 8 {
		every = 9 // the powers alone
	}
	var between []float64
	for e := low; e <= high && high-low <= 40; e++ {
		for digit := 1.0; digit < 10; digit += every {
			if v := digit * math.Pow(10, e); v > s.From && v < s.To && !slices.ContainsFunc(ticks, func(t float64) bool { return math.Abs(t-v) < v/1e6 }) {
				between = append(between, v)
			}
		}
	}
	return between
}

// logTicks returns powers of ten within [from, to], every second or third one
// if there are many, and 1, 2 and 5 times them if there are few.
func logTicks(from, to float64, n int) []float64 {
	if from > to {
		from, to = to, from
	}
	low, high := math.Ceil(math.Log10(from)-1e-9), math.Floor(math.Log10(to)+1e-9)
	decades := high - low
	if decades < 1 {
		return fineTicks(from, to, n, low-1, high)
	}
	if decades <= 2 && n >= 5 {
		return fineTicks(from, to, n, low-1, high)
	}
	every := math.Ceil(decades / float64(n))
	var ticks []float64
	for e := math.Ceil(low/every) * every; e <= high; e += every {
		ticks = append(ticks, math.Pow(10, e))
	}
	return ticks
}

// fineTicks returns 1, 2 and 5 times the powers of ten from low to high within
// [from, to]; where even these are fewer than two, it falls back to linear
// ticks, which are as good on so short an axis.
func fineTicks(from, to float64, n int, low, high float64) []float64 {
	var ticks []float64
	for e := low; e <= high; e++ {
		for _, digit := range [...]float64{1, 2, 5} {
			v := digit * math.Pow(10, e)
			if e < 0 {
				v = digit / math.Pow(10, -e)
			}
			if v >= from*(1-1e-9) && v <= to*(1+1e-9) {
				ticks = append(ticks, v)
			}
		}
	}
	if len(ticks) < 2 {
		return linearTicks(from, to, n)
	}
	return ticks
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// An interval is the range of the values seen so far.
type interval struct {
	from, to float64
	seen     bool
}

// add widens the interval to hold a value; what is not finite is passed over.
func (r *interval) add(v float64) {
	if !finite(v) {
		return
	}
	if !r.seen {
		r.from, r.to, r.seen = v, v, true
		return
	}
	r.from, r.to = min(r.from, v), max(r.to, v)
}

// reach returns the range of some values.
func reach(values []float64) interval {
	var r interval
	for _, v := range values {
		r.add(v)
	}
	return r
}

// magnitude returns how far the interval goes from zero.
func (r interval) magnitude() float64 { return max(-r.from, r.to) }

// pad returns the interval widened by a share of itself on each side.
func (r interval) pad(share float64) interval {
	by := (r.to/2 - r.from/2) * 2 * share
	if !finite(by) {
		return r
	}
	r.from, r.to = r.from-by, r.to+by
	return r
}
