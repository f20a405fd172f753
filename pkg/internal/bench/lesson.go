package bench

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
)

// lesson times the whole of notebooks 01 and 02, with every cell built and with all kept,
// and the same lesson in an ipykernel with NumPy, JAX, pandas and matplotlib. A kernel's
// start counts.
func lesson(ctx context.Context, o Options) ([]Table, error) {
	table := Table{Title: "The whole lesson: seconds, median (least-most)", Head: besideHead("notebooks 01 and 02", "ipykernel")}
	if o.Python == "" {
		table.Notes = []string{"go tool steps bench lesson --python PATH, with a Python that has ipykernel, numpy, jax, pandas and matplotlib"}
		return []Table{table}, nil
	}
	// The others go on where the lecture's code ends.
	notebooks := slices.DeleteFunc(slices.Clone(o.Notebooks), func(path string) bool {
		name := filepath.Base(path)
		return !strings.HasPrefix(name, "01") && !strings.HasPrefix(name, "02")
	})
	args := append([]string{o.Python, o.Env.Path("pkg", "internal", "bench", "testdata", "lesson.py"), o.Env.Path("pkg", "data")}, notebooks...)
	samples, err := inKernels(ctx, o, "lesson", args...)
	if err != nil {
		return nil, err
	}
	table.Rows = lessonRows(samples)
	return []Table{table}, nil
}

// lessonRows gives the lesson in both languages, and what only ours has beside it.
func lessonRows(samples []sample) (rows [][]string) {
	groups := group(samples, byName)
	for _, t := range groups {
		// Exercises and explorers have nothing beside them, nor has what is run again: the
		// lesson is what they add to.
		if len(t.beside) == 0 {
			t.beside = groups[0].beside
		}
		rows = append(rows, t.row())
	}
	return rows
}
