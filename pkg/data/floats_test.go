package data_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"littlesteps/pkg/data"
)

func TestFloatsErrors(t *testing.T) {
	read := func(csv string) dataframe.DataFrame {
		df, err := data.Read("mine.csv", strings.NewReader(csv))
		if err != nil {
			t.Fatal(err)
		}
		return df
	}
	for _, test := range []struct {
		df           dataframe.DataFrame
		column, want string
	}{
		{data.Penguins(), "bill_len", `no column "bill_len" (have "species", "island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "sex", "year")`},
		{data.Penguins(), "body_mass_g", `column "body_mass_g": 2 values missing (rows 4, 272); data.Complete(df, "body_mass_g") drops such rows`},
		{data.Penguins(), "sex", `column "sex", row 1: expected a number, found "male"`},
		{read("a\n1\n2\ntwo\n"), "a", `column "a", row 3: expected a number, found "two"`},
		{read("a,b\n1,1\n,2\n"), "a", `column "a": 1 value missing (row 2)`},
		{read("a,b\n" + strings.Repeat(",1\n", 9)), "a", `column "a": 9 values missing (rows 1, 2, 3, 4, 5, …)`},
		{data.Belts().Filter(dataframe.F{Colname: "belt_in", Comparator: series.Greater, Comparando: 100}), "belt_in", `column "belt_in": the table has no rows`},
		{dataframe.New(series.New([]float64{1, math.Inf(-1)}, series.Float, "a")), "a", `column "a", row 2: expected a finite number, found -Inf`},
		{dataframe.New(series.New([]bool{true}, series.Bool, "a")), "a", `column "a", row 1: expected a number, found "true"`},
		{data.Penguins().Select("nothing"), "a", `column "a": `},
		{dataframe.DataFrame{}, "a", `no column "a"`},
	} {
		if _, err := data.Floats(test.df, test.column); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("column %s gives the error %q, want one with %q", test.column, err, test.want)
		}
	}
	// Numbers that were kept as text are numbers all the same.
	df := dataframe.New(series.New([]string{"1", "2.5"}, series.String, "a"))
	if got, err := data.Floats(df, "a"); err != nil || got[0] != 1 || got[1] != 2.5 {
		t.Errorf("text with numbers gives %v, %v", got, err)
	}
}

func TestComplete(t *testing.T) {
	if df := data.Complete(data.Penguins().Select("nothing")); df.Err == nil {
		t.Error("a frame with an error lost it")
	}
	if df := data.Complete(data.Belts()); df.Nrow() != 10 {
		t.Errorf("%d of 10 complete rows are left", df.Nrow())
	}
	// Only the columns that matter are looked at.
	gaps, err := data.Read("mine.csv", strings.NewReader("a,b,empty\n1,2,\n3,,\n,4,\n5,6,\n"))
	if err != nil {
		t.Fatal(err)
	}
	for want, columns := range map[string][]string{
		"[1 5]": {"a", "b"}, "[1 3 5]": {"a"}, "[1 NaN 5]": {"b"}, "[]": nil,
	} {
		if got := fmt.Sprint(data.Complete(gaps, columns...).Col("a").Records()); got != want {
			t.Errorf("complete in %q leaves %s, want %s", columns, got, want)
		}
	}
	if _, err := data.Floats(data.Complete(gaps, "c"), "a"); err == nil || !strings.Contains(err.Error(), `no column "c" (have "a", "b", "empty")`) {
		t.Errorf("a column that isn't there gives %v", err)
	}
	none, err := data.Read("mine.csv", strings.NewReader("a,b\n1,\n,2\n"))
	if err != nil {
		t.Fatal(err)
	}
	none = data.Complete(none)
	if none.Err != nil || none.Nrow() != 0 || fmt.Sprint(none.Names()) != "[a b]" {
		t.Errorf("no complete rows: %d rows of %v, %v", none.Nrow(), none.Names(), none.Err)
	}
	if _, err := data.Floats(none, "a"); err == nil || !strings.Contains(err.Error(), `no rows; if data.Complete dropped them all, name the columns that matter: data.Complete(df, "a")`) {
		t.Errorf("a column of no rows gives %v", err)
	}
}
