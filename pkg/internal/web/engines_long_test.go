package web_test

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"littlesteps/pkg/internal/browsertest/engines"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/web"
)

// A live page with the real kernel starts from a file in each engine: cells print and
// draw, explorers run, an endless one is stopped, and a reload finds the work.
func TestLiveInEngines(t *testing.T) {
	long(t)
	folder := t.TempDir()
	end := filepath.Join(folder, "end.html")
	kit := kitFor(t)
	e, err := jupyter.Find(".")
	if err == nil {
		err = web.Live(t.Context(), e, kit, end)
	}
	if err != nil {
		t.Fatal(err)
	}
	cells := []object{
		codeCell("imports", "import (\n\"fmt\"\n\"littlesteps/pkg/chart\"\n\"littlesteps/pkg/display\"\n\"littlesteps/pkg/explorer\"\n)\nvar x = 41", nil),
		codeCell("prints", "%%\nx++\nfmt.Println(x)", nil),
		codeCell("draws", "%%\ndisplay.Show(chart.Line([]float64{0, 1}, []float64{1, 0}))", nil),
		codeCell("explores", "%%\ndisplay.Show(explorer.Belts())", nil),
		codeCell("endless", "%%\nfmt.Println(\"begun\")\nfor { x++ }", nil),
	}
	content, err := json.Marshal(object{"nbformat": 4, "nbformat_minor": 5, "cells": cells, "metadata": object{"title": "Live", "language_info": object{"name": "go"}}})
	if err != nil {
		t.Fatal(err)
	}
	notebook := filepath.Join(folder, "made.ipynb")
	if err := os.WriteFile(notebook, content, 0o600); err != nil {
		t.Fatal(err)
	}
	o := jupyter.HTMLOptions{Live: end, NoRun: true, To: folder}
	o.Run.Out = io.Discard
	if err := jupyter.HTML(t.Context(), e, []string{notebook}, o); err != nil {
		t.Fatal(err)
	}
	engines.Each(t, func(b *engines.Browser) {
		open := func() {
			b.Helper()
			b.File(filepath.Join(folder, "made.html"))
			b.Await("the page is live", `document.documentElement.dataset.live === "all" && document.documentElement.dataset.kernel === "ready"`)
		}
		press := func(scope, name string) {
			b.Helper()
			b.Do(`[...document.querySelectorAll("` + scope + ` button")].find((b) => b.textContent === "` + name + `").click()`)
		}
		idle := func() {
			b.Helper()
			b.Await("all has run", `!document.documentElement.hasAttribute("data-busy")`)
		}
		shows := func(id string) string {
			b.Helper()
			return engines.Ask[string](b, outputOf(id))
		}
		b.Cleanup(func() {
			if b.Failed() {
				b.Log("the page shows", engines.Ask[string](b, `document.body.innerText`))
			}
		})
		open()
		b.Log("ready after ms:", engines.Ask[float64](b, `performance.now()`))
		press("#cell-explores", "Run")
		idle()
		if got := shows("prints"); got != "42" {
			b.Errorf("the cell prints %q", got)
		}
		if !engines.Ask[bool](b, `document.querySelector("#cell-draws svg path")?.getBoundingClientRect().width > 50`) {
			b.Errorf("no figure: %s", shows("draws"))
		}
		b.Await("the explorer runs", `document.querySelector("[data-littlesteps-explorer]").dataset.ready`)

		press("#cell-endless", "Run")
		b.Await("the endless cell prints", outputOf("endless")+`.startsWith("begun")`)
		press(".live", "Stop")
		idle()
		if got := engines.Ask[string](b, `document.querySelector("#cell-endless .state").textContent`); got != "stopped" {
			b.Errorf("after Stop the cell says %q", got)
		}

		b.Do(`document.querySelector("#cell-prints .cm-content").focus()`)
		b.Press("/", "/")
		press("#cell-draws", "Run")
		idle()
		open()
		if got := engines.Ask[string](b, `document.querySelector("#cell-prints .cm-content").innerText.split("\n")[0]`); got != "//%%" {
			b.Errorf("after a reload the cell has %q; %s", got, engines.Ask[string](b, alert))
		}
		if got := shows("prints"); got != "42" {
			b.Errorf("after a reload the cell shows %q", got)
		}
	})
}
