package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

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
	table := Table{Title: "The kernel in a browser's tab, in Chromium: seconds, median (least-most)", Head: []string{"what", "first visit", "second visit", "stock kernel, desktop"}}
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
	for i := range visits {
		for at, seconds := range visits[i].Cells {
			if slices.Contains(trainAndDraw, lesson.Codes()[at%len(codes)].ID) {
				visits[i].Draws = append(visits[i].Draws, seconds)
			}
		}
	}
	stock, err := sameInStock(ctx, o, lesson)
	if err != nil {
		return nil, err
	}
	columns := []visit{visits[0], visits[1], stock}
	if o.Pyodide != "" {
		theirs, err := pyodide(ctx, browser, o)
		if err != nil {
			return nil, fmt.Errorf("with Pyodide: %w", err)
		}
		table.Head, columns = append(table.Head, "Pyodide", "Pyodide, second visit"), append(columns, theirs[:]...)
		table.Notes = append(table.Notes, "Pyodide runs testdata/lesson.py as far as it goes beside that notebook, with NumPy, pandas and matplotlib; JAX isn't there, and central differences stand for its gradients")
	}
	size, err := download(kit)
	if err != nil {
		return nil, err
	}
	columns[0].Download, columns[1].Download = Samples{size / 1e6}, Samples{0}
	size, err = brotli(ctx, kit)
	switch {
	case errors.Is(err, exec.ErrNotFound):
		table.Notes = append(table.Notes, "no download with brotli: Node.js packs it, and there is none")
	case err != nil:
		return nil, err
	default:
		columns[0].Brotli, columns[1].Brotli = Samples{size / 1e6}, Samples{0}
	}
	table.Rows = visited(filepath.Base(lesson.Path), columns)
	return []Table{table}, nil
}

// visited gives a row to all that was measured in any of the visits.
func visited(lesson string, visits []visit) (rows [][]string) {
	for _, measured := range []struct {
		what string
		of   func(visit) Samples
	}{
		{"download, gzip, MB", func(v visit) Samples { return v.Download }},
		{"download, brotli, MB", func(v visit) Samples { return v.Brotli }},
		{"kernel ready, from localhost", func(v visit) Samples { return v.Ready }},
		{"first printing cell", func(v visit) Samples { return v.First }},
		{"a cell that prints, warm", func(v visit) Samples { return v.Prints }},
		{"a cell that trains and draws", func(v visit) Samples { return v.Draws }},
		{"a cell of " + lesson, func(v visit) Samples { return v.Cells }},
		{"all of them", func(v visit) Samples { return v.All }},
		{"memory of the tab at the end, MB", func(v visit) Samples { return v.Memory }},
		{"once it has rested a minute", func(v visit) Samples { return v.Idle }},
	} {
		row := make([]string, len(visits))
		for i, v := range visits {
			if samples := measured.of(v); len(samples) > 0 {
				row[i] = samples.String()
			}
		}
		if strings.Join(row, "") != "" {
			rows = append(rows, append([]string{measured.what}, row...))
		}
	}
	return rows
}

// A visit is what was measured of one, in seconds and MB, over all rounds.
type visit struct{ Download, Brotli, Ready, First, Prints, Draws, Cells, All, Memory, Idle Samples }

// rest is after how long of nothing else a tab is idle: its compiler has given back its
// memory by then.
const rest = 70 * time.Second

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
		time.Sleep(rest)
		idle, err := largestRenderer(page)
		if err != nil {
			return err
		}
		v := &visits[i]
		v.Download = append(v.Download, seen.Download...)
		v.Ready, v.First, v.Prints = append(v.Ready, seen.Ready...), append(v.First, seen.First...), append(v.Prints, seen.Prints...)
		v.Cells, v.All, v.Memory, v.Idle = append(v.Cells, seen.Cells...), append(v.All, seen.All...), append(v.Memory, memory), append(v.Idle, idle)
	}
	return nil
}

// sameInStock times the same cells in a stock kernel on this machine, without the browser.
func sameInStock(ctx context.Context, o Options, lesson *notebook.Notebook) (v visit, err error) {
	dir, err := os.MkdirTemp("", "steps-bench-")
	if err != nil {
		return v, err
	}
	defer os.RemoveAll(dir)
	prints := []map[string]any{code("first", "import \"fmt\"\n%%\nfmt.Println(0)")}
	for i := range 7 {
		prints = append(prints, code(fmt.Sprint("print-", i), fmt.Sprintf("%%%%\nfmt.Println(%d)", i+1)))
	}
	file, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "metadata": map[string]any{}, "cells": prints})
	if err != nil {
		return v, err
	}
	path := filepath.Join(dir, "prints.ipynb")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return v, err
	}
	samples, err := besideStock(ctx, o, "cells", path, lesson.Path)
	return inStock(samples), err
}

// inStock makes a visit of what the stock kernel took.
func inStock(samples []sample) (v visit) {
	whole := map[int]float64{} // by the round
	for _, s := range samples {
		switch {
		case s.Kernel == "ours":
		case s.Cell == "first":
			v.First = append(v.First, s.Seconds)
		case s.Notebook == "prints.ipynb":
			v.Prints = append(v.Prints, s.Seconds)
		default:
			v.Cells = append(v.Cells, s.Seconds)
			whole[s.Round] += s.Seconds
			if slices.Contains(trainAndDraw, s.Cell) {
				v.Draws = append(v.Draws, s.Seconds)
			}
		}
	}
	v.All = slices.Collect(maps.Values(whole))
	return v
}

func code(id, source string) map[string]any {
	return map[string]any{"cell_type": "code", "id": id, "source": source, "metadata": map[string]any{}, "outputs": []any{}, "execution_count": nil}
}

// brotli returns how many bytes a host sends that packs a kit's files with brotli.
func brotli(ctx context.Context, kit string) (float64, error) {
	names, _, err := listed(kit)
	if err != nil {
		return 0, err
	}
	const script = `const zlib = require("zlib"), fs = require("fs"); let size = 0;
		for (const name of process.argv.slice(1)) size += zlib.brotliCompressSync(zlib.gunzipSync(fs.readFileSync(name)), { params: { [zlib.constants.BROTLI_PARAM_LGWIN]: 24 } }).length;
		console.log(size);`
	node := exec.CommandContext(ctx, "node", append([]string{"-e", script, "--"}, names...)...)
	out, err := node.Output()
	if err != nil {
		return 0, err
	}
	size := 0.0
	_, err = fmt.Sscan(string(out), &size)
	return size, err
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
	_, size, err := listed(kit)
	return size, err
}

// listed returns the packed files of a kit that every reader fetches, and how many bytes
// they have.
func listed(kit string) (names []string, size float64, err error) {
	list, err := os.ReadFile(filepath.Join(kit, web.Kit))
	if err != nil {
		return nil, 0, err
	}
	var files struct {
		Files map[string]struct {
			Packed float64 `json:"gzip"`
		} `json:"files"`
	}
	err = json.Unmarshal(list, &files)
	for name, file := range files.Files {
		names = append(names, filepath.Join(kit, name+".gz"))
		size += file.Packed
	}
	return names, size, err
}
