package chart

import (
	"slices"
	"strings"
)

// A column is one list of numbers, or of texts, of the data table. Key columns
// say which row it is: the x of a line, the step of a path, a category.
type column struct {
	head   string
	values []float64
	texts  []string // instead of values
	key    bool
}

func (c column) len() int { return max(len(c.values), len(c.texts)) }

// cell writes the i-th value for people.
func (c column) cell(i int) string {
	if c.texts != nil {
		return c.texts[i]
	}
	return named(Digits(c.values[i], 6), c.head)
}

func (c column) same(o column) bool {
	return c.head == o.head && slices.Equal(c.values, o.values) && slices.Equal(c.texts, o.texts)
}

// A table is the numbers behind a figure, for who reads by keyboard or ear.
type table struct {
	part    string // of small multiples
	columns []column
	rows    []int // the rows that are shown
	total   int
}

const (
	mostRows  = 200 // of a table
	mostCells = 900 // of all tables of a figure together
)

// tables collects the numbers of all panels. Marks over the same xs share one
// table, so that a race is read row by row.
func (f *Figure) tables() []table {
	var all []table
	for _, p := range f.panels() {
		if p.grid != nil && !containsGrid(all, p) {
			all = append(all, p.gridTable())
		}
		for _, m := range p.marks {
			columns := m.columns(p)
			if len(columns) == 0 {
				continue
			}
			all = join(all, p.part, columns)
		}
	}
	share := mostCells
	if len(all) > 0 {
		share = mostCells / len(all)
	}
	for i := range all {
		t := &all[i]
		for c := range t.columns {
			if t.columns[c].head == "" {
				t.columns[c].head = [...]string{"x", "y"}[min(c, 1)]
			}
		}
		if t.rows == nil {
			t.total = t.columns[0].len()
			t.rows = sampleRows(t.columns, min(mostRows, max(12, share*4/max(1, len(t.columns))/3)))
		}
	}
	return all
}

// containsGrid tells whether the panel's grid is in a table already: a Surface
// beside Contours shows the same numbers.
func containsGrid(all []table, p *panel) bool {
	want := p.gridTable()
	for _, t := range all {
		if len(t.columns) == len(want.columns) && len(t.columns) > 2 && slices.EqualFunc(t.columns, want.columns, column.same) {
			return true
		}
	}
	return false
}

// join adds columns to the table with the same key, or starts a new one.
func join(all []table, part string, columns []column) []table {
	for i := range all {
		t := &all[i]
		if t.part != part || t.columns[0].len() == 0 || !sameKeys(t.columns, columns) {
			continue
		}
		for _, c := range columns {
			if !c.key && !slices.ContainsFunc(t.columns, c.same) {
				t.columns = append(t.columns, c)
			}
		}
		return all
	}
	return append(all, table{part: part, columns: slices.Clone(columns)})
}

func sameKeys(a, b []column) bool {
	keys := func(columns []column) (found []column) {
		for _, c := range columns {
			if c.key {
				found = append(found, c)
			}
		}
		return found
	}
	return slices.EqualFunc(keys(a), keys(b), column.same)
}

// gridTable shows a coarse grid: the first parameter downwards, the second
// across.
func (p *panel) gridTable() table {
	g := p.grid
	rows, across := pick(len(g.as), 9), pick(len(g.bs), 9)
	a, _ := splitUnit(p.x.label)
	b, _ := splitUnit(p.y.label)
	if a == "" || b == "" {
		a, b = "first parameter", "second parameter"
	}
	first := column{head: a, key: true}
	t := table{columns: []column{first}, total: len(g.as)}
	for k, i := range rows {
		t.columns[0].values = append(t.columns[0].values, g.as[i])
		t.rows = append(t.rows, k)
	}
	for _, j := range across {
		c := column{head: b + " " + Number(g.bs[j])}
		for _, i := range rows {
			c.values = append(c.values, g.z[i][j])
		}
		t.columns = append(t.columns, c)
	}
	return t
}

// sampleRows chooses at most n rows: the first ones densely and the later ones
// more and more sparsely, because descent is fast at first; and the extremes.
func sampleRows(columns []column, n int) []int {
	total := columns[0].len()
	if total <= n {
		return pick(total, total)
	}
	chosen := map[int]bool{0: true, total - 1: true}
	for _, c := range columns {
		chosen[lowest(c.values)], chosen[highest(c.values)] = true, true
	}
	for _, i := range growing(total, n) {
		if len(chosen) >= n {
			break
		}
		chosen[i] = true
	}
	rows := make([]int, 0, len(chosen))
	for i := range chosen {
		rows = append(rows, i)
	}
	slices.Sort(rows)
	return rows
}

// html writes the table. End tags that HTML lets out are let out: they would
// be a third of its bytes.
func (t *table) html(b *strings.Builder) {
	b.WriteString("<table><thead><tr>")
	for _, c := range t.columns {
		b.WriteString("<th scope=col>" + escape(c.head) + "</th>")
	}
	b.WriteString("</tr></thead><tbody>")
	for _, i := range t.rows {
		b.WriteString("<tr>")
		for k, c := range t.columns {
			text := escape(c.cell(min(i, c.len()-1)))
			if k == 0 {
				b.WriteString("<th scope=row>" + text + "</th>")
			} else {
				b.WriteString("<td>" + text + "</td>")
			}
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
}

// growing returns at most n of the indices below total, the first and the last
// among them: every one at first, then at growing distances, each step about a
// constant factor longer than the one before.
func growing(total, n int) []int {
	if total <= n || n < 2 {
		return pick(total, min(total, max(n, 0)))
	}
	low, high := 1.0, float64(total)
	for range 60 { // the factor for which n steps just suffice
		if middle := (low + high) / 2; len(paces(total, middle)) > n {
			low = middle
		} else {
			high = middle
		}
	}
	return paces(total, high)
}

// paces walks from 0 to total-1 with steps that grow by a factor from 1 on.
func paces(total int, factor float64) []int {
	var indices []int
	place, step := 0.0, 1.0
	for int(place) < total-1 {
		indices = append(indices, int(place))
		place += max(1, step)
		step *= factor
	}
	return append(indices, total-1)
}
