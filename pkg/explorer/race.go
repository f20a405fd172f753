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
	for lane := range lanes {
		n := itoa(lane + 1)
		rule := ruleOf(raw.or("rule"+n, usualLanes[lane]))
		rate := control{
			name: "rate" + n, label: "rate in lane " + n, short: "rate", usual: exact(usualRates[bowl][rule.value]), form: slider, log: true,
			least: -math.MaxFloat64, most: math.MaxFloat64, complain: complainRate, group: "Lane " + n, colour: laneColours[lane].String(),
		}
		rate.from, rate.to = rateRange(problem.bowl, rule, bowl)
		all = append(all, control{
			name: "rule" + n, label: "rule in lane " + n, short: "rule", usual: usualLanes[lane], form: choice,
			options: append(ruleOptions(), option{nobody, "nobody"}), group: "Lane " + n, colour: laneColours[lane].String(), resets: []string{"rate" + n}, asks: true,
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
}

// racers returns who runs.
func (race) racers(v values) []racer {
	var all []racer
	for lane := range lanes {
		n := itoa(lane + 1)
		if v["rule"+n] == nobody {
			continue
		}
		rule := ruleOf(v["rule"+n])
		all = append(all, racer{lane, rule, v.number("rate" + n), rule.text})
	}
	for i := range all {
		for j := range all {
			if i != j && all[i].rule.value == all[j].rule.value {
				all[i].text = all[i].rule.text + ", " + number(all[i].rate)
			}
		}
	}
	return all
}

func (race) problem(v values) *lineProblem { return mustLineProblem(raceColumn, v["bowl"]) }

func (r race) jobs(v values) ([]*job, error) {
	p, err := lineProblemOf(raceColumn, v["bowl"])
	if err != nil {
		return nil, err
	}
	start, budget := []float64{v.number("a"), v.number("b")}, v.whole("budget")
	var all []*job
	for _, racer := range r.racers(v) {
		rule := racer.rule.with(racer.rate)
		all = append(all, &job{
			fmt.Sprint("line", p.column, p.scale, start, rule, budget), budget,
			func(look, thin descent.Option) (*descent.History, error) {
				return descent.Run(p.loss, start, rule, budget, look, thin)
			},
		})
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("nobody runs: choose a rule for at least one lane")
	}
	return all, nil
}

func (r race) view(v values, tracks []*track) view {
	racers := r.racers(v)
	step := atOf(v, longest(tracks))
	standings := r.standings(v, tracks, step)
	return view{
		figure:  chart.Beside(r.contours(v, racers, tracks, step), r.fall(v, racers, tracks, step)),
		said:    r.say(v, standings),
		moment:  r.sayWhy(v, standings),
		when:    "evaluation " + grouped(itoa(step)) + " of " + grouped(v["budget"]),
		table:   r.table(v, standings),
		handles: []handle{{x: v.number("a"), y: v.number("b")}},
	}
}

// colours of the lanes, the same on the map and in the chart beside it.
var laneColours = [lanes]chart.Role{chart.Path, chart.Guess, chart.Data, chart.Gradient}

func (r race) contours(v values, racers []racer, tracks []*track, step int) *chart.Figure {
	p := r.problem(v)
	figure := bowlMap(p)
	for i, t := range tracks {
		if t != nil {
			at := t.at(step)
			figure.Path("", t.param(0, at), t.param(1, at)).As(laneColours[racers[i].lane])
		}
	}
	return figure.Mark("", p.bowl.best[0], p.bowl.best[1])
}

// fall draws how much loss is left to lose.
func (r race) fall(v values, racers []racer, tracks []*track, step int) *chart.Figure {
	p := r.problem(v)
	figure := chart.New()
	for i, t := range tracks {
		if t == nil {
			continue
		}
		at := t.at(step)
		left := make([]float64, at+1)
		for k := range left {
			left[k] = p.left(t.params[k])
		}
		figure.Line(racers[i].text, floats(t.steps[:at+1]), left).As(laneColours[racers[i].lane])
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
	axes, area := drawn[0], areaOf(mustLineProblem(raceColumn, oneOf(raceBowls, bowl)))
	raw = raw.with("a", exact(area.a.near(axes.X.Value(drag.X))))
	return raw.with("b", exact(area.b.near(axes.Y.Value(drag.Y))))
}

func (r race) settings(v values) string {
	text := "Bowl: " + optionText(raceBowls, v["bowl"]) + "; " + count(v.whole("budget"), "gradient evaluation") +
		" each, from intercept " + number(v.number("a")) + ", slope " + number(v.number("b"))
	for _, racer := range r.racers(v) {
		text += "; " + racer.rule.text + " at rate " + number(racer.rate)
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
	return cell("chart", "data", "descent", "display", "model", "must") +
		"complete := data.Complete(data.Penguins())\n" +
		"x, _ := must.Of2(data." + change + "(must.Of(data.Floats(complete, \"" + raceColumn + "\"))))\n" +
		"y, _ := must.Of2(data." + change + "(must.Of(data.Floats(complete, \"body_mass_g\"))))\n" + shift +
		"f := must.Of(model.New(model.Of(model.Dot, model.MSE), 2, must.Of(data.WithOnes(x)), y))\n" +
		"race := chart.New().X(\"gradient evaluations\").Y(\"loss\").LogY()\n" +
		"rules := []descent.Rule{" + strings.Join(rules, ", ") + "}\n" +
		"for _, rule := range rules {\n" +
		"\thistory := must.Of(descent.Run(f, []float64{" + v["a"] + ", " + v["b"] + "}, rule, " + v["budget"] + "))\n" +
		"\trace.Line(rule.String(), history.Epochs(), history.Losses())\n" +
		"}\n" +
		"display.Show(race)\n"
}
