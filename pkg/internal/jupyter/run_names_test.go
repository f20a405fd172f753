package jupyter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestResolve(t *testing.T) {
	root := t.TempDir()
	e := &Env{Root: root}
	for _, name := range []string{"notebooks/02_b.ipynb", "notebooks/01_a.ipynb", "notebooks/my_01_a.ipynb", "work/own.ipynb"} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(filepath.Join(root, "work"))
	for names, want := range map[string]string{
		"":                        "notebooks/01_a.ipynb notebooks/02_b.ipynb",
		"own":                     "work/own.ipynb",
		"own.ipynb 01_a":          "work/own.ipynb notebooks/01_a.ipynb",
		"my_01_a.ipynb":           "notebooks/my_01_a.ipynb",
		"../notebooks/02_b.ipynb": "notebooks/02_b.ipynb",
		"../notebooks":            "../notebooks is a folder: name its notebooks",
		"02_b ../notebooks/02_b":  "notebooks/02_b.ipynb is named twice",
		"3_c":                     "no notebook 3_c (the lesson has notebooks/01_a.ipynb, notebooks/02_b.ipynb)",
	} {
		paths, err := e.resolve(strings.Fields(names))
		var got []string
		for _, path := range paths {
			got = append(got, e.short(path))
		}
		if err != nil {
			got = []string{err.Error()}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %s, want %s", names, strings.Join(got, " "), want)
		}
	}
}
