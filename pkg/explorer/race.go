package explorer

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"littlesteps/pkg/chart"
	"littlesteps/pkg/descent"
)

// race is the explorer of up to four rules on one bowl.
type race struct{}

const (
	lanes      = 4
	raceColumn = "flipper_length_mm"
	nobody     = "none"
)

func (race) title() string { return "The race of the rules" }

func (race) lead() string {
	return "Up to four rules start at the same place and may ask for the gradient equally often. Choose the bowl, the rules and their rates: who gets nearest?"
}

var raceBowls = []option{
	{"z", "round (z-scores)"}, {"shifted", "narrow (z-scores + 3)"}, {"centred", "raw units (mm, g)"},
}

var usualLanes = [lanes]string{"plain", "momentum", "adam", nobody}

func (r race) controls(raw values) []control {
	bowl := oneOf(raceBowls, raw.or("bowl", "shifted"))
	problem := mustLineProblem(raceColumn, bowl)
	area := areaOf(problem)
	resets := []string{"a", "b"}
	for lane := range lanes {
		resets = append(resets, "rate"+itoa(lane+1))
	}
	all := []control{
		{name: "bowl", label: "bowl", usual: "shifted", form: choice, options: raceBowls, resets: resets, asks: true},
		{
			name: "budget", label: "gradient evaluations", short: "evaluations each", usual: "60", form: slider,
			from: 1, to: 1000, log: true, whole: true, least: 1, most: 250_000,
		},
		area.start("a", "start: intercept", area.a), area.start("b", "start: slope", area.b),
	}
	lane := colours(func(lane int) string { return raw.or("rule"+itoa(lane+1), usualLanes[lane]) })
	for i := range lanes {
		n := itoa(i + 1)
		rule := ruleOf(raw.or("rule"+n, usualLanes[i]))
		rate := control{
			name: "rate" + n, label: "rate in lane " + n, short: "rate", usual: exact(usualRates[bowl][rule.value]), form: slider, log: true,
			least: -math.MaxFloat64, most: math.MaxFloat64, complain: complainRate, group: "Lane " + n, colour: lane[i].String(),
		}
		rate.from, rate.to = rateRange(problem.bowl, rule, bowl)
		all = append(all, control{
			name: "rule" + n, label: "rule in lane " + n, short: "rule", usual: usualLanes[i], form: choice,
			options: append(ruleOptions(), option{nobody, "nobody"}), group: "Lane " + n, colour: lane[i].String(), resets: []string{"rate" + n}, asks: true,
		}, rate)
	}
	return append(all, guessFirst)
}

// A racer is a rule in a lane.
type racer struct {
	lane int
	rule ruleKind
	rate float64
	text string // for people: "momentum"
	role chart.Role
}

// racers returns who runs.
func (race) racers(v values) []racer {
	var all []racer
	colour := colours(func(lane int) string { return v["rule"+itoa(lane+1)] })
	for lane := range lanes {
		n := itoa(lane + 1)
		if v["rule"+n] == nobody {
			continue
		}
		rule := ruleOf(v["rule"+n])
		all = append(all, racer{lane, rule, v.number("rate" + n), rule.text, colour[lane]})
	}
	for i := range all {
		for j := range all {
			if i != j && all[i].rule.value == all[j].rule.value {
				all[i].text = all[i].rule.text + ", " + chart.Number(all[i].rate)
			}
		}
	}
	return all
}

func (race) problem(v values) *lineProblem { return mustLineProblem(raceColumn, v["bowl"]) }

func (r race) runs(v values) ([]*run, error) {
	p, err := lineProblemOf(raceColumn, v["bowl"])
	if err != nil {
		return nil, err
	}
	start, budget := []float64{v.number("a"), v.number("b")}, v.whole("budget")
	var all []*run
	for _, racer := range r.racers(v) {
		rule := racer.rule.with(racer.rate)
		all = append(all, &run{
			fmt.Sprint("line", p.column, p.scale, start, rule, budget), budget,
			func(look, sparse descent.Option) (*descent.History, error) {
				return descent.Run(p.loss, start, rule, budget, look, sparse)
			},
		})
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("nobody runs: choose a rule for at least one lane")
	}
	return all, nil
}

func (r race) view(v values, trajectories []*trajectory) view {
	racers := r.racers(v)
	step := atOf(v, longest(trajectories))
	standings := r.standings(v, trajectories, step)
	return view{
		figure:  chart.Beside(r.contours(v, racers, trajectories, step), r.fall(v, racers, trajectories, step)),
		said:    r.say(standings),
		moment:  r.sayWhy(v, standings),
		when:    "evaluation " + chart.Count(step) + " of " + chart.Count(v.whole("budget")),
		table:   r.table(standings),
		handles: []handle{{x: v.number("a"), y: v.number("b")}},
	}
}

