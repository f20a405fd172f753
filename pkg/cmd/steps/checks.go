//go:build unix

package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"

	"littlesteps/pkg/internal/bench"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/suite"
)

var test = command{
	name:    "test",
	args:    "[PACKAGE...]",
	summary: "check everything: formatting, vet, staticcheck, tests, notebooks",
	about: `
Checks everything: formatting, vet, staticcheck, the tests of all packages, and
the notebooks, executed and compared with the values of the lecture. Tests that
need a program that isn't here are skipped, and named with the reason.

While you work, --quick takes the tests that need neither a browser nor a
kernel, and of these only what has changed.

What each test took stands in build/tests.json:

    go tool gotestsum tool slowest --num 30 --jsonfile build/tests.json`,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		quick := flags.Bool("quick", false, "leave out the tests that need a browser or a kernel, and those of unchanged packages")
		long := flags.Bool("long", false, "also run what takes an hour: 50 executions of each notebook, all trials")
		race := flags.Bool("race", false, "only the quick tests, under the race detector; it needs a C compiler")
		only := flags.String("run", "", "only the tests whose names match this `PATTERN`")
		return func(ctx context.Context, c call) error {
			if !*quick && !*race { // these need nothing of it
				if err := c.setUp(ctx, jupyter.Whole); err != nil {
					return err
				}
			}
			o := suite.Options{Go: c.env.GoProgram, Out: c.out, Packages: c.args, First: longest, Quick: *quick, Long: *long, Race: *race, Record: c.env.Build("tests.json")}
			if err := os.MkdirAll(filepath.Dir(o.Record), 0o755); err != nil {
				return err
			}
			if *only != "" {
				o.Flags = []string{"-run=" + *only}
			}
			return suite.Run(ctx, o)
		}
	},
}

// longest are the packages whose tests take longest, in that order: what begins last
// runs alone, on one processor. build/tests.json says what they took.
var longest = []string{
	"./pkg/explorer", "./pkg/internal/jupyter/browser", "./pkg/internal/jupyter/exporter", "./pkg/internal/jupyter", "./pkg/chart",
	"./pkg/internal/web/...", "./pkg/internal/jupyter/robustness", "./pkg/internal/grade", "./pkg/exercise/check",
}

var benchmark = command{
	name:    "bench",
	args:    "[" + strings.Join(bench.Sections(), "|") + "]...",
	summary: "measure training, cells, the lesson and set-up",
	about: `
Measures, and writes the tables to build/bench:

    training   an epoch of the models, beside NumPy and JAX where given
    table      a table of 100,000 rows, read to drawn, beside pandas where given
    cells      the cells of the notebooks, beside the stock Go kernel
    waits      a kernel's start, its first cell, completion, beside the same
    again      Run All of each notebook, its cells built, and its cells kept
    memory     a kernel after the cells of 01, and after completions
    lesson     notebooks 01 and 02 as a whole, beside ipykernel where given
    export     an executed notebook becomes a page, beside stock nbconvert
    tab        the kernel in a browser's tab, beside Pyodide where given
    setup      from nothing to the first cell, and to completion; it needs the network, and minutes

None named means all but setup. The numbers to look at are the ratios: what is
compared was measured in one run. They are best on a machine with nothing else
to do.`,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		python := flags.String("python", "", "compare with the Python at `PATH`, which has numpy, jax, pandas, matplotlib and ipykernel")
		pyodide := flags.String("pyodide", "", "compare the tab with Pyodide in this `FOLDER`, which has numpy, pandas, matplotlib and ipython")
		rounds := flags.Int("rounds", 3, "run each `N` times")
		return func(ctx context.Context, c call) error {
			if *rounds < 1 {
				return usagef("--rounds is %d, and must be at least 1", *rounds)
			}
			if err := c.setUp(ctx, jupyter.Whole); err != nil {
				return err
			}
			notebooks, err := c.env.Notebooks()
			if err != nil {
				return err
			}
			return bench.Run(ctx, bench.Options{Env: c.env, Out: c.out, Sections: c.args, Rounds: *rounds, Python: *python, Pyodide: *pyodide, Notebooks: notebooks})
		}
	},
}
