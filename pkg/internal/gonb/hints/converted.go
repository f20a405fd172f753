package hints

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
)

const dontMix = "Whole numbers (int) and numbers with a fraction (float64) don't mix by themselves in Go. Convert: "

var (
	mismatched  = regexp.MustCompile(`^invalid operation: (.+) \(mismatched types (.+) and (.+)\)$`)
	truncated   = regexp.MustCompile(`^(.+) \(untyped float constant(?: [^)]*)?\) truncated to int`)
	cannotUse   = regexp.MustCompile(`^cannot use (.+) \((?:(variable|value|constant|untyped \w+ constant|untyped nil)[^)]*?)(?: of type (.+?))?\) as (.+) value in (.+?)(?: \(.*\))?$`)
	previous    = regexp.MustCompile(`^invalid argument: mismatched types (.+) \(previous argument\) and (.+) \(type of (.+)\)$`)
	notDefined  = regexp.MustCompile(`^invalid operation: operator (\S+) not defined on (.+?) \((?:variable|value|constant|untyped \w+ constant).*?(?: of type (.+))?\)$`)
	mustInteger = regexp.MustCompile(`^invalid argument: index (.+) \((?:variable|value|constant) .*float64\) must be integer`)
	rangeOver   = regexp.MustCompile(`^cannot range over (.+) \((?:variable|value|constant) of type (float64|int)\)`)
	noTable     = regexp.MustCompile(`^(?:invalid operation: )?cannot (?:slice|index|range over) (.+) \((?:variable|value) of (?:struct )?type (?:\*)?dataframe\.DataFrame\)`)
	convertText = regexp.MustCompile(`^cannot convert (".*") \(untyped string constant\) to type (float64|int)`)
	convertPart = regexp.MustCompile(`^cannot convert (.+) \(untyped float constant(?: .*)?\) to type int`)
)

// converted speaks of values of one kind where another is needed, with the conversion
// written out.
func (t *trouble) converted() string {
	if m := mismatched.FindStringSubmatch(t.message); m != nil {
		return t.mismatch(m[1], m[2], m[3])
	}
	if m := truncated.FindStringSubmatch(t.message); m != nil {
		return t.fraction(m[1])
	}
	if m := cannotUse.FindStringSubmatch(t.message); m != nil {
		return t.use(m[1], m[2], m[3], m[4], m[5])
	}
	if m := previous.FindStringSubmatch(t.message); m != nil {
		if call, ok := at[*ast.CallExpr](t); ok {
			return dontMix + code(t.callWithFloats(call))
		}
	}
	if m := notDefined.FindStringSubmatch(t.message); m != nil {
		return t.operator(m[1], m[2], m[3])
	}
	if m := mustInteger.FindStringSubmatch(t.message); m != nil {
		return "A place in a list, and a length, is a whole number: " + code("int("+m[1]+")") + " leaves the fraction out."
	}
	if m := rangeOver.FindStringSubmatch(t.message); m != nil && m[2] == "float64" {
		return "A loop counts with whole numbers: " + code("range int("+m[1]+")")
	}
	if m := noTable.FindStringSubmatch(t.message); m != nil {
		return "A table isn't a list. Its columns are: " + code("must.Of(data.Floats("+m[1]+", \"a column's name\"))") + "; " + code("data.Table("+m[1]+")") + " shows it."
	}
	if m := convertText.FindStringSubmatch(t.message); m != nil {
		if !inQuotes.MatchString(strings.Trim(m[1], `"`)) {
			return "A number is needed here, and what stands in quotes is a text."
		}
		return "What stands in quotes is a text. As a number it is written without them: " + code(strings.Trim(m[1], `"`))
	}
	if m := convertPart.FindStringSubmatch(t.message); m != nil {
		return "int takes no written number with a fraction: write the whole number that you mean. (math.Round, math.Floor and math.Ceil round.)"
	}
	return ""
}

