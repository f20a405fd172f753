package hints

import (
	"go/token"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A phrase is something that people write who know another language: what stands in
// the line, and how Go says it. In say, $1 and so on are the groups.
type phrase struct {
	line *regexp.Regexp
	say  string
}

func phrases(pairs ...string) (all []phrase) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, phrase{regexp.MustCompile(pairs[i]), pairs[i+1]})
	}
	return all
}

// signs are characters that aren't Go's. They are looked for in the line as it is.
var signs = phrases(
	`^[^"'\x60/]*#\s*(.*)`, "A note begins with // in Go: `// $1`",
	`[“”„«»]`, "These quotation marks are a word processor's: Go wants the straight ones of the keyboard, \"\".",
	`[‘’]`, "These quotation marks are a word processor's: Go wants the straight ones of the keyboard, \"\".",
	`[−–—]\s*([\w.]*)`, "This minus is a printer's. Go wants the one of the keyboard: `-$1`",
	`≤`, "Go writes `<=` for ≤.",
	`≥`, "Go writes `>=` for ≥.",
	`≠`, "Go writes `!=` for ≠.",
	`←`, "Go sets a name with =, and makes a new one with :=.",
	`[\x{00a0}\x{2009}\x{202f}\x{200b}]`, "There is a space in this line that isn't the keyboard's. Type its spaces anew.",
	`\?`, "Go has no `? :`. Write an if, with an else.",
	`\\$`, "A line goes on in the next one after a comma, an operator or an open bracket; Go has no \\ at its end.",
	`@`, "Go has no @ and no decorators.",
	`\$`, "A name has no $ in Go.",
)

// between are signs of arithmetic that aren't Go's, with what stands beside them.
var between = phrases(
	`([\w.]+)\s*[×·⋅∙]\s*([\w.]*)`, "Go multiplies with *: `$1 * $2`",
	`([\w.]+)\s*[÷∶]\s*([\w.]*)`, "Go divides with /: `$1 / $2`",
	`([\w.]+)²`, "Go has no raised 2: `$1 * $1`",
)

