package data

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/go-gota/gota/series"
)

// FuzzReadAgain reads anything. What is accepted is a table: written out again
// and read again it is the same, and it can be shown. What is refused gets an
// error that names the file.
func FuzzReadAgain(f *testing.F) {
	for _, text := range []string{
		"a,b\n1,2\n3,4\n", "a\nNA\n", "name,x\n\"like \"\"this\"\"\",1e300\nb,-0\n", "\ufeffa;b\n1;2\n", "a,b\n1\n", "a,a\n1,2\n",
		"x\n1e999\n", "x\n0x10\n", "x\n1_000\n", "x\n٣\n", "x\n+1\n", "x\r\n1\r\n\r\n2", "x,y\n\"1\n2\",3\n", "x\nInf\nnan\n", "\xff\n1\n", "x\n \u00a01\n", "NaN\n1\n", "a;b\n1,5;2\n", ",a\n0,1\n1,2\n", "a\tb\r1\t2\r", "a\n1\r\r\n2\n", "\"a;b\"\n\"c;d\"\n", "a\nNA\n\"1,5\"\n",
	} {
		f.Add(text, "a")
	}
	f.Fuzz(func(t *testing.T, text, numeric string) {
		var columns []string
		if numeric != "" {
			columns = []string{numeric}
		}
		df, err := Read("fuzz.csv", strings.NewReader(text), columns...)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzz.csv: ") || strings.TrimSpace(err.Error()) == "fuzz.csv:" {
				t.Fatalf("error %q", err)
			}
			return
		}
		names := df.Names()
		if df.Nrow() < 1 || len(names) == 0 || slices.Contains(names, "") || len(slices.Compact(slices.Sorted(slices.Values(names)))) != len(names) {
			t.Fatalf("accepted %d rows of %q", df.Nrow(), names)
		}
		for _, name := range names {
			column := df.Col(name)
			if column.Type() == series.String {
				if name == numeric {
					t.Fatalf("column %q was to be numeric", name)
				}
				continue
			}
			for row, value := range column.Float() {
				if math.IsInf(value, 0) {
					t.Fatalf("column %q, row %d is %v", name, row, value)
				}
			}
			if _, err := Floats(df, name); err != nil && !strings.Contains(err.Error(), name) {
				t.Fatalf("%q: error %q", name, err)
			}
		}
		var again bytes.Buffer
		if err := Write(&again, df); err != nil {
			t.Fatal(err)
		}
		same, err := Read("fuzz.csv", bytes.NewReader(again.Bytes()), columns...)
		if err != nil {
			t.Fatalf("written out again: %v\n%s", err, &again)
		}
		if !slices.Equal(same.Names(), names) || same.Nrow() != df.Nrow() {
			t.Fatalf("%d rows of %q were %d of %q", same.Nrow(), same.Names(), df.Nrow(), names)
		}
		for row := range df.Nrow() {
			for column := range names {
				got, want := same.Elem(row, column), df.Elem(row, column)
				if got.IsNA() != want.IsNA() || got.Float() != want.Float() && !math.IsNaN(want.Float()) ||
					df.Types()[column] == series.String && got.String() != want.String() {
					t.Fatalf("row %d of %q is %q, and was %q", row, names[column], got, want)
				}
			}
		}
		if html := Table(df).HTML(); !strings.Contains(html, "<table") {
			t.Fatalf("as a table: %s", html)
		}
	})
}
