package bench

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

//go:embed testdata/lesson.py
var pythonLesson string

// pyodide times the lecture's Python in a browser's tab: what Pyodide's folder has is
// loaded as JupyterLite loads it, with IPython, and runs the cells of lesson.py that
// stand beside the first notebook. It returns the files that were loaded.
func pyodide(ctx context.Context, browser string, o Options, visits *[2]visit) (asked []string, err error) {
	if _, err := os.Stat(filepath.Join(o.Pyodide, "pyodide.mjs")); err != nil {
		return nil, fmt.Errorf("no Pyodide in %s: %w", o.Pyodide, err)
	}
	belts, err := os.ReadFile(o.Env.Path("pkg", "data", "belts.csv"))
	if err != nil {
		return nil, err
	}
	table, err := json.Marshal(string(belts))
	if err != nil {
		return nil, err
	}
	for range o.Rounds {
		asked, err = visitTwice(ctx, browser, o.Pyodide, fmt.Sprintf(measurePyodide, table), firstInPython(), visits, nil)
		if err != nil {
			return nil, err
		}
	}
	return asked, nil
}

// firstInPython returns the cells of lesson.py that stand beside the first notebook.
func firstInPython() (codes []string) {
	for _, cell := range strings.Split(pythonLesson, "# %%\n")[1:] {
		if strings.Contains(cell, "penguins.csv") {
			break // the second notebook begins
		}
		codes = append(codes, cell)
	}
	return codes
}

// measurePyodide is the counterpart of measure. What a cell shows is made as JupyterLite
// makes it: a table as HTML, a figure as a PNG.
const measurePyodide = `(async (codes, prints) => {
	const seconds = async (promise) => {
		const began = performance.now();
		await promise();
		return (performance.now() - began) / 1000;
	};
	let python;
	const run = (code) => seconds(async () => python.globals.get("run")(code));
	const visit = { ready: [await seconds(async () => {
		const { loadPyodide } = await import("./files/pyodide.mjs");
		python = await loadPyodide({ indexURL: new URL("files/", location.href).href, stdout: () => {} });
		await python.loadPackage(["numpy", "pandas", "matplotlib", "ipython"], { messageCallback: () => {} });
		python.FS.writeFile("belts.csv", %s);
		await python.runPythonAsync(` + "`" + `
import io, sys, types
import matplotlib
matplotlib.use("agg")
import numpy
from IPython.core.interactiveshell import InteractiveShell
from pyodide.code import eval_code
jax = types.ModuleType("jax")
jax.numpy = numpy
def grad(f, tiny=1e-4):
    return lambda x, *rest: (f(x + tiny, *rest) - f(x - tiny, *rest)) / (2 * tiny)
jax.grad = grad
sys.modules["jax"], sys.modules["jax.numpy"] = jax, numpy
import matplotlib.pyplot as plt
def show():
    for number in plt.get_fignums():
        plt.figure(number).savefig(io.BytesIO(), format="png", bbox_inches="tight")
    plt.close("all")
plt.show = show
names = {}
def run(code):
    value = eval_code(code, names)
    if value is not None:
        getattr(value, "_repr_html_", value.__repr__)()
` + "`" + `);
	})], first: [], prints: [], cells: [], all: [] };
	visit.first.push(await run("print(0)"));
	for (let i = 1; i <= prints; i++) visit.prints.push(await run("print(" + i + ")"));
	visit.all.push(await seconds(async () => { for (const code of codes) visit.cells.push(await run(code)); }));
	return visit;
})`
