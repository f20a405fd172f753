package data_test

import (
	"fmt"
	"strings"
	"testing"

	"littlesteps/pkg/data"
)

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
