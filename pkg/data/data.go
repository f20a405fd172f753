// Package data holds the lesson's two tables and reads a learner's own.
//
// A table is a gota data frame. It is checked once, when it is read: every
// column is there, every number is a number. What is wrong is named by file,
// line and column, because gota itself would turn text in a numeric column into
// NaN without a word, and panic at a column that isn't there. After that a cell
// works with plain slices:
//
//	inches := must.Of(data.Floats(data.Belts(), "belt_in"))
//
// [Complete] drops the rows where something is missing, [Standardize] turns a
// column into z-scores and knows the way back, [Indicators] makes columns of 0 and 1
// of one that holds names, [WithOnes] builds the matrix of a regression, [Table] shows
// a frame below a cell, and [WriteFile] writes one to a file.
package data

import (
	"bytes"
	_ "embed"

	"github.com/go-gota/gota/dataframe"
)

//go:embed belts.csv
var beltsCSV []byte

//go:embed penguins.csv
var penguinsCSV []byte

// Belts returns the belt table of the lecture: 10 rows of waist_size (the label
// on the belt), belt_in (its length in inches) and belt_cm (in whole
// centimetres).
func Belts() dataframe.DataFrame {
	return embedded("belts.csv", beltsCSV, "waist_size", "belt_in", "belt_cm")
}

// Penguins returns the Palmer penguins: 344 rows of species, island,
// bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g, sex and year.
// In 11 rows something was not measured; [Complete] drops them.
//
// The data are by Gorman, Williams and Fraser (2014), collected by Horst, Hill
// and Gorman (2020), and free for any use (CC0).
func Penguins() dataframe.DataFrame {
	return embedded("penguins.csv", penguinsCSV,
		"bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year")
}

// embedded reads a table that is part of the program. If it doesn't read, the
// program was built wrong, and no cell can mend that.
func embedded(name string, csv []byte, numeric ...string) dataframe.DataFrame {
	df, err := Read(name, bytes.NewReader(csv), numeric...)
	if err != nil {
		panic("data: the table inside the program is damaged: " + err.Error())
	}
	return df
}
