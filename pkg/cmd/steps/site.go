//go:build unix

package main

import (
	"context"
	"flag"
	"fmt"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/site"
)

var website = command{
	name:    "site",
	summary: "make a web site on which the lesson is read, edited and run",
	about: `
Makes a folder of static files for any web server, under any path: the pages and
slides of all notebooks, and JupyterLab with the notebooks, in which every cell
is edited and run in the reader's browser. Readers install nothing, and the
server computes nothing. After the first visit it works offline.

To look at it here, serve the folder, for example with

    python3 -m http.server --directory build/site

It needs the network once, for JupyterLite.`,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		options := runFlags(flags)
		to := flags.String("to", "", "the `FOLDER` of the site (default: build/site); it is emptied first")
		variant := flags.String("variant", "", "offer the `VARIANT` learner, teacher or solved")
		kit := flags.String("kit", "", "take the kernel from this `FOLDER`, where it was built before")
		bare := flags.Bool("no-pages", false, "make JupyterLab alone, without pages and slides")
		return func(ctx context.Context, c call) error {
			if err := knownVariant(*variant, true); err != nil {
				return err
			}
			if err := c.setUp(ctx, jupyter.Whole); err != nil {
				return err
			}
			o := site.Options{To: *to, Run: options(c), Variant: *variant, Kit: *kit, NoPages: *bare}
			if err := site.Build(ctx, c.env, o); err != nil {
				return err
			}
			fmt.Fprintf(c.out, "site in %s\n", shown(o.Folder(c.env)))
			return nil
		}
	},
}
