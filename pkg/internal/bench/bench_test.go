package bench

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/internal/jupyter"
)

func TestSamples(t *testing.T) {
	tests := []struct {
		samples Samples
		want    string
	}{
		{nil, "0 (0-0)"},
		{Samples{2}, "2.00 (2.00-2.00)"},
		{Samples{3, 1, 2}, "2.00 (1.00-3.00)"},
		{Samples{4, 1, 2, 30}, "3.00 (1.00-30.0)"},
		{Samples{0.0025, 0.031, 0.1}, "0.031 (0.0025-0.10)"},
		{Samples{1234, 1234}, "1234 (1234-1234)"},
	}
	for _, test := range tests {
		if got := test.samples.String(); got != test.want {
			t.Errorf("%v: %s, want %s", []float64(test.samples), got, test.want)
		}
	}
}

func TestParseBenchmarks(t *testing.T) {
	by, order := parseBenchmarks(`goos: linux
BenchmarkBelt-2      	  416236	      2500 ns/op	     208 B/op	       4 allocs/op
BenchmarkBelt-2      	  416236	      3500 ns/op	     208 B/op	       4 allocs/op
BenchmarkRows/100x2         	  100	      1.5e3 ns/op
BenchmarkRows/1000x2-16        	  100	      7000.5 ns/op
PASS
`)
	if want := []string{"Belt", "Rows/1000x2"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if got := by["Belt"].Median(); got != 3 {
		t.Errorf("median of Belt %v µs, want 3", got)
	}
}

// The first round fills the caches; each cell's ratio is of its medians.
func TestCellTables(t *testing.T) {
	samples, err := parseSamples([]byte(`{"round": 0, "notebook": "a", "cell": "path", "kernel": "ours", "seconds": 99}
{"round": 1, "notebook": "a", "cell": "path", "kernel": "ours", "seconds": 1}
{"round": 1, "notebook": "a", "cell": "path", "kernel": "stock", "seconds": 4}
{"round": 1, "notebook": "a", "cell": "hello", "kernel": "ours", "seconds": 2}
{"round": 1, "notebook": "a", "cell": "hello", "kernel": "stock", "seconds": 2}
`))
	if err != nil || len(samples) != 4 {
		t.Fatalf("%v, %v", samples, err)
	}
	want := [][]string{{"path", "1.00 (1.00-1.00)", "4.00 (4.00-4.00)", "0.25"}}
	if got := byCell(samples).Rows; len(got) != 1 || !slices.Equal(got[0], want[0]) {
		t.Errorf("cells that train and draw: %v, want %v", got, want)
	}
	rows := byNotebook(samples).Rows
	if len(rows) != 2 || rows[0][3] != "0.50" || rows[1][0] != "all" {
		t.Errorf("notebooks: %v", rows)
	}
	if _, err := parseSamples([]byte("a cell failed")); err == nil {
		t.Error("what is no sample was taken for one")
	}
}

// The cells in the table are in the lesson.
func TestCellsThatTrainAndDraw(t *testing.T) {
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	notebooks, err := env.Notebooks()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, path := range notebooks {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	for _, id := range trainAndDraw {
		if !strings.Contains(all.String(), `"id": "`+id+`"`) {
			t.Errorf("no cell %q in the notebooks", id)
		}
	}
}

func TestFinishedSteps(t *testing.T) {
	steps := finishedSteps([]byte("go: downloading x v1\n[1/2] Go kernel ...\n[1/2] Go kernel: done in 12 s\n[2/2] Settings: failed\n"))
	if len(steps) != 1 || !slices.Equal(steps[0], []string{"Go kernel", "12 s"}) {
		t.Errorf("%v", steps)
	}
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	table := Table{Title: "Things", Head: []string{"what", "takes"}, Rows: [][]string{{"a long name", "1 s"}, {"b", "2 s"}}, Notes: []string{"so far"}}
	if err := table.Write(&out); err != nil {
		t.Fatal(err)
	}
	want := "\nThings\n    what          takes\n    a long name   1 s\n    b             2 s\n    so far\n"
	if out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}

// The page has each table and figure, and takes nothing for markup.
func TestPage(t *testing.T) {
	cell := &timed{name: "a <cell>", ours: Samples{1}, beside: Samples{4}}
	page := string(writePage("a & b", []Table{{
		Title: "Cells", Head: besideHead("cell", "stock"), Rows: [][]string{cell.row()}, Notes: []string{"1 < 2"},
		figure: besideFigure([]*timed{cell, {name: "b", ours: Samples{2}, beside: Samples{5}}}),
	}}))
	for _, want := range []string{"<h2>Cells</h2>", "a &lt;cell&gt;", "<td>0.25</td>", "a &amp; b", "1 &lt; 2", "<svg", "half of stock"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in the page", want)
		}
	}
	rows := byRows(map[string]Samples{"Rows/100x2": {3}, "Rows/1000x2": {6}}, map[string]map[string]Samples{"numpy": {"100x2": {5}, "1000x2": {9}}})
	if svg := rows.HTML(); !strings.Contains(svg, "numpy") || !strings.Contains(svg, "ours") {
		t.Error("the lines have no names")
	}
}

// What git ignores is not part of the copy, nor is what was deleted.
func TestCopyCheckout(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	for name, content := range map[string]string{".gitignore": "/build/\n", "kept.go": "package kept\n", "build/x": "x", "gone.go": "x"} {
		path := filepath.Join(from, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}} {
		if out, err := exec.Command("git", append([]string{"-C", from}, args...)...).CombinedOutput(); err != nil {
			t.Skipf("git: %v %s", err, out)
		}
	}
	os.Remove(filepath.Join(from, "gone.go"))
	if err := copyCheckout(context.Background(), from, to); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"kept.go": true, "build/x": false, "gone.go": false} {
		if _, err := os.Stat(filepath.Join(to, name)); (err == nil) != want {
			t.Errorf("%s there: %v, want %v", name, err == nil, want)
		}
	}
	if got, want := size(to), int64(len("/build/\n")+len("package kept\n")); got != want {
		t.Errorf("size %d, want %d", got, want)
	}
}

func TestUnknownSection(t *testing.T) {
	err := Run(context.Background(), Options{Sections: []string{"speed"}})
	if err == nil || !strings.Contains(err.Error(), "it has training, table, cells, waits") {
		t.Errorf("error %v", err)
	}
}
