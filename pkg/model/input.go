package model

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// data is what the objective is computed from: copies, in the flat order of a
// tensor.
type data struct {
	params  int
	rows    int
	columns int // of a matrix x; 0 where x is a slice
	x       []float64
	y       []float64
}

// shape is what a program is compiled for.
type shape struct {
	params, rows, columns int
}

func (d *data) shape(rows int) shape { return shape{d.params, rows, d.columns} }

func newData[T X](x T, y []float64, params int) (*data, error) {
	if params < 1 {
		return nil, fmt.Errorf("a model needs at least 1 parameter, not %d", params)
	}
	if err := checkNumbers("y", y); err != nil {
		return nil, err
	}
	d := &data{params: params, rows: len(y), y: slices.Clone(y)}
	var err error
	switch x := any(x).(type) {
	case []float64:
		err = d.setColumn(x)
	case [][]float64:
		err = d.setMatrix(x)
	}
	if err != nil {
		return nil, err
	}
	if d.rows < params {
		return nil, fmt.Errorf("%d rows can't settle %d parameters: give at least as many rows as parameters", d.rows, params)
	}
	return d, nil
}

func (d *data) setColumn(x []float64) error {
	if len(x) != d.rows {
		return fmt.Errorf("x has %d rows, but y has %d: each x needs its y", len(x), d.rows)
	}
	d.x = slices.Clone(x)
	return checkNumbers("x", x)
}

func (d *data) setMatrix(x [][]float64) error {
	if len(x) != d.rows {
		return fmt.Errorf("x has %d rows, but y has %d: each x needs its y", len(x), d.rows)
	}
	d.columns = len(x[0])
	if d.columns == 0 {
		return errors.New("the rows of x are empty: they need at least 1 column")
	}
	d.x = make([]float64, 0, d.rows*d.columns)
	for i, row := range x {
		if len(row) != d.columns {
			return fmt.Errorf("row %d of x has length %d, but row 0 has length %d", i, len(row), d.columns)
		}
		for j, value := range row {
			if !isFinite(value) {
				return fmt.Errorf("x is %v in row %d, column %d: expected finite numbers only", value, i, j)
			}
		}
		d.x = append(d.x, row...)
	}
	return nil
}

func checkNumbers(name string, values []float64) error {
	if len(values) == 0 {
		return fmt.Errorf("%s is empty", name)
	}
	for i, value := range values {
		if !isFinite(value) {
			return fmt.Errorf("%s is %v in row %d: expected finite numbers only", name, value, i)
		}
	}
	return nil
}

func isFinite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// gather copies some of the rows.
func (d *data) gather(rows []int) (x, y []float64, err error) {
	width := max(d.columns, 1)
	x = make([]float64, 0, len(rows)*width)
	y = make([]float64, 0, len(rows))
	for _, row := range rows {
		if row < 0 || row >= d.rows {
			return nil, nil, fmt.Errorf("no row %d: the data have rows 0 to %d", row, d.rows-1)
		}
		x = append(x, d.x[row*width:(row+1)*width]...)
		y = append(y, d.y[row])
	}
	return x, y, nil
}

// random returns data of the same shape, made up so that no column is zero.
func (d *data) random(random *rand.Rand) *data {
	other := *d
	other.x, other.y = make([]float64, len(d.x)), make([]float64, len(d.y))
	for i := range other.x {
		other.x[i] = random.NormFloat64()
	}
	for i := range other.y {
		other.y[i] = random.NormFloat64()
	}
	return &other
}

// isWhole says whether rows are all rows in their order.
func (d *data) isWhole(rows []int) bool {
	if len(rows) != d.rows {
		return false
	}
	for i, row := range rows {
		if row != i {
			return false
		}
	}
	return true
}
