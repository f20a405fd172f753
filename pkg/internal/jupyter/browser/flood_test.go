package browser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// A page answers while a cell prints or displays without end: what reaches it is
// bounded (package guard). How long it was busy in one piece at most is logged;
// with fifteen others at work on two cores it was 0.3 to 1.4 s.
func TestFloods(t *testing.T) {
	place := at(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "floods.ipynb")
	cell := func(id, code string) map[string]any {
		return map[string]any{"cell_type": "code", "id": id, "metadata": map[string]any{}, "execution_count": nil, "outputs": []any{}, "source": code}
	}
	content, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "metadata": map[string]any{"kernelspec": map[string]any{"name": "gonb", "display_name": "Go (gonb)", "language": "go"}}, "cells": []any{
		cell("imports", "import (\n\t\"fmt\"\n\t\"strings\"\n\t\"littlesteps/pkg/chart\"\n\t\"littlesteps/pkg/display\"\n)\n%%\nfmt.Println(\"ready\")"),
		cell("lines", "%%\nfor {\n\tfmt.Println(\"x\")\n}"),
		cell("piece", "%%\nfmt.Println(strings.Repeat(\"x\", 100_000_000))"),
		cell("progress", "%%\nfor i := range 1_000_000 {\n\tfmt.Printf(\"\\rstep %d\", i)\n}"),
		cell("figures", "%%\nfor range 1000 {\n\tdisplay.Show(chart.Line([]float64{1, 2, 3}, []float64{1, 4, 9}))\n}"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	p := open(t, place.lab, place.lab.copyOf(t, path))
	if !p.run("imports") {
		t.Fatal(about[string](p, "said", "imports"))
	}
	ask[bool](p, `window.gap = 0, window.last = performance.now(), setInterval(() => {
		const now = performance.now();
		window.gap = Math.max(window.gap, now - window.last);
		window.last = now;
	}, 20), true`)
	gap := func(what string) {
		t.Logf("%s: the page was busy for %.0f ms in one piece at most", what, ask[float64](p, "(() => { const g = gap; gap = 0; return g })()"))
	}
	gap("nothing")

	about[bool](p, "run", "lines")
	p.await("the cell says that it prints too much", "steps.said('lines').includes('what follows is left out')")
	p.click("the button ■", `steps.panel.toolbar.node.querySelector('[data-jp-item-name="interrupt"] > *')`)
	p.await("the cell has ended", "steps.ended()")
	gap("lines without end")
	if lines := ask[int](p, `steps.said("lines").split("\n").length`); lines < 1500 || lines > 2100 {
		t.Errorf("%d lines are shown", lines)
	}

	for _, test := range []struct{ id, want string }{
		{"piece", `said.includes("it printed more than 20 million characters") && said.length < 300_000`},
		{"progress", `said.includes("step 999999") && said.length < 60_000`},
		{"figures", `steps.cell("figures").node.querySelectorAll("figure").length === 45 && said.includes("displayed things are left out")`},
	} {
		ask[bool](p, "steps.run("+quote(test.id)+")")
		p.await("the cell "+test.id+" has ended", "steps.ended()")
		p.await("its end is shown", "(() => { const said = steps.said("+quote(test.id)+"); return "+test.want+" })()")
		gap(test.id)
	}
}