// python are lines of Python. The order counts: what is more special comes first.
var python = phrases(
	`f(".*")|f('.*')`, "Go has no f-strings: `fmt.Printf(\"%g\\n\", x)`, or `fmt.Println(x)` alone.",
	`\b(?:np|numpy|jnp|torch)\.\w+\(\s*\[([^\[\]]*)\]`, "A list in Go names its type: `[]float64{$1}`",
	`\[.+\bfor\s+(\w+)\s+in\s+(.+?)\]`, "Go builds a list in a loop: make an empty one, and append in `for _, $1 := range $2 { … }`",
	`^\s*for\s*\(?(\w+)\)?\s*(?:in|:?=)\s*range\s*\(\s*([^(),]+|len\([^()]*\))\s*\)\s*[:{]`, "Go counts so: `for $1 := range $2 {`, and ends the loop with a }.",
	`^\s*for\s+(\w+)\s+in\s+range\s*\(\s*((?:len\([^()]*\))?[^(),]*)\s*,\s*([^(),]+)\s*,\s*-\s*(\d+)\s*\)`, "Go counts down so: `for $1 := $2; $1 > $3; $1 -= $4 {`, and ends the loop with a }.",
	`^\s*for\s+(\w+)\s+in\s+range\s*\(\s*([^(),]+)\s*,\s*((?:len\([^()]*\))?[^(),]*)\s*,\s*(\d+)\s*\)`, "Go counts so: `for $1 := $2; $1 < $3; $1 += $4 {`, and ends the loop with a }.",
	`^\s*for\s+(\w+)\s*:?=\s*(\S+)\s+to\s+([^\s{:]+)`, "Go counts so: `for $1 := $2; $1 <= $3; $1++ {`, and ends the loop with a }.",
	`^\s*for\s+(\w+)\s+in\s+reversed\(\s*([\w.]+)\s*\)`, "Go goes through a list backwards so: `for _, $1 := range slices.Backward($2) {`, and ends the loop with a }.",
	`^\s*for\s+(\w+)\s+in\s+sorted\(\s*([\w.]+)\s*\)`, "Go goes through a list in order so: `for _, $1 := range slices.Sorted(slices.Values($2)) {`, and ends the loop with a }.",
	`^\s*(\w+)\s*:?=\s*\[\s*0(?:\.0*)?\s*\]\s*\*\s*(.+)$`, "A list of zeros is made with its length: `$1 := make([]float64, $2)`",
	`^\s*for\s*(\w+)\s*(?:in|:?=)\s*range\s*\(\s*([^(),]+)\s*,\s*([^(),]+)\s*\)`, "Go counts so: `for $1 := $2; $1 < $3; $1++ {`, and ends the loop with a }.",
	`^\s*for\s+(\w+)\s*,\s*(\w+)\s+in\s+enumerate\((.+)\)`, "Go numbers by itself: `for $1, $2 := range $3 {`, and ends the loop with a }.",
	`^\s*for\s+\w+\s*,\s*\w+\s+(?:in|:?=\s*range)\s+(?:zip)?\(?\s*([\w.\[\]:]+)\s*,\s*([\w.\[\]:]*[\w\]])\s*\)?\s*[:{]?\s*$`, "Go goes through two lists by their places: `for i := range $1 {`, with `$1[i]` and `$2[i]`, and ends the loop with a }.",
	`^\s*for\s+\w+(?:\s*,\s*\w+)+\s+(?:in|:?=\s*range)\s+(?:zip)?\(?\s*([\w.\[\]:]+)\s*,`, "Go goes through several lists by their places: `for i := range $1 {`, with `$1[i]` and the others' `[i]`, and ends the loop with a }.",
	`^\s*for\s+(\w+)\s*,\s*(\w+)\s+in\s+(.+?)\.items\(\)`, "Go goes through a map so: `for $1, $2 := range $3 {`, and ends the loop with a }.",
	`^\s*for\s+(\w+)\s+in\s+\[([^\]]+)\]\s*[:{]?\s*$`, "Go goes through a list so, and names its type: `for _, $1 := range []float64{$2} {`, and ends the loop with a }.",
	`^\s*for\s+(\w+)\s+in\s+([^:{]+?)\s*[:{]?\s*$`, "Go goes through a list so: `for _, $1 := range $2 {`, and ends the loop with a }.",
	`^\s*for\s+(.+?)\s+in\s+([^:{]+?)\s*[:{]?\s*$`, "Go goes through a list so: `for i, x := range $2 {`, and ends the loop with a }.",
	`^\s*while\s+\(?(?:True|true|1)\)?\s*[:{]?\s*$`, "A for alone goes round without end: `for {`, until an `if … { break }` inside.",
	`^\s*while\s+\(?(.+?)\)?\s*[:{]?\s*$`, "Go's word for while is for: `for $1 {`, and a } at its end.",
	`\bdo\s*\{`, "Go has no do: `for { … }` goes round for ever, until an `if … { break }` inside.",
	`}\s*while\b`, "Go has no do: `for { … }` goes round for ever, until an `if … { break }` inside.",
	`^\s*}?\s*el(?:se )?if\s+(.+?)\s*[:{]?\s*$`, "Go writes it out, behind the } of the if: `} else if $1 {`",
	`^\s*else\s*:`, "Go writes it behind the } of the if: `} else {`",
	`^(\s*}?\s*(?:el)?if.*?)\band\b`, "Go writes && for and, || for or, and ! for not.",
	`^(\s*}?\s*(?:el)?if.*?)\bor\b`, "Go writes && for and, || for or, and ! for not.",
	`\bnot\s+(\w+)\s+in\b`, "Go asks whether a value is in a list with slices.Contains(list, value).",
	`\bnot\s+([\w.]+(?:\([^()]*\))?)`, "Go writes ! for not: `!$1`",
	`([\w.()]+)\s+and\s+([\w.]+(?:\([^()]*\))?)`, "Go writes && for and: `$1 && $2`",
	`([\w.()]+)\s+or\s+([\w.]+(?:\([^()]*\))?)`, "Go writes || for or: `$1 || $2`",
	`([\w.]+)\s+is\s+not\s+(?:None|nil)`, "Go compares with nothing so: `$1 != nil`",
	`([\w.]+)\s+is\s+(?:None|nil)`, "Go compares with nothing so: `$1 == nil`",
	`([\w.]+)\s+is\s+([\w.]+)`, "Go compares with ==: `$1 == $2`",
	`^\s*if\s+([\w.]+)\s+in\s+([\w.]+)`, "Go asks whether a value is in a list so: `if slices.Contains($2, $1) {`",
	`^\s*if\s+(.+?)\s*:\s*$`, "Go has braces in the place of : and indentation: `if $1 {`, and a } at its end.",
	`\bif\s+([^:{]+?)\s*:\s*([^=}\s][^}]*?)\s*(?:}|$)`, "Go has braces in the place of : and indentation: `if $1 { $2 }`",
	`^\s*(\w+)\s*:?=\s*(.+?)\s+if\s+(.+?)\s+else\s+(.+)$`, "Go has no if inside a value. Begin with one, and change it: `$1 := $4`, then `if $3 { $1 = $2 }`",
	`\breturn\s+(.+?)\s+if\s+(.+?)\s+else\s+([^}]+?)\s*(?:}|$)`, "Go has no if inside a value: `if $2 { return $1 }`, and in the next line `return $3`",
	`[(,=]\s*(.+?)\s+if\s+(.+?)\s+else\s+`, "Go has no if inside a value. Make it before, `x := $1`, and change it in an if.",
	`^\s*(?:async\s+)?def\s+(\w+)\s*\(\s*\)`, "A function in Go, above %%: `func $1() float64 {`, and a } at its end.",
	`^\s*(?:async\s+)?def\s+(\w+)\s*\(\s*(\w+)[^,]*\)`, "A function in Go, above %%: `func $1($2 float64) float64 {`, and a } at its end. A type stands behind its name.",
	`^\s*(?:async\s+)?def\s+(\w+)\s*\((.*?)\)`, "A function in Go, above %%: `func $1($2 float64) float64 {`, and a } at its end. A type stands behind the names.",
	`^\s*(?:function|fn|fun)\s+(\w+)`, "Go's word is func, above %%: `func $1(x float64) float64 {`, and a } at its end.",
	`^\s*class\s+(\w+)`, "Go has no classes. What belongs together is a struct, above %%: `type $1 struct { … }`",
	`^\s*(?:try|except\b.*|finally)\s*:`, "Go has no exceptions. What can go wrong returns an error beside its value; must.Of takes the value, or ends the cell with the error.",
	`^\s*(?:raise|throw)\b`, "Go has no exceptions. A function returns an error beside its value; in a cell, panic(\"…\") stops everything.",
	`^\s*with\s+.+\bas\b`, "Go has no with. Open, and write `defer file.Close()` below it.",
	`^\s*(?:from|import)\s+(?:numpy|jax)\b`, "Go has no numpy. Lists are gone through in loops, `for i, x := range xs { … }`, and package math has the functions of one number.",
	`^\s*(?:from|import)\s+pandas\b`, "Go has no pandas. Tables are gota's data frames here, which package data reads.",
	`^\s*(?:from|import)\s+(?:matplotlib|seaborn|plotly)\b`, "Go has no matplotlib. Package chart draws here: `display.Show(chart.Line(xs, ys))`",
	`^\s*(?:from|import)\s+(?:torch|tensorflow|sklearn|scipy)\b`, "Go doesn't have it. GoMLX is the package for gradients here, which package model calls.",
	`^\s*from\s+([\w.]+)\s+import\b`, "Go imports a package whole, in the first code cell: `import \"$1\"`, and uses it as $1.Name.",
	`^\s*import\s+(\w+)\s+as\s+\w+`, "Go writes the package's path in quotes, in the first code cell: `import \"$1\"`",
	`^\s*import\s+(\w[\w.]*)`, "Go writes the package's path in quotes, in the first code cell: `import \"$1\"`",
	`^\s*del\b`, "Go has no del: `xs = slices.Delete(xs, i, i+1)` for a list, `delete(m, key)` for a map.",
	`^\s*assert\s+(.+)`, "Go has no assert: `if !($1) { panic(\"…\") }`",
	`^\s*(?:global|nonlocal)\s+(\w+)`, "Go needs no word for it: a function sees the variables around it. `$1 = …` changes it.",
	`^\s*print\s+(.+)`, "Go prints with fmt.Println($1).",
	`"""|'''`, "A text of several lines stands between backquotes in Go.",
	`^\s*(?:let|auto|val|dim)\s+(\w+)\s*=\s*(.*)`, "A new name is made with := in Go: `$1 := $2`",
	`^\s*(?:int|float|double|float64|string|bool)\s+(\w+)\s*=\s*([^;]*)`, "Go needs no type here: `$1 := $2`",
	`^\s*(\w+)\s*:\s*(?:int|float|str|bool|list|float64)\s*=\s*(.*)`, "Go needs no type here: `$1 := $2`",
)

