package data_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"littlesteps/pkg/data"
)

// element is a tag of a table and the text directly in it.
type element struct {
	name       string
	attributes map[string]string
	text       string
}

// elements reads HTML as strictly as XML: each tag closed, each attribute quoted.
func elements(t *testing.T, html string) []element {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader("<all>" + html + "</all>"))
	var all []element
	open := []int{}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("%v in %s", err, html)
		}
		switch token := token.(type) {
		case xml.StartElement:
			attributes := map[string]string{}
			for _, a := range token.Attr {
				attributes[a.Name.Local] = a.Value
			}
			all = append(all, element{token.Name.Local, attributes, ""})
			open = append(open, len(all)-1)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, i := range open {
				all[i].text += string(token)
			}
		}
	}
}

func texts(all []element, name string) []string {
	found := []string{}
	for _, e := range all {
		if e.name == name {
			found = append(found, e.text)
		}
	}
	return found
}

func TestTableOfBelts(t *testing.T) {
	all := elements(t, data.Table(data.Belts()).HTML())
	if got := texts(all, "caption"); len(got) != 1 || got[0] != "10 rows × 3 columns" {
		t.Errorf("the caption is %q", got)
	}
	columns, rows := []string{}, []string{}
	for _, e := range all {
		switch {
		case e.name == "th" && e.attributes["scope"] == "col":
			columns = append(columns, e.text)
		case e.name == "th" && e.attributes["scope"] == "row":
			rows = append(rows, e.text)
		case e.name == "th":
			t.Errorf("a heading without scope: %+v", e)
		case e.name == "td" && e.attributes["class"] != "ls-number":
			t.Errorf("a number that isn't aligned as one: %+v", e)
		}
	}
	if fmt.Sprint(columns) != "[row waist_size belt_in belt_cm]" || fmt.Sprint(rows) != "[1 2 3 4 5 6 7 8 9 10]" {
		t.Errorf("the headings are %v and %v", columns, rows)
	}
	cells := texts(all, "td")
	if len(cells) != 30 || fmt.Sprint(cells[:6], cells[27:]) != "[28 30.5 77 30 32.5 83] [46 48.5 123]" {
		t.Errorf("the cells are %v", cells)
	}
}

func TestTableOfPenguins(t *testing.T) {
	all := elements(t, data.Table(data.Penguins()).HTML())
	if got := texts(all, "caption")[0]; got != "344 rows × 8 columns, first 5 shown; – marks a missing value" {
		t.Errorf("the caption is %q", got)
	}
	cells := texts(all, "td")
	want := "[Adelie Torgersen 39.1 18.7 181 3750 male 2007] [Adelie Torgersen – – – – – 2007]"
	if got := fmt.Sprint(cells[:8], cells[24:32]); got != want {
		t.Errorf("rows 1 and 4 are %s, want %s", got, want)
	}
	for _, e := range all {
		if e.name == "abbr" && e.attributes["title"] != "missing value" {
			t.Errorf("a dash without its meaning: %+v", e)
		}
		if e.name == "td" && e.text != "–" && (e.attributes["class"] == "ls-number") == (strings.ContainsAny(e.text, "aeiou")) {
			t.Errorf("text aligned as a number, or the reverse: %+v", e)
		}
	}
}

func TestTableRows(t *testing.T) {
	complete := data.Complete(data.Penguins())
	for _, test := range []struct {
		view    data.View
		rows    int
		caption string
	}{
		{data.Table(complete), 5, "333 rows × 8 columns, first 5 shown"},
		{data.Table(complete).First(2), 2, "333 rows × 8 columns, first 2 shown"},
		{data.Table(complete).First(333), 333, "333 rows × 8 columns"},
		{data.Table(complete).First(1000), 333, "333 rows × 8 columns"},
		{data.Table(complete).First(0), 0, "333 rows × 8 columns, first 0 shown"},
		{data.Table(complete).First(-3), 0, "333 rows × 8 columns, first 0 shown"},
		{data.Table(complete).Caption("The penguins").First(1), 1, "The penguins: 333 rows × 8 columns, first 1 shown"},
		{data.Table(complete.Subset([]int{0})), 1, "1 row × 8 columns"},
		{data.Table(data.Belts().Select("belt_in")), 10, "10 rows × 1 column"},
		{data.Table(data.Belts().RBind(data.Belts())), 20, "20 rows × 3 columns"},
	} {
		all := elements(t, test.view.HTML())
		if got := texts(all, "tr"); len(got) != test.rows+1 {
			t.Errorf("%s: %d rows, want %d and the heading", test.caption, len(got), test.rows)
		}
		if got := texts(all, "caption")[0]; got != test.caption || test.view.String() != test.caption {
			t.Errorf("the captions are %q and %q, want %q", got, test.view, test.caption)
		}
	}
}

