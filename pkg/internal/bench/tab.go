package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"

	"littlesteps/pkg/internal/chromium"
	"littlesteps/pkg/internal/notebook"
	"littlesteps/pkg/internal/web"
)

// tab times the kernel that runs in a browser's tab: what comes over the network, how
// long a reader waits, and what a tab takes of the memory. Without Chromium there is
// nothing to measure.
func tab(ctx context.Context, o Options) ([]Table, error) {
	table := Table{Title: "The kernel in a browser's tab, in Chromium: seconds, median (least-most)", Head: []string{"what", "first visit", "second visit"}}
	browser, err := chromium.Find()
	if errors.Is(err, chromium.ErrMissing) {
		table.Notes = []string{"not measured: " + err.Error()}
		return []Table{table}, nil
	}
	if err != nil {
		return nil, err
	}
	kit, err := os.MkdirTemp("", "steps-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(kit)
	if err := web.Build(ctx, o.Env, kit); err != nil {
		return nil, err
	}
	lesson, err := notebook.Read(o.Notebooks[0])
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, cell := range lesson.Codes() {
		codes = append(codes, cell.Source)
	}
	var visits [2]visit
	for range o.Rounds {
		if err := visitTwice(ctx, browser, kit, measure, codes, &visits); err != nil {
			return nil, err
		}
	}
	size, err := download(kit)
	if err != nil {
		return nil, err
	}
	visits[0].Download, visits[1].Download = Samples{size / 1e6}, Samples{0}
	columns := visits[:]
	if o.Pyodide != "" {
		theirs, err := pyodide(ctx, browser, o)
		if err != nil {
			return nil, fmt.Errorf("Pyodide: %w", err)
		}
		table.Head, columns = append(table.Head, "Pyodide", "Pyodide, second visit"), append(columns, theirs[:]...)
		table.Notes = []string{"Pyodide runs testdata/lesson.py as far as it goes beside that notebook, with NumPy, pandas and matplotlib; JAX isn't there, and central differences stand for its gradients"}
	}
	row := func(what string, samples func(visit) Samples) {
		cells := []string{what}
		for _, v := range columns {
			cells = append(cells, samples(v).String())
		}
		table.Rows = append(table.Rows, cells)
	}
	row("download, gzip, MB", func(v visit) Samples { return v.Download })
	row("kernel ready, from localhost", func(v visit) Samples { return v.Ready })
	row("first printing cell", func(v visit) Samples { return v.First })
	row("a cell that prints, warm", func(v visit) Samples { return v.Prints })
	row("a cell of "+filepath.Base(lesson.Path), func(v visit) Samples { return v.Cells })
	row("all of them", func(v visit) Samples { return v.All })
	row("memory of the tab at the end, MB", func(v visit) Samples { return v.Memory })
	return []Table{table}, nil
}

// A visit is what was measured of one, in seconds and MB, over all rounds.
type visit struct{ Download, Ready, First, Prints, Cells, All, Memory Samples }

// measure runs in a page: it visits.
const measure = `(async (codes) => {
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
	const visit = { Ready: [await seconds(async () => {
		const { startKernel } = await import("./kit/tab.js");
		kernel = await startKernel({ files: (name) => fetch("kit/" + name) });
	})], First: [], Prints: [], Cells: [], All: [] };
	visit.First.push(await run('%%\nfmt.Println(0)'));
	for (let i = 1; i <= 7; i++) visit.Prints.push(await run('%%\nfmt.Println(' + i + ')'));
	visit.All.push(await seconds(async () => { for (const code of codes) visit.Cells.push(await run(code)); }));
	return visit;
})`

// visitTwice visits a page beside what runs cells, in the folder kit, in a browser that has
// never seen it, and again. measure is a function in JavaScript that takes cells' code and
// returns what a visit is.
func visitTwice(ctx context.Context, browser, kit, measure string, codes []string, visits *[2]visit) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/page.html", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<!doctype html><link rel=icon href=data:,>")
	})
	files := http.StripPrefix("/kit/", http.FileServer(http.Dir(kit)))
	mux.HandleFunc("/kit/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600") // as the site's service worker keeps them
		files.ServeHTTP(w, r)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	allocator, stop := chromedp.NewExecAllocator(ctx, chromium.Options(browser, "127.0.0.1")...)
	defer stop()
	page, end := chromedp.NewContext(allocator)
	defer end()
	list, err := json.Marshal(codes)
	if err != nil {
		return err
	}
	for i := range visits {
		if err := chromedp.Do(page, chromedp.Navigate(server.URL+"/page.html")); err != nil {
			return err
		}
		seen, err := chromedp.Run(page, chromedp.Evaluate[visit](measure+"("+string(list)+")", chromedp.EvalAwaitPromise))
		if err != nil {
			return err
		}
		memory, err := largestRenderer(page)
		if err != nil {
			return err
		}
		v := &visits[i]
		v.Download = append(v.Download, seen.Download...)
		v.Ready, v.First, v.Prints = append(v.Ready, seen.Ready...), append(v.First, seen.First...), append(v.Prints, seen.Prints...)
		v.Cells, v.All, v.Memory = append(v.Cells, seen.Cells...), append(v.All, seen.All...), append(v.Memory, memory)
	}
	return nil
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

// download returns how many bytes of a kit every reader fetches.
func download(kit string) (float64, error) {
	list, err := os.ReadFile(filepath.Join(kit, web.Kit))
	if err != nil {
		return 0, err
	}
	var files struct {
		Files map[string]struct {
			Packed float64 `json:"gzip"`
		} `json:"files"`
	}
	err = json.Unmarshal(list, &files)
	size := 0.0
	for _, file := range files.Files {
		size += file.Packed
	}
	return size, err
}
