package data_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"littlesteps/pkg/data"
)

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

// Numbers may be names: of years, of quantiles, of the pixels of a picture.
func TestNumbersAsNames(t *testing.T) {
	for _, csv := range []string{"country,1990,1991\nChile,1,2\nPeru,3,4\n", "name,0.25,0.75\na,0.25,1\nb,2,0.75\n", "0,1,label\n3,4,cat\n5,6,dog\n", "2,x\n1,2\n", "a,b\na,b\nc,d\n"} {
		if _, err := data.Read("mine.csv", strings.NewReader(csv)); err != nil {
			t.Errorf("%q: %v", csv, err)
		}
	}
}
