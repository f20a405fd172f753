package explorer

import (
	"html"
	"slices"
	"strings"

	"littlesteps/pkg/chart"
)

// A standing is how a racer stands at the moment that is looked at.
type standing struct {
	racer
	rateText string
	share    float64 // of the loss that there was to lose, still left
	loss     float64
	arrived  int // evaluations, or -1: not yet
	diverged bool
}

// standings returns the racers, the one in front first.
func (r race) standings(v values, trajectories []*trajectory, step int) []standing {
	p := r.problem(v)
	var all []standing
	for i, racer := range r.racers(v) {
		t := trajectories[i]
		if t == nil {
			continue
		}
		at := t.at(step)
		left := make([]float64, at+1)
		for k := range left {
			left[k] = p.left(t.params[k])
		}
		s := standing{racer: racer, rateText: chart.Number(racer.rate), loss: p.bowl.loss(t.params[at]...)}
		if left[0] > 0 {
			s.share = left[at] / left[0]
		}
		s.arrived = arrived(t.steps[:at+1], left)
		s.diverged = s.share > 1 || t.diverged && at == t.last()
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b standing) int {
		switch {
		case a.share < b.share:
			return -1
		case a.share > b.share:
			return 1
		}
		return 0
	})
	return all
}

// say tells who is where.
func (race) say(all []standing) string {
	if len(all) == 1 {
		return capital(all[0].text) + " runs alone, and has " + tinyShare(all[0].share) + " of the loss left to lose."
	}
	lead := all[0]
	switch {
	case lead.share == 1 && all[len(all)-1].share == 1:
		return "All stand at the start."
	case lead.diverged:
		return "Nobody is ahead: all are higher up than where they began."
	}
	first := front(all)
	if len(first) == len(all) {
		return "All are level, with " + tinyShare(lead.share) + " of the loss left to lose."
	}
	text := capital(names(first)) + " are level in front, with "
	if len(first) == 1 {
		text = capital(lead.text) + " is in front, with "
	}
	text += tinyShare(lead.share) + " of the loss left to lose"
	var others []string
	for _, s := range all[len(first):] {
		if s.diverged {
			others = append(others, s.text+" flies apart")
			continue
		}
		others = append(others, s.text+" has "+tinyShare(s.share))
	}
	return text + "; " + strings.Join(others, ", ") + "."
}

// tinyShare writes a share between 0 and 1 in percent, however small it is: in a
// race that counts.
func tinyShare(share float64) string {
	switch {
	case share < 1e-14: // the last digits of the loss
		return "less than 10⁻¹² %"
	case share < 1e-4:
		return chart.Digits(100*share, 2) + " %"
	}
	return percent(share)
}

// front returns those that are ahead: more than one where only digits that nobody
// is shown tell them apart.
func front(all []standing) []standing {
	n := 1
	for n < len(all) && tinyShare(all[n].share) == tinyShare(all[0].share) {
		n++
	}
	return all[:n]
}

func names(all []standing) string {
	var each []string
	for _, s := range all {
		each = append(each, s.text)
	}
	if n := len(each); n > 1 {
		return strings.Join(each[:n-1], ", ") + " and " + each[n-1]
	}
	return each[0]
}

// sayWhy tells what the bowl has to do with it.
func (r race) sayWhy(v values, all []standing) string {
	p := r.problem(v)
	flattest, steepest := p.bowl.curvatures()
	ratio := steepest / flattest
	if ratio < 1.01 {
		return "This bowl is round: downhill points straight at the minimum, and plain steps at half the limit (rate " + chart.Number(p.bowl.limit()/2) +
			") are there at once. Momentum and Adam have nothing to gain."
	}
	text := "This bowl is a valley, " + chart.Digits(ratio, 2) + " times as curved across as along. Plain steps must be small enough for its walls (rate at most " +
		chart.Number(p.bowl.limit()) + "), and then creep along its floor."
	best := map[string]float64{}
	for _, s := range all {
		if known, ok := best[s.rule.value]; !ok || s.share < known {
			best[s.rule.value] = s.share
		}
	}
	plain, runs := best["plain"]
	if rolling, ok := best["momentum"]; ok && runs && rolling < plain {
		text += " Momentum adds up the small slopes along the floor, while its to and fro across cancels out: that is how it gets ahead of them."
	}
	return text
}

// table writes the standings.
func (race) table(all []standing) string {
	var b strings.Builder
	b.WriteString(`<table><thead><tr><th scope="col">place</th><th scope="col">rule</th><th scope="col">rate</th><th scope="col">loss</th>` +
		`<th scope="col">left to lose</th><th scope="col">within a thousandth after</th></tr></thead><tbody>`)
	for i, s := range all {
		when := "not yet"
		if s.arrived >= 0 {
			when = chart.Plural(s.arrived, "evaluation")
		}
		b.WriteString(`<tr><th scope="row">` + itoa(i+1) + `</th><td>` + html.EscapeString(s.rule.text) + `</td><td>` + s.rateText + `</td><td>` +
			chart.Digits(s.loss, 6) + `</td><td>` + tinyShare(s.share) + `</td><td>` + when + `</td></tr>`)
	}
	b.WriteString(`</tbody></table>`)
	return b.String()
}