// colours returns the colour of each lane, the same on the map and in the chart
// beside it: that of its rule, as in the notebooks. A rule that runs twice takes
// one that is free.
func colours(ruleIn func(lane int) string) [lanes]chart.Role {
	var all [lanes]chart.Role
	taken := map[chart.Role]bool{}
	for lane := range lanes {
		if role := chart.RoleOf(ruleIn(lane)); !taken[role] && role != chart.Automatic {
			all[lane], taken[role] = role, true
		}
	}
	free := []chart.Role{chart.Path, chart.Guess, chart.Data, chart.Gradient, chart.Minimum}
	for lane := range lanes {
		for _, role := range free {
			if all[lane] == chart.Automatic && !taken[role] {
				all[lane], taken[role] = role, true
			}
		}
	}
	return all
}

func (r race) contours(v values, racers []racer, trajectories []*trajectory, step int) *chart.Figure {
	p := r.problem(v)
	figure := bowlMap(p)
	for i, t := range trajectories {
		if t != nil {
			at := t.at(step)
			figure.Path("", t.param(0, at), t.param(1, at)).Told(racers[i].text).As(racers[i].role)
		}
	}
	return figure.Mark("", p.bowl.best[0], p.bowl.best[1]).Told("the lowest place")
}

// fall draws how much loss is left to lose.
func (r race) fall(v values, racers []racer, trajectories []*trajectory, step int) *chart.Figure {
	p := r.problem(v)
	figure := chart.New()
	for i, t := range trajectories {
		if t == nil {
			continue
		}
		at := t.at(step)
		left := make([]float64, at+1)
		for k := range left {
			left[k] = p.left(t.params[k])
		}
		figure.Line(racers[i].text, floats(t.steps[:at+1]), left).As(racers[i].role)
	}
	return figure.XRange(0, float64(v.whole("budget"))).LogY().X("gradient evaluations").Y("loss above the smallest")
}

// left is the loss above the smallest possible one. Below the last digits of the
// loss there is nothing left.
func (p *lineProblem) left(params []float64) float64 {
	// Around the minimum the loss is a pure square; this way no digits cancel.
	d := []float64{params[0] - p.bowl.best[0], params[1] - p.bowl.best[1]}
	sum := 0.0
	for i := range d {
		for j := range d {
			sum += p.bowl.curve[i][j] * d[i] * d[j] / 2
		}
	}
	return max(sum, p.bowl.lowest()*1e-16)
}

func (race) dragged(raw values, drag Drag, drawn []chart.Axes) values {
	bowl := raw.or("bowl", "shifted")
	if len(drawn) == 0 {
		return raw
	}
	return areaOf(mustLineProblem(raceColumn, oneOf(raceBowls, bowl))).dragged(raw, drag, drawn[0])
}

func (r race) settings(v values) string {
	text := "Bowl: " + optionText(raceBowls, v["bowl"]) + "; " + chart.Plural(v.whole("budget"), "gradient evaluation") +
		" each, from intercept " + chart.Number(v.number("a")) + ", slope " + chart.Number(v.number("b"))
	for _, racer := range r.racers(v) {
		text += "; " + racer.rule.text + " at rate " + chart.Number(racer.rate)
	}
	return text + "."
}

func (r race) code(v values) string {
	p := r.problem(v)
	change := "Standardize"
	if p.scale == "centred" {
		change = "Center"
	}
	shift := ""
	if p.scale == "shifted" {
		shift = "for i := range x {\n\tx[i] += " + strconv.Itoa(shifted) + "\n}\n"
	}
	var rules []string
	for _, racer := range r.racers(v) {
		rules = append(rules, racer.rule.code(v["rate"+itoa(racer.lane+1)]))
	}
	return readCode(raceColumn, change) + shift +
		"f := must.Of(model.New(model.Of(model.Dot, model.MSE), 2, must.Of(data.WithOnes(x)), y))\n" +
		"race := chart.New().X(\"gradient evaluations\").Y(\"loss\").LogY()\n" +
		"rules := []descent.Rule{" + strings.Join(rules, ", ") + "}\n" +
		"for _, rule := range rules {\n" +
		"\thistory := must.Of(descent.Run(f, []float64{" + v["a"] + ", " + v["b"] + "}, rule, " + v["budget"] + "))\n" +
		"\trace.Line(rule.String(), history.Epochs(), history.Losses())\n" +
		"}\n" +
		"display.Show(race)\n"
}
