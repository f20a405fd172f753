package faults

import (
	_ "embed"
	"fmt"
	"strings"
)

// A Slip is a cell as somebody writes it who knows Python, or is new to Go, and what
// is said about it.
type Slip struct {
	Cell    string
	Kind    string // the error's name; "" where Go accepts it
	Line    int    // of the cell, from 1; 0 for none
	Column  int
	Message string // the compiler's; of what Go accepts, what is printed that doesn't fit; "" for none
	Says    string // the hint; of what Go accepts, the doubt; "" for none
}

// BeforeSlips is a cell that runs before each slip.
const BeforeSlips = `import (
	"fmt"
	"math"
	"littlesteps/pkg/data"
	"littlesteps/pkg/exercise"
	"littlesteps/pkg/must"
)

func twice(x float64) float64 { return 2 * x }

var miss = -2.5
var n = 4
var ok = true
var values = []float64{1, 2, 3}
`

// slips.txt has a cell, a line "=> kind line:column message", and a line "-> hint", for
// each slip. It begins with what issue reports and the lists of the web name most:
// Python's words, "50 Shades of Go", and the error codes of go/types.
//
//go:embed slips.txt
var slips string

// Slips is the list.
func Slips() []Slip {
	var all []Slip
	for part := range strings.SplitSeq(strings.TrimSuffix(slips, "\n"), "\n\n") {
		text, about, _ := strings.Cut(part, "\n=> ")
		s := Slip{Cell: strings.ReplaceAll(text, "\n.\n", "\n\n")}
		about, s.Says, _ = strings.Cut(about, "\n-> ")
		kind, rest, _ := strings.Cut(about, " ")
		if kind != "accepted" {
			s.Kind = kind
		}
		place, message, _ := strings.Cut(rest, " ")
		fmt.Sscanf(place, "%d:%d", &s.Line, &s.Column)
		s.Message = strings.ReplaceAll(message, " | ", "\n\t")
		all = append(all, s)
	}
	return all
}

// TrySlip runs a slip, and returns what isn't said as it should be.
func TrySlip(k Kernel, s Slip) error {
	o, err := k.Run(s.Cell)
	if err != nil {
		return err
	}
	got := Slip{Cell: s.Cell, Kind: o.Kind, Message: s.Message, Says: s.Says}
	if len(o.Errors) > 0 {
		got.Line, got.Column = o.Errors[0].Line, o.Errors[0].Column
		if message, _, _ := strings.Cut(s.Message, "\n"); o.Errors[0].Message != message {
			got.Message = o.Errors[0].Message
		}
	}
	if s.Kind == "" && !strings.Contains(o.Stdout, s.Message) {
		got.Message = o.Stdout
	}
	// What is read has no marks around what is to be typed.
	if !strings.Contains(o.Says, strings.ReplaceAll(s.Says, "`", "")) {
		got.Says = o.Says
	}
	if got != s {
		return fmt.Errorf("%s\nsays %+v\nwant %+v", s.Cell, got, s)
	}
	return nil
}
