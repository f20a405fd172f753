//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/term"

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/jupyter"
)

// commands returns all commands in the order in which help shows them.
func commands() []command {
	return []command{lab, setup, doctor, execute, html, slides, pdf, website, notebooks, exercises, handout, collect, grading, handBack, reset, strip, test, benchmark}
}

var setup = command{
	name:    "setup",
	summary: "set up what is missing",
	about: `
Sets up what is missing, inside the checkout's folder .venv: Python packages
with JupyterLab, the Go kernel, gopls, and the packages that cells import.

It may be interrupted; the next one goes on from there. Everything that is
installed has a fixed version. The first time it needs the network.`,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		python := flags.String("python", "", "the `PATH` of the Python to build on: 3.10 or newer")
		cells := flags.Bool("cells", false, "build the cells of the lesson as well, as \"lab\" does in the background")
		return func(ctx context.Context, c call) error {
			o := jupyter.SetupOptions{Python: *python, Out: c.err}
			if *cells {
				o.Part = jupyter.Image
			}
			return c.env.Setup(ctx, o)
		}
	},
}

// setUp does what is missing of what a command needs.
func (c call) setUp(ctx context.Context, part jupyter.Part) error {
	return c.env.Setup(ctx, jupyter.SetupOptions{Out: c.err, Part: part})
}

var lab = command{
	name:    "lab",
	args:    "[-- ARGUMENTS...]",
	summary: "start JupyterLab on the notebooks",
	about: `
Starts JupyterLab on the lesson's notebooks, in the browser. What is missing
of the set-up is done first, and what cells can do without (completion, explorers) in
the background. Ctrl-C ends it, with all its kernels; save your
notebooks before.

What stands behind -- goes to "jupyter lab", for example:

    go tool steps lab -- --no-browser --port=9999`,
	prepare: func(*flag.FlagSet) func(context.Context, call) error {
		return func(ctx context.Context, c call) error {
			if err := c.setUp(ctx, jupyter.Cells); err != nil {
				return err
			}
			background, stop := context.WithCancel(ctx)
			var rest sync.WaitGroup
			rest.Go(func() { c.env.Rest(background, c.err) })
			defer rest.Wait()
			defer stop()
			return c.env.Lab(ctx, c.err, c.args...)
		}
	},
}

var doctor = command{
	name:    "doctor",
	summary: "say what is installed, and what is wrong",
	about: `
Says what is installed, in which versions, and what is wrong, with a hint for
each. Where killed sessions of this checkout have left folders or processes
behind, it offers to remove them. It ends with status 1 if something is wrong.`,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		fix := flags.Bool("fix", false, "remove what killed sessions left, without asking")
		return func(ctx context.Context, c call) error {
			if err := c.offerCleanup(ctx, *fix); err != nil {
				return err
			}
			wrong := 0
			for _, f := range append(c.env.Examine(ctx), grade.Examine(ctx, c.env)...) {
				if f.Level == jupyter.Wrong {
					wrong++
				}
				printFinding(c.out, f)
			}
			if wrong > 0 {
				return fmt.Errorf("doctor found what is wrong: %d of the above", wrong)
			}
			return nil
		}
	},
}

// offerCleanup removes what killed sessions left, if that is wanted.
func (c call) offerCleanup(ctx context.Context, fix bool) error {
	left, err := c.env.Orphans()
	containers := grade.Orphans(ctx, c.env)
	if err != nil || len(left)+len(containers) == 0 {
		return nil // Examine says what the error was
	}
	if !fix && term.IsTerminal(int(os.Stdin.Fd())) {
		fmt.Fprintln(c.out, "Killed sessions of this checkout have left:")
		for _, o := range left {
			fmt.Fprintf(c.out, "    %s\n", o)
		}
		for _, o := range containers {
			fmt.Fprintf(c.out, "    %s\n", o)
		}
		fmt.Fprint(c.out, "Remove it? [y/N] ")
		answer, _ := bufio.NewReader(os.Stdin).ReadString('\n')
		fix = strings.EqualFold(strings.TrimSpace(answer), "y")
	}
	if !fix {
		return nil
	}
	err = c.env.Cleanup()
	for _, o := range containers {
		err = errors.Join(err, o.Remove(ctx))
	}
	return err
}

func printFinding(out io.Writer, f jupyter.Finding) {
	mark := map[jupyter.Level]string{jupyter.Fine: "ok", jupyter.Note: "note", jupyter.Wrong: "WRONG"}[f.Level]
	const indent = "\n                          "
	said := strings.ReplaceAll(strings.TrimSpace(f.Said), "\n", indent)
	fmt.Fprintf(out, "%-6s %-18s %s\n", mark, f.Title, said)
	if f.Hint != "" {
		fmt.Fprintf(out, "%s\n", strings.TrimPrefix(indent, "\n")+"-> "+strings.ReplaceAll(f.Hint, "\n", indent))
	}
}
