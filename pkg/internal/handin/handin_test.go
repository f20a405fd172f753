package handin

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const empty = `{"nbformat":4,"cells":[]}`

// packed makes a zip of names and contents.
func packed(t *testing.T, files ...string) []byte {
	t.Helper()
	var data bytes.Buffer
	out := zip.NewWriter(&data)
	for i := 0; i < len(files); i += 2 {
		file, err := out.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(file, files[i+1])
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func put(t *testing.T, data []byte, path ...string) string {
	t.Helper()
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// who lists what was read: whose it is, and what.
func who(hands []HandIn) (all []string) {
	for _, h := range hands {
		late := ""
		if h.Late {
			late = " late"
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s: %s%s", h.Learner.Name, h.Learner.ID, h.Name, late)))
	}
	return all
}

// The forms in which platforms pack what was handed in, as their own code reads and
// writes them: Moodle's mod/assign (importziplib.php reads both), Canvas's
// generate_comments_from_files.
func TestPlatforms(t *testing.T) {
	for _, test := range []struct {
		name  string
		files []string
		want  []string
		give  string // what is handed back begins with this
	}{
		{"Moodle, folders", []string{"Ada Example_101_assignsubmission_file_/01 one.ipynb", empty}, []string{"Ada Example 101: 01 one.ipynb"}, "Ada Example_101_assignsubmission_file_/"},
		{"Moodle from 4.1", []string{"Ada  Example_101_assignsubmission_file/sub/one.ipynb", empty}, []string{"Ada Example 101: one.ipynb"}, "Ada  Example_101_assignsubmission_file/"},
		{"Moodle, files", []string{"Ada Example_101_assignsubmission_file_one.ipynb", empty}, []string{"Ada Example 101: one.ipynb"}, "Ada Example_101_assignsubmission_file_"},
		{"Moodle, anonymous", []string{"Participant_7_assignsubmission_file_/one.ipynb", empty}, []string{"Participant 7: one.ipynb"}, "Participant_7_assignsubmission_file_/"},
		{"Canvas", []string{"exampleada_12345_67890_01_one.ipynb", empty}, []string{"exampleada 12345: 01_one.ipynb"}, "exampleada_12345_67890_"},
		{"Canvas, late and once more", []string{"exampleada_LATE_12345_67890_01_one-2.ipynb", empty}, []string{"exampleada 12345: 01_one.ipynb late"}, "exampleada_LATE_12345_67890_"},
		{"a zip in it", []string{"Ada Example_101_assignsubmission_file_/all.zip", string(packed(t, "x/one.ipynb", empty, "__MACOSX/x/._one.ipynb", "x"))}, []string{"Ada Example 101: one.ipynb"}, "Ada Example_101_assignsubmission_file_/"},
	} {
		hands, problems, err := Read(put(t, packed(t, test.files...), t.TempDir(), "submissions.zip"))
		if err != nil || len(problems) > 0 || !slices.Equal(who(hands), test.want) || hands[0].Learner.Prefix != test.give {
			t.Errorf("%s: %q, %+v, %v, %v", test.name, who(hands), hands, problems, err)
		}
	}
}

func TestFolders(t *testing.T) {
	folder := t.TempDir()
	put(t, []byte(empty), folder, "ada", "01.ipynb")
	put(t, []byte(empty), folder, "ada", "deep", "02.ipynb")
	put(t, []byte(empty), folder, "ada", ".ipynb_checkpoints", "01.ipynb")
	put(t, []byte(empty), folder, "ben.ipynb")
	one := put(t, []byte(empty), t.TempDir(), "cara", "same.ipynb")
	two := put(t, []byte(empty), t.TempDir(), "dan", "same.ipynb")
	hands, problems, err := Read(folder, one, two)
	want := []string{"ada : 01.ipynb", "ada : 02.ipynb", "ben : ben.ipynb", "cara : same.ipynb", "dan : same.ipynb"}
	if err != nil || len(problems) > 0 || !slices.Equal(who(hands), want) {
		t.Errorf("%q, %v, %v; want %q", who(hands), problems, err, want)
	}
}

// What learners may hand in with another purpose than to be graded. Nothing of it is
// read, each has a sentence, and the one honest notebook beside it is there.
func TestHostile(t *testing.T) {
	folder := t.TempDir()
	secret := put(t, []byte(`{"secret":1}`), t.TempDir(), "secret.ipynb")
	if err := os.Symlink(secret, filepath.Join(folder, "link.ipynb")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Dir(secret), filepath.Join(folder, "way-out")); err != nil {
		t.Fatal(err)
	}
	var bomb bytes.Buffer // megabytes of spaces in some kilobytes
	out := zip.NewWriter(&bomb)
	file, err := out.Create("bomb/bomb.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	spaces := bytes.Repeat([]byte(" "), 1<<20)
	for range Largest>>20 + 2 {
		file.Write(spaces)
	}
	out.Close()
	var link bytes.Buffer
	out = zip.NewWriter(&link)
	head := &zip.FileHeader{Name: "eve/link.ipynb"}
	head.SetMode(os.ModeSymlink | 0o777)
	if file, err = out.CreateHeader(head); err != nil {
		t.Fatal(err)
	}
	io.WriteString(file, secret)
	out.Close()
	large, err := os.Create(filepath.Join(folder, "large.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	large.Truncate(200 << 20)
	large.Close()
	put(t, bomb.Bytes(), folder, "bomb.zip")
	put(t, link.Bytes(), folder, "link.zip")
	put(t, packed(t, "../../out.ipynb", empty, "/abs.ipynb", empty, `..\..\win.ipynb`, empty), folder, "paths.zip")
	put(t, packed(t, "a.zip", string(packed(t, "b.ipynb", empty))), folder, "nested.zip")
	put(t, []byte("PK no zip"), folder, "broken.zip")
	put(t, []byte(empty), folder, "=cmd+A0.ipynb")
	hands, problems, err := Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	if got := who(hands); !slices.Equal(got, []string{"=cmd+A0 : =cmd+A0.ipynb"}) {
		t.Errorf("read %q", got)
	}
	said := fmt.Sprint(problems)
	for _, want := range []string{"link.ipynb: it is a link", "bomb.ipynb: it is larger than 64 MB", "eve/link.ipynb: it is a link", "large.ipynb: it is larger",
		"out.ipynb: its path leads out", "abs.ipynb: its path leads out", "win.ipynb: its path leads out", "a zip in a zip isn't opened", "broken.zip: it isn't a zip"} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing is said of %q in\n%s", want, strings.Join(strings.Split(said, "} {"), "\n"))
		}
	}
}

func TestNotThere(t *testing.T) {
	if _, _, err := Read(filepath.Join(t.TempDir(), "none.ipynb")); err == nil || !strings.Contains(err.Error(), "isn't there") {
		t.Error(err)
	}
	_, problems, err := Read(put(t, nil, t.TempDir(), "x.pdf"), put(t, packed(t, "Ada_1_assignsubmission_file_/essay.pdf", "x"), t.TempDir(), "y.zip"))
	if said := fmt.Sprint(problems); err != nil || !strings.Contains(said, "neither a notebook") || !strings.Contains(said, "essay.pdf: there is no notebook") {
		t.Error(said, err)
	}
}
