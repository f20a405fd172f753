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

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/gradebook"
	"littlesteps/pkg/internal/homes"
	"littlesteps/pkg/internal/jupyter"
)

// hubFlags declares the flags that say where a hub's learners have their folders.
func hubFlags(flags *flag.FlagSet, name, usage string) func(context.Context) (homes.Homes, error) {
	from := flags.String(name, "", usage)
	engine := flags.String("engine", "", "the `PROGRAM` for containers, with its flags (default: docker or podman)")
	image := flags.String("image", grade.DefaultImage, "the `NAME` of the image, on Kubernetes with its registry")
	prefix := flags.String("prefix", "class-home-", "the `BEGINNING` of the volumes' names")
	namespace := flags.String("namespace", "class", "the `NAMESPACE` on Kubernetes")
	return func(ctx context.Context) (homes.Homes, error) {
		switch *from {
		case "", "compose":
			engine, err := grade.FindEngine(ctx, *engine)
			return homes.Volumes{Engine: engine, Image: *image, Prefix: *prefix}, err
		case "kubernetes":
			return homes.Cluster{Kubectl: []string{"kubectl"}, Namespace: *namespace, Image: *image}, nil
		}
		if !strings.Contains(*from, "*") {
			return nil, usagef("--%s is %q: write compose, kubernetes, or a folder with * for a learner's name, such as '/home/jupyter-*'", name, *from)
		}
		return homes.Folders(*from), nil
	}
}

const hubs = `compose, kubernetes, or a folder of this machine with * where a learner's name stands`

var collect = command{
	name:    "collect",
	args:    "[NOTEBOOK...]",
	summary: "copy what learners have on a hub into one folder each",
	about: `
Copies the notebooks of all learners of a hub into one folder for each, with the
time of their last change, for "steps grade"; those that are named, or all. Learners
may be at work meanwhile.

    go tool steps collect 01_little_steps            from the hub of docker/hub/compose.yaml
    go tool steps collect --from kubernetes --image REGISTRY/littlesteps:TAG
    go tool steps collect --from '/home/jupyter-*'   folders of this machine

What was collected before is replaced where a learner has changed it.`,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		hub := hubFlags(flags, "from", "the `HUB`: "+hubs+" (default: compose)")
		to := flags.String("to", "", "copy to this `FOLDER` (default: build/handed-in)")
		return func(ctx context.Context, c call) error {
			var only []string
			for _, name := range c.args {
				only = append(only, strings.TrimSuffix(filepath.Base(name), ".ipynb"))
			}
			from, err := hub(ctx)
			if err != nil {
				return err
			}
			if *to == "" {
				*to = c.env.Build("handed-in")
			}
			err = homes.Collect(ctx, from, *to, only, func(one homes.Collected) {
				fmt.Fprintf(c.out, "%s: %d notebooks\n", grade.Harmless(one.Learner), one.Notebooks)
				if one.Problem != nil {
					fmt.Fprintf(c.err, "%s: %v\n", grade.Harmless(one.Learner), one.Problem)
				}
			})
			if err == nil {
				fmt.Fprintf(c.out, "now: go tool steps grade %s\n", shown(*to))
			}
			return err
		}
	},
}

var handBack = command{
	name:    "return",
	summary: "hand pages of feedback back to learners",
	about: `
Writes the pages of feedback anew, with the comments that you have written into
grades.csv and totals.csv, and hands them back: for Moodle and Canvas it makes a
zip to upload, and with --hub each learner finds feedback.html in their folder.

    go tool steps return                    zips for Moodle and Canvas
    go tool steps return --hub compose      into the volumes of the class's hub
    go tool steps return --folders DIR      one folder for each learner`,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		hub := hubFlags(flags, "hub", "put pages into the folders of this `HUB`: "+hubs)
		from := flags.String("grades", "", "the `FOLDER` that steps grade has written (default: build/grades)")
		folders := flags.String("folders", "", "write a folder for each learner to this `FOLDER`")
		solutions := flags.Bool("solutions", false, "show the solutions in the pages")
		return func(ctx context.Context, c call) error {
			if *from == "" {
				*from = c.env.Build("grades")
			}
			if _, err := os.Stat(*from); err != nil {
				return fmt.Errorf("nothing is graded in %s yet: run steps grade first, or name its folder with --grades", shown(*from))
			}
			var to homes.Homes
			if flags.Lookup("hub").Value.String() != "" {
				var err error
				if to, err = hub(ctx); err != nil {
					return err
				}
			}
			book, err := gradebook.Open(*from)
			if err != nil {
				return err
			}
			if book.Lessons, err = grade.Lessons(c.env, book.Own...); err != nil {
				return err
			}
			if err := c.setUp(ctx, jupyter.Whole); err != nil {
				return err
			}
			written, err := book.Feedback(ctx, c.env, *solutions)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%d pages in %s\n", len(written), shown(book.Path("feedback")))
			if *folders != "" {
				return gradebook.Folders(written, *folders)
			}
			if to != nil {
				return putBack(ctx, c, to, written)
			}
			zips, err := book.Zips(written)
			for _, path := range zips {
				fmt.Fprintln(c.out, "to upload:", shown(path))
			}
			return err
		}
	},
}

// putBack puts pages into learners' folders.
func putBack(ctx context.Context, c call, to homes.Homes, written []gradebook.Feedback) error {
	var problems []error
	for _, page := range written {
		data, err := os.ReadFile(page.Path)
		if err == nil {
			err = to.Write(ctx, page.Learner.Name, "feedback.html", data)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", page.Learner.Name, err))
			continue
		}
		fmt.Fprintf(c.out, "%s: feedback.html\n", grade.Harmless(page.Learner.Name))
	}
	return errors.Join(problems...)
}
