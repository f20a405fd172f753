package jupyter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// image makes a checkout with one notebook, and a learner's folder beside it
// that isn't there yet, as in a fresh container.
func image(t *testing.T) *Env {
	t.Helper()
	root := t.TempDir()
	e := &Env{Root: root, Work: filepath.Join(t.TempDir(), "home", "work")}
	for path, content := range map[string]string{
		e.Path("go.mod"): "module littlesteps\n", e.Path("notebooks", "01_lesson.ipynb"): "the lesson",
	} {
		if err := writeFile(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

func TestFindInImage(t *testing.T) {
	e := image(t)
	t.Setenv(RootVariable, e.Root)
	t.Setenv(WorkVariable, e.Work)
	found, err := Find(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if root, _ := filepath.EvalSymlinks(e.Root); found.Root != root || found.Work != e.Work {
		t.Errorf("found %+v, want %+v", found, e)
	}
	t.Setenv(RootVariable, t.TempDir())
	if _, err := Find("."); err == nil {
		t.Error("the variable names no checkout, and another was taken")
	}
}

func TestFurnish(t *testing.T) {
	e := image(t)
	lesson := filepath.Join(e.Work, "01_lesson.ipynb")
	if err := e.Furnish(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(lesson)
	if err != nil || string(content) != "the lesson" {
		t.Fatalf("the learner has %q, %v", content, err)
	}
	if err := os.WriteFile(lesson, []byte("my work"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := e.Furnish(); err != nil {
		t.Fatal(err)
	}
	if content, _ := os.ReadFile(lesson); string(content) != "my work" {
		t.Errorf("the learner's work was written over with %q", content)
	}
}

func TestResetInImage(t *testing.T) {
	e := image(t)
	if err := e.Furnish(); err != nil {
		t.Fatal(err)
	}
	lesson := filepath.Join(e.Work, "01_lesson.ipynb")
	if err := os.WriteFile(lesson, []byte("my work"), 0o644); err != nil {
		t.Fatal(err)
	}
	kept, err := e.Reset(lesson)
	if err != nil {
		t.Fatal(err)
	}
	back, _ := os.ReadFile(lesson)
	mine, _ := os.ReadFile(kept)
	if string(back) != "the lesson" || string(mine) != "my work" {
		t.Errorf("it is %q, and %s holds %q", back, kept, mine)
	}
	if _, err := e.Reset(filepath.Join(e.Work, "mine.ipynb")); err == nil {
		t.Error("a notebook of the learner's own was brought back")
	}
}

func TestFurnishSaysWhoMayNotWrite(t *testing.T) {
	e := image(t)
	if err := writeFile(filepath.Dir(e.Work), []byte("a file in the way")); err != nil {
		t.Fatal(err)
	}
	if err := e.Furnish(); err == nil || !strings.Contains(err.Error(), "permission to write in "+e.Work) {
		t.Errorf("got %v", err)
	}
}

// Nothing of a learner's is written to the checkout of an image.
func TestEverythingWrittenIsTheLearners(t *testing.T) {
	e := image(t)
	if err := e.Furnish(); err != nil {
		t.Fatal(err)
	}
	paths, err := e.Notebooks()
	if err != nil {
		t.Fatal(err)
	}
	s := &Session{env: e}
	variables := s.variables()
	paths = append(paths, e.Build("html"), e.NotebookPath(), e.own("lab"),
		variables["JUPYTER_CONFIG_DIR"], variables["JUPYTER_DATA_DIR"], variables["IPYTHONDIR"])
	for _, path := range paths {
		if rel, err := filepath.Rel(e.Work, path); err != nil || !filepath.IsLocal(rel) {
			t.Errorf("%s is outside of the learner's folder", path)
		}
	}
	if named, err := e.Resolve("01_lesson"); err != nil || named[0] != filepath.Join(e.Work, "01_lesson.ipynb") {
		t.Errorf("01_lesson is %v, %v", named, err)
	}
	if short := e.short(filepath.Join(e.Work, "mine.ipynb")); short != "mine.ipynb" {
		t.Errorf("the learner's notebook is called %s", short)
	}
	spec, err := e.kernelSpec(golang{})
	if err != nil || strings.Contains(string(spec), "GOPLSCACHE") {
		t.Errorf("the kernel keeps what gopls knows in the checkout: %s, %v", spec, err)
	}
	e.Work = t.TempDir() // as in the devcontainer, whose folder is the repository's
	elsewhere, err := e.kernelSpec(golang{})
	if err != nil || string(elsewhere) != string(spec) || !strings.Contains(string(spec), `"${LITTLESTEPS_WORK}/.littlesteps/cells:`) {
		t.Errorf("who works elsewhere has a stale kernel: %s, %v", elsewhere, err)
	}
}

// Learners are served the notebooks without solutions, and get these back; the
// teacher's have them.
func TestVariantsServed(t *testing.T) {
	e, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	for variant, solutions := range map[string]bool{"learner": false, "teacher": true, "source": true, "": true} {
		e.Work, e.Variant = t.TempDir(), variant
		if err := e.Furnish(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(e.Work, "01_little_steps.ipynb")
		served, err := os.ReadFile(path)
		if err != nil || strings.Contains(string(served), `"solution"`) != solutions {
			t.Errorf("%q: solutions %v, %v", variant, !solutions, err)
		}
		if err := os.WriteFile(path, []byte("my work"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Reset(path); err != nil {
			t.Fatal(err)
		}
		if back, _ := os.ReadFile(path); string(back) != string(served) {
			t.Errorf("%q: another notebook came back", variant)
		}
	}
	e.Work, e.Variant = t.TempDir(), "pupil"
	if err := e.Furnish(); err == nil || !strings.Contains(err.Error(), "LITTLESTEPS_VARIANT") {
		t.Error(err)
	}
}
