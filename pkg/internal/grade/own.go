package grade

import (
	"context"
	"fmt"
	"io"

	"littlesteps/pkg/internal/handin"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// touch adds a comment to each exercise, so that it isn't taken for one that nobody
// has begun.
func touch(n *notebook.Notebook) error {
	for _, c := range n.Cells {
		if c.Exercise() != "" && c.ID != "" {
			if err := n.SetSource(c.ID, "// As learners get it.\n"+c.Source); err != nil {
				return err
			}
		}
	}
	return nil
}

// Try grades a lesson's own solutions, and the notebook as learners get it: the first
// are to be right, the second is to have gaps. It says for each exercise what came of
// it, and ends with an error where one isn't ready.
func Try(ctx context.Context, e *jupyter.Env, path string, out io.Writer) error {
	n, err := notebook.Read(path)
	if err != nil {
		return err
	}
	var hands []handin.HandIn
	for _, name := range []string{notebook.Solved, notebook.Learner} {
		variant, err := n.Variant(name)
		if err != nil {
			return err
		}
		if name == notebook.Learner {
			if err := touch(variant); err != nil {
				return err
			}
		}
		hands = append(hands, handin.HandIn{Learner: handin.Learner{Name: name}, Name: path, From: path, Data: variant.Bytes()})
	}
	table, err := Run(ctx, e, hands, Options{Trusted: true, Lessons: []string{path}})
	if err != nil {
		return err
	}
	solved, given := table.Rows[0], table.Rows[1]
	if problem := solved.Problem + given.Problem; problem != "" {
		return fmt.Errorf("%s: %s", path, problem)
	}
	wrong := 0
	for i, s := range solved.Results {
		g := given.Results[i]
		points := fmt.Sprintf("%g points", s.Of)
		if s.Of == 1 {
			points = "1 point"
		}
		fmt.Fprintf(out, "%s: %s with its solution, %s as learners get it, %s\n", s.Exercise, s.Status, g.Status, points)
		if s.Status != Right && s.Status != Done {
			fmt.Fprintf(out, "    the solution: %s\n", s.Said())
			wrong++
		}
		if g.Status == Right {
			fmt.Fprintf(out, "    learners get an answer that is right: leave a gap in it, exercise.TODO\n")
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%s isn't ready to hand out: see above", path)
	}
	return nil
}
