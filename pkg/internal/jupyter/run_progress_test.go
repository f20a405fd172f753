package jupyter

import (
	"errors"
	"strings"
	"testing"

	"littlesteps/pkg/internal/notebook"
)

func progressNotebook(t *testing.T, path string) *notebook.Notebook {
	t.Helper()
	n, err := notebook.Parse(path, []byte(`{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[
		{"cell_type":"code","id":"imports","source":"a"}, {"cell_type":"code","id":"guess-1-5","source":"b"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestRunProgress shows two notebooks that run at the same time.
func TestRunProgress(t *testing.T) {
	first, second := progressNotebook(t, "notebooks/01_first.ipynb"), progressNotebook(t, "notebooks/02_second_one.ipynb")
	play := func(live bool) string {
		out := &strings.Builder{}
		b := newRunProgress(out, []string{first.Path, second.Path})
		b.live = live
		b.start(first, first.Cells[0])
		b.start(second, second.Cells[0])
		b.done(second, second.Cells[0], 0.414)
		b.line("02_second_one: warning: %s", "careful")
		b.failed(first, &cellFailure{notebook: first.Path, cell: first.Cells[0], what: "no such thing"}, nil)
		b.failed(second, nil, errors.New("it is gone"))
		b.end()
		return out.String()
	}
	const plain = `02_second_one  [ 1/2] imports                   0.41 s
02_second_one: warning: careful

notebooks/01_first.ipynb: cell [1] (imports): no such thing

it is gone

`
	if got := play(false); got != plain {
		t.Errorf("without a terminal:\n%s\nwant\n%s", got, plain)
	}

	// On a terminal, "\r\x1b[K" clears the live line. What stays is the same.
	got := play(true)
	var stays strings.Builder
	for i, part := range strings.Split(got, "\r\x1b[K") {
		kept := part[:strings.LastIndex(part, "\n")+1]
		stays.WriteString(kept)
		if live := part[len(kept):]; i == 2 && live != "01_first       [ 1/2] imports   02_second_one  [ 1/2] imports" {
			t.Errorf("the live line is %q", live)
		}
	}
	if stays.String() != plain {
		t.Errorf("on a terminal there stays\n%s", stays.String())
	}
	if !strings.HasSuffix(got, "\r\x1b[K") {
		t.Errorf("the live line is left: %q", got)
	}
}
