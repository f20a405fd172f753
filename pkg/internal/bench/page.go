package bench

import (
	"bytes"
	"fmt"
	"html"
	"maps"
	"slices"
	"strconv"
	"strings"

	"littlesteps/pkg/chart"
)

// byRows draws how an epoch grows with the rows, ours and the peers'.
func byRows(ours map[string]Samples, peers map[string]map[string]Samples) *chart.Figure {
	var figures []*chart.Figure
	for _, columns := range []int{2, 32} {
		figure := chart.New().LogX().LogY().X("rows").Y(fmt.Sprintf("µs an epoch, %d columns", columns))
		add := func(name string, times map[string]Samples, prefix string) {
			var rows, micros []float64
			for n := 100; n <= 1_000_000; n *= 10 {
				if samples := times[prefix+strconv.Itoa(n)+"x"+strconv.Itoa(columns)]; len(samples) > 0 {
					rows, micros = append(rows, float64(n)), append(micros, samples.Median())
				}
			}
			if len(rows) > 0 {
				figure.Line(name, rows, micros)
			}
		}
		add("ours", ours, "Rows/")
		for _, peer := range slices.Sorted(maps.Keys(peers)) {
			add(peer, peers[peer], "")
		}
		figures = append(figures, figure)
	}
	return chart.Beside(figures...).Title("An epoch of linear regression")
}

const pageHead = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Little Steps: the bench</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
th:first-child, td:first-child { text-align: left }
div { overflow-x: auto }
</style>
<main>
<h1>The bench</h1>
`

// writePage writes tables and figures as one page.
func writePage(machine string, tables []Table) []byte {
	var page bytes.Buffer
	page.WriteString(pageHead)
	fmt.Fprintf(&page, "<p>%s</p>\n", html.EscapeString(machine))
	for _, table := range tables {
		fmt.Fprintf(&page, "<h2>%s</h2>\n", html.EscapeString(table.Title))
		if table.figure != nil {
			page.WriteString(table.figure.HTML())
		}
		page.WriteString("<div tabindex=\"0\"><table>\n" + htmlRow("th", table.Head))
		for _, row := range table.Rows {
			page.WriteString(htmlRow("td", row))
		}
		page.WriteString("</table></div>\n")
		for _, note := range table.Notes {
			fmt.Fprintf(&page, "<p>%s</p>\n", html.EscapeString(note))
		}
	}
	page.WriteString("</main>\n</html>\n")
	return page.Bytes()
}

func htmlRow(tag string, cells []string) string {
	var row strings.Builder
	for _, cell := range cells {
		fmt.Fprintf(&row, "<%s>%s</%s>", tag, html.EscapeString(cell), tag)
	}
	return "<tr>" + row.String() + "</tr>\n"
}
