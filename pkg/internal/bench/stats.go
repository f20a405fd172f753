package bench

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"littlesteps/pkg/chart"
)

// Samples are repeated measurements of one thing.
type Samples []float64

// Median returns the middle sample, or the mean of the two in the middle. It
// is 0 without samples.
func (s Samples) Median() float64 {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// Spread returns the smallest and the largest sample.
func (s Samples) Spread() (least, most float64) {
	if len(s) == 0 {
		return 0, 0
	}
	return slices.Min(s), slices.Max(s)
}

// String gives the median and the spread.
func (s Samples) String() string {
	least, most := s.Spread()
	return fmt.Sprintf("%s (%s-%s)", short(s.Median()), short(least), short(most))
}

// short writes a number with two or three digits that say something.
func short(x float64) string {
	switch {
	case x == 0:
		return "0"
	case x < 0.1:
		return fmt.Sprintf("%.2g", x)
	case x < 10:
		return fmt.Sprintf("%.2f", x)
	case x < 100:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.0f", x)
}

// A Table is what a section of the bench has to say.
type Table struct {
	Title string     `json:"title"`
	Head  []string   `json:"head"`
	Rows  [][]string `json:"rows"`
	Notes []string   `json:"notes,omitempty"`

	figure *chart.Figure // nil where the table says it better
}

// Write prints the table in columns.
func (t Table) Write(out io.Writer) error {
	fmt.Fprintf(out, "\n%s\n", t.Title)
	columns := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		fmt.Fprintf(columns, "    %s\n", strings.Join(row, "\t"))
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	for _, note := range t.Notes {
		fmt.Fprintf(out, "    %s\n", note)
	}
	return nil
}
