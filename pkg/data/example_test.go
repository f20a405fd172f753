package data_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"littlesteps/pkg/data"
)

// The belt table, and one of its columns.
func ExampleBelts() {
	belts := data.Belts()
	fmt.Println(belts.Nrow(), "rows of", belts.Names())
	inches, err := data.Floats(belts, "belt_in")
	fmt.Println(inches, err)
	// Output:
	// 10 rows of [waist_size belt_in belt_cm]
	// [30.5 32.5 34.5 36.5 38.5 40.5 42.5 44.5 46.5 48.5] <nil>
}

// Of the 344 penguins, 333 were measured completely.
func ExampleComplete() {
	penguins := data.Penguins()
	fmt.Println(penguins.Nrow(), "penguins,", data.Complete(penguins).Nrow(), "complete")
	fmt.Println(data.Complete(penguins, "bill_length_mm", "body_mass_g").Nrow(), "have a length and a mass")
	// Output:
	// 344 penguins, 333 complete
	// 342 have a length and a mass
}

// A column is chosen by one word. What is wrong is said in full.
func ExampleFloats() {
	flippers, err := data.Floats(data.Complete(data.Penguins()), "flipper_length_mm")
	fmt.Println(flippers[:5], err)
	_, err = data.Floats(data.Belts(), "belt_inches")
	fmt.Println(err)
	_, err = data.Floats(data.Penguins(), "bill_depth_mm")
	fmt.Println(err)
	// Output:
	// [181 186 195 193 190] <nil>
	// no column "belt_inches" (have "waist_size", "belt_in", "belt_cm")
	// column "bill_depth_mm": 2 values missing (rows 4, 272); data.Complete(df, "bill_depth_mm") drops such rows
}

// A learner's own table, and a slip in it.
func ExampleRead() {
	leaves := "length_mm,width_mm\n71,32\n64,28\n"
	df, err := data.Read("leaves.csv", strings.NewReader(leaves), "length_mm", "width_mm")
	fmt.Println(df.Nrow(), "rows,", err)
	_, err = data.Read("leaves.csv", strings.NewReader(leaves+"59,27mm\n"), "length_mm", "width_mm")
	fmt.Println(err)
	// Output:
	// 2 rows, <nil>
	// leaves.csv: line 4 (row 3), column "width_mm": expected a number, found "27mm"
}

// A table from a spreadsheet in a country with decimal commas.
func ExampleFormat_Read() {
	leaves := "length_mm;width_mm\n71,5;32\n64;28,25\n"
	_, err := data.Read("leaves.csv", strings.NewReader(leaves))
	fmt.Println(err)
	df, err := data.Format{Separator: ';', DecimalComma: true}.Read("leaves.csv", strings.NewReader(leaves))
	fmt.Println(df.Col("length_mm").Float(), err)
	// Output:
	// leaves.csv: the cells are separated by semicolons: read it with data.Format{Separator: ';', DecimalComma: true}.ReadFile(…)
	// [71.5 64] <nil>
}

// A frame as CSV text, with all its digits.
func ExampleWrite() {
	third := dataframe.New(series.New([]float64{1.0 / 3, 0.1}, series.Float, "part"))
	fmt.Println(data.Write(os.Stdout, third))
	// Output:
	// part
	// 0.3333333333333333
	// 0.1
	// <nil>
}

// Reading a file works like Read.
func ExampleReadFile() {
	df, err := data.ReadFile("belts.csv", "belt_in", "belt_cm")
	fmt.Println(df.Nrow(), "rows,", err)
	// Output: 10 rows, <nil>
}

// In a cell, display.Show shows the table itself; its text is the caption.
func ExampleTable() {
	fmt.Println(data.Table(data.Belts()))
	fmt.Println(data.Table(data.Penguins()).First(8).Caption("The penguins"))
	// Output:
	// 10 rows × 3 columns
	// The penguins: 344 rows × 8 columns, first 8 shown
}

// Z-scores, and the way back to grams.
func ExampleStandardize() {
	grams := []float64{3000, 4000, 5000}
	z, scale, err := data.Standardize(grams)
	fmt.Printf("%.3f %v\n", z, err)
	fmt.Printf("mean %g g, deviation %.1f g\n", scale.Mean, scale.Deviation)
	fmt.Printf("one deviation above the mean is %.1f g\n", scale.Original(1))
	// Output:
	// [-1.225 0.000 1.225] <nil>
	// mean 4000 g, deviation 816.5 g
	// one deviation above the mean is 4816.5 g
}

// Centred values keep their unit.
func ExampleCenter() {
	centered, scale, err := data.Center([]float64{3000, 4000, 5000})
	fmt.Println(centered, scale.Mean, err)
	// Output: [-1000 0 1000] 4000 <nil>
}

// A column of ones stands in front, so that the first parameter is the intercept.
func ExampleWithOnes() {
	matrix, err := data.WithOnes([]float64{39.1, 39.5, 40.3}, []float64{181, 186, 195})
	for _, row := range matrix {
		fmt.Println(row)
	}
	fmt.Println(err)
	// Output:
	// [1 39.1 181]
	// [1 39.5 186]
	// [1 40.3 195]
	// <nil>
}
