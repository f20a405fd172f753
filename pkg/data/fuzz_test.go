package data_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/go-gota/gota/series"

	"littlesteps/pkg/data"
)

// Whatever the bytes, Read returns a table that holds together, or an error with
// the name of the file; it never panics, and what it takes for numbers are
// numbers.
func FuzzRead(f *testing.F) {
	for _, csv := range []string{
		"a,b\n1,2\n", "a\n\n", "", "\ufeffa;b\n1;2", "a,a\n1,1\n", "a,b\n\"x\ny\",NA\n1,\n", "a\n1e999\n-0\n0x1p4\n",
		"a,b\n1\n", "a\n\xff\n", "\"", "a,b\n\"\"\"\",nan\n", "a\n99999999999999999999\n", "\r\n,\r\n", "a\n<nil>\nNaN\n", "X0,\n1,2\n",
	} {
		f.Add([]byte(csv))
	}
	f.Fuzz(func(t *testing.T, csv []byte) {
		df, err := data.Read("fuzz.csv", bytes.NewReader(csv))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzz.csv: ") || strings.Contains(err.Error(), "\n") && !bytes.Contains(csv, []byte("\n")) {
				t.Errorf("the error is %q", err)
			}
			return
		}
		if df.Nrow() < 1 || df.Ncol() < 1 {
			t.Fatalf("a table of %d rows and %d columns", df.Nrow(), df.Ncol())
		}
		for i, name := range df.Names() {
			values, err := data.Floats(df, name)
			if kind := df.Types()[i]; kind == series.String && err == nil {
				t.Errorf("column %q is text, but all its values are numbers: %v", name, values)
			} else if kind != series.String && err != nil && !strings.Contains(err.Error(), "missing") {
				t.Errorf("column %q is %s: %v", name, kind, err)
			}
		}
		complete := data.Complete(df)
		html := data.Table(complete).HTML()
		if strings.Count(html, "<th scope=\"col\"") != df.Ncol()+1 {
			t.Errorf("the table of %q has another number of columns: %s", csv, html)
		}
	})
}
