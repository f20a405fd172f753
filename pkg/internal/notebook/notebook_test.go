package notebook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// build makes a notebook of code cells.
func build(t *testing.T, sources ...string) *Notebook {
	t.Helper()
	var cells []any
	for i, source := range sources {
		cells = append(cells, map[string]any{
			"cell_type": "code", "id": fmt.Sprintf("c%d", i+1), "metadata": map[string]any{},
			"execution_count": nil, "outputs": []any{}, "source": strings.SplitAfter(source, "\n"),
		})
	}
	data, err := json.MarshalIndent(map[string]any{
		"cells": cells, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": Kernel}},
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	n, err := Parse("test.ipynb", data)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func read(t *testing.T, path string) *Notebook {
	t.Helper()
	n, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestReadKnowsTheCells(t *testing.T) {
	n := read(t, "testdata/executed.ipynb")
	var got []string
	for _, cell := range n.Cells {
		got = append(got, fmt.Sprintln(cell.Number, cell.Count, cell.Type, cell.ID, cell.Tags, len(cell.Outputs)))
	}
	want := "0 0 markdown intro [] 0|1 1 code imports [] 0|0 0 code blank [] 0|2 2 code table [exercise hint] 2|3 3 code boom [] 2|0 0 raw raw [] 0"
	if got := strings.ReplaceAll(strings.Join(got, "|"), "\n", ""); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if n.Cells[0].Source != "# Grüße & <b>\n\nSlope \\alpha" {
		t.Errorf("source of the first cell is %q", n.Cells[0].Source)
	}
}

func TestOutputs(t *testing.T) {
	n := read(t, "testdata/executed.ipynb")
	table, err := n.Cell("table")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := table.Stream("stdout"), "-31.25 -34.25\n-36.25\n"; got != want {
		t.Errorf("stdout %q, want %q", got, want)
	}
	if got, want := table.Text(), "-31.25 -34.25\n-36.25\n\nBelts\nin\tcm\n30.5\t77"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	boom, _ := n.Cell("boom")
	if got := boom.Outputs[1]; got.Type != "error" || got.Name != "ERROR" || got.Text != "exit status 3" {
		t.Errorf("error output is %+v", got)
	}
}

func TestPlainTextLeavesOutWhatIsNotSeen(t *testing.T) {
	for fragment, want := range map[string]string{
		"<p>1 &lt; 2</p><script>var x = 3</script><p>4</p>": "1 < 2\n4",
		"<style>.a>b{width:5px}</style>6<!-- 7 -->":         "6",
		"<svg><title>Loss</title><desc>falls</desc></svg>":  "Loss\nfalls",
		`1 < 2<img alt="a > b" src='<x>'>3`:                 "1 < 23",
		"a <b>bold</b> word<br>and more":                    "a bold word\nand more",
	} {
		if got := PlainText(fragment); got != want {
			t.Errorf("PlainText(%q) = %q, want %q", fragment, got, want)
		}
	}
}

func TestSavingAnUnchangedNotebookKeepsItsBytes(t *testing.T) {
	for name, data := range map[string]string{
		"JupyterLab's":  string(read(t, "testdata/executed.ipynb").Bytes()),
		"one line":      `{"nbformat":4,"cells":[{"source":"a","cell_type":"raw"}],"zz":1e3,"metadata":{"\u00e9":"\/"}}`,
		"other indents": "{\n    \"metadata\": {},\r\n  \"nbformat\": 4 ,\n\t\"cells\": [ ] }\n\n",
	} {
		n, err := Parse("x.ipynb", []byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		path := filepath.Join(t.TempDir(), "x.ipynb")
		if err := n.Save(path); err != nil {
			t.Fatal(err)
		}
		if saved, _ := os.ReadFile(path); string(saved) != data {
			t.Errorf("%s: saved as %q", name, saved)
		}
	}
}

func TestSetSourceChangesNothingElse(t *testing.T) {
	n := read(t, "testdata/executed.ipynb")
	before := string(n.Bytes())
	if err := n.SetSource("boom", "%%\n// \"é\" < \u2028 \\u2028\nos.Exit(4)\n"); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(before,
		"[\n    \"%%\\n\",\n    \"os.Exit(3)\"\n   ]",
		"[\n    \"%%\\n\",\n    \"// \\\"é\\\" < \u2028 \\\\u2028\\n\",\n    \"os.Exit(4)\\n\"\n   ]", 1)
	if before == want || string(n.Bytes()) != want {
		t.Errorf("got\n%s\nwant\n%s", n.Bytes(), want)
	}
	if err := n.SetSource("raw", "one line"); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(n.Bytes(), []byte("\"source\": [\n    \"one line\"\n   ]")) {
		t.Errorf("a source that was empty isn't laid out as Jupyter does:\n%s", n.Bytes())
	}
}

func TestReadErrorsSayWhatToDo(t *testing.T) {
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file("01_a.ipynb", `{"nbformat":4,"cells":[],"metadata":{}}`)
	cells := func(cell string) string { return `{"nbformat":4,"metadata":{},"cells":[` + cell + `]}` }
	for _, test := range []struct{ path, want string }{
		{filepath.Join(folder, "o1_a.ipynb"), "o1_a.ipynb isn't there (beside it: 01_a.ipynb)"},
		{folder, "is a folder: name a notebook in it (beside it: 01_a.ipynb)"},
		{file("empty", " \n"), "is empty: bring it back with `go tool steps reset"},
		{file("text", "{\n \"cells\": nix\n}"), "isn't JSON: line 2, column 12: invalid character 'i'"},
		{file("cut", `{"cells": [`), "isn't JSON: line 1, column 11: unexpected end of JSON input"},
		{file("two", `{} {}`), "isn't JSON: line 1, column 4"},
		{file("merge", "{\n<<<<<<< HEAD\n}"), "both sides of a merge in it, from line 2 on"},
		{file("list", `[1]`), "holds JSON, but no notebook"},
		{file("other", `{"a": 1}`), `holds JSON, but no "nbformat"`},
		{file("old", `{"nbformat": 3, "worksheets": []}`), "its format is 3, not 4: open it in JupyterLab and save it"},
		{file("nocells", `{"nbformat": 4}`), `it has no list of "cells"`},
		{file("badcell", cells(`7`)), "cell 1 of the file: it isn't an object"},
		{file("nosource", cells(`{"cell_type":"code"}`)), `cell 1 of the file: its "source" is neither text nor lines of text`},
		{file("badsource", cells(`{"cell_type":"code","source":["a",1]}`)), `its "source" is neither text nor lines of text`},
		{file("badtype", cells(`{"cell_type":"heading","source":""}`)), `its "cell_type" is "heading", not code, markdown or raw`},
	} {
		_, err := Read(test.path)
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.path) {
			t.Errorf("%s: got %v, want %q", test.path, err, test.want)
		}
	}
}

func TestRunnable(t *testing.T) {
	for data, want := range map[string]string{
		`{"nbformat":4,"metadata":{"kernelspec":{"name":"gonb"}},"cells":[{"cell_type":"markdown","source":"a"},{"cell_type":"code","source":" \n"}]}`: "a.ipynb has no code cells: there is nothing to run",
		`{"nbformat":4,"metadata":{"kernelspec":{"name":"python3"}},"cells":[{"cell_type":"code","source":"a"}]}`:                                      `a.ipynb was written for the kernel "python3", not for Go's "gonb": in JupyterLab, open it`,
		`{"nbformat":4,"metadata":{},"cells":[{"cell_type":"code","source":"a"}]}`:                                                                     "a.ipynb doesn't say which kernel runs it: in JupyterLab",
		`{"nbformat":4,"metadata":{"kernelspec":{"name":"gonb"}},"cells":[{"cell_type":"code","source":"a"}]}`:                                         "",
	} {
		n, err := Parse("a.ipynb", []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		err = n.Runnable()
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", data, err, want)
		}
	}
}

func TestCellNotThere(t *testing.T) {
	_, err := read(t, "testdata/executed.ipynb").Cell("tabel")
	want := `testdata/executed.ipynb has no cell with the id "tabel" (have imports, table, boom)`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestWriteFileLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.ipynb")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(folder, "link.ipynb")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{path: "newer", link: "new"} {
		if err := WriteFile(file, []byte(want)); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if data, _ := os.ReadFile(path); err != nil || string(data) != "newer" || info.Mode().Perm() != 0o600 {
		t.Errorf("holds %q with mode %v; want the new content, and the old mode", data, info.Mode())
	}
	if data, _ := os.ReadFile(link); string(data) != "new" {
		t.Errorf("the link leads to %q; a file should have taken its place", data)
	}
	if err := WriteFile(filepath.Join(folder, "no", "a"), nil); err == nil {
		t.Error("writing into a folder that isn't there should fail")
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
