//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/notebook"
)

var grading = command{
	name:    "grade",
	args:    "FILE...",
	summary: "tell which exercises learners' notebooks pass",
	about: `
Takes the answers to the exercises out of learners' notebooks, checks them with
the lesson's own checks, and writes a table for a spreadsheet (CSV): who passed
which exercise, and what is wrong with the others.

Learners' notebooks are strangers' code. Each answer runs in a container of its
own, of the project's image: without network, with nothing to write to but a
small folder in memory, and with limits on time, memory, processes and output.
The checks run outside of it. Saved outputs and the notebooks' own copies of the
checks count for nothing. What a learner may have copied, nobody can tell.

Without docker or podman it refuses. With --trusted the answers run right here,
with what limits a shell can set: for notebooks that you would run by hand
without a worry.`,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		var o grade.Options
		flags.BoolVar(&o.Trusted, "trusted", false, "run the answers on this machine, without a container")
		flags.StringVar(&o.Engine, "engine", "", "the `PROGRAM` for containers, with its flags (default: docker or podman)")
		flags.StringVar(&o.Image, "image", grade.DefaultImage, "the `NAME` of the image")
		flags.DurationVar(&o.Limit, "limit", time.Minute, "end an answer after this `TIME`")
		flags.IntVar(&o.Jobs, "jobs", 0, "run `N` answers at once (default: one for each processor)")
		flags.Uint64Var(&o.Seed, "seed", 0, "try functions with the arguments of this `NUMBER`, as told by an earlier run")
		to := flags.String("to", "", "write the table to this `FILE` (default: build/grades.csv)")
		return func(ctx context.Context, c call) error {
			if len(c.args) == 0 {
				return usagef("name the notebooks to grade")
			}
			o.Out = c.err
			if *to == "" {
				*to = c.env.Build("grades.csv")
			}
			table, problem := grade.Run(ctx, c.env, c.args, o)
			if table == nil {
				return problem
			}
			var text bytes.Buffer
			err := table.WriteCSV(&text)
			if err == nil {
				err = os.MkdirAll(filepath.Dir(*to), 0o755)
			}
			if err == nil {
				err = notebook.WriteFile(*to, text.Bytes())
			}
			if err == nil {
				fmt.Fprintf(c.out, "%d notebooks, table in %s\n", len(table.Rows), shown(*to))
			}
			return errors.Join(problem, err)
		}
	},
}
