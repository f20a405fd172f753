package homes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// class makes learners' folders: ada's with two notebooks, and ben's, who wants more
// than to hand in.
func class(t *testing.T) (parent string) {
	t.Helper()
	parent = t.TempDir()
	put := func(text string, path ...string) {
		name := filepath.Join(append([]string{parent}, path...)...)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	put("one", "ada", "work", "01.ipynb")
	put("two", "ada", "work", "own", "02.ipynb")
	put("no", "ada", "work", ".ipynb_checkpoints", "01.ipynb")
	put("no", "ada", "work", "build", "01.ipynb")
	put("no", "ada", "work", "notes.txt")
	put("no", "ada", "work", "my_01.ipynb")
	put("secret", "secret.ipynb")
	put("his", "ben", "work", "01.ipynb")
	for link, to := range map[string]string{"a.ipynb": "../../secret.ipynb", "feedback.html": "../../secret.ipynb", "out": "../.."} {
		if err := os.Symlink(to, filepath.Join(parent, "ben", "work", link)); err != nil {
			t.Fatal(err)
		}
	}
	then := time.Date(2026, 5, 4, 17, 30, 0, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(parent, "ada", "work", "01.ipynb"), then, then); err != nil {
		t.Fatal(err)
	}
	return parent
}

// comesBack collects, and puts a page in.
func comesBack(t *testing.T, h Homes, parent string) {
	t.Helper()
	to := t.TempDir()
	var said []string
	if err := Collect(t.Context(), h, to, []string{"01", "02"}, func(c Collected) { said = append(said, fmt.Sprintf("%s %d %v", c.Learner, c.Notebooks, c.Problem)) }); err != nil {
		t.Fatal(err)
	}
	if want := []string{"ada 2 <nil>", "ben 1 <nil>"}; !slices.Equal(said, want) {
		t.Errorf("%q, want %q", said, want)
	}
	var found []string
	filepath.WalkDir(to, func(path string, d os.DirEntry, err error) error {
		if !d.IsDir() {
			data, _ := os.ReadFile(path)
			short, _ := filepath.Rel(to, path)
			found = append(found, short+" "+string(data))
		}
		return nil
	})
	if want := []string{"ada/01.ipynb one", "ada/own/02.ipynb two", "ben/01.ipynb his"}; !slices.Equal(found, want) {
		t.Errorf("collected %q, want %q", found, want)
	}
	info, err := os.Stat(filepath.Join(to, "ada", "01.ipynb"))
	if err != nil || info.ModTime().UTC().Format(time.DateTime) != "2026-05-04 17:30:00" {
		t.Errorf("the time is %v, %v", info.ModTime(), err)
	}
	for _, name := range []string{"ada", "ben"} {
		if err := h.Write(t.Context(), name, "feedback.html", []byte("well done")); err != nil {
			t.Error(err)
		}
		if data, err := os.ReadFile(filepath.Join(parent, name, "work", "feedback.html")); string(data) != "well done" {
			t.Errorf("%s reads %q, %v", name, data, err)
		}
	}
	if data, _ := os.ReadFile(filepath.Join(parent, "secret.ipynb")); string(data) != "secret" {
		t.Error("a page was written through a link")
	}
}

func TestHomesInFolders(t *testing.T) {
	parent := class(t)
	comesBack(t, Folders(filepath.Join(parent, "*", "work")), parent)
	if _, err := Folders(parent).Names(t.Context()); err == nil || !strings.Contains(err.Error(), "write *") {
		t.Error(err)
	}
}

// program writes a script that does with folders what an engine or kubectl would do
// with volumes and pods.
func program(t *testing.T, parent, script string) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nPARENT="+parent+"\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return []string{path}
}

func TestVolumes(t *testing.T) {
	parent := class(t)
	engine := program(t, parent, `
case "$1" in
volume) printf 'other\nclass-home-ben\nclass-home-ada\n'; exit ;;
esac
while [ "$1" != -c ]; do
	[ "$1" != --volume ] || { name=${2#class-home-}; name=${name%%:*}; }
	shift
done
cd "$PARENT/$name" && exec sh "$@"
`)
	comesBack(t, Volumes{engine, "image", "class-home-"}, parent)
	if _, err := (Volumes{[]string{"no-such-engine"}, "", ""}).Names(context.Background()); err == nil || !strings.Contains(err.Error(), "isn't installed") {
		t.Error(err)
	}
}

// Ada's server runs; beside ben's claim a pod is started, and removed.
func TestCluster(t *testing.T) {
	parent := class(t)
	kubectl := program(t, parent, `
echo "$*" >>"$PARENT/log"
case "$1 $2" in
"get persistentvolumeclaims") echo '{"items":[{"metadata":{"name":"claim-ada","annotations":{"hub.jupyter.org/username":"ada"}}},{"metadata":{"name":"claim-ben","annotations":{"hub.jupyter.org/username":"ben"}}}]}' ;;
"get pods") echo '{"items":[{"metadata":{"name":"jupyter-ada","annotations":{"hub.jupyter.org/username":"ada"}},"status":{"phase":"Running"}}]}' ;;
apply*) cat >>"$PARENT/manifest" ;;
exec*)
	case "$*" in *jupyter-ada*) name=ada ;; *littlesteps-ben*) name=ben ;; *) exit 1 ;; esac
	while [ "$1" != -c ]; do shift; done
	script=$(echo "$2" | sed "s,cd /home/jovyan,cd $PARENT/$name,")
	shift 2
	exec sh -c "$script" "$@" ;;
esac
`)
	comesBack(t, Cluster{kubectl, "class", "registry/image:1"}, parent)
	manifest, _ := os.ReadFile(filepath.Join(parent, "manifest"))
	for _, want := range []string{`"claimName":"claim-ben"`, `"image":"registry/image:1"`, `"runAsNonRoot":true`} {
		if !bytes.Contains(manifest, []byte(want)) {
			t.Errorf("no %s in %s", want, manifest)
		}
	}
	log, _ := os.ReadFile(filepath.Join(parent, "log"))
	if n := strings.Count(string(log), "delete pod littlesteps-ben"); n != 2 || bytes.Contains(manifest, []byte("claim-ada")) {
		t.Errorf("ben's pod was removed %d times:\n%s", n, log)
	}
}
