package jupyter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	e := realEnv(t)
	folder := t.TempDir()
	to := filepath.Join(folder, "html")
	path := filepath.Join(folder, "hello.ipynb")
	writeNotebook(t, path, cells("%noautoget\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\n%%\nfmt.Println(\"hello \" + \"page\")", "%%\nos.Exit(3)", "%%\nfmt.Println(\"behind \" + \"it\")")...)
	page, paths := filepath.Join(to, "hello.html"), []string{path}
	html := func(o HTMLOptions) (string, error) {
		out := &lockedBuffer{}
		o.To, o.Run.Out, o.Run.To = to, out, filepath.Join(folder, "run")
		err := HTML(t.Context(), e, paths, o)
		return out.String(), err
	}

	if told, err := html(HTMLOptions{Strict: true}); err == nil || !strings.Contains(err.Error(), "failed in cell [2] (c2), line 2") || exists(page) {
		t.Errorf("strict: %v\n%s", err, told)
	}
	told, err := html(HTMLOptions{NoRun: true})
	if err != nil || !strings.Contains(told, "hello: warning: ") || !strings.Contains(told, "never run") || !exists(page) {
		t.Errorf("not run: %v\n%s", err, told)
	}
	told, err = html(HTMLOptions{})
	if err != nil || !strings.Contains(told, "it ended with exit status 3") || !strings.Contains(told, "hello: warning: ") {
		t.Errorf("run: %v\n%s", err, told)
	}
	content, err := os.ReadFile(page)
	if err != nil || !strings.Contains(string(content), "hello page") || !strings.Contains(string(content), "behind it") {
		t.Errorf("the page lacks outputs: %v", err)
	}

	if err := os.WriteFile(page, []byte("another page"), 0o644); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(folder, "text.ipynb")
	if err := os.WriteFile(text, []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	paths = append(paths, text)
	told, err = html(HTMLOptions{NoRun: true})
	if content, _ := os.ReadFile(page); err == nil || err.Error() != "2 of 2 pages weren't written" || !strings.Contains(told, "hello: not written: ") || string(content) != "another page" {
		t.Errorf("over another page: %v\n%s", err, told)
	}
	if !strings.Contains(told, "text.ipynb is not a notebook") {
		t.Errorf("no notebook: %s", told)
	}
}
