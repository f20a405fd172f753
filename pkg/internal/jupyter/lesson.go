package jupyter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"littlesteps/pkg/internal/gonb/quickbuild"
)

const lessonName = "lesson"

// lessonStep builds the cells of the lesson's notebooks by running them, so that a
// learner's are started and not built. It takes the notebooks as they are shipped: what
// a learner has made of them isn't run by anybody else.
func (e *Env) lessonStep() step {
	return step{
		name:  lessonName,
		title: "Cells of the lesson",
		key: func() (string, error) {
			if limit, _ := quickbuild.Limit(); limit == 0 || e.Work != "" {
				return e.stamp(lessonName), nil // nothing is kept, or the image has it
			}
			plan, err := os.ReadFile(e.planPath())
			if errors.Is(err, os.ErrNotExist) {
				err = nil // the step before makes it
			}
			return "plan " + digest(plan), err
		},
		later: true, soft: true, seconds: 40,
		do: func(ctx context.Context, report reporter) error {
			folder, err := os.MkdirTemp("", "steps-lesson-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(folder)
			var names []string
			shipped, err := filepath.Glob(e.Path("notebooks", "*.ipynb"))
			if err != nil {
				return err
			}
			for _, path := range shipped {
				content, err := e.asShipped(ctx, path)
				if err != nil {
					return err
				}
				names = append(names, filepath.Join(folder, filepath.Base(path)))
				if err := os.WriteFile(names[len(names)-1], content, 0o600); err != nil {
					return err
				}
			}
			for i, name := range names {
				report(i, len(names), filepath.Base(name))
				_, err := run(ctx, e, []string{name}, RunOptions{Jobs: 1, Out: io.Discard, To: filepath.Join(folder, "executed"), temporary: true})
				if err != nil {
					return err
				}
			}
			return nil
		},
		hint: "does `go tool steps run` work?",
	}
}

// asShipped returns a notebook as git has it; where there is no git, as in an image, as
// it lies there.
func (e *Env) asShipped(ctx context.Context, path string) ([]byte, error) {
	if !exists(e.Path(".git")) {
		return os.ReadFile(path)
	}
	content, err := command(ctx, e.Root, environment(nil), "git", "show", "HEAD:./notebooks/"+filepath.Base(path)).Output()
	if err != nil {
		err = fmt.Errorf("git has no %s: %w", e.short(path), err)
	}
	return content, err
}
