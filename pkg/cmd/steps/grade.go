//go:build unix

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/gradebook"
	"littlesteps/pkg/internal/handin"
	"littlesteps/pkg/internal/jupyter"
)

var grading = command{
	name:    "grade",
	args:    "FOLDER|ZIP|NOTEBOOK...",
	summary: "grade what learners have handed in, and write tables and pages",
	about: `
Takes the answers to the exercises out of learners' notebooks and checks them with
the lesson's own checks. It reads the zip that Moodle or Canvas offers for download,
a folder with a folder for each learner (as "steps collect" makes it), and single
notebooks. What can't be read is listed, and makes the exit status 1.

It writes grades.csv, totals.csv, a table for Moodle or Canvas, a page about the
class, and a page of feedback for each learner: see "steps return". Once more, it
grades only what is new or has changed, and keeps an earlier table beside the new
one. Comments that you write into the last column of a table stay.

Learners' notebooks are strangers' code. Each answer runs in a container of its
own, of the project's image: without network, with nothing to write to but a
small folder in memory, and with limits on time, memory, processes and output.
The checks run outside of it. Saved outputs and the notebooks' own copies of the
checks count for nothing. What a learner may have copied, nobody can tell.

Without docker or podman it refuses. With --trusted the answers run on this
machine, and it says in a sentence what keeps them in there: bubblewrap, the
system's namespaces, or nothing but limits.

A lesson of your own: name its notebooks, the ones with the checks in them, with
--lesson; see "steps help exercise".`,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		var o grade.Options
		flags.BoolVar(&o.Trusted, "trusted", false, "run the answers on this machine, without a container")
		flags.StringVar(&o.Engine, "engine", "", "the `PROGRAM` for containers, with its flags (default: docker or podman)")
		flags.StringVar(&o.Image, "image", grade.DefaultImage, "the `NAME` of the image")
		flags.DurationVar(&o.Limit, "limit", time.Minute, "end an answer after this `TIME`")
		flags.IntVar(&o.Jobs, "jobs", 0, "run `N` answers at once (default: one for each processor)")
		flags.Uint64Var(&o.Seed, "seed", 0, "try functions with the arguments of this `NUMBER`, as told by an earlier run")
		lessons(flags, &o.Lessons)
		to := flags.String("to", "", "write to this `FOLDER` (default: build/grades)")
		force := flags.Bool("force", false, "grade everything anew, and keep no earlier table")
		solutions := flags.Bool("solutions", false, "show the solutions in the pages for learners")
		return func(ctx context.Context, c call) error {
			if len(c.args) == 0 {
				return usagef("name the notebooks to grade: a folder, a zip, or files")
			}
			if *to == "" {
				*to = c.env.Build("grades")
			}
			book, err := gradebook.Open(*to)
			if err != nil {
				return err
			}
			hands, problems, err := handin.Read(c.args...)
			if err != nil {
				return err
			}
			for _, p := range problems {
				fmt.Fprintln(c.err, "can't be graded:", grade.Harmless(p.String()))
			}
			if len(hands) == 0 {
				return fmt.Errorf("there are no notebooks in %s", strings.Join(c.args, ", "))
			}
			o.Out = c.err
			if !*force {
				o.Known = book.Known()
			}
			table, problem := grade.Run(ctx, c.env, hands, o)
			if table == nil {
				return problem
			}
			if problem != nil && !graded(table) {
				return problem // there is nothing to write
			}
			book.Table, book.Problems, book.Own = table, problems, nil
			for _, path := range o.Lessons {
				full, err := filepath.Abs(path)
				if err != nil {
					return err
				}
				book.Own = append(book.Own, full)
			}
			kept, err := book.Write(*force)
			for _, path := range kept {
				fmt.Fprintln(c.out, "the earlier table is", shown(path))
			}
			if err == nil {
				err = pages(ctx, c, book, *solutions)
			}
			fmt.Fprintf(c.out, "%d learners, %d notebooks: tables and pages in %s\n", len(book.Learners()), len(table.Rows), shown(*to))
			if left := book.Unreadable(); err == nil && len(left) > 0 {
				err = fmt.Errorf("%d of what was handed in can't be graded: see %s", len(left), shown(book.Path("class.html")))
			}
			return errors.Join(problem, err)
		}
	},
}

func graded(t *grade.Table) bool {
	for _, row := range t.Rows {
		for _, r := range row.Results {
			if r.Status != grade.NotGraded && r.Status != "" {
				return true
			}
		}
	}
	return false
}

// pages writes the page about the class and those for learners.
func pages(ctx context.Context, c call, book *gradebook.Book, solutions bool) error {
	if err := c.setUp(ctx, jupyter.Cells); err != nil {
		return err
	}
	if err := book.Class(ctx, c.env); err != nil {
		return err
	}
	_, err := book.Feedback(ctx, c.env, solutions)
	return err
}

// lessons declares the flag that names a teacher's own notebooks.
func lessons(flags *flag.FlagSet, to *[]string) {
	flags.Func("lesson", "your own lesson: its notebooks with the checks in them, a `FILE` or folder; may be given more than once (default: those of the checkout)", func(value string) error {
		if strings.TrimSpace(value) == "" {
			return errors.New("name a notebook or a folder")
		}
		*to = append(*to, value)
		return nil
	})
}
