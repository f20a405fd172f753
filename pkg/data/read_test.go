package data_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"littlesteps/pkg/data"
)

func TestBelts(t *testing.T) {
	belts := data.Belts()
	if belts.Nrow() != 10 || fmt.Sprint(belts.Names()) != "[waist_size belt_in belt_cm]" {
		t.Fatalf("%d rows of %v", belts.Nrow(), belts.Names())
	}
	waist, inches, cm := floats(t, belts, "waist_size"), floats(t, belts, "belt_in"), floats(t, belts, "belt_cm")
	for i := range waist {
		// Each belt is two inches longer than the one before, and 2.5 inches longer
		// than its size.
		if waist[i] != 28+2*float64(i) || inches[i] != waist[i]+2.5 {
			t.Errorf("row %d: size %g, %g inches", i+1, waist[i], inches[i])
		}
		if want := 78 + 5*float64(i); i > 0 && cm[i] != want || i == 0 && cm[i] != 77 {
			t.Errorf("row %d: %g cm", i+1, cm[i])
		}
	}
}

func TestPenguins(t *testing.T) {
	penguins := data.Penguins()
	want := "[species island bill_length_mm bill_depth_mm flipper_length_mm body_mass_g sex year]"
	if penguins.Nrow() != 344 || fmt.Sprint(penguins.Names()) != want {
		t.Fatalf("%d rows of %v", penguins.Nrow(), penguins.Names())
	}
	types := []series.Type{series.String, series.String, series.Float, series.Float, series.Int, series.Int, series.String, series.Int}
	if fmt.Sprint(penguins.Types()) != fmt.Sprint(types) {
		t.Errorf("the types are %v, want %v", penguins.Types(), types)
	}
	complete := data.Complete(penguins)
	if complete.Nrow() != 333 || penguins.Nrow() != 344 {
		t.Errorf("%d of %d rows are complete, want 333 of 344", complete.Nrow(), penguins.Nrow())
	}
	for _, column := range []string{"bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"} {
		if values := floats(t, complete, column); len(values) != 333 {
			t.Errorf("%s has %d values", column, len(values))
		}
		// One word chooses another column: each has z-scores.
		if _, _, err := data.Standardize(floats(t, complete, column)); err != nil {
			t.Errorf("%s: %v", column, err)
		}
	}
	species := map[string]int{}
	for _, name := range complete.Col("species").Records() {
		species[name]++
	}
	if fmt.Sprint(species) != "map[Adelie:146 Chinstrap:68 Gentoo:119]" {
		t.Errorf("the complete penguins are %v", species)
	}
}

