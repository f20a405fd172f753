package browser

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/jupyter"
)

// TestMenu exports a notebook as a teacher does: File, Save and Export Notebook
// As, Lesson. What comes is what `steps html --no-run` makes of the same outputs.
func TestMenu(t *testing.T) {
	place := at(t)
	name := t.Name() + ".ipynb"
	writeCells(t, filepath.Join(place.lab.root, name), []string{
		"imports", "%noautoget\nimport (\n\t\"fmt\"\n\t\"littlesteps/pkg/chart\"\n\t\"littlesteps/pkg/display\"\n)",
		"words", "%%\nfmt.Println(\"Little steps\")",
		"figure", "%%\ndisplay.Show(chart.Line([]float64{1, 2, 3}, []float64{1, 4, 9}).Y(\"squares\"))",
	})
	p := open(t, place.lab, name)
	p.runAll()

	// JupyterLab saves the notebook and opens the export's address in a window,
	// where it is downloaded: the test takes the address.
	ask[bool](p, `(window.exported = [], window.open = (address) => { exported.push(String(address)); return null; }, true)`)
	p.click("the menu File", `[...document.querySelectorAll(".lm-MenuBar-item")].find((e) => e.innerText.trim() === "File")`)
	const entry = `[...document.querySelectorAll(".lm-Menu-item")].find((e) => e.querySelector(".lm-Menu-itemLabel")?.innerText.trim() === `
	p.click("its entry for exports", entry+`"Save and Export Notebook As")`)
	p.click("the entry Lesson", entry+`"Lesson")`)
	p.await("an export is asked for", "exported.length > 0")

	address, err := url.Parse(ask[string](p, "new URL(exported[0], location).href"))
	p.must(err)
	if got, want := address.Path, "/nbconvert/lesson/"+name; got != want {
		t.Errorf("the menu asks for %s, want %s", got, want)
	}
	query := address.Query()
	query.Set("token", token)
	address.RawQuery = query.Encode()
	resp, err := http.Get(address.String())
	p.must(err)
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	p.must(err)
	if resp.StatusCode != http.StatusOK || !strings.Contains(resp.Header.Get("Content-Disposition"), strings.TrimSuffix(name, ".ipynb")+".html") {
		t.Fatalf("the server answers %s, %q:\n%.500s", resp.Status, resp.Header.Get("Content-Disposition"), page)
	}

	to := t.TempDir()
	err = jupyter.HTML(context.Background(), place.env, []string{filepath.Join(place.lab.root, name)},
		jupyter.HTMLOptions{NoRun: true, To: to, Run: jupyter.RunOptions{Out: io.Discard}})
	p.must(err)
	want, err := os.ReadFile(filepath.Join(to, strings.TrimSuffix(name, ".ipynb")+".html"))
	p.must(err)
	if !bytes.Contains(page, []byte(`<svg role="img"`)) || !bytes.Contains(page, []byte("\nLittle steps")) && !bytes.Contains(page, []byte(">Little steps")) {
		t.Error("the page lacks what the cells that have run show")
	}
	if !bytes.Equal(page, want) {
		at := 0
		for at < len(page) && at < len(want) && page[at] == want[at] {
			at++
		}
		t.Errorf("the menu's page of %d bytes differs from that of the command, %d bytes, at byte %d:\n%.200q\n%.200q",
			len(page), len(want), at, page[at:], want[at:])
	}
}
