package exercise

import (
	"slices"
	"strings"
)

// A slip is a small change of the right values that people make in any formula.
type slip struct {
	message string
	apply   func(values []float64, rows float64)
}

// slips looks for the slips that can happen in any formula, alone or together.
func (t *trial) slips() string {
	possible := t.possible()
	for _, many := range []int{1, 2, 3, 4} {
		for set := range 1 << len(possible) {
			chosen := choose(possible, set)
			if len(chosen) == many && t.explains(chosen) {
				return together(chosen)
			}
		}
	}
	return ""
}

// possible lists the slips that make sense for this exercise.
func (t *trial) possible() []slip {
	times := func(factor float64) func([]float64, float64) {
		return func(values []float64, _ float64) {
			for i := range values {
				values[i] *= factor
			}
		}
	}
	slips := []slip{
		{"the sign is flipped: the size is right, but it points the other way", times(-1)},
		{"a factor of 2 is missing: you have half of what it should be", times(0.5)},
		{"there is a factor of 2 too many", times(2)},
	}
	if t.rows(t.cases[0]) > 0 {
		slips = append(slips, slip{"you forgot to divide by n, the number of rows: a mean is a sum divided by how many there are",
			func(values []float64, rows float64) { times(rows)(values, 0) }},
			slip{"you divided by n, the number of rows, once too often",
				func(values []float64, rows float64) { times(1/rows)(values, 0) }})
	}
	if len(t.cases[0].truth) == 2 {
		slips = append(slips, slip{t.swapped(), func(values []float64, _ float64) { slices.Reverse(values) }})
	}
	return slips
}

func (t *trial) swapped() string {
	if len(t.task.Parts) != 2 {
		return "the two values are swapped"
	}
	first, second := t.task.Parts[0], t.task.Parts[1]
	return "the " + first + " and the " + second + " are swapped: the " + first + " comes first"
}

// rows is the n of a case: the length of its first list.
func (t *trial) rows(p pair) float64 {
	for _, arg := range p.args {
		switch arg := arg.(type) {
		case []float64:
			return float64(len(arg))
		case [][]float64:
			return float64(len(arg))
		}
	}
	return 0
}

func choose(slips []slip, set int) []slip {
	var chosen []slip
	for i := range slips {
		if set>>i&1 == 1 {
			chosen = append(chosen, slips[i])
		}
	}
	return chosen
}

// explains tells whether the slips, made together, give the learner's values in
// all cases.
func (t *trial) explains(slips []slip) bool {
	return t.all(func(p pair) bool {
		values := slices.Clone(p.truth)
		for _, s := range slips {
			s.apply(values, t.rows(p))
		}
		return t.gives(p, values)
	})
}

func together(slips []slip) string {
	if len(slips) == 1 {
		return strings.ToUpper(slips[0].message[:1]) + slips[0].message[1:] + "."
	}
	var all []string
	for _, s := range slips {
		all = append(all, s.message)
	}
	count := []string{"Two", "Three", "Four"}[len(slips)-2]
	return count + " things at once: " + strings.Join(all, "; and ") + "."
}
