package notebook

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
)

// FuzzParse reads anything: it never panics, keeps the bytes of what it
// accepts, and what it strips is still a notebook, and clean.
func FuzzParse(f *testing.F) {
	executed, err := os.ReadFile("testdata/executed.ipynb")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(executed)
	f.Add([]byte(`{"nbformat":4,"cells":[{"cell_type":"code","source":["%%\n","!x\\\n","\n%exec"],"metadata":{"ExecuteTime":1,"tags":["a"]},"outputs":[1,{"output_type":"stream","text":[]}]}]}`))
	f.Add([]byte(`{"cells":[],"cells":[{"cell_type":"raw","source":"","metadata":{"ExecuteTime":1,"ExecuteTime":2},"metadata":{}}],"nbformat":4}`))
	f.Add([]byte(`[[[[`))
	f.Add([]byte("\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := Parse("f.ipynb", bytes.Clone(data))
		if err != nil {
			return
		}
		if !json.Valid(data) || !bytes.Equal(n.Bytes(), data) {
			t.Fatal("accepted what isn't JSON, or changed it")
		}
		n.Check()
		if _, err := n.Strip(); err != nil {
			t.Fatalf("stripping spoils it: %v", err)
		}
		if again, err := n.Strip(); err != nil || !again.Nothing() {
			t.Fatalf("not clean after stripping: %s, %v", again, err)
		}
		for _, cell := range n.Cells {
			if len(cell.Outputs) > 0 && cell.Type == "code" {
				t.Fatal("outputs are left")
			}
		}
		for i, cell := range n.Cells {
			if cell.ID == "" {
				continue
			}
			source := cell.Source + "\n\u2028\\\"é"
			if err := n.SetSource(cell.ID, source); err != nil {
				t.Fatalf("SetSource(%q): %v", cell.ID, err)
			}
			if first, _ := n.Cell(cell.ID); first.Index == i && n.Cells[i].Source != source {
				t.Fatalf("source %q became %q", source, n.Cells[i].Source)
			}
		}
	})
}
