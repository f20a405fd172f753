package notebook

import (
	"bytes"
	"os"
	"testing"
)

// FuzzReaders reads anything, and asks all that can be asked of a notebook: of
// its cells, their code and their outputs. Nothing panics, and a variant is a notebook that has no variants left to make.
func FuzzReaders(f *testing.F) {
	for _, name := range []string{"testdata/executed.ipynb"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[
		{"cell_type":"code","id":"a","metadata":{"tags":["exercise"]},"execution_count":null,"outputs":[],"source":"func f() int {\n\treturn 0 // your turn\n}\n\n%%\nf()"},
		{"cell_type":"markdown","id":"a-solution","metadata":{"tags":["solution"]},"source":"<details>\n\n` + "```go\\nfunc f() int { return 1 }\\n```" + `\n</details>"},
		{"cell_type":"markdown","id":"n","metadata":{"tags":["teacher-note","hint"]},"source":"note"}]}`))
	f.Add([]byte(`{"nbformat":4,"cells":[{"cell_type":"code","id":"b","source":"%%bash\nls \\\n","outputs":[{"output_type":"display_data","data":{"text/html":["<p>","a<!-- b"],"text/plain":3}},{"output_type":"error","traceback":[1]}]}]}`))
	f.Add([]byte(`{"nbformat":4,"cells":[{"cell_type":"code","source":"//gonb:%%\nvar (a, b = 1, 2)\nfunc (x *T[int]) m() {}\ntype T[P any] struct{}\n%exec f\n!a \\\n!b"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := Parse("f.ipynb", bytes.Clone(data))
		if err != nil {
			return
		}
		for _, cell := range n.Cells {
			cell.Magic()
			cell.ShellLines()
			cell.Declares("f")
			cell.Text()
			PlainText(cell.HTML())
		}
		n.Runnable()
		n.Codes()
		n.Metadata("kernelspec", "name")
		n.Check()
		if copy, err := n.Executed(nil, map[string]any{"a": 1}); err != nil {
			t.Fatalf("no copy can be written: %v", err)
		} else if _, err := Parse("copy.ipynb", copy); err != nil {
			t.Fatalf("the copy is no notebook: %v", err)
		}
		for _, name := range Variants() {
			made, err := n.Variant(name)
			if err != nil {
				continue
			}
			if !bytes.Equal(n.Bytes(), data) {
				t.Fatalf("making the %s's variant changed the source", name)
			}
			if _, err := Parse("made.ipynb", made.Bytes()); err != nil {
				t.Fatalf("the %s's variant is no notebook: %v", name, err)
			}
			for _, cell := range made.Cells {
				if cell.Type == "code" && len(cell.Outputs) > 0 {
					t.Fatalf("the %s's variant has outputs", name)
				}
			}
		}
	})
}