// slips are lines of Go that are nearly right.
var slips = phrases(
	`[(,=]\s*range\s*\(\s*([^()]+)\s*\)`, "In Go range stands in a for alone. A list of 0, 1, 2 … is made in one: `for i := range $1 { xs = append(xs, float64(i)) }`",
	`^\s*for\s+(\w+)\s*:?=\s*range\s*\[([^\]]+)\]`, "A list in Go names its type, and range gives the place first: `for _, $1 := range []float64{$2} {`",
	`^\s*for\s+(\w+\s*,\s*\w+)\s*:?=\s*range\s*\[([^\]]+)\]`, "A list in Go names its type: `for $1 := range []float64{$2} {`",
	`^\s*var\s+(\w+)\s*=\s*\[\s*(-?[\d.]+(?:\s*,\s*-?[\d.]+)*)\s*\]`, "A list in Go names its type: `var $1 = []float64{$2}`",
	`^\s*var\s+(\w+)\s*:=\s*(.*)`, "Either var or the colon: `var $1 = $2`, or below %% `$1 := $2`",
	`^\s*(?:var\s+|const\s+)?(\w+)\s*:?=\s*(\w+)\s*=\s*([^=].*)`, "Go sets one name at a time: `$2 := $3`, then `$1 := $2`",
	`^\s*for\b([^{]*)$`, "A loop's body stands in braces: `for$1 {`, and a } at its end.",
	`^\s*for\s+(\w+)\s*:?=\s*([^;,]+),\s*([^;,]+),\s*([^;,{]+)`, "Semicolons part the three things that a for counts with: `for $1 := $2; $3; $4 {`",
	`:?=\s*\(?(\w+)\)?\s*=>\s*(.+)`, "A function without a name in Go: `func($1 float64) float64 { return $2 }`",
	`=>`, "Go writes `>=`.",
	`=<`, "Go writes `<=`.",
	`<>`, "Go writes `!=`.",
	`===`, "Go writes `==`.",
	`^\s*(?:const|var)\s+(\w+)\s*:=\s*(.*)`, "Behind const and var there is no colon: `$1 = $2`",
	`^\s*var\s+(\w+)$`, "A variable needs a value or a type: `var $1 = 0.0`, or `var $1 float64`",
	`\breturn\s+(\w+)\s*([-+*/])=\s*(.+?)\s*}?$`, "What is returned is a value, and isn't set: `return $1 $2 $3`",
	`\bthen\b`, "Go has no then and no end: braces stand around what an if does, { and }.",
	`^\s*func\s.*\)\s*\w*\s*=\s*([^=].*)`, "A function's body stands in braces: `{ return $1 }`",
	`\b(float64|int|string|bool)\[\]`, "The brackets of a list stand before its type: `[]$1`",
	`\|\s*(\w+)\s*\|`, "Go has no bars for a size: `math.Abs($1)`",
	`\b((?:math|fmt|slices|strings)\.[A-Z]\w*|len|max|min|append) ([A-Za-z]\w*)`, "What a function gets stands in brackets: `$1($2)`",
	`\d+e-?\d*\.\d`, "The power of ten in a number such as 1e-3 is a whole one.",
	`(\d+)\s*%\s*(?:[),]|$)`, "Go has no percent: write 0.5 for 50 %.",
	`^\s*(\+\+|--)(\w+)\s*$`, "Go writes the sign behind, in a line of its own: `$2$1`",
	`^\s*(?:--|/|<!--|;|"")\s`, "A note begins with // in Go.",
	`^\s*for\s*\((.*)\)\s*\{?`, "Go's for has no brackets: `for $1 {`",
	`^\s*func\s+(\w+)\(.*?(\w+)\s+(\w+)\s*=\s*([^,)]+)`, "Go has no default values: whoever calls $1 gives every value. `$2 $3`",
	`^\s*func\s+(\w+)\(.*?\w+\s*=\s*[^,)]+`, "Go has no default values: whoever calls $1 gives every value, and a parameter is a name and its type, such as `tiny float64`",
	`[(,=]\s*\[\s*([A-Za-z_]\w*(?:\s*,\s*[\w.]+)*)\s*\]\s*(?:\)|,|$)`, "A list in Go names its type: `[]float64{$1}`",
	`^\s*(\d+[A-Za-z_]\w*)\s*:?=`, "A name begins with a letter: $1 can't be one.",
	`\b(\d+\.\d*)[fF]\b`, "A number has no letter behind it in Go: `$1`",
	`^\s*func\s.*\)\s*:\s*(\w+)\s*\{`, "Go writes no colon before the type of what is returned: `) $1 {`",
	`\b(\d+(?:\.\d+)?)([A-DF-Za-df-z]\w*(?:\[[^\]]*\])?)`, "Go writes the * out: `$1 * $2`",
	`(\w+)\s*=\s*\[\s*(-?[\d.]+(?:\s*,\s*-?[\d.]+)*)\s*\]`, "A list in Go names its type: `$1 := []float64{$2}`",
	`(?:[^\w\])]|float64|int)\[\s*(-?[\d.]+|[^\[\]"]+,[^\[\]"]+)\s*\]`, "A list in Go names its type: `[]float64{$1}`",
	`=\s*\(\s*(-?[\d.]+(?:\s*,\s*-?[\d.]+){2,})\s*\)`, "A list in Go names its type: `[]float64{$1}`",
	`\[\s*("".*)\]`, "A list in Go names its type: `[]string{\"…\", \"…\"}`",
	`[=(,]\s*\[\s*\]\s*$`, "An empty list in Go names its type: `[]float64{}`",
	`[=(,]\s*\{\s*"[^"]*"\s*:`, "A map in Go names its types: `map[string]float64{\"a\": 1}`",
	`[=(,]\s*\{([^{}]+)\}`, "A list in Go names its type before the {: `[]float64{$1}`",
	`[=(,]\s*\{`, "A list in Go names its type before the {: `[]float64{1, 2}`",
	`^\s*func\s+\w+\(.*\)\s*:\s*$`, "A function's body stands in braces: { in the place of :, and a } at its end. A type stands behind each name: `x float64`",
	`^\s*func\b.*->`, "Go writes no arrow: the type of what is returned stands before the {, as in `func f(x float64) float64 {`",
	`^\s*func\s+(\w+)\(\s*(\w+)\s*:\s*(\w+)`, "Go writes no colon between a name and its type: `func $1($2 $3)`",
	`^[^{]*\w\((?:[^()=]*,)?\s*(\w+)\s*=\s*([^=,()]+)\s*[,)]`, "Go has no arguments by name: give $2 alone, in its place.",
	`:?=\s*\(\s*([^(),]+),\s*([^(),]+)\)`, "Go has no tuples: leave the brackets out, `a, b := $1, $2`",
	`^\s*(go|type|func|range|map|var|const|case|default|select|chan|package|import|interface|struct|switch|return|defer|break|continue)\s*:?=`, "$1 is a word of Go's own. Take another name.",
	`([\w\])]+)(\+\+|--)\s*[-+*/),]|[-+(,=]\s*(\+\+|--)`, "++ and -- are lines of their own in Go, not values: `n++`, then use n.",
	`\b([\w.]+)!\s*(?:[),]|$)`, "Go has no ! for a factorial: multiply in a loop.",
	`=\s*(-?\d[\d._]*)\s*(?:[a-zµ°]{1,3}[²³]?|%)\s*$`, "A number stands without its unit in Go: `$1`",
	`\b(\d[\d.]*)\s+(\d[\d.]*)`, "A comma or an operator is missing between $1 and $2.",
	`:\s*$`, "A line doesn't end in : in Go. Blocks stand in braces, { and }.",
	`("")\s*([A-Za-z_]\w*)|([A-Za-z_]\w*)\s+""`, "Between two values stands a comma.",
)