// mismatch is about an operation between two types.
func (t *trouble) mismatch(expression, left, right string) string {
	if m := assigning.FindStringSubmatch(expression); m != nil {
		return t.assigned(m[1], m[2], m[3], left, right)
	}
	e, err := parser.ParseExpr(expression)
	b, ok := e.(*ast.BinaryExpr)
	if err != nil || !ok {
		return "Both sides must be of one type: here they are " + left + " and " + right + "."
	}
	x, y := written(b.X), written(b.Y)
	text := func(kind string) bool { return strings.Contains(kind, "string") }
	list := func(kind string) bool { return strings.HasPrefix(kind, "[]") }
	switch {
	case b.Op == token.XOR:
		return t.power(bare(t.text(t.line)))
	case b.Op == token.REM && text(left):
		return "Go fills numbers into a text with fmt.Printf: " + code("fmt.Printf("+x+", "+y+")")
	case b.Op == token.LAND || b.Op == token.LOR:
		return "&& and || stand between what is true or false, such as comparisons."
	case strings.Contains(left+right, "untyped nil"):
		return "nil is nothing; a number or a text can't be nothing. Compare with 0, or with \"\"."
	case left == "int" && right == "float64" && t.isPlace(x) && !counters.MatchString(x):
		return t.places(x)
	case left == "float64" && right == "int" && t.isPlace(y) && !counters.MatchString(y):
		return t.places(y)
	case left == "int" && right == "float64" && t.whereMade(x) != "":
		return t.whereMade(x)
	case left == "float64" && right == "int" && t.whereMade(y) != "":
		return t.whereMade(y)
	case left == "int" && right == "float64":
		return dontMix + code(floats(b.X)+" "+b.Op.String()+" "+y)
	case left == "float64" && right == "int":
		return dontMix + code(x+" "+b.Op.String()+" "+floats(b.Y))
	case strings.HasPrefix(left, "func(") || strings.HasPrefix(right, "func("):
		name := x
		if strings.HasPrefix(right, "func(") {
			name = y
		}
		return code(name) + " is a function. What it returns has brackets: " + code(name+"(…)")
	case list(left) && list(right):
		return "These lists hold different types: " + left + " and " + right + "."
	case list(left) || list(right):
		name := x
		if list(right) {
			name = y
		}
		return asNumPy(name)
	case strings.Contains(left, "bool") && (b.Op == token.LEQ || b.Op == token.LSS || b.Op == token.GEQ || b.Op == token.GTR):
		if inner, ok := b.X.(*ast.BinaryExpr); ok {
			return "Go compares two values at a time: " + code(x+" && "+written(inner.Y)+" "+b.Op.String()+" "+y)
		}
	case strings.Contains(left+right, "rune"):
		return "Single quotes make a single letter, which is a number; a text stands in double quotes."
	case text(left) != text(right) && b.Op == token.MUL:
		if text(left) {
			return "Go repeats a text so: " + code("strings.Repeat("+x+", "+y+")")
		}
		return "Go repeats a text so: " + code("strings.Repeat("+y+", "+x+")")
	case text(left) != text(right) && b.Op == token.ADD:
		return "A text and a number can't be added. Print them one beside the other, " + code("fmt.Println("+strings.Replace(x+", "+y, ` ",`, `",`, 1)+")") + ", or make one text: " + code("fmt.Sprint("+x+", "+y+")")
	case text(left) != text(right):
		return "A text and a number can't be compared: what stands in quotes is a text."
	}
	return "Both sides must be of one type: here they are " + left + " and " + right + "."
}

// counters are names that people give to a place in a list when they mean the place.
var counters = regexp.MustCompile(`^([ijkn]|step|epoch|place|index|row)$`)

var assigning = regexp.MustCompile(`^(\S+) ([-+*/]=) (.+)$`)

// assigned is about "sum += x", where one is a whole number.
func (t *trouble) assigned(name, operator, value, left, right string) string {
	e, err := parser.ParseExpr(value)
	switch {
	case err != nil:
	case left == "int" && right == "float64":
		return t.madeWhole(name)
	case left == "float64" && right == "int" && t.isPlace(value):
		return t.places(value)
	case left == "float64" && right == "int":
		return dontMix + code(name+" "+operator+" "+floats(e))
	case left == "string":
		return "A text and a number can't be added. Make a text of the number: " + code(name+" "+operator+" fmt.Sprint("+value+")")
	}
	return "Both sides must be of one type: here they are " + left + " and " + right + "."
}

func (t *trouble) places(name string) string {
	return fmt.Sprintf("%s counts the places 0, 1, 2 …: the first name of range does. The values are the second: %s", code(name), code("for _, "+name+" := range …"))
}

// madeWhole is about a variable that gets a fraction and can't take it.
func (t *trouble) madeWhole(name string) string {
	make := t.withFraction(name)
	if make == "" {
		make = name + " := 0.0"
	}
	return code(name) + " was made as a whole number (int), so it can't take a fraction. Make it with one: " + code(make)
}

