package jupyter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/notebook"
)

// The pages of the variants show what belongs to them, and no more: what is
// searched for stands in the source's solutions and notes.
func TestVariantPages(t *testing.T) {
	t.Parallel()
	e := realEnv(t)
	source := e.Path("pkg", "internal", "notebook", "testdata", "variants", "lesson.ipynb")
	to, copies := t.TempDir(), t.TempDir()
	const solution, note = "secret of the parabola", "Let them see"
	wants := map[string]struct {
		solution, note bool
		answers        string // the verdict of each exercise, in order
	}{
		notebook.Learner: {false, false, "open open not-yet open"},
		notebook.Teacher: {true, true, "open open not-yet open"},
		notebook.Solved:  {true, false, "guessed right right right"},
	}
	for variant, want := range wants {
		out := &lockedBuffer{}
		folder := filepath.Join(to, variant)
		o := HTMLOptions{To: folder, Variant: variant, Run: RunOptions{Out: out, To: copies}}
		if err := HTML(t.Context(), e, []string{source}, o); err != nil {
			t.Fatalf("%s: %v\n%s", variant, err, out)
		}
		data, err := os.ReadFile(filepath.Join(folder, "lesson."+variant+".html"))
		if err != nil {
			t.Fatal(err)
		}
		page := string(data)
		if has := strings.Contains(page, solution); has != want.solution {
			t.Errorf("%s: a solution on the page: %v, want %v", variant, has, want.solution)
		}
		if has := strings.Contains(page, note); has != want.note {
			t.Errorf("%s: a teacher's note on the page: %v, want %v", variant, has, want.note)
		}
		var answers []string
		for _, part := range strings.Split(page, `data-verdict="`)[1:] {
			answer, _, _ := strings.Cut(part, `"`)
			answers = append(answers, answer)
		}
		if got := strings.Join(answers, " "); got != want.answers {
			t.Errorf("%s: answers %q, want %q", variant, got, want.answers)
		}
		if strings.Contains(out.String(), "copy in") {
			t.Errorf("%s: a copy is named that is gone:\n%s", variant, out)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(copies, "*")); len(left) > 0 {
		t.Errorf("executed copies of variants lie in the way of the source's: %v", left)
	}
}

func TestVariantsOfTwoNotebooksWithOneName(t *testing.T) {
	e := &Env{Root: t.TempDir()}
	var names []string
	for _, folder := range []string{"a", "b"} {
		path := filepath.Join(e.Root, folder, "same.ipynb")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		writeNotebook(t, path, cells("%%")...)
		names = append(names, path)
	}
	paths, err := Variants(e, names, notebook.Learner, VariantOptions{})
	if err != nil || len(paths) != 2 || filepath.Base(paths[0]) != "same.ipynb" || filepath.Base(paths[1]) != "same-b.ipynb" {
		t.Errorf("two notebooks of one name: %v, %v", paths, err)
	}
}
