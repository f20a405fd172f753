package explorer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/explorer"
	"littlesteps/pkg/explorer/bundle"
	"littlesteps/pkg/internal/jupyter"
)

const token = "a-token-for-tests"

// A lab is a JupyterLab at work in a folder of its own.
type lab struct {
	url, folder string
}

// startLab starts JupyterLab under a base URL such as "/" or "/user/x/", with the
// explorers' program as it was just built.
func startLab(t *testing.T, base string) *lab {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow: run without -short")
	}
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, needed := range []string{"python", "gonb"} {
		if _, err := os.Stat(env.Program(needed)); err != nil {
			t.Skip("no environment in .venv: run `go tool steps setup`")
		}
	}
	work, state := t.TempDir(), t.TempDir()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	args := []string{
		work, "--no-browser", "--ip=127.0.0.1", fmt.Sprintf("--port=%d", port), "--ServerApp.port_retries=0",
		"--IdentityProvider.token=" + token, "--ServerApp.base_url=" + base,
		"--LabApp.workspaces_dir=" + state, "--LabApp.user_settings_dir=" + filepath.Join(state, "settings"),
		"--NotebookNotary.db_file=" + filepath.Join(state, "trust.db"),
		"--LabApp.expose_app_in_browser=True",
		"--ServerApp.extra_static_paths=['" + filepath.Dir(program(t)) + "']",
	}
	if os.Geteuid() == 0 {
		args = append(args, "--allow-root")
	}
	ctx, stop := context.WithCancel(context.Background())
	said, ended := &lines{}, make(chan error, 1)
	go func() { ended <- env.Lab(ctx, said, args...) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	l := &lab{url: fmt.Sprintf("http://127.0.0.1:%d%s", port, base), folder: work}
	if err := l.await(ended); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return l
}