// floats writes a calculation with whole numbers as one with fractions: each name and
// call in it is converted, not the result, in which division has lost its fraction.
func floats(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return floats(e.X) + " " + e.Op.String() + " " + floats(e.Y)
	case *ast.ParenExpr:
		return "(" + floats(e.X) + ")"
	case *ast.UnaryExpr:
		return e.Op.String() + floats(e.X)
	case *ast.BasicLit:
		return e.Value
	}
	return "float64(" + written(e) + ")"
}

// fraction is about a number with a fraction beside whole ones.
func (t *trouble) fraction(number string) string {
	if number == "0.0" { // it isn't truncated
		return ""
	}
	if call, ok := at[*ast.CallExpr](t); ok {
		if name := t.source(call.Fun); name == "max" || name == "min" {
			return dontMix + code(t.callWithFloats(call))
		}
	}
	if b, ok := at[*ast.BinaryExpr](t); ok {
		x, y := t.source(b.X), t.source(b.Y)
		whole := b.X
		if x == number {
			whole = b.Y
		}
		if name, ok := whole.(*ast.Ident); ok && t.isPlace(name.Name) {
			return t.places(name.Name)
		}
		if say := t.whereMade(t.source(whole)); say != "" {
			return say
		}
		if whole == b.X {
			return dontMix + code(floats(b.X)+" "+b.Op.String()+" "+y)
		}
		return dontMix + code(x+" "+b.Op.String()+" "+floats(b.Y))
	}
	if a, ok := at[*ast.AssignStmt](t); ok && len(a.Lhs) == 1 {
		return t.madeWhole(t.source(a.Lhs[0]))
	}
	return "A whole number (int) can't take a fraction: make it a float64."
}

// isPlace says whether a name is the only one of a range over a list.
func (t *trouble) isPlace(name string) bool {
	found := false
	ast.Inspect(t.file, func(n ast.Node) bool {
		if r, ok := n.(*ast.RangeStmt); ok && r.Value == nil && r.Key != nil && t.source(r.Key) == name {
			if _, number := r.X.(*ast.BasicLit); !number && !isLen(r.X) && !t.isInt(t.source(r.X)) {
				from, to := t.set.Position(r.Pos()).Line, t.set.Position(r.End()).Line
				found = found || from <= t.line && t.line <= to
			}
		}
		return true
	})
	return found
}

func (t *trouble) callWithFloats(call *ast.CallExpr) string {
	var args []string
	for _, arg := range call.Args {
		text := t.source(arg)
		if _, literal := arg.(*ast.BasicLit); !literal && (text != "" && !strings.Contains(t.message, "type of "+text+")") || strings.Contains(t.message, "and int (")) {
			text = floats(arg)
		}
		args = append(args, text)
	}
	return t.source(call.Fun) + "(" + strings.Join(args, ", ") + ")"
}

// use is about a value in a place that wants another type.
func (t *trouble) use(value, kind, have, want, where string) string {
	e, _ := parser.ParseExpr(value)
	switch {
	case strings.HasPrefix(have, "func("):
		return code(value) + " is a function. What it returns has brackets: " + code(value+"(…)")
	case have == "int" && want == "float64" && t.isPlace(value) && !counters.MatchString(value):
		return t.places(value)
	case numeric.MatchString(have) && numeric.MatchString(want) && have != "float64" && want != "float64" && want != "int":
		return "Go has whole numbers of several sizes, and doesn't mix them by itself. Convert: " + code(want+"("+value+")")
	case have == "int" && want == "float64" && t.whereMade(value) != "":
		return t.whereMade(value)
	case have == "int" && want == "float64" && e != nil:
		return dontMix + code(floats(e))
	case (have == "float64" || kind == "untyped float constant") && want == "int" && t.tooNarrow(where) != "":
		return t.tooNarrow(where)
	case have == "float64" && want == "int":
		return "A whole number (int) is needed here: " + code("int("+value+")") + " leaves the fraction out."
	case kind == "untyped string constant" && (want == "float64" || want == "int"):
		if text := strings.Trim(value, `"`); inQuotes.MatchString(text) {
			return "What stands in quotes is a text. As a number it is written without them: " + code(text)
		}
		return "A number is needed here, and what stands in quotes is a text."
	case strings.HasSuffix(kind, "constant") && want == "string":
		return "A text is needed here: it stands in quotes, " + code(`"`+value+`"`)
	case where == "argument to fmt.Printf" && want == "string":
		return "fmt.Printf begins with a text that says how to print. Without one it is " + code("fmt.Println("+value+")")
	case (have == "int" || have == "float64") && want == "string":
		return "A text is needed here: " + code("fmt.Sprint("+value+")") + " makes one of a number."
	case kind == "untyped float constant" && want == "int":
		if strings.Contains(where, "slice literal") {
			return "[]int is a list of whole numbers. One with fractions is " + code("[]float64{…}")
		}
		return "A whole number (int) is needed here; " + value + " has a fraction."
	case (kind == "untyped int constant" || kind == "untyped float constant" || have == "float64" || have == "int") && want == "[]float64":
		return "A list is needed here: " + code("[]float64{"+value+"}")
	case have == "[]float64" && (want == "float64" || want == "int"):
		return code(value) + " is a list, and one number is needed here. Its first is " + code(value+"[0]")
	case have == "[]int" && want == "[]float64":
		return "A list of whole numbers isn't one of float64: make it so from the start, " + code("[]float64{…}")
	case strings.HasPrefix(have, "[]") && strings.HasPrefix(want, "[") && !strings.HasPrefix(want, "[]"):
		return "A type such as " + want + " has its length in it. A list of any length is " + code("[]"+want[strings.IndexByte(want, ']')+1:])
	case have == "string" && (want == "float64" || want == "int"):
		return "A number is needed here, and " + code(value) + " is a text. strconv reads a number from a text: " + code("must.Of(strconv.ParseFloat("+value+", 64))")
	case strings.Contains(kind, "bool") || have == "bool":
		return "A " + want + " is needed here, and this is true or false."
	}
	return ""
}