// A view is a value: changing a copy leaves the first as it was.
func TestTableIsAValue(t *testing.T) {
	view := data.Table(data.Penguins())
	view.First(1)
	view.Caption("other")
	if view.HTML() != data.Table(data.Penguins()).HTML() {
		t.Error("First or Caption changed the view itself")
	}
}

// Nothing from a frame can become a tag, not even in an attribute.
func TestTableEscapes(t *testing.T) {
	hostile := `</td><script>alert("&'")</script>`
	df := dataframe.New(
		series.New([]string{hostile, "b"}, series.String, hostile),
		series.New([]float64{1, 2}, series.Float, `" onmouseover="alert(1)`),
	)
	html := data.Table(df).Caption(hostile).HTML()
	all := elements(t, html)
	for _, e := range all {
		if e.name == "script" || e.attributes["onmouseover"] != "" {
			t.Errorf("the frame's text became %+v", e)
		}
	}
	if got := texts(all, "td")[0]; got != hostile {
		t.Errorf("the cell reads %q", got)
	}
	broken := data.Table(data.Belts().Select(hostile))
	if html := broken.HTML(); strings.Contains(html, "<script") || !strings.Contains(html, `<p role="alert">no table: `) {
		t.Errorf("a broken frame shows as %s", html)
	}
	if !strings.HasPrefix(broken.String(), "no table: ") {
		t.Errorf("a broken frame reads %q", broken)
	}
}

// Columns line up on the decimal point and show what the frame holds.
func TestTableNumbers(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, test := range []struct {
		values []float64
		want   []string
	}{
		{[]float64{1, 2}, []string{"1", "2"}},
		{[]float64{1, 2.5, -10.25}, []string{"1.00", "2.50", "−10.25"}},
		{[]float64{39.1, 18, nan}, []string{"39.1", "18.0", "–"}},
		{[]float64{0.1, 0.000001}, []string{"0.100000", "0.000001"}},
		{[]float64{1.0 / 3, -0.8960418897725961}, []string{"0.333333", "−0.896042"}},
		{[]float64{2.0 / 3, 804.00586016}, []string{"0.667", "804.006"}},
		{[]float64{1e15, 1}, []string{"1.00000e+15", "1.00000e+00"}},
		{[]float64{1e-7, -3e-9}, []string{"1.00000e−07", "−3.00000e−09"}},
		{[]float64{inf, -inf, 1.5}, []string{"+∞", "−∞", "1.5"}},
		{[]float64{0, 0}, []string{"0", "0"}},
		{[]float64{1e14 + 1.0/3, 2}, []string{"100000000000000.33", "2.00"}},
	} {
		df := dataframe.New(series.New(test.values, series.Float, "x"))
		if got := texts(elements(t, data.Table(df).HTML()), "td"); !slices.Equal(got, test.want) {
			t.Errorf("%v shows as %q, want %q", test.values, got, test.want)
		}
	}
	df := dataframe.New(series.New([]int{-5, 1000000}, series.Int, "n"), series.New([]bool{true, false}, series.Bool, "b"))
	if got := texts(elements(t, data.Table(df).HTML()), "td"); !slices.Equal(got, []string{"−5", "true", "1000000", "false"}) {
		t.Errorf("whole numbers and truths show as %q", got)
	}
}

func TestTableIsDeterministic(t *testing.T) {
	first := data.Table(data.Penguins()).HTML()
	if again := data.Table(data.Penguins()).HTML(); again != first {
		t.Error("the same frame gives different bytes")
	}
	for _, loads := range []string{"http", "url(", "@import", "src="} {
		if strings.Contains(data.Table(data.Penguins()).HTML(), loads) {
			t.Errorf("the table loads something: %s", loads)
		}
	}
}
