//go:build unix

package main

import (
	"context"
	"flag"
	"fmt"

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/notebook"
)

var exercises = command{
	name:    "exercise",
	args:    "new NOTEBOOK NAME | try NOTEBOOK",
	summary: "write an exercise of your own, and try it",
	about: `
    go tool steps exercise new lesson.ipynb logit

adds the cells of an exercise to a notebook, or makes one: question, check, the
cell with the gap, hint, solution, note for teachers. They work as they are: open
the notebook in JupyterLab and write your own in their place.

    go tool steps exercise try lesson.ipynb

says of each exercise what its check makes of your solution, which should be right,
and of the cell as learners get it, which should be open.

What a cell is, its tags say, which JupyterLab shows in the property inspector on
the right: exercise:logit, check:logit, hint:logit, solution:logit, teacher-note,
and points:2 where it counts more than 1. An exercise's answer stands above %%, the
call of its check below. A check that stands in a cell tagged so leaves the
notebook that learners get: there the cell says that it is judged later, and
"steps grade --lesson lesson.ipynb" does it. Package exercise says how checks are
written (go doc ./pkg/exercise).`,
	prepare: func(*flag.FlagSet) func(context.Context, call) error {
		return func(ctx context.Context, c call) error {
			switch {
			case len(c.args) == 3 && c.args[0] == "new":
				if err := notebook.NewExercise(c.args[1], c.args[2]); err != nil {
					return err
				}
				fmt.Fprintf(c.out, "%s has an exercise %s; when you have rewritten it: go tool steps exercise try %s\n", c.args[1], c.args[2], c.args[1])
				return nil
			case len(c.args) == 2 && c.args[0] == "try":
				return grade.Try(ctx, c.env, c.args[1], c.out)
			}
			return usagef("write new NOTEBOOK NAME, or try NOTEBOOK")
		}
	},
}
