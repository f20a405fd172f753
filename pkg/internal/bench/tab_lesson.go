package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/site"
	"littlesteps/pkg/internal/web"
)

// lessonInTab measures the lesson's site, and live pages.
func lessonInTab(ctx context.Context, browser string, o Options, kit, work string, visits *[2]visit) error {
	run := jupyter.RunOptions{Out: io.Discard, To: filepath.Join(work, "run")}
	folder := filepath.Join(work, "site")
	if err := site.Build(ctx, o.Env, site.Options{To: folder, Kit: kit, Run: run}); err != nil {
		return err
	}
	live, err := livePages(ctx, o, kit, work, run)
	if err != nil {
		return err
	}
	for _, path := range live {
		file, err := os.Stat(path)
		if err != nil {
			return err
		}
		visits[0]["live"] = Samples{max(visits[0]["live"].Median(), float64(file.Size())/1e6)}
	}
	for range o.Rounds {
		if err := visitSite(ctx, browser, folder, filepath.Base(o.Notebooks[0]), visits); err != nil {
			return fmt.Errorf("the site: %w", err)
		}
		if err := visitLive(ctx, browser, live[0], visits); err != nil {
			return fmt.Errorf("a live page: %w", err)
		}
	}
	return nil
}

// livePages makes live pages of the executed notebooks.
func livePages(ctx context.Context, o Options, kit, work string, run jupyter.RunOptions) (pages []string, err error) {
	end := filepath.Join(work, "end.html")
	if err := web.Live(ctx, o.Env, kit, end); err != nil {
		return nil, err
	}
	executed, err := filepath.Glob(filepath.Join(run.To, "*.ipynb"))
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(work, "live")
	if err := jupyter.HTML(ctx, o.Env, executed, jupyter.HTMLOptions{Run: run, NoRun: true, To: folder, Live: end}); err != nil {
		return nil, err
	}
	return filepath.Glob(filepath.Join(folder, "*.html"))
}

// visitSite opens a notebook of the site, in JupyterLab, and waits until all of the lesson
// is kept for reading offline; then it opens it again.
func visitSite(ctx context.Context, browser, folder, notebook string, visits *[2]visit) error {
	host, err := newHost(folder)
	if err != nil {
		return err
	}
	defer host.Close()
	tab, end := open(ctx, browser)
	defer end()
	const listen = `navigator.serviceWorker?.addEventListener("message", ({ data }) => { window.kept ||= data === "kept" })`
	if _, err := chromedp.Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: listen}); err != nil {
		return err
	}
	for i, v := range visits {
		before := host.sent.Load()
		if err := chromedp.Do(tab, chromedp.Navigate(host.URL+"/files/jupyter/notebooks/index.html?path="+notebook)); err != nil {
			return err
		}
		ready, err := await(tab, `jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === "idle" && jupyterapp.shell.currentWidget.content.widgets.length > 20`)
		if err != nil {
			return err
		}
		if i == 0 {
			if _, err := await(tab, `window.kept`); err != nil {
				return err
			}
		} else {
			time.Sleep(3 * time.Second) // what is fetched later would come now
		}
		v.add("site ready", ready)
		v.add("site", float64(host.sent.Load()-before)/1e6)
	}
	return nil
}

// visitLive opens a live page, and again.
func visitLive(ctx context.Context, browser, path string, visits *[2]visit) error {
	tab, end := open(ctx, browser)
	defer end()
	for _, v := range visits {
		if err := chromedp.Do(tab, chromedp.Navigate("file://"+path)); err != nil {
			return err
		}
		ready, err := await(tab, `"live" in document.documentElement.dataset && document.documentElement.dataset.kernel === "ready"`)
		if err != nil {
			return err
		}
		v.add("live ready", ready)
	}
	return nil
}

// await waits until an expression is true, which may fail before, and returns how many
// seconds that was after the page's navigation.
func await(page context.Context, expression string) (float64, error) {
	look := `(() => { try { return (` + expression + `) ? performance.now() : 0 } catch { return 0 } })()`
	var err error
	for began := time.Now(); time.Since(began) < 3*time.Minute; time.Sleep(20 * time.Millisecond) {
		var now float64
		if now, err = chromedp.Run(page, chromedp.Evaluate[float64](look)); err == nil && now > 0 {
			return now / 1000, nil
		}
		if page.Err() != nil {
			return 0, page.Err()
		}
	}
	return 0, fmt.Errorf("waited three minutes in vain for %s: %w", expression, err)
}