func floats(t *testing.T, df dataframe.DataFrame, column string) []float64 {
	t.Helper()
	values, err := data.Floats(df, column)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func TestRead(t *testing.T) {
	csv := "\ufeffname, length , note,weight\r\n\"Ann, A.\",1,x,1.5\r\n\r\nBob,NA,,2e3\r\n\"\",-3,\"a \"\"b\"\"\",n/a\r\n"
	df, err := data.Read("mine.csv", strings.NewReader(csv), "length", "weight")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(df.Records()); got != "[[name length note weight] [Ann, A. 1 x 1.500000] [Bob NaN NaN 2000.000000] [NaN -3 a \"b\" NaN]]" {
		t.Errorf("the table is %s", got)
	}
	if got := fmt.Sprint(df.Types()); got != "[string int string float]" {
		t.Errorf("the types are %s", got)
	}
}

func TestReadErrors(t *testing.T) {
	for _, test := range []struct{ csv, want string }{
		{"", "mine.csv: line 1: the file is empty; its first line should name the columns"},
		{"\n\n", "mine.csv: line 1: the file is empty"},
		{"length,weight\n", "mine.csv: line 1: no rows below the names of the columns"},
		{"\nlength,weight\n", "mine.csv: line 2: no rows below"},
		{"length,width\n1,2\n", `mine.csv: line 1: no column "weight" (have "length", "width")`},
		{"length,weight,length\n1,2,3\n", `line 1: columns 1 and 3 are both named "length"`},
		{"2,4,setosa,virginica\n5.1,3.5,1.4,0\n6.3,2.7,4.9,1\n", `line 1: found "2,4,setosa,virginica", expected the names of the columns (2 is how many rows there are)`},
		{"5.1,3.5,setosa\n4.9,3,setosa\n6.3,2.7,virginica\n", `line 1: found "5.1,3.5,setosa", expected the names of the columns (it is a row as those below it)`},
		{"length,weight,\n1,2,3\n", "line 1: column 3 has no name: give it one in the first line"},
		{"length,weight\n1,2\n1\n", "mine.csv: line 3: found 1 cell, expected 2 as in the first line"},
		{"length,weight\n\n1,2,3\n", "mine.csv: line 3: found 3 cells, expected 2"},
		{"length,weight\n1,2\n\n2,heavy\n", `mine.csv: line 4 (row 2), column "weight": expected a number, found "heavy"`},
		{"length,weight\n\"1\n\",2\n3,12kg\n", `mine.csv: line 4 (row 2), column "weight": expected a number, found "12kg"`},
		{"length,weight\n1,Inf\n", `line 2 (row 1), column "weight": expected a number, found "Inf"`},
		{"length,weight\n1,1e999\n", `expected a number, found "1e999"`},
		{"length,weight\n1,\"2,5\"\n", `expected a number, found "2,5"`},
		{"length,weight\n1,2\n3,4\"5\n", "mine.csv: line 3: bare \" in non-quoted-field; a cell with quotes is written"},
		{"length,weight\n1,\"2\n3,4\n", "mine.csv: line 3: extraneous or missing \" in quoted-field"},
		{"length,weight\n1,\xff2\n", "mine.csv: line 2: cell 2 is not UTF-8 text; save the file as"},
		{"length,weight\n1,<b>2</b>\n", `found "<b>2</b>"`},
	} {
		_, err := data.Read("mine.csv", strings.NewReader(test.csv), "length", "weight")
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q gives the error %q, want one with %q", test.csv, err, test.want)
		}
	}
	_, err := data.Read("mine.csv", iotest.ErrReader(errors.New("the disk is gone")))
	if err == nil || err.Error() != "mine.csv: the disk is gone" {
		t.Errorf("a broken reader gives %v", err)
	}
}

// Two columns between commas are two, whatever stands within their cells.
func TestOtherSeparatorsWithinCells(t *testing.T) {
	for _, csv := range []string{"the island,its name\nBig Bird,far away\n", "a;b,c;d\n1;2,3;4\n"} {
		if df, err := data.Read("two.csv", strings.NewReader(csv)); err != nil || df.Ncol() != 2 {
			t.Errorf("%q: %d columns, %v", csv, df.Ncol(), err)
		}
	}
}

