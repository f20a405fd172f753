package data_test

import (
	"fmt"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"littlesteps/pkg/data"
)

func TestBelts(t *testing.T) {
	belts := data.Belts()
	if belts.Nrow() != 10 || fmt.Sprint(belts.Names()) != "[waist_size belt_in belt_cm]" {
		t.Fatalf("%d rows of %v", belts.Nrow(), belts.Names())
	}
	waist, inches, cm := floats(t, belts, "waist_size"), floats(t, belts, "belt_in"), floats(t, belts, "belt_cm")
	for i := range waist {
		// Each belt is two inches longer than the one before, and 2.5 inches longer
		// than its size.
		if waist[i] != 28+2*float64(i) || inches[i] != waist[i]+2.5 {
			t.Errorf("row %d: size %g, %g inches", i+1, waist[i], inches[i])
		}
		if want := 78 + 5*float64(i); i > 0 && cm[i] != want || i == 0 && cm[i] != 77 {
			t.Errorf("row %d: %g cm", i+1, cm[i])
		}
	}
}

func TestPenguins(t *testing.T) {
	penguins := data.Penguins()
	want := "[species island bill_length_mm bill_depth_mm flipper_length_mm body_mass_g sex year]"
	if penguins.Nrow() != 344 || fmt.Sprint(penguins.Names()) != want {
		t.Fatalf("%d rows of %v", penguins.Nrow(), penguins.Names())
	}
	types := []series.Type{series.String, series.String, series.Float, series.Float, series.Int, series.Int, series.String, series.Int}
	if fmt.Sprint(penguins.Types()) != fmt.Sprint(types) {
		t.Errorf("the types are %v, want %v", penguins.Types(), types)
	}
	complete := data.Complete(penguins)
	if complete.Nrow() != 333 || penguins.Nrow() != 344 {
		t.Errorf("%d of %d rows are complete, want 333 of 344", complete.Nrow(), penguins.Nrow())
	}
	for _, column := range []string{"bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"} {
		if values := floats(t, complete, column); len(values) != 333 {
			t.Errorf("%s has %d values", column, len(values))
		}
		// One word chooses another column: each has z-scores.
		if _, _, err := data.Standardize(floats(t, complete, column)); err != nil {
			t.Errorf("%s: %v", column, err)
		}
	}
	species := map[string]int{}
	for _, name := range complete.Col("species").Records() {
		species[name]++
	}
	if fmt.Sprint(species) != "map[Adelie:146 Chinstrap:68 Gentoo:119]" {
		t.Errorf("the complete penguins are %v", species)
	}
}

func floats(t *testing.T, df dataframe.DataFrame, column string) []float64 {
	t.Helper()
	values, err := data.Floats(df, column)
	if err != nil {
		t.Fatal(err)
	}
	return values
}
