package explorer

import (
	"math"
	"strconv"
	"strings"

	"littlesteps/pkg/chart"
)

// A view is what an explorer shows of its walks.
type view struct {
	figure  *chart.Figure
	said    string   // what happens, in sentences
	moment  string   // what the step that is looked at does
	when    string   // "epoch 3 of 20"
	table   string   // the steps in numbers, as HTML
	handles []handle // what can be dragged
}

// A handle is a point of a picture that can be dragged.
type handle struct {
	picture int
	x, y    float64 // in the units of the axes
	asks    bool    // see control
}

// frames picks the moments that playing shows: all of a short walk, and of a
// long one more at its start, where more happens. Indices of a trajectory, with the
// first and the last.
func frames(last int) []int {
	const most = 60
	if last <= most {
		all := make([]int, last+1)
		for i := range all {
			all[i] = i
		}
		return all
	}
	var chosen []int
	for k := range most + 1 {
		// Grows from steps of 1 to the last moment, evenly in the logarithm, but
		// never by less than 1.
		at := int(math.Round(math.Pow(float64(last)+1, float64(k)/most) - 1))
		if n := len(chosen); n > 0 && at <= chosen[n-1] {
			at = chosen[n-1] + 1
		}
		chosen = append(chosen, min(at, last))
		if at >= last {
			break
		}
	}
	return chosen
}

// share returns which part of the way to the best parameters is left after a
// walk, as lengths go in the units of the parameters.
func share(from, to, best []float64) float64 {
	before, after := 0.0, 0.0
	for i := range best {
		before = math.Hypot(before, from[i]-best[i])
		after = math.Hypot(after, to[i]-best[i])
	}
	if before == 0 {
		return 0
	}
	return after / before
}

// fall draws the losses of a walk over the epochs: up to the moment that is looked at,
// and faintly what follows.
func fall(v values, t *trajectory, losses []float64, at int) *chart.Figure {
	epochs := floats(t.steps)
	figure := chart.New()
	if at < t.last() {
		figure.Line("", epochs, losses).Told("the loss of the whole walk").As(chart.Faint)
	}
	figure.Line("", epochs[:at+1], losses[:at+1]).Told("the loss so far").As(chart.Loss)
	figure.Points("", epochs[at:at+1], losses[at:at+1]).Told("now").As(chart.Path)
	return figure.XRange(0, float64(v.whole("epochs"))).LogY().X("epoch")
}

// tableHTML writes the first moments of a trajectory, the last one, and the one that is
// looked at. row returns the numbers of a moment, after the step.
func tableHTML(heads []string, t *trajectory, at int, row func(k int) []float64) string {
	const first = 8
	var b strings.Builder
	b.WriteString(`<table><thead><tr>`)
	for _, head := range heads {
		b.WriteString(`<th scope="col">` + head + `</th>`)
	}
	b.WriteString(`</tr></thead><tbody>`)
	for k := range t.steps {
		if k >= first && k != at && k != t.last() {
			continue
		}
		current := ""
		if k == at {
			current = ` aria-current="true"`
		}
		b.WriteString(`<tr` + current + `><th scope="row">` + chart.Count(t.steps[k]) + `</th>`)
		for _, x := range row(k) {
			b.WriteString(`<td>` + chart.Digits(x, 6) + `</td>`)
		}
		b.WriteString(`</tr>`)
	}
	b.WriteString(`</tbody></table>`)
	return b.String()
}

func itoa(n int) string { return strconv.Itoa(n) }
