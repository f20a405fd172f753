//go:build unix

package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// knownVariant refuses names that there aren't.
func knownVariant(name string, maybeNone bool) error {
	if slices.Contains(notebook.Variants(), name) || maybeNone && name == "" {
		return nil
	}
	return usagef("--variant is %q: choose one of %s", name, strings.Join(notebook.Variants(), ", "))
}

var notebooks = command{
	name:    "notebooks",
	args:    "[NOTEBOOK...]",
	summary: "write variants of the notebooks: learner's, teacher's, solved",
	about: `
Writes notebooks to hand out. One source makes three variants:

    learner   without solutions: they aren't in the file at all
    teacher   solutions folded, notes for teachers open
    solved    every gap filled in, so that all checks say "right"

Somebody may have worked in a file that is there already. If one differs from
what would be written, nothing is written, and the file is named.
` + naming,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		variant := flags.String("variant", "", "the `VARIANT` to write: learner, teacher or solved")
		to := flags.String("to", "", "write to this `FOLDER` (default: build/notebooks/VARIANT)")
		replace := flags.Bool("replace", false, "write over notebooks that are there and differ")
		return func(_ context.Context, c call) error {
			if err := knownVariant(*variant, false); err != nil {
				return err
			}
			paths, err := jupyter.Variants(c.env, c.args, *variant, jupyter.VariantOptions{To: *to, Replace: *replace})
			for _, path := range paths {
				fmt.Fprintln(c.out, shown(path))
			}
			return err
		}
	},
}

var handout = command{
	name:    "handout",
	args:    "[NOTEBOOK...]",
	summary: "pack notebooks without solutions, to hand out",
	about: `
Packs what learners get: the notebooks without solutions, teachers' notes and the
checks that you keep for yourself, and a page that says how to begin and what to
hand in. A name that ends in .zip makes a zip, ready for a learning platform.

With --environment it holds what a clone holds besides, so that a learner needs no
clone: the repository itself has the solutions, folded, in its notebooks.
` + naming,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		to := flags.String("to", "", "write to this `FOLDER`, or FILE.zip (default: build/handout.zip)")
		whole := flags.Bool("environment", false, "with all that is needed to run them")
		return func(ctx context.Context, c call) error {
			if *to == "" {
				*to = c.env.Build("handout.zip")
			}
			n, err := jupyter.Handout(ctx, c.env, c.args, *to, *whole)
			if err == nil {
				fmt.Fprintf(c.out, "%d files in %s\n", n, shown(*to))
			}
			return err
		}
	},
}