// idiom says how Go writes what stands in the line of a syntax error, or in the one
// before, where the parser noticed only later.
func (t *trouble) idiom() string {
	raw := t.text(t.line)
	line := bare(raw)
	switch {
	case strings.HasPrefix(t.message, "illegal character U+0023"):
		note := strings.TrimSpace(raw[min(max(t.column, 0), len(raw)):])
		return "A note begins with // in Go: " + code("// "+note)
	case strings.HasPrefix(t.message, "illegal character"), strings.HasPrefix(t.message, "curly quotation"), strings.HasPrefix(t.message, "invalid character"):
		rest := raw[min(max(t.column-1, 0), len(raw)):]
		if sign, _ := utf8.DecodeRuneInString(rest); strings.ContainsRune("×·⋅∙÷∶²", sign) {
			return first(between, raw)
		}
		return first(signs, rest)
	case strings.Contains(t.message, "rune literal"):
		if typed, _ := Number(raw); typed != "" {
			return twoNumbers(raw)
		}
		if m := inSingle.FindStringSubmatch(raw); m != nil {
			return "A text stands in double quotes in Go: " + code(`"`+m[1]+`"`) + ". Single quotes are for one letter."
		}
		return "A text stands in double quotes in Go; single quotes are for one letter."
	case strings.Contains(t.message, "string literal not terminated"):
		return "A text ends in the line in which it begins: is a \" missing? A text of several lines stands between backquotes."
	case strings.HasPrefix(t.message, "unknown escape"), strings.HasPrefix(t.message, "escape"):
		return "A \\ in a text begins a sign such as \\n. One that is meant is written twice; or the text stands between backquotes."
	case strings.HasPrefix(t.message, "exponent has no digits"):
		if strings.ContainsAny(raw[min(max(t.column-1, 0), len(raw)):], "−–—") {
			return first(signs, raw)
		}
		return "A number such as 5e-3 needs digits behind its e."
	case strings.Contains(t.message, "octal literal"):
		return "A number doesn't begin with 0 in Go: leave the 0 out."
	case strings.HasPrefix(t.message, "expected at most 2 expressions"):
		return "A loop over a list gives two names at most, the place and the value: `for i, x := range xs {`"
	case strings.HasPrefix(t.message, "missing ',' before newline"):
		return "In a list over several lines every line ends in a comma, the last one too: " + code(strings.TrimSpace(line)+",")
	case strings.HasPrefix(t.message, "expected boolean expression, found assignment"), strings.HasPrefix(t.message, "cannot use assignment"):
		if m := assigned.FindStringSubmatch(line); m != nil {
			return "One = sets a value, two compare: " + code("if "+m[1]+" == "+m[2]+" {")
		}
		return "One = sets a value, two compare: ==."
	case strings.HasPrefix(t.message, "expected statement, found 'else'"):
		return "Go's else stands in the line of the } before it: " + code("} "+strings.TrimSpace(line))
	case strings.HasPrefix(t.message, "unexpected semicolon or newline before {"), strings.HasPrefix(t.message, "expected '{', found newline"):
		for at := t.line; at > 0 && at > t.line-3; at-- {
			if text := strings.TrimSpace(bare(t.text(at))); opens.MatchString(text) {
				return "Go's { stands at the end of its line: " + code(strings.TrimSuffix(text, "{")+" {")
			}
		}
	case strings.HasPrefix(t.message, "expected declaration, found"):
		if m := newAbove.FindStringSubmatch(strings.TrimRight(raw, " \t")); m != nil && (strings.Contains(line, ":=") || !t.isThere(m[1])) {
			return "Above %% a new name is made with var: " + code("var "+m[1]+" = "+m[2]) + ". Below %%, := does it."
		}
		if m := setAbove.FindStringSubmatch(line); m != nil && !strings.Contains(line, "'") {
			return "Above %% a name gets its value with var: " + code("var "+m[1]+" = "+strings.TrimSpace(raw[strings.Index(raw, "=")+1:])) + ". All else stands below a line with %% alone."
		}
	case strings.HasPrefix(t.message, "expected '(', found main"):
		for at := t.line - 1; at > 0; at-- {
			if text := strings.TrimSpace(bare(t.text(at))); text != "" {
				switch {
				case strings.HasSuffix(text, "="):
					return "There is no value behind the =: " + code(text+" …")
				case strings.HasSuffix(text, "%"):
					return first(slips, text)
				case strings.ContainsAny(text[len(text)-1:], "+-*/(,"):
					return "Something is missing at the end of this: " + code(text+" …")
				}
				break
			}
		}
	}
	if m := lambda.FindStringSubmatch(line); m != nil {
		return "A function without a name in Go: " + code("func("+m[1]+" float64) float64 { return "+within(m[2])+" }")
	}
	if hint := first(python, line); hint != "" && !strings.HasPrefix(t.message, "This ") {
		return hint
	}
	if strings.HasPrefix(t.message, "This (") && floor.MatchString(raw) {
		return "What follows // is a note in Go. " + dividesWhole
	}
	if hint := twoNumbers(raw); hint != "" {
		return hint
	}
	if strings.HasPrefix(t.message, "This ") || strings.HasPrefix(t.message, "expected declaration, found") || strings.HasSuffix(t.message, "found 'import'") {
		return ""
	}
	if hint := first(slips, line); hint != "" {
		return hint
	}
	if m := words.FindStringSubmatch(line); m != nil && !token.IsKeyword(m[1]) {
		if m[3] != "" {
			return "A name is one word; a capital joins two, such as learningRate."
		}
		for _, word := range []string{"return", "func", "range", "import", "var", "type", "for", "if"} {
			if oneApart(m[1], word) {
				return "Do you mean " + code(word) + "?"
			}
		}
	}
	switch {
	case strings.HasPrefix(t.message, "expected declaration"), strings.HasPrefix(t.message, "expected '('"):
		return ""
	case strings.HasPrefix(t.message, "missing ','"):
		return "Between two values stands a comma. Or is an operator missing, such as * or +?"
	case strings.HasPrefix(t.message, "expected ';'"):
		return "Two things stand side by side here. Is an operator, a comma or the end of a line missing?"
	}
	return ""
}