// await waits until the server answers.
func (l *lab) await(ended chan error) error {
	deadline := time.After(5 * time.Minute)
	for {
		answer, err := http.Get(l.url + "api/status?token=" + token)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case err := <-ended:
			ended <- err
			return fmt.Errorf("JupyterLab ended: %w", err)
		case <-deadline:
			return errors.Join(errors.New("JupyterLab isn't up after a minute"), err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// lines collects what a program says.
type lines struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.String()
}

// write writes a notebook of such cells.
func (l *lab) write(t *testing.T, cells []any) {
	t.Helper()
	content, err := json.Marshal(map[string]any{
		"cells": cells, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": "gonb", "display_name": "Go (gonb)", "language": "go"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(l.folder, "try.ipynb"), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// open writes a notebook of cells with such sources, opens it and runs it all.
func (l *lab) open(t *testing.T, look look, sources ...string) *tab {
	t.Helper()
	var cells []any
	for i, source := range sources {
		cells = append(cells, map[string]any{
			"cell_type": "code", "id": fmt.Sprint("cell-", i), "metadata": map[string]any{}, "source": source, "outputs": []any{}, "execution_count": nil,
		})
	}
	l.write(t, cells)
	p := newTab(t, look)
	p.must(chromedp.Do(p.ctx, chromedp.Navigate(l.url+"lab/tree/try.ipynb?token="+token)))
	p.await("the notebook is open", `window.jupyterapp?.shell?.currentWidget?.context?.isReady && document.querySelectorAll(".jp-CodeCell").length`)
	p.await("the kernel is there", `window.jupyterapp.shell.currentWidget.context.sessionContext.session?.kernel?.connectionStatus === "connected"`)
	js[any](p, `window.jupyterapp.commands.execute("notebook:run-all-cells").then(() => 0)`)
	return p
}

// One line in a cell is an explorer in JupyterLab, wherever it is served from.
func TestJupyterLab(t *testing.T) {
	for _, base := range []string{"/", "/user/x/"} {
		t.Run(base, func(t *testing.T) {
			l := startLab(t, base)
			p := l.open(t, look{dark: base != "/"}, `%noautoget
import (
	"littlesteps/pkg/display"
	"littlesteps/pkg/explorer"
)

%%
display.Show(explorer.Belts())`, "%%\ndisplay.Show(explorer.Penguins())", "%%\ndisplay.Show(explorer.Race())")
			for _, name := range []string{"belts", "penguins", "race"} {
				e := p.explorer(name)
				within(t, "JupyterLab: "+name+", from insertion to ready, ms", js[float64](p, e.root+".dataset.ready - "+e.root+".dataset.began"), 1000)
			}
			axe := axeScript(t)
			for _, v := range violations(p, axe) {
				t.Error(v)
			}
			e := p.explorer("belts")
			e.set("guess", "")
			e.slide("rate", 0.9)
			if said := e.text(".lsx-said"); !strings.Contains(said, "The walk diverges") {
				t.Errorf("it says %q", said)
			}
			keysStayInside(t, e)
			for _, c := range moved {
				figures(t, p, "JupyterLab", c.explorer, c.state, c.control)
			}
			doesNotGrow(t, p, 100)
			sameNumbers(t, p)
			startsAgain(t, p)
			for _, address := range p.asked {
				if !strings.HasPrefix(address, l.url) && !strings.HasPrefix(address, "ws"+strings.TrimPrefix(l.url, "http")) {
					t.Errorf("asked for %s", address)
				}
			}
		})
	}
}

// startsAgain takes the program off the server, and puts it back.
func startsAgain(t *testing.T, p *tab) {
	t.Helper()
	e := p.explorer("race")
	served := filepath.Join(program(t), bundle.Worker)
	p.must(os.Rename(served, served+".away"))
	p.do(`littleStepsDispatcher.worker.then((worker) => worker.postMessage(null))`) // it can't read that, and ends
	p.await("it says that the program has ended", e.find(".lsx-status button"))
	p.do(e.find(".lsx-status button") + `.click()`)
	p.await("it says that it can't start", e.find(".lsx-status")+`.textContent.includes("its program isn't on the server")`)
	if !e.shown(".ls-i svg") || !e.shown(".lsx-said") || e.shown(".lsx-play") {
		t.Error("the last picture should stand there alone")
	}
	p.must(os.Rename(served+".away", served))
	p.do(e.find(".lsx-status button") + `.click()`)
	p.await("it is there again", `!`+e.find(".lsx-live")+`.hidden`)
	e.slide("rate1", 0.3)
}

// An untrusted notebook shows the first picture and its words, and no controls.
func TestUntrustedInJupyterLab(t *testing.T) {
	l := startLab(t, "/")
	var cells []any
	for i, e := range everyExplorer() {
		cells = append(cells, map[string]any{
			"cell_type": "code", "id": fmt.Sprint("cell-", i), "metadata": map[string]any{}, "source": "", "execution_count": 1,
			"outputs": []any{map[string]any{"output_type": "display_data", "metadata": map[string]any{}, "data": map[string]any{"text/html": e.HTML()}}},
		})
	}
	l.write(t, cells)
	p := newTab(t, look{})
	p.must(chromedp.Do(p.ctx, chromedp.Navigate(l.url+"lab/tree/try.ipynb?token="+token)))
	p.await("the outputs are there", `document.querySelectorAll(".jp-OutputArea-output .lsx-said").length === 3`)
	for i, words := range []string{"Each step covers 32 %", "The bowl is round", "level in front"} {
		output := fmt.Sprintf(`document.querySelectorAll(".jp-OutputArea-output")[%d]`, i)
		p.await("the pictures are drawn", `[...`+output+`.querySelectorAll("img")].filter((i) => i.checkVisibility() && i.naturalWidth > 100).length >= 2`)
		p.do(output + `.scrollIntoView()`) // what is far off isn't rendered
		p.await("it is in sight", output+`.innerText`)
		if text := js[string](p, output+`.innerText`); !strings.Contains(text, words) || strings.Contains(text, "Play") || strings.Contains(text, "Copy link") || strings.Contains(text, "const ") {
			t.Errorf("it says %q", text)
		}
	}
}

// keysStayInside presses keys that mean something to JupyterLab.
func keysStayInside(t *testing.T, e *exp) {
	t.Helper()
	cells := js[int](e.tab, `document.querySelectorAll(".jp-CodeCell").length`)
	for _, element := range []string{".lsx-play", "[data-control=rate] input[type=range]", ".lsx-scrub", ".lsx-reset", "summary"} {
		e.do(e.find(element) + ".focus()")
		for _, key := range []string{"d", "d", "x", "m", "y", "b", kb.ArrowDown, kb.ArrowUp} {
			e.keys(key)
		}
		if !js[bool](e.tab, "document.activeElement === "+e.find(element)) {
			t.Errorf("the keys take the focus from %s", element)
		}
	}
	if now := js[int](e.tab, `document.querySelectorAll(".jp-CodeCell").length`); now != cells {
		t.Errorf("the keys make %d cells of %d", now, cells)
	}
	e.settle()
}

// The cell that an explorer hands out runs when it is pasted into a notebook.
func TestPastedCell(t *testing.T) {
	var code []string
	for _, name := range []string{"belts", "penguins", "race"} {
		explorer.NewDispatcher().Answer(explorer.Request{Explorer: name}, func() bool { return true }, func(r explorer.Reply) { code = append(code, r.Code) })
	}
	l := startLab(t, "/")
	p := l.open(t, look{dark: true}, append([]string{"%noautoget"}, code...)...)
	p.await("all cells have run", `[...document.querySelectorAll(".jp-CodeCell")].every((c) => /\[\d+\]/.test(c.querySelector(".jp-InputArea-prompt").textContent))`)
	if got := js[int](p, `document.querySelectorAll(".jp-OutputArea-output .ls").length`); got != len(code) {
		t.Errorf("%d figures: %s", got, js[string](p, `[...document.querySelectorAll(".jp-OutputArea-output")].map((o) => o.textContent.slice(0, 500)).join("\n")`))
	}
}
