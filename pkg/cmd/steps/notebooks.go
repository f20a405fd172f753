//go:build unix

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

const naming = `
A notebook is named by its path, or by its bare name in notebooks/, with or
without .ipynb; none named means all of the lesson's.`

// runFlags declares the flags of the commands that execute notebooks.
func runFlags(flags *flag.FlagSet) func(call) jupyter.RunOptions {
	limit := flags.Duration("limit", 120*time.Second, "interrupt a cell after this `TIME`")
	jobs := flags.Int("jobs", 0, "execute `N` notebooks at once (default: one for each processor)")
	return func(c call) jupyter.RunOptions {
		return jupyter.RunOptions{Limit: *limit, Jobs: *jobs, Out: c.out}
	}
}

var execute = command{
	name:    "run",
	args:    "[NOTEBOOK...]",
	summary: "execute notebooks from clean kernels",
	about: `
Executes notebooks as Restart Kernel and Run All Cells does, each from a clean
kernel, and writes the executed copies to build/. The notebooks themselves stay
as they are. At the first cell that fails, a notebook ends, and the command
names the cell, its line and the error, and ends with status 1.
` + naming,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		options := runFlags(flags)
		allow := flags.Bool("allow-errors", false, "go on after a cell that failed, and keep the error in the copy")
		return func(ctx context.Context, c call) error {
			if err := c.setUp(ctx, jupyter.Cells); err != nil {
				return err
			}
			o := options(c)
			o.AllowErrors = *allow
			return jupyter.Run(ctx, c.env, c.args, o)
		}
	},
}

// An exportFunc makes pages or slides of notebooks.
type exportFunc func(context.Context, *jupyter.Env, []string, jupyter.HTMLOptions) error

// exporter makes a command of one of the ways to export notebooks.
func exporter(name, summary, about string, export exportFunc, canLive bool) command {
	return command{
		name: name, args: "[NOTEBOOK...]", summary: summary,
		about: about + "\n" + naming,
		prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
			options := runFlags(flags)
			var o jupyter.HTMLOptions
			flags.BoolVar(&o.NoRun, "no-run", false, "export what the notebooks hold, without executing them")
			flags.BoolVar(&o.Strict, "strict", false, "refuse a notebook with an error in a cell, or a cell that was never run")
			flags.StringVar(&o.To, "to", "", "write to this `FOLDER` (default: build/html)")
			flags.StringVar(&o.Variant, "variant", "", "export the `VARIANT` learner, teacher or solved, to build/html/VARIANT")
			flags.BoolVar(&o.Untrusted, "untrusted", false, "the notebooks are somebody else's: don't execute them, and leave their scripts out")
			embed := flags.Int("embed", 5, "put media of up to so many `MB` into the file, larger ones beside it")
			var l live
			if canLive {
				l.flags(flags)
			}
			return func(ctx context.Context, c call) error {
				err := knownVariant(o.Variant, true)
				if err == nil {
					err = l.check(o.Untrusted)
				}
				if err == nil {
					err = c.setUp(ctx, jupyter.Pages)
				}
				if err != nil {
					return err
				}
				o.Run, o.Embed = options(c), *embed*1_000_000
				return l.export(ctx, c, o, export)
			}
		},
	}
}

var html = exporter("html", "execute notebooks and export them as web pages", `
Executes notebooks and exports each as one web page that needs nothing else:
neither the network nor a server.

With --variant, the pages are those of the learner's, the teacher's or the
solved variant: see "go tool steps help notebooks".

With --live, the code of a page can be changed and run in the page itself, also
from a file on a USB stick: the page holds the kernel and Go's own compiler. It
has about 25 MB, and building them takes a minute or two.`, jupyter.HTML, true)

var slides = exporter("slides", "execute notebooks and export them as slides", `
Executes notebooks and exports each as slides for a browser, in one file that
needs nothing else. Which cell is on which slide is set in JupyterLab, in the
property inspector on the right.`, jupyter.Slides, false)

var pdf = exporter("pdf", "execute notebooks and print them as PDF", `
Executes notebooks, exports each as a web page, and prints the pages as PDF. It
needs Chromium or Chrome.`, jupyter.PDF, false)

var reset = command{
	name:    "reset",
	args:    "NOTEBOOK...",
	summary: "bring back a notebook as it was, keeping the edited one",
	about: `
Brings back notebooks as they were committed last. The edited ones are kept
beside them, under names that begin with my_.

A notebook is named by its path, or by its bare name in notebooks/, with or
without .ipynb. One that is open in JupyterLab is shown anew, and what wasn't saved
there yet is kept with the edited one.`,
	prepare: func(*flag.FlagSet) func(context.Context, call) error {
		return func(_ context.Context, c call) error {
			if len(c.args) == 0 {
				return usagef("name the notebooks to bring back")
			}
			for _, name := range c.args {
				path := missingOr(c.env, name)
				kept, err := c.env.Reset(path)
				if err != nil {
					return err
				}
				if kept == "" {
					fmt.Fprintf(c.out, "%s is as it was committed\n(what is open in JupyterLab and isn't saved yet: File, Reload Notebook from Disk)\n", shown(path))
					continue
				}
				fmt.Fprintf(c.out, "%s is back; your edited one is %s\n", shown(path), shown(kept))
			}
			return nil
		}
	},
}

// missingOr is the path of a notebook that may have been deleted.
func missingOr(env *jupyter.Env, name string) string {
	if paths, err := env.Resolve(name); err == nil {
		return paths[0]
	}
	if filepath.Base(name) != name {
		return name
	}
	return env.NotebookPath(strings.TrimSuffix(name, ".ipynb") + ".ipynb")
}

// shown is a path as someone in the current folder would write it.
func shown(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(here, path); err == nil && len(short) < len(path) {
		return short
	}
	return path
}

var strip = command{
	name:    "strip",
	args:    "[NOTEBOOK...]",
	summary: "remove outputs from notebooks, before a commit",
	about: `
Removes from notebooks what running them leaves behind: outputs, execution
counts, and metadata that changes by itself. Everything else stays as it is,
byte by byte.
` + naming,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		check := flags.Bool("check", false, "change nothing; end with status 1 if there is something to remove")
		return func(_ context.Context, c call) error {
			paths, err := c.env.Resolve(c.args...)
			if err != nil {
				return err
			}
			var full []string
			for _, path := range paths {
				n, err := notebook.Read(path)
				if err != nil {
					return err
				}
				removed, err := n.Strip()
				if err != nil {
					return err
				}
				if removed.Nothing() {
					continue
				}
				full = append(full, shown(path))
				if *check {
					fmt.Fprintf(c.out, "%s holds %s\n", shown(path), removed)
					continue
				}
				if target, err := os.Readlink(path); err == nil {
					return fmt.Errorf("%s is a symbolic link: strip the file itself, %s", shown(path), target)
				}
				if err := n.Save(path); err != nil {
					return err
				}
				fmt.Fprintf(c.out, "%s: removed %s\n", shown(path), removed)
			}
			if *check && len(full) > 0 {
				return errors.New("outputs are left: go tool steps strip " + strings.Join(full, " "))
			}
			return nil
		}
	},
}