// Other separators and decimal commas are recognised and named, with the call that
// reads them, whatever columns were asked for; and that call reads them.
func TestFormats(t *testing.T) {
	for _, test := range []struct {
		csv, want string
		format    data.Format
	}{
		{"length;weight\n1;2\n3;4\n", "separated by semicolons: read it with data.Format{Separator: ';'}.ReadFile(…)", data.Format{Separator: ';'}},
		{"length\tweight\n1\t2\n", `separated by tabs: read it with data.Format{Separator: '\t'}`, data.Format{Separator: '\t'}},
		{"length weight\n1 2\n3 4\n", "separated by blanks: read it with data.Format{Separator: ' '}", data.Format{Separator: ' '}},
		{"length|weight\n1|2\n", "separated by bars", data.Format{Separator: '|'}},
		{"length;weight\n1,5;2\n2;\n", "semicolons: read it with data.Format{Separator: ';', DecimalComma: true}.ReadFile", data.Format{Separator: ';', DecimalComma: true}},
		{"length;weight;name\n1;2;a, b\n", "data.Format{Separator: ';'}.ReadFile", data.Format{Separator: ';'}},
		{"length\tweight\n1,5\t2,25\n", `data.Format{Separator: '\t', DecimalComma: true}.ReadFile`, data.Format{Separator: '\t', DecimalComma: true}},
		{"length,weight\n\"1,5\",2\n", `line 2 (row 1), column "length": expected a number, found "1,5"; if that is a decimal comma, read it with data.Format{DecimalComma: true}`, data.Format{DecimalComma: true}},
		{"length;weight\r1;2\r", "separated by semicolons", data.Format{Separator: ';'}},
	} {
		for _, numeric := range [][]string{nil, {"length"}, {"length", "weight"}} {
			_, err := data.Read("mine.csv", strings.NewReader(test.csv), numeric...)
			if err == nil || !strings.HasPrefix(err.Error(), "mine.csv: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%q, asked for %v: the error is %v, want one with %s", test.csv, numeric, err, test.want)
			}
			df, err := test.format.Read("mine.csv", strings.NewReader(test.csv), numeric...)
			if err != nil {
				t.Errorf("%q as %s: %v", test.csv, test.format, err)
				continue
			}
			if first := df.Col("length").Float()[0]; first != 1 && first != 1.5 {
				t.Errorf("%q as %s: the first number is %v", test.csv, test.format, first)
			}
		}
	}
	for _, test := range []struct {
		csv, want string
		format    data.Format
	}{
		{"length;weight\n1;2,5\n", "expected a number, found \"2,5\"; if that is a decimal comma, read it with data.Format{Separator: ';', DecimalComma: true}", data.Format{Separator: ';'}},
		{"length;weight\n1;2\n2;1.234,5\n", `found "1.234,5"`, data.Format{Separator: ';', DecimalComma: true}},
		{"length;weight\n1;2\n2;1.234\n", `found "1.234"`, data.Format{Separator: ';', DecimalComma: true}},
		{"length,weight\n1,2\n", `no column "weight" (have "length,weight")`, data.Format{Separator: ';'}},
	} {
		if _, err := test.format.Read("mine.csv", strings.NewReader(test.csv), "weight"); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q as %s: the error is %v, want one with %s", test.csv, test.format, err, test.want)
		}
	}
	// Where a separator was asked for, nothing is guessed.
	if df, err := (data.Format{Separator: ','}).Read("mine.csv", strings.NewReader("a;b\n1;2\n")); err != nil || df.Ncol() != 1 {
		t.Errorf("one column with semicolons: %v, %v", df.Names(), err)
	}
}

// What is odd about a file is read all the same, or shows in the message.
func TestOddFiles(t *testing.T) {
	for name, csv := range map[string]string{
		"old Mac": "a,b\r1,2\r3,4\r", "old Mac, no end": "a,b\r1,2\r3,4", "Windows": "a,b\r\n1,2\r\n3,4\r\n",
		"Windows, twice": "a,b\r\r\n1,2\r\r\n3,4\r\r\n", "mixed": "a,b\r1,2\n3,4\r\n", "marks": "\ufeff\ufeffa,\ufeffb\n1,2\n\ufeff3,4\n",
		"R": "\"\",\"a\",\"b\"\n\"1\",1,2\n\"2\",3,4\n", "pandas": ",a,b\n0,1,2\n1,3,4\n", "R, some rows": ",a,b\n7,1,2\n12,3,4\n",
		"R's write.table": "\"a\",\"b\"\n\"1\",1,2\n\"2\",3,4\n",
	} {
		df, err := data.Read("mine.csv", strings.NewReader(csv), "a", "b")
		if err != nil || fmt.Sprint(df.Records()) != "[[a b] [1 2] [3 4]]" {
			t.Errorf("%s: %v, %v", name, df.Records(), err)
		}
	}
	for csv, want := range map[string]string{
		",a,b\nx,1,2\nx,3,4\n":       "line 1: column 1 has no name: give it one",
		",a,b\n1.5,1,2\n2.5,3,4\n":   "line 1: column 1 has no name: give it one",
		",a,b\n1,1,2\n1,3,4\n":       "line 1: column 1 has no name",
		"a,b\nx,1,2\nx,3,4\n":        "line 2: found 3 cells, expected 2",
		"a,b\nx,2,\ny,4,\n":          "line 2: found 3 cells, expected 2",
		"b\n1,5\n2,6\n":              "line 2: found 2 cells, expected 1",
		"b\nx, y\nz, w\n":            "line 2: found 2 cells, expected 1",
		"a,b\n1,2\n1,3,4\n":          "line 3: found 3 cells, expected 2",
		"1.5,2\n3,4\n":               "line 1: found only numbers; the first line should name the columns",
		"\"a\u0000\u200b\",c\n1,2\n": `have "a\x00\u200b", "c"`,
	} {
		if _, err := data.Read("mine.csv", strings.NewReader(csv), "b"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: the error is %v, want one with %s", csv, err, want)
		}
	}
}

