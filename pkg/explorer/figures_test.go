package explorer_test

import (
	"os"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"

	"littlesteps/pkg/explorer"
)

// The figures that the explorers are to reach depend on the machine and on what
// else it does, so they are measured and written down; LITTLESTEPS_FIGURES=1 also
// holds the explorers to them.
func within(t *testing.T, what string, got, most float64) {
	t.Helper()
	t.Logf("%-60s %8.1f (at most %.0f)", what, got, most)
	if got > most && os.Getenv("LITTLESTEPS_FIGURES") != "" {
		t.Errorf("%s: %.1f, more than %.0f", what, got, most)
	}
}

// moves are the times of many moves of a slider, from the event to the frame that
// holds the new picture, and what they cost the page's own thread.
type moves struct {
	Median, High, Longest float64 // milliseconds; High: the 95th percentile
}

func (e *exp) moves(control string, n int) moves {
	e.Helper()
	return js[moves](e.tab, `(async () => {
		const root = `+e.root+`, slider = root.querySelector("[data-control=`+control+`] input[type=range]");
		const times = [];
		let longest = 0;
		const tasks = new PerformanceObserver((list) => { for (const t of list.getEntries()) longest = Math.max(longest, t.duration); });
		tasks.observe({ type: "longtask" });
		for (let i = 0; i < $1; i++) {
			const shown = new Promise((done) => {
				const watch = new MutationObserver(() => {
					if (root.dataset.shown !== root.dataset.asked) return;
					watch.disconnect();
					requestAnimationFrame(done);
				});
				watch.observe(root, { attributes: true });
			});
			const began = performance.now();
			slider.value = +slider.min + (slider.max - slider.min) * (0.2 + 0.5 * ((i * 37) % $1) / $1);
			slider.dispatchEvent(new Event("input", { bubbles: true }));
			await shown;
			times.push(performance.now() - began);
			await new Promise((next) => setTimeout(next, 20));
		}
		tasks.disconnect();
		times.sort((a, b) => a - b);
		return { Median: times[$1 >> 1], High: times[Math.floor(0.95 * $1)], Longest: longest };
	})()`, n)
}

// busy is how long the page's own thread has worked so far, in milliseconds of CPU
// time: other programs on the machine don't count.
func (p *tab) busy() float64 {
	p.Helper()
	call(p, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
	for _, m := range call(p, performance.GetMetrics, cdp.Empty{}).Metrics {
		if m.Name == "TaskDuration" {
			return 1000 * m.Value
		}
	}
	p.Fatal("the browser doesn't tell how long its tasks took")
	return 0
}

func TestFigures(t *testing.T) {
	path := exported(t, everyExplorer()...)
	t.Run("start", func(t *testing.T) {
		for range 3 {
			p := openFile(t, path, look{})
			e := p.explorer("belts")
			within(t, "exported page: from opening to ready, ms", float64(js[int](p, "+"+e.root+".dataset.ready")), 1500)
		}
	})
	for _, c := range []struct{ explorer, state, control string }{
		{"belts", "guess=&epochs=1000", "rate"},
		{"penguins", "epochs=1000", "rate"},
		{"penguins", "epochs=91&batch=32", "rate"},
		{"race", "budget=333", "rate2"},
	} {
		t.Run(c.explorer+" "+c.state, func(t *testing.T) {
			p := openFile(t, path+"#"+c.explorer+"?"+c.state, look{})
			e := p.explorer(c.explorer)
			e.moves(c.control, 20) // the browser translates the program better once it has seen it work
			busy := p.busy()
			m := e.moves(c.control, 100)
			within(t, "the page's own thread, CPU time for each move, ms", (p.busy()-busy)/100, 50)
			within(t, "a move with 1000 evaluations, median, ms", m.Median, 60)
			within(t, "a move with 1000 evaluations, 95th percentile, ms", m.High, 120)
			within(t, "the longest task on the page's own thread, ms", m.Longest, 50)
		})
	}
}

// A thousand moves of all three explorers don't make the program grow.
func TestMemory(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts().At("guess="), explorer.Penguins(), explorer.Race()), look{})
	all := []*exp{p.explorer("belts"), p.explorer("penguins"), p.explorer("race")}
	round := func(n int) int {
		for i, control := range []string{"rate", "rate", "rate1"} {
			all[i].moves(control, n)
		}
		return asked(p, "belts", "").Memory
	}
	warm := round(100)
	after := round(350)
	t.Logf("the program holds %d MB after 300 moves, %d MB after 1350", warm>>20, after>>20)
	if after > 200<<20 {
		t.Errorf("%d MB", after>>20)
	}
	if after > warm+warm/4 {
		t.Errorf("from %d to %d MB", warm>>20, after>>20)
	}
}
