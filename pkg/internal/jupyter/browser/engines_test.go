package browser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/browsertest/engines"
)

// JupyterLab shows a figure, an explorer and an exercise in Chromium, Firefox and
// WebKit: they are drawn, answer to keys, and change with their cells.
func TestEngines(t *testing.T) {
	lab := at(t).lab
	name := strings.ReplaceAll(t.Name(), "/", "-") + ".ipynb"
	writeCells(t, filepath.Join(lab.root, name), []string{
		"imports", "%noautoget\nimport (\n\t\"math\"\n\t\"littlesteps/pkg/chart\"\n\t\"littlesteps/pkg/display\"\n\t\"littlesteps/pkg/exercise/check\"\n\t\"littlesteps/pkg/explorer\"\n)",
		"figure", "%%\ndisplay.Show(chart.Line([]float64{1, 2, 3}, []float64{1, 4, 9}).Y(\"squares\"))",
		"explorer", "%%\ndisplay.Show(explorer.Belts().At(\"guess=\"))",
		"exercise", "func mine(score, truth float64) float64 {\n\treturn math.Log(1 + math.Exp(score*truth))\n}\n\n%%\ndisplay.Show(check.Surprise(mine))",
	})
	engines.Each(t, func(b *engines.Browser) {
		b.Open(lab.url + "lab/tree/" + name + "?reset&token=" + token)
		b.Await("the notebook is open and its kernel connected", connected(name))
		b.Do(strings.Replace(notebookScript, "PATH", `"`+name+`"`, 1))
		defer engines.Ask[any](b, `steps.panel.sessionContext.shutdown()`)
		run := func(command string) {
			b.Helper()
			b.Do(command)
			b.Await("the cells have run", `steps.ended() && steps.settled() && steps.shown()`)
			if failed := engines.Ask[[]string](b, `steps.failed()`); len(failed) > 0 {
				b.Fatalf("failed: %v", failed)
			}
		}
		run(`steps.start("notebook:run-all-cells")`)

		b.Do(`steps.show("figure")`)
		b.Await("the figure is drawn", `[...steps.output("figure").querySelectorAll("svg")].some((e) => e.checkVisibility() && e.getBoundingClientRect().width > 100)`)
		if name := engines.Ask[string](b, `steps.output("figure").querySelector("svg[role=img]").getAttribute("aria-label")`); !strings.Contains(name, "Squares rises from 1") {
			b.Errorf("the figure is %q", name)
		}

		b.Do(`steps.show("explorer")`)
		b.Await("the explorer has come to life", `steps.output("explorer").querySelector(".lsx").dataset.ready`)
		b.Do(`window.before = steps.output("explorer").querySelector(".lsx-said").textContent;
			steps.output("explorer").querySelector("[data-control=rate] input[type=range]").focus()`)
		b.Press(engines.ArrowRight, engines.ArrowRight, engines.ArrowRight)
		b.Await("it answers", `steps.output("explorer").querySelector(".lsx-said").textContent !== window.before`)

		b.Do(`steps.show("exercise")`)
		b.Await("the mistake is named", `/sign|way round/.test(steps.said("exercise"))`)
		run(`steps.write("exercise", steps.source("exercise").replace("math.Exp(score", "math.Exp(-score")); steps.run("exercise")`)
		b.Await("the answer is right", `!steps.said("exercise").includes("sign") && /right|correct|agrees/i.test(steps.said("exercise"))`)
		b.Do(`steps.write("exercise", steps.source("exercise").replace("math.Exp(-score", "math.Exp(score"))`)
	})
}

// writeCells writes a notebook of code cells: ids and sources in turn.
func writeCells(t *testing.T, path string, cells []string) {
	t.Helper()
	var all []any
	for i := 0; i < len(cells); i += 2 {
		all = append(all, map[string]any{
			"cell_type": "code", "id": cells[i], "source": cells[i+1],
			"metadata": map[string]any{}, "outputs": []any{}, "execution_count": nil,
		})
	}
	content, err := json.Marshal(map[string]any{
		"cells": all, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": "gonb", "display_name": "Go (gonb)", "language": "go"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
