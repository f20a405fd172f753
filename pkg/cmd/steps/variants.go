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