// asNumPy is about a list that is calculated with.
func asNumPy(list string) string {
	return "Go doesn't calculate with a list as a whole, as NumPy does. Go through it: " + code("for i, x := range "+list+" { … }")
}

var nodeFunctions = map[string]string{"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "^": "Pow"}

var numeric = regexp.MustCompile(`^(u?int(8|16|32|64)?|float(32|64))$`)

var inQuotes = regexp.MustCompile(`^-?[\d.]+(e-?\d+)?$`)

// operator is about an operator that a type hasn't.
func (t *trouble) operator(operator, value, kind string) string {
	line := bare(t.text(t.line))
	switch {
	case operator == "^" && kind != "*graph.Node":
		return t.power(line)
	case operator == "%":
		if b, ok := at[*ast.BinaryExpr](t); ok {
			return "% is for whole numbers: " + code("math.Mod("+t.source(b.X)+", "+t.source(b.Y)+")")
		}
		return "% is for whole numbers; math.Mod(x, y) is for others."
	case operator == "!":
		return "! turns true and false around; " + code(value) + " is neither. Compare: " + code(value+" == 0")
	case operator == "&&" || operator == "||":
		return "&& and || stand between what is true or false, such as a comparison; " + code(value) + " is neither."
	case strings.HasPrefix(kind, "[]"):
		return asNumPy(value)
	case kind == "*graph.Node":
		if b, ok := at[*ast.BinaryExpr](t); ok && nodeFunctions[operator] != "" {
			return "A node stands for numbers that are computed later. GoMLX calculates with functions: " + code("graph."+nodeFunctions[operator]+"("+t.source(b.X)+", "+t.source(b.Y)+")")
		}
		return "A node stands for numbers that are computed later. GoMLX calculates with functions, such as graph.Mul, graph.Sub and graph.Square."
	case strings.HasPrefix(kind, "func("):
		return code(value) + " is a function. What it returns has brackets: " + code(value+"(…)")
	case kind == "string" || strings.HasPrefix(value, `"`):
		return "Texts are joined with +; " + operator + " is for numbers."
	}
	return ""
}

// written writes an expression.
func written(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.BasicLit:
		return e.Value
	case *ast.BinaryExpr:
		return written(e.X) + " " + e.Op.String() + " " + written(e.Y)
	case *ast.ParenExpr:
		return "(" + written(e.X) + ")"
	case *ast.UnaryExpr:
		return e.Op.String() + written(e.X)
	case *ast.StarExpr:
		return "*" + written(e.X)
	case *ast.SelectorExpr:
		return written(e.X) + "." + e.Sel.Name
	case *ast.IndexExpr:
		return written(e.X) + "[" + written(e.Index) + "]"
	case *ast.CallExpr:
		var args []string
		for _, arg := range e.Args {
			args = append(args, written(arg))
		}
		return written(e.Fun) + "(" + strings.Join(args, ", ") + ")"
	}
	return "…"
}
