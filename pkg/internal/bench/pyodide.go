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
// stand beside the first notebook.
func pyodide(ctx context.Context, browser string, o Options) (visits [2]visit, err error) {
	if _, err := os.Stat(filepath.Join(o.Pyodide, "pyodide.mjs")); err != nil {
		return visits, fmt.Errorf("no Pyodide in %s: %w", o.Pyodide, err)
	}
	belts, err := os.ReadFile(o.Env.Path("pkg", "data", "belts.csv"))
	if err != nil {
		return visits, err
	}
	table, err := json.Marshal(string(belts))
	if err != nil {
		return visits, err
	}
	for range o.Rounds {
		if err := visitTwice(ctx, browser, o.Pyodide, fmt.Sprintf(measurePyodide, table), firstInPython(), &visits); err != nil {
			return visits, err
		}
	}
	return visits, nil
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
const measurePyodide = `(async (codes) => {
	const seconds = async (promise) => {
		const began = performance.now();
		await promise();
		return (performance.now() - began) / 1000;
	};
	let python;
	const run = (code) => seconds(async () => python.globals.get("run")(code));
	const visit = { Ready: [await seconds(async () => {
		const { loadPyodide } = await import("./kit/pyodide.mjs");
		python = await loadPyodide({ indexURL: new URL("kit/", location.href).href, stdout: () => {} });
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
	})], Download: [], First: [], Prints: [], Cells: [], All: [], Memory: [] };
	visit.Download.push(performance.getEntriesByType("resource").reduce((sum, entry) => sum + (entry.transferSize > 300 ? entry.encodedBodySize : 0), 0) / 1e6);
	visit.First.push(await run("print(0)"));
	for (let i = 1; i <= 7; i++) visit.Prints.push(await run("print(" + i + ")"));
	visit.All.push(await seconds(async () => { for (const code of codes) visit.Cells.push(await run(code)); }));
	return visit;
})`
