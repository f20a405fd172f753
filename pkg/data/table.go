package data

import (
	"strconv"
	"strings"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// A View shows a frame as a table; [Table] makes one. It is a value: its methods
// return a changed copy.
type View struct {
	frame   dataframe.DataFrame
	first   int // how many rows at most; negative: the default
	caption string
}

// A table of up to allRows rows is shown whole, a longer one by its firstRows
// first rows, unless [View.First] says otherwise.
const (
	allRows   = 20
	firstRows = 5
)

// Table shows df below a cell: display.Show(data.Table(df)). A table of up to 20
// rows is shown whole, of a longer one the first 5 rows; [View.First] asks for
// another number. The caption says how many there are. Numbers are aligned on
// the decimal point, and a dash stands for a missing value.
func Table(df dataframe.DataFrame) View { return View{frame: df, first: -1} }

// First shows the first n rows, or all where there are fewer.
func (v View) First(n int) View {
	v.first = max(n, 0)
	return v
}

// Caption puts a sentence in front of the caption.
func (v View) Caption(text string) View {
	v.caption = text
	return v
}

// HTML returns the table as one element that is complete in itself. Everything
// that comes from the frame is escaped, and the same frame gives the same bytes.
func (v View) HTML() string {
	if v.frame.Err != nil {
		return `<p role="alert">no table: ` + escape(v.frame.Err.Error()) + "</p>\n"
	}
	shown := v.shown()
	columns := make([]viewColumn, 0, v.frame.Ncol())
	for _, name := range v.frame.Names() {
		columns = append(columns, newViewColumn(v.frame.Col(name), shown))
	}
	caption := v.captionText(shown, columns)
	var b strings.Builder
	b.WriteString(style)
	b.WriteString(`<div class="ls-table" role="region" tabindex="0" aria-label="` + escape(caption) + `">` + "\n")
	b.WriteString("<table class=\"ls-grid\">\n<caption>" + escape(caption) + "</caption>\n")
	b.WriteString(`<thead><tr><th scope="col">row</th>`)
	for _, column := range columns {
		b.WriteString(`<th scope="col"` + column.class() + `>` + escape(column.name) + `</th>`)
	}
	b.WriteString("</tr></thead>\n<tbody>\n")
	for row := range shown {
		b.WriteString(`<tr><th scope="row">` + strconv.Itoa(row+1) + `</th>`)
		for _, column := range columns {
			b.WriteString(`<td` + column.class() + `>` + column.cells[row] + `</td>`)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n</div>\n")
	return b.String()
}

// String returns the caption, for readers without a browser.
func (v View) String() string {
	if v.frame.Err != nil {
		return "no table: " + v.frame.Err.Error()
	}
	return v.captionText(v.shown(), nil)
}

func (v View) shown() int {
	rows := v.frame.Nrow()
	switch {
	case v.first >= 0:
		return min(v.first, rows)
	case rows > allRows:
		return firstRows
	}
	return rows
}

func (v View) captionText(shown int, columns []viewColumn) string {
	text := count(v.frame.Nrow(), "row") + " × " + count(v.frame.Ncol(), "column")
	if shown < v.frame.Nrow() {
		text += ", first " + strconv.Itoa(shown) + " shown"
	}
	for _, column := range columns {
		if column.gaps {
			text += "; – marks a missing value"
			break
		}
	}
	if v.caption != "" {
		text = v.caption + ": " + text
	}
	return text
}

// viewColumn is a column ready to be written: its cells are escaped HTML.
type viewColumn struct {
	name    string
	numeric bool
	gaps    bool
	cells   []string
}

func newViewColumn(values series.Series, shown int) viewColumn {
	column := viewColumn{name: values.Name, cells: make([]string, shown)}
	column.numeric = values.Type() == series.Float || values.Type() == series.Int
	var numbers numberFormat
	if values.Type() == series.Float {
		numbers = formatFor(values, shown)
	}
	for row := range column.cells {
		element := values.Elem(row)
		switch {
		case element.IsNA():
			column.gaps = true
			column.cells[row] = `<abbr title="missing value">–</abbr>`
		case values.Type() == series.Float:
			column.cells[row] = numbers.text(element.Float())
		case values.Type() == series.Int:
			column.cells[row] = trueMinus(element.String())
		default:
			column.cells[row] = escape(element.String())
		}
	}
	return column
}

func (c viewColumn) class() string {
	if c.numeric {
		return ` class="ls-number"`
	}
	return ""
}

// escape makes text safe between tags and in a quoted attribute.
func escape(text string) string { return escaper.Replace(text) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")
