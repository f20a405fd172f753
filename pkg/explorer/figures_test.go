package explorer_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"

	"littlesteps/pkg/explorer"
)

// The figures that the explorers are to reach depend on the machine and on what
// else it does: LITTLESTEPS_FIGURES=1 measures all, and holds the explorers to them.
var measuring = os.Getenv("LITTLESTEPS_FIGURES") != ""

// within writes a figure down.
func within(t *testing.T, what string, got, most float64) {
	t.Helper()
	t.Logf("%-60s %8.1f (at most %.0f)", what, got, most)
	if got > most && measuring {
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

// moved are the walks of 1000 evaluations that the figures are about.
var moved = []struct{ explorer, state, control string }{
	{"belts", "guess=&epochs=1000", "rate"},
	{"penguins", "epochs=1000", "rate"},
	{"race", "budget=333", "rate2"},
}

// figures measures moves of one of the page's explorers.
func figures(t *testing.T, p *tab, where, explorer, state, control string) {
	t.Helper()
	if !measuring {
		return
	}
	name := where + ", " + explorer + " " + state + ": "
	e := p.explorer(explorer)
	p.do(`location.hash = $1`, explorer+"?"+state)
	e.await("the link has arrived", e.root+`.dataset.shown === `+e.root+`.dataset.asked`)
	e.settle()
	e.moves(control, 20) // the browser translates the program better once it has seen it work
	const n = 100
	busy := p.busy()
	m := e.moves(control, n)
	within(t, name+"the page's own thread, CPU time for each move, ms", (p.busy()-busy)/float64(n), 50)
	within(t, name+"the longest task on the page's own thread, CPU time, ms", p.longest(func() { e.moves(control, n) }), 50)
	within(t, name+"a move, median, ms", m.Median, 60)
	within(t, name+"a move, 95th percentile, ms", m.High, 120)
	within(t, name+"the longest task on the page's own thread, ms", m.Longest, 50)
}

// longest is the longest task of a page's own thread while something happens, in
// milliseconds of CPU time, as the browser's own record of it says.
func (p *tab) longest(happens func()) float64 {
	p.Helper()
	var trace []json.RawMessage
	all := make(chan bool)
	p.Log.Listen(func(e any) {
		switch e := e.(type) {
		case *tracing.EventDataCollected:
			for _, each := range e.Value {
				trace = append(trace, json.RawMessage(each))
			}
		case *tracing.EventTracingComplete:
			close(all)
		}
	})
	call(p, tracing.Start, tracing.StartParams{TraceConfig: &tracing.TraceConfig{IncludedCategories: []string{"toplevel"}}})
	happens()
	call(p, tracing.End, cdp.Empty{})
	<-all
	p.Log.Listen(nil)
	type event struct {
		Name      string          `json:"name"`
		Process   int             `json:"pid"`
		Thread    int             `json:"tid"`
		CPU       int             `json:"tdur"` // microseconds
		Arguments json.RawMessage `json:"args"`
	}
	pages, longest := map[[2]int]bool{}, map[[2]int]int{}
	for _, each := range trace {
		var e event
		p.must(json.Unmarshal(each, &e))
		thread := [2]int{e.Process, e.Thread}
		if e.Name == "thread_name" && bytes.Contains(e.Arguments, []byte("CrRendererMain")) {
			pages[thread] = true
		}
		longest[thread] = max(longest[thread], e.CPU)
	}
	most := 0
	for thread := range pages {
		most = max(most, longest[thread])
	}
	if most == 0 {
		p.Fatal("the browser's record holds no task of the page")
	}
	return float64(most) / 1000
}

func TestFigures(t *testing.T) {
	if !measuring {
		t.Skip("it only measures: set LITTLESTEPS_FIGURES=1")
	}
	path := exported(t, everyExplorer()...)
	for range 3 {
		p := openFile(t, path, look{})
		e := p.explorer("belts")
		within(t, "exported page: from opening to ready, ms", float64(js[int](p, "+"+e.root+".dataset.ready")), 1500)
	}
	p := openFile(t, path, look{})
	within(t, "exported page: the longest task while it starts, CPU time, ms", p.longest(func() {
		p.must(chromedp.Do(p.Ctx, chromedp.Reload()))
		for _, name := range []string{"belts", "penguins", "race"} {
			p.explorer(name)
		}
	}), 50)
	for _, c := range moved {
		figures(t, openFile(t, path, look{}), "exported page", c.explorer, c.state, c.control)
	}
}

// A walk that takes long shows how far it is as soon as a short one would be there,
// and then goes on to its end, while the page stays free.
func TestLongWalkOnThePage(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts().At("guess=")), look{})
	e := p.explorer("belts")
	e.moves("rate", 20)
	seen := js[[]float64](p, `new Promise((done) => {
		const root = `+e.root+`, began = performance.now();
		let preview = 0, longest = 0;
		const tasks = new PerformanceObserver((list) => { for (const t of list.getEntries()) longest = Math.max(longest, t.duration); });
		tasks.observe({ type: "longtask" });
		new MutationObserver(() => {
			if (root.dataset.shown === "") preview ||= performance.now() - began;
			if (root.dataset.shown === root.dataset.asked) done([preview, performance.now() - began, longest]);
		}).observe(root, { attributes: true });
		const box = root.querySelector("[data-control=epochs] input");
		box.value = "190000";
		box.dispatchEvent(new Event("change"));
	})`)
	if seen[0] == 0 || seen[0] > seen[1]/2 {
		t.Errorf("the first picture of a walk of %.0f ms comes after %.0f ms", seen[1], seen[0])
	}
	within(t, "190,000 evaluations: until the first picture, ms", seen[0], 120)
	within(t, "190,000 evaluations: the longest task on the page's own thread, ms", seen[2], 50)
	if when := e.text(".lsx-when"); when != "epoch 190,000 of 190,000" {
		t.Errorf("it ends at %s", when)
	}
}