// isThere says whether the program has a variable of this name at its top.
func (t *trouble) isThere(name string) bool {
	there := regexp.MustCompile(`^var ` + name + `\b`)
	return slices.ContainsFunc(t.code, there.MatchString)
}

// within returns the beginning of a text that ends before a comma or a bracket of what
// stands around it.
func within(text string) string {
	open := 0
	for i, c := range text {
		switch {
		case strings.ContainsRune("([{", c):
			open++
		case open == 0 && strings.ContainsRune(")]},", c):
			return strings.TrimSpace(text[:i])
		case strings.ContainsRune(")]}", c):
			open--
		}
	}
	return strings.TrimSpace(text)
}

const dividesWhole = "Whole numbers are divided by /, which leaves the rest out."

var (
	lambda   = regexp.MustCompile(`\blambda\s+(\w+(?:\s*,\s*\w+)*)\s*:\s*(.+)$`)
	inSingle = regexp.MustCompile(`'([^']*)'?`)
	assigned = regexp.MustCompile(`^\s*(?:}\s*else\s+)?if\s+(.+?)\s*=\s*(.+?)\s*\{?$`)
	opens    = regexp.MustCompile(`^(func|for|if|} else|else|switch|type)\b`)
	newAbove = regexp.MustCompile(`^\s*(\w+(?:\s*,\s*\w+)*)\s*:?=\s*([^=].*)$`)
	setAbove = regexp.MustCompile(`^\s*([A-Za-z_]\w*)\s*=\s*[^=\s]`)
	words    = regexp.MustCompile(`(?:^|{)\s*([A-Za-z]\w*) (\w+)\s*(:?=)?`)
	floor    = regexp.MustCompile(`[\w)\]]\s*//\s*[\w(]`)
)

// first returns what the first phrase says whose line this is.
func first(all []phrase, line string) string {
	for _, w := range all {
		if m := w.line.FindStringSubmatchIndex(line); m != nil {
			return string(w.line.ExpandString(nil, expandable.ReplaceAllString(w.say, "$${$1}"), line, m))
		}
	}
	return ""
}

// expandable finds $1 before a letter, which Expand would take for a part of the name.
var expandable = regexp.MustCompile(`\$(\d)`)
