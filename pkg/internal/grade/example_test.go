package grade_test

import (
	"fmt"
	"os"

	"littlesteps/pkg/internal/grade"
)

// A table is a row for each notebook; its columns are the exercises of those of
// the lesson's notebooks that came up.
func ExampleTable_WriteCSV() {
	table := &grade.Table{Rows: []grade.Row{
		{File: "ada.ipynb", Remarks: []string{"it has none of the lesson's exercises"}},
	}}
	if err := table.WriteCSV(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// file,notebook,passed,exercises,remarks
	// ada.ipynb,,0,0,it has none of the lesson's exercises
}
