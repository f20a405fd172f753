package model

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
)

// The first step of [New]: the data are checked and laid out as tensors are.

// Values are x or y: one number for each row, or a row of numbers.
type Values interface {
	[]float64 | [][]float64
}

// data is what a loss is computed from.
type data struct {
	params int
	x, y   table
}

func newData[X, Y Values](params int, xs X, ys Y) (d data, err error) {
	if params < 1 {
		return d, fmt.Errorf("a model needs at least 1 parameter, not %d", params)
	}
	if d.y, err = newTable("y", ys); err != nil {
		return d, err
	}
	if len(xs) != len(ys) {
		return d, fmt.Errorf("x has %s, but y has %d: each x needs its y", count(len(xs), "row"), len(ys))
	}
	d.x, err = newTable("x", xs)
	d.params = params
	return d, err
}

// paramsShape is [parameters]; a single one is a number, where x is a slice.
func (d data) paramsShape() shapes.Shape {
	if d.params == 1 && d.x.columns == 0 {
		return shapes.Make(dtypes.Float64)
	}
	return shapes.Make(dtypes.Float64, d.params)
}

// gather copies some of the rows.
func (d data) gather(rows []int) (data, error) {
	for _, row := range rows {
		if row < 0 || row >= d.y.rows {
			return d, fmt.Errorf("no row %d: the data have rows 0 to %d", row, d.y.rows-1)
		}
	}
	return data{d.params, d.x.gather(rows), d.y.gather(rows)}, nil
}

// random makes up data of the same shapes, where no column is zero.
func (d data) random(random *rand.Rand) data {
	d.x, d.y = d.x.random(random), d.y.random(random)
	return d
}

// table is a copy of x or y, in the flat order of a tensor.
type table struct {
	rows    int
	columns int // 0 where there is one number for each row
	flat    []float64
}

func newTable[V Values](name string, values V) (t table, err error) {
	if len(values) == 0 {
		return t, fmt.Errorf("%s is empty", name)
	}
	t.rows = len(values)
	switch values := any(values).(type) {
	case []float64:
		t.flat = slices.Clone(values)
	case [][]float64:
		if t.columns = len(values[0]); t.columns == 0 {
			return t, fmt.Errorf("the rows of %s are empty: they need at least 1 column", name)
		}
		for i, row := range values {
			if len(row) != t.columns {
				return t, fmt.Errorf("row %d of %s has length %d, but row 0 has length %d", i, name, len(row), t.columns)
			}
		}
		t.flat = slices.Concat(values...)
	}
	if i := slices.IndexFunc(t.flat, isNotFinite); i >= 0 {
		place := fmt.Sprintf("row %d", i/t.width())
		if t.columns > 0 {
			place += fmt.Sprintf(", column %d", i%t.columns)
		}
		return t, fmt.Errorf("%s is %v in %s: expected finite numbers only", name, t.flat[i], place)
	}
	return t, nil
}

func (t table) width() int { return max(t.columns, 1) }

func (t table) shape() shapes.Shape {
	if t.columns == 0 {
		return shapes.Make(dtypes.Float64, t.rows)
	}
	return shapes.Make(dtypes.Float64, t.rows, t.columns)
}

func (t table) gather(rows []int) table {
	width := t.width()
	some := table{len(rows), t.columns, make([]float64, 0, len(rows)*width)}
	for _, row := range rows {
		some.flat = append(some.flat, t.flat[row*width:(row+1)*width]...)
	}
	return some
}

func (t table) random(random *rand.Rand) table {
	t.flat = make([]float64, len(t.flat))
	for i := range t.flat {
		t.flat[i] = random.NormFloat64()
	}
	return t
}

func isNotFinite(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

// count writes a number and its noun: 1 row, 2 rows.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
