package explorer

import (
	"math"
	"slices"
	"strconv"

	"littlesteps/pkg/descent"
)

// goal is where a racer has arrived: when it has a thousandth of the loss left
// that there was to lose, and stays below that.
const goal = 1e-3

// arrived returns after how many evaluations a walk arrived for good, or -1.
// left[k] is the loss above the smallest after steps[k] evaluations.
func arrived(steps []int, left []float64) int {
	for k := len(left) - 1; k >= 0; k-- {
		if left[k] > goal*left[0] {
			if k == len(left)-1 {
				return -1
			}
			return steps[k+1]
		}
	}
	return steps[0]
}

func (race) actions() []option { return []option{{"tune", "Give each its best rate"}} }

// act gives each racer the rate that suits it best, from the present start.
func (r race) act(v values, action string) values {
	if action != "tune" {
		return v
	}
	p := r.problem(v)
	start, budget := []float64{v.number("a"), v.number("b")}, min(v.whole("budget"), 300)
	for _, racer := range r.racers(v) {
		v = v.with("rate"+itoa(racer.lane+1), exact(tuned(p, racer.rule, start, budget)))
	}
	return v
}

// tuned looks for the rate with which a rule arrives first, or else gets
// nearest: it tries eight rates in each power of ten, and the one that is best
// for plain steps in the long run. It descends the parabola that the loss is, not
// the loss itself: for choosing a rate that is the same.
func tuned(p *lineProblem, rule ruleKind, start []float64, budget int) float64 {
	best, bestFinish, bestLeft := 0.0, math.MaxInt, math.Inf(1)
	flattest, steepest := p.bowl.curvatures()
	rates := []float64{2 / (flattest + steepest)}
	for power := -32; power <= 24; power++ {
		rates = append(rates, math.Pow(10, float64(power)/8))
	}
	for _, rate := range rates {
		rate, _ = strconv.ParseFloat(strconv.FormatFloat(rate, 'g', 2, 64), 64)
		history, err := descent.Run(p.parabola, start, rule.with(rate), budget)
		if err != nil || history.Diverged() {
			continue
		}
		if slices.Max(history.Losses()) > 100*history.Records[0].Loss {
			continue // it lands after a leap far out of the picture
		}
		left := make([]float64, len(history.Records))
		steps := make([]int, len(left))
		for k, r := range history.Records {
			left[k], steps[k] = p.left(r.Params), k
		}
		finish := arrived(steps, left)
		if finish < 0 {
			finish = math.MaxInt
		}
		end := left[len(left)-1]
		if finish < bestFinish || finish == bestFinish && end < bestLeft {
			best, bestFinish, bestLeft = rate, finish, end
		}
	}
	return best
}

// parabola is the loss and its slopes, from the sums of the bowl.
func (p *lineProblem) parabola(params []float64) (float64, []float64, error) {
	slopes := make([]float64, len(params))
	for i := range slopes {
		slopes[i] = -p.bowl.pull[i]
		for j, q := range params {
			slopes[i] += p.bowl.curve[i][j] * q
		}
	}
	return p.bowl.loss(params...), slopes, nil
}

// usualRates are the rates that the rules are given at first on each bowl: what
// tuned finds from the usual start with 60 evaluations.
var usualRates = map[string]map[string]float64{
	"z":       {"plain": 0.5, "momentum": 0.0024, "nesterov": 0.5, "adagrad": 1.3, "rmsprop": 0.13, "adam": 0.1},
	"shifted": {"plain": 0.075, "momentum": 0.024, "nesterov": 0.032, "adagrad": 1, "rmsprop": 0.13, "adam": 0.75},
	"centred": {"plain": 0.0042, "momentum": 0.0032, "nesterov": 0.0032, "adagrad": 560, "rmsprop": 56, "adam": 42},
}