// held is what a page and its explorers hold: the program's memory, and the page's
// own objects after a collection.
func held(p *tab) (program, heap, nodes float64) {
	p.Helper()
	call(p, heapprofiler.CollectGarbage, cdp.Empty{})
	call(p, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}) // as busy does
	for _, m := range call(p, performance.GetMetrics, cdp.Empty{}).Metrics {
		switch m.Name {
		case "JSHeapUsedSize":
			heap = m.Value
		case "Nodes":
			nodes = m.Value
		}
	}
	return float64(asked(p, "belts", "").Memory), heap, nodes
}

// moveAll moves a slider of each explorer n times.
func moveAll(p *tab, n int) {
	p.Helper()
	for name, control := range map[string]string{"belts": "rate", "penguins": "rate", "race": "rate1"} {
		p.explorer(name).moves(control, n)
	}
}

// doesNotGrow holds the page against memory that grows with moves.
func doesNotGrow(t *testing.T, p *tab, n int) {
	t.Helper()
	const before = 40
	moveAll(p, before)
	program, heap, nodes := held(p)
	moveAll(p, n)
	programNow, heapNow, nodesNow := held(p)
	t.Logf("after %d moves and after %d: the program holds %.0f and %.0f MB, the page %.1f and %.1f MB, %.0f and %.0f nodes",
		3*before, 3*(before+n), program/1e6, programNow/1e6, heap/1e6, heapNow/1e6, nodes, nodesNow)
	if all := programNow + heapNow; all > 200e6 {
		t.Errorf("%.0f MB in all", all/1e6)
	}
	// Go asks for memory in pieces of 4 MB.
	if programNow > 1.25*program+8e6 || heapNow > 1.25*heap+2e6 || nodesNow > 1.25*nodes {
		t.Error("it grows")
	}
}

// A thousand moves of all three explorers make neither the program nor the page
// grow. Where nothing is measured, a few hundred do.
func TestMemory(t *testing.T) {
	moves := 80
	if measuring {
		moves = 350
	}
	doesNotGrow(t, openFile(t, exported(t, explorer.Belts().At("guess="), explorer.Penguins(), explorer.Race()), look{}), moves)
}
