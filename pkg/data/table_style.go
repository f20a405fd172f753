package data

import (
	"math"
	"strconv"
	"strings"

	"github.com/go-gota/gota/series"
)

// style follows the notebook's theme through JupyterLab's variables; elsewhere,
// in an exported page, it follows the reader's system. Each rule names two classes
// so that it outweighs JupyterLab's own, which align all cells to the right. Where
// a style is not allowed, in a notebook that isn't trusted, a plain table is left.
const style = `<style>
.ls-table{--ls-ink:var(--jp-content-font-color1,#1f2328);--ls-soft:var(--jp-content-font-color2,#59636e);--ls-rule:var(--jp-border-color2,#d1d9e0);overflow-x:auto;max-width:100%}
@media (prefers-color-scheme:dark){.ls-table{--ls-ink:var(--jp-content-font-color1,#e6edf3);--ls-soft:var(--jp-content-font-color2,#a3adb8);--ls-rule:var(--jp-border-color2,#3d444d)}}
.ls-table table.ls-grid{display:table;table-layout:auto;width:auto;margin:.5em 0;border-collapse:collapse;border:0;color:var(--ls-ink);font-size:.93em;line-height:1.5;font-variant-numeric:tabular-nums lining-nums}
.ls-table table.ls-grid caption{caption-side:top;text-align:left;color:var(--ls-soft);padding:0 .75em .4em 0}
.ls-table table.ls-grid :is(th,td){padding:.2em .75em;text-align:left;vertical-align:baseline;white-space:nowrap;border:0;background:none;max-width:none}
.ls-table table.ls-grid thead th{border-bottom:1px solid var(--ls-soft);font-weight:600}
.ls-table table.ls-grid tbody tr{background:none;border-bottom:1px solid var(--ls-rule)}
.ls-table table.ls-grid tbody th{font-weight:400;color:var(--ls-soft);text-align:right}
.ls-table table.ls-grid .ls-number{text-align:right}
.ls-table table.ls-grid abbr{text-decoration:none;color:var(--ls-soft)}
</style>
`

// numberFormat writes the numbers of one column with the same number of decimals,
// so that they line up.
type numberFormat struct {
	decimals   int
	scientific bool
}

// formatFor finds the fewest decimals that show every number exactly. Where no
// count up to 6 does, in computed columns, it takes as many as give the largest
// number 6 digits.
func formatFor(values series.Series, shown int) numberFormat {
	const exactUpTo, digits = 6, 6
	decimals, largest, exact := 0, 0.0, true
	for row := range shown {
		x := values.Elem(row).Float()
		if math.IsNaN(x) || math.IsInf(x, 0) {
			continue
		}
		largest = math.Max(largest, math.Abs(x))
		for exact && !isExact(x, decimals) {
			decimals++
			exact = decimals <= exactUpTo
		}
	}
	if largest >= 1e15 || largest > 0 && largest < 1e-4 {
		return numberFormat{decimals: digits - 1, scientific: true}
	}
	if exact {
		return numberFormat{decimals: decimals}
	}
	before := int(math.Floor(math.Log10(largest))) + 1
	return numberFormat{decimals: max(digits-before, 0)}
}

func isExact(x float64, decimals int) bool {
	parsed, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', decimals, 64), 64)
	return err == nil && parsed == x
}

// text writes x.
func (f numberFormat) text(x float64) string {
	if math.IsInf(x, 0) {
		return trueMinus(strings.Replace(strconv.FormatFloat(x, 'g', -1, 64), "Inf", "∞", 1))
	}
	verb := byte('f')
	if f.scientific {
		verb = 'e'
	}
	return trueMinus(strconv.FormatFloat(x, verb, f.decimals, 64))
}

// trueMinus writes the minus sign that is as wide as a digit and is read aloud as
// minus.
func trueMinus(number string) string { return strings.ReplaceAll(number, "-", "−") }
