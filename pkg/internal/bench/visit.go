package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"

	"littlesteps/pkg/internal/chromium"
)

// A visit is what was measured of one kind of visit, in seconds and MB, over all rounds.
type visit map[string]Samples

func (v visit) add(what string, samples ...float64) { v[what] = append(v[what], samples...) }

// cell writes what was measured for a table.
func (v visit) cell(what string) string {
	switch samples := v[what]; len(samples) {
	case 0:
		return ""
	case 1:
		return short(samples[0])
	default:
		return samples.String()
	}
}

// rest is after how long of nothing else a tab is idle: its compiler has given back its
// memory by then.
const rest = 70 * time.Second

// measure runs in a page: it visits.
const measure = `(async (codes, prints) => {
	const seconds = async (promise) => {
		const began = performance.now();
		await promise();
		return (performance.now() - began) / 1000;
	};
	let kernel;
	const run = (code) => seconds(async () => {
		const reply = await kernel.execute(code);
		if (reply.status !== "ok" && !code.includes("exercise.TODO")) throw new Error(code + ": " + reply.evalue);
	});
	const visit = { ready: [await seconds(async () => {
		const { startKernel } = await import("./files/tab.js");
		kernel = await startKernel({ files: (name) => fetch("files/" + name) });
	})], first: [], prints: [], cells: [], all: [] };
	visit.first.push(await run('%%\nfmt.Println(0)'));
	for (let i = 1; i <= prints; i++) visit.prints.push(await run('%%\nfmt.Println(' + i + ')'));
	visit.all.push(await seconds(async () => { for (const code of codes) visit.cells.push(await run(code)); }));
	return visit;
})`

// visitTwice visits a page beside what runs cells, in a folder, in a browser that has never
// seen it, and again, and returns the files that it asked for. measure is a function in
// JavaScript that takes cells' code, and how many cells print, and returns what a visit
// is. While the tab rests at the end, meanwhile is done with those files; it doesn't rest
// for nil.
func visitTwice(ctx context.Context, browser, folder, measure string, codes []string, visits *[2]visit, meanwhile func(asked []string) error) (asked []string, err error) {
	host, err := newHost(folder)
	if err != nil {
		return nil, err
	}
	defer host.Close()
	page, end := open(ctx, browser)
	defer end()
	list, err := json.Marshal(codes)
	if err != nil {
		return nil, err
	}
	for _, v := range visits {
		before := host.sent.Load()
		if err := chromedp.Do(page, chromedp.Navigate(host.URL+"/page.html")); err != nil {
			return nil, err
		}
		most, stop := watchMemory(page)
		seen, err := chromedp.Run(page, chromedp.Evaluate[visit](fmt.Sprintf("%s(%s, %d)", measure, list, prints), chromedp.EvalAwaitPromise))
		stop()
		if err != nil {
			return nil, err
		}
		for what, samples := range seen {
			v.add(what, samples...)
		}
		v.add("download", float64(host.sent.Load()-before)/1e6)
		v.add("memory", *most)
	}
	if meanwhile == nil {
		return host.asked(), nil
	}
	began := time.Now()
	if err := meanwhile(host.asked()); err != nil {
		return nil, err
	}
	time.Sleep(rest - time.Since(began))
	idle, err := largestRenderer(page)
	visits[1].add("idle", idle)
	return host.asked(), err
}

// open starts a browser without a past, which reaches this machine alone.
func open(ctx context.Context, browser string) (page context.Context, end func()) {
	allocator, stop := chromedp.NewExecAllocator(ctx, chromium.Options(browser, "127.0.0.1")...)
	page, close := chromedp.NewContext(allocator)
	return page, func() {
		close()
		stop()
	}
}

// watchMemory notes the most memory that the page takes, until stop is called.
func watchMemory(page context.Context) (most *float64, stop func()) {
	most = new(float64)
	ended, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			if now, err := largestRenderer(page); err == nil {
				*most = max(*most, now)
			}
			select {
			case <-ended:
				return
			case <-time.After(200 * time.Millisecond):
			}
		}
	}()
	return most, func() {
		close(ended)
		<-done
	}
}

// largestRenderer returns the resident memory, in MB, of the browser's largest renderer:
// the one of the page. It is 0 where the system doesn't tell.
func largestRenderer(page context.Context) (float64, error) {
	answer, err := chromedp.CallBrowser(page, systeminfo.GetProcessInfo, cdp.Empty{})
	if err != nil {
		return 0, err
	}
	most := 0.0
	for _, p := range answer.ProcessInfo {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.ID))
		var all, resident float64
		if err == nil && p.Type == "renderer" {
			if _, err := fmt.Sscan(string(status), &all, &resident); err == nil {
				most = max(most, resident*float64(os.Getpagesize())/1e6)
			}
		}
	}
	return most, nil
}
