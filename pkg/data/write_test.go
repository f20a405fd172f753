package data_test

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"littlesteps/pkg/data"
)

// A frame that was written is read again as it was, to the last digit.
func TestWriteFile(t *testing.T) {
	numbers := []float64{1.0 / 3, -0.1, 1e300, 5e-324, 123456789.123456789, 40, math.Copysign(0, -1), math.NaN()}
	df := dataframe.New(
		series.New(numbers, series.Float, "a number, with a comma"),
		series.New([]string{"x", `say "y"`, "two\nlines", "a;b", "-", "ä", "1,5", "NaN"}, series.String, "text"),
		series.New([]int{1, 2, 3, 4, 5, 6, 7, 8}, series.Int, "whole"))
	path := filepath.Join(t.TempDir(), "out.csv")
	if err := data.WriteFile(path, df); err != nil {
		t.Fatal(err)
	}
	again, err := data.ReadFile(path, "a number, with a comma", "whole")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range numbers {
		if got := again.Elem(i, 0).Float(); math.Float64bits(got) != math.Float64bits(want) && !math.IsNaN(want) {
			t.Errorf("row %d: wrote %v, read %v", i+1, want, got)
		}
		if got, want := again.Elem(i, 1), df.Elem(i, 1); got.IsNA() != want.IsNA() || got.String() != want.String() {
			t.Errorf("row %d: wrote %q, read %q", i+1, want, got)
		}
	}
	// A lone column isn't cut in two.
	for _, separator := range []string{";", "|", "\t", " "} {
		var b bytes.Buffer
		cells := []string{"a" + separator + "b", "c" + separator + "d"}
		if err := data.Write(&b, dataframe.New(series.New(cells, series.String, "e"+separator+"f"))); err != nil {
			t.Fatal(err)
		}
		again, err := data.Read("out.csv", &b)
		if err != nil || fmt.Sprint(again.Col("e"+separator+"f").Records()) != fmt.Sprint(cells) {
			t.Errorf("with %q: %v, %v", separator, again, err)
		}
	}
	for want, df := range map[string]dataframe.DataFrame{
		`column "a", row 2: expected a finite number, found +Inf`: dataframe.New(series.New([]float64{1, math.Inf(1)}, series.Float, "a")),
		"can't select columns":     df.Select("nothing"),
		"the table has no columns": {},
	} {
		if err := data.WriteFile(path, df); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want one with %s", err, want)
		}
	}
	if again, err := data.ReadFile(path); err != nil || again.Nrow() != 8 {
		t.Errorf("the file was lost to a table that can't be written: %v", err)
	}
}
