package model_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/chart"
	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/model"
	"littlesteps/pkg/must"
)

// BenchmarkTable goes the whole way with 100,000 rows of a learner's own: read,
// clean, scale, fit in 100 epochs, draw. testdata/table.py goes it with pandas, NumPy
// and matplotlib; LITTLESTEPS_TABLE names the file that both read.
func BenchmarkTable(b *testing.B) {
	path := os.Getenv("LITTLESTEPS_TABLE")
	if path == "" {
		path = filepath.Join(b.TempDir(), "table.csv")
		writeTable(b, path, 100_000)
	}
	for b.Loop() {
		df := must.Of(data.ReadFile(path, "length", "mass"))
		df = data.Complete(df, "length", "mass")
		length, mass := must.Of(data.Floats(df, "length")), must.Of(data.Floats(df, "mass"))
		x, _ := must.Of2(data.Standardize(length))
		y, _ := must.Of2(data.Standardize(mass))
		f := must.Of(model.New(model.Of(model.Linear, model.MSE), 2, x, y))
		must.Of(descent.Run(f, []float64{0, 0}, descent.GradientDescent(0.1), 100))
		if html := chart.Scatter(length, mass).X("length").Y("mass").HTML(); html == "" {
			b.Fatal("no figure")
		}
	}
}

// TestWriteTable writes that file, for the bench.
func TestWriteTable(t *testing.T) {
	if path := os.Getenv("LITTLESTEPS_WRITE_TABLE"); path != "" {
		writeTable(t, path, 100_000)
	}
}

func writeTable(t testing.TB, path string, rows int) {
	random := rand.New(rand.NewPCG(1, 1))
	var text strings.Builder
	text.WriteString("id,kind,length,mass,note\n")
	for i := range rows {
		length := 40 + 5*random.NormFloat64()
		mass := fmt.Sprint(90*length + 300*random.NormFloat64())
		if random.IntN(100) == 0 {
			mass = "NA"
		}
		fmt.Fprintf(&text, "%d,%c,%v,%s,note %d\n", i, 'a'+rune(i%3), length, mass, i%97)
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