// R's write.table names one column less than the rows have: its rows' own names.
func TestRowNames(t *testing.T) {
	for _, test := range []struct {
		table, want string
		format      data.Format
	}{
		{"\"mpg\" \"cyl\"\n\"Mazda RX4\" 21 6\n\"Fiat 128\" 32.4 4\n", "[[row_name mpg cyl] [Mazda RX4 21.000000 6] [Fiat 128 32.400000 4]]", data.Format{Separator: ' '}},
		{"mpg,cyl\nMazda RX4,21,6\nFiat 128,NA,4\n", "[[row_name mpg cyl] [Mazda RX4 21 6] [Fiat 128 NaN 4]]", data.Format{}},
		{",mpg,cyl\nMazda RX4,21,6\nFiat 128,NA,4\n", "[[row_name mpg cyl] [Mazda RX4 21 6] [Fiat 128 NaN 4]]", data.Format{}},
		{",mpg\nMazda RX4,21\nFiat 128,32\n", "[[row_name mpg] [Mazda RX4 21] [Fiat 128 32]]", data.Format{}},
		{"\"x\"\n\"1\" 5\n\"2\" 6\n", "[[x] [5] [6]]", data.Format{Separator: ' '}},
		{"a\n1\n2\n", "[[a] [1] [2]]", data.Format{}},
		{"a,row_name\n1,2,x\n2,3,y\n", "[[a row_name] [2 x] [3 y]]", data.Format{}},
	} {
		df, err := test.format.Read("mine.txt", strings.NewReader(test.table))
		if err != nil || fmt.Sprint(df.Records()) != test.want {
			t.Errorf("%q: %v, %v", test.table, df.Records(), err)
		}
		if _, err := data.Read("mine.txt", strings.NewReader(test.table)); test.format.Separator != 0 &&
			(err == nil || !strings.Contains(err.Error(), "read it with "+test.format.String())) {
			t.Errorf("%q: the error is %v", test.table, err)
		}
	}
}

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

// Numbers may be names: of years, of quantiles, of the pixels of a picture.
func TestNumbersAsNames(t *testing.T) {
	for _, csv := range []string{"country,1990,1991\nChile,1,2\nPeru,3,4\n", "name,0.25,0.75\na,0.25,1\nb,2,0.75\n", "0,1,label\n3,4,cat\n5,6,dog\n", "2,x\n1,2\n", "a,b\na,b\nc,d\n"} {
		if _, err := data.Read("mine.csv", strings.NewReader(csv)); err != nil {
			t.Errorf("%q: %v", csv, err)
		}
	}
}

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leaves.csv")
	if err := os.WriteFile(path, []byte("length,width\n1,2\n3,4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	df, err := data.ReadFile(path, "width")
	if err != nil || df.Nrow() != 2 {
		t.Errorf("%d rows, %v", df.Nrow(), err)
	}
	_, err = data.ReadFile(path, "height")
	if err == nil || !strings.Contains(err.Error(), path+`: line 1: no column "height" (have "length", "width")`) {
		t.Errorf("a missing column gives %v", err)
	}
	_, err = data.ReadFile("nowhere.csv")
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "nowhere.csv") {
		t.Errorf("a missing file gives %v", err)
	}
}

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
