package hints

import (
	"fmt"
	"go/ast"
	"regexp"
	"strings"
)

var (
	assignment = regexp.MustCompile(`^assignment mismatch: (\d+) variables? but (?:(.+) returns )?(\d+) values?$`)
	arguments  = regexp.MustCompile(`^(too many|not enough) arguments in (?:call|conversion) to (\S+)(?:\n\thave \((.*)\)\n\twant \((.*)\))?`)
	returns    = regexp.MustCompile(`^(too many|not enough) return values\n\thave \((.*)\)\n\twant \((.*)\)`)
	negative   = regexp.MustCompile(`^invalid argument: index (-\d+) \(constant of type int\) must not be negative`)
	noCall     = regexp.MustCompile(`^invalid operation: cannot call (.+?) \((?:variable|value|constant) of type (.+?)\)`)
	noIndex    = regexp.MustCompile(`^(?:invalid operation: )?cannot index (.+?) \((?:variable|value|constant) of type (.+?)\)`)
	builtin    = regexp.MustCompile(`^invalid argument: (.+) \((?:variable|value|constant) of type (.+)\) for built-in (\w+)`)
	unordered  = regexp.MustCompile(`^invalid argument: (.+) \((?:variable|value) of type (\[\]\S+)\) cannot be ordered`)
	comparable = regexp.MustCompile(`^invalid operation: (.+) (==|!=) (.+) \(slice can only be compared to nil\)`)
	multiple   = regexp.MustCompile(`^multiple-value (.+) \(value of type \(.*\)\) in `)
	noValue    = regexp.MustCompile(`^(.+)\(.*\) \(no value\) used as value$`)
	bounds     = regexp.MustCompile(`^(?:invalid argument: )?index (\d+) (?:is )?out of bounds`)
	fixed      = regexp.MustCompile(`^invalid append: argument must be a slice; have .+ of type \[\d`)
	// a list, and in brackets its place or part; a place that is counted from the end
	fromEnd       = regexp.MustCompile(`((?:[\w.]+(?:\(\))?)+)\[([^\[\]]*)\]`)
	negativePlace = regexp.MustCompile(`(^|:)\s*(-\d+)`)
	condition     = regexp.MustCompile(`^non-boolean condition in (if|for) statement`)
)

// counted speaks of how many values there are, of places in lists, of returns and of
// conditions.
func (t *trouble) counted() string {
	raw := t.text(t.line)
	line := bare(raw)
	if m := assignment.FindStringSubmatch(t.message); m != nil {
		if hint := twoNumbers(raw); hint != "" {
			return hint
		}
		if m[1] == "1" && m[3] == "2" && m[2] != "" {
			if a, ok := at[*ast.AssignStmt](t); ok && len(a.Lhs) == 1 {
				return fmt.Sprintf("%s returns two values. If the second is an error, %s takes the first; else name both, or write _ for one.", code(m[2]), code(t.source(a.Lhs[0])+" := must.Of("+t.source(a.Rhs[0])+")"))
			}
			return fmt.Sprintf("%s returns two values. If the second is an error, must.Of(…) takes the first; else name both, or write _ for one.", code(m[2]))
		}
		if hint := t.returnsFunction(strings.TrimSpace(strings.Split(m[2], "(")[0])); hint != "" {
			return hint
		}
		if a, ok := at[*ast.AssignStmt](t); ok && len(a.Rhs) == 1 && isName.MatchString(t.source(a.Rhs[0])) {
			names := make([]string, len(a.Lhs))
			for i, name := range a.Lhs {
				names[i] = t.source(name)
			}
			return unpacked(names, t.source(a.Rhs[0]))
		}
		return fmt.Sprintf("On the left there must be as many names as values on the right: %s there, %s here.", m[1], m[3])
	}
	if m := arguments.FindStringSubmatch(t.message); m != nil {
		return t.arguments(m[2], m[3], m[4], raw)
	}
	if m := returns.FindStringSubmatch(t.message); m != nil {
		f, inFunction := at[*ast.FuncDecl](t)
		inner, isLiteral := at[*ast.FuncLit](t)
		number := twoNumbers(raw)
		switch {
		case number != "":
			return number
		case isLiteral && m[3] == "":
			return "The function doesn't say that it returns something. The type stands before the {: " + code(strings.TrimSpace(strings.TrimSuffix(t.source(inner.Type), "{"))+" float64 {")
		case isLiteral:
		case inFunction && f.Name.Name == "main":
			return "Below %% nothing is returned. Print it: fmt.Println(…)"
		case inFunction && m[3] == "":
			head := strings.TrimSuffix(strings.TrimSpace(t.text(t.set.Position(f.Pos()).Line)), "{")
			kind := m[2]
			if kind == "number" {
				kind = "float64"
			}
			if strings.Contains(kind, ",") {
				kind = "(" + kind + ")"
			}
			return "The function's head doesn't say that it returns something. The type stands before the {: " + code(strings.TrimSpace(head)+" "+kind+" {")
		case m[2] == "":
			return fmt.Sprintf("Nothing stands behind this return. The function's head says what is returned: (%s).", m[3])
		}
		return fmt.Sprintf("The function's head says what is returned: (%s); this return gives (%s).", m[3], m[2])
	}
	if m := negative.FindStringSubmatch(t.message); m != nil {
		if regexp.MustCompile(`:[^\[\]]*:` + m[1] + `\]`).MatchString(line) {
			return "Go takes no steps in a list. `slices.Reverse(xs)` turns one around in its place; a loop goes in any steps."
		}
		for _, i := range fromEnd.FindAllStringSubmatch(line, -1) {
			if strings.Contains(i[2], m[1]) {
				return "Go doesn't count from the end. Write it out: " + code(i[1]+"["+negativePlace.ReplaceAllString(i[2], "${1}len("+i[1]+")$2")+"]")
			}
		}
		return "Go doesn't count from the end: the last value of xs is xs[len(xs)-1]."
	}
	if m := noCall.FindStringSubmatch(t.message); m != nil {
		if strings.HasPrefix(m[2], "[]") || strings.HasPrefix(m[2], "map[") {
			return "Round brackets call a function. A value of a list stands in square ones: " + code(m[1]+"[…]")
		}
		return code(m[1]) + " is no function. Is a * missing before the bracket?"
	}
	if m := noIndex.FindStringSubmatch(t.message); m != nil {
		if strings.HasPrefix(m[2], "func(") {
			return "Square brackets are for lists. A function is called with round ones: " + code(m[1]+"(…)")
		}
		return code(m[1]) + " is no list, so it has no places."
	}
	if m := builtin.FindStringSubmatch(t.message); m != nil {
		return fmt.Sprintf("%s is for lists and texts; %s is of type %s.", m[3], code(m[1]), m[2])
	}
	if m := unordered.FindStringSubmatch(t.message); m != nil {
		return "max and min compare numbers. Of a list: " + code("slices.Max("+m[1]+")") + " or " + code("slices.Min("+m[1]+")")
	}
	if m := comparable.FindStringSubmatch(t.message); m != nil {
		return "Lists aren't compared with ==: " + code("slices.Equal("+m[1]+", "+m[3]+")")
	}
	if condition.MatchString(t.message) {
		if m := regexp.MustCompile(`^\s*(?:}\s*else\s+)?(if|for)\s+(.+?)\s*\{`).FindStringSubmatch(line); m != nil {
			return "Go wants something true or false here, such as a comparison: " + code(m[1]+" "+m[2]+" != 0 {")
		}
		return "Go wants something true or false here, such as a comparison."
	}
	if m := multiple.FindStringSubmatch(t.message); m != nil {
		return "This returns two values. If the second is an error, must.Of takes the first: " + code("must.Of("+m[1]+")")
	}
	if m := noValue.FindStringSubmatch(t.message); m != nil {
		return code(m[1]) + " returns nothing. A function that returns something has its type before the {, as in " + code("func f(x float64) float64 {")
	}
	if m := bounds.FindStringSubmatch(t.message); m != nil {
		return "Places are counted from 0, so there is none with the number " + m[1] + " here."
	}
	switch {
	case strings.HasPrefix(t.message, "invalid operation: make(["):
		return "make needs a length, `make([]float64, n)`. An empty list is `[]float64{}`"
	case strings.HasSuffix(t.message, "(variable of type int) permits only one iteration variable"):
		return "A whole number has no values to go through. Its loop counts: `for i := range n {`"
	case strings.HasPrefix(t.message, "middle index required"):
		return "Go takes no steps in a list. A loop does: `for i := 0; i < len(xs); i += 2 { … xs[i] … }`"
	case strings.Contains(t.message, "is not an interface"):
		return "A number is converted by its type's name: " + code("float64(x)")
	case strings.Contains(t.message, "use of ... with built-in"):
		return "max and min compare numbers. Of a list: `slices.Max(xs)` or `slices.Min(xs)`"
	case strings.HasPrefix(t.message, "cannot use ~"):
		return "Go writes ! for not, and ^ before a whole number for all its bits turned around."
	case strings.HasPrefix(t.message, "missing return"):
		if f, ok := at[*ast.FuncDecl](t); ok && f.Type.Results != nil {
			if n := len(f.Body.List); n > 0 {
				switch last := f.Body.List[n-1].(type) {
				case *ast.ExprStmt:
					if t.source(last) != "" {
						return "A function gives back what stands behind return: " + code("return "+t.source(last))
					}
				case *ast.AssignStmt:
					if len(last.Lhs) == 1 {
						return "A function gives back what stands behind return: put " + code("return "+t.source(last.Lhs[0])) + " below this."
					}
				}
			}
			return fmt.Sprintf("Every way through %s must end in a return, also when no if was true. Put one before this }.", code(f.Name.Name))
		}
		return "Every way through the function must end in a return. Put one before this }."
	case strings.Contains(t.message, "cannot indirect"):
		return t.power(line)
	case strings.HasPrefix(t.message, "cannot use nil as "):
		kind, _, _ := strings.Cut(strings.TrimPrefix(t.message, "cannot use nil as "), " ")
		return "nil is nothing; a " + kind + " can't be nothing."
	case strings.HasPrefix(t.message, "use of untyped nil"):
		return "nil is nothing, of no type: give one, such as `var xs []float64`"
	case strings.HasPrefix(t.message, "invalid operation: division by zero"):
		return "Here something is divided by 0."
	case strings.HasPrefix(t.message, "break is not in"), strings.HasPrefix(t.message, "continue is not in"):
		return "break and continue stand inside a loop."
	case strings.Contains(t.message, "cannot take address of"):
		return "Only what has a name has an address: x := 1, then &x."
	case fixed.MatchString(t.message):
		return "This list has its length in its type, and can't grow. One that can is made without: `[]float64{}`"
	case strings.HasPrefix(t.message, "invalid append: argument must be a slice"):
		return "append takes the list first, then the values: `xs = append(xs, 4)`"
	case strings.Contains(t.message, "overflows"), strings.Contains(t.message, "cannot represent"):
		return "This number is too large for its type. Written with a point, such as 1e30, it is a float64."
	}
	return ""
}

// arguments is about too many or too few values for a function.
func (t *trouble) arguments(function, have, want, raw string) string {
	if hint := twoNumbers(raw); hint != "" {
		return hint
	}
	switch {
	case strings.HasPrefix(function, "[]"):
		return "The values of a list stand in braces: " + code(function+"{…}")
	case function == "must.Of" && !strings.Contains(have, "error"):
		if call := t.callOf(function); call != nil && len(call.Args) == 1 {
			return "must.Of is for what can go wrong. This can't: leave it out, " + code(t.source(call.Args[0]))
		}
		return "must.Of is for what can go wrong, and returns an error. This can't: leave it out."
	}
	if (function == "math.Max" || function == "math.Min") && strings.HasPrefix(have, "[]") {
		return function + " compares two numbers. Of a list: " + code(strings.Replace(function, "math", "slices", 1)+"(…)")
	}
	given := 0
	if have != "" {
		given = strings.Count(have, ",") + 1
	}
	if want == "" {
		if hint := t.returnsFunction(function); hint != "" {
			return hint
		}
		return fmt.Sprintf("%s takes no values; here it gets %d.", code(function), given)
	}
	return fmt.Sprintf("%s takes (%s); here it gets %d.", code(function), want, given)
}

// callOf returns the call of a function in the line of the trouble.
func (t *trouble) callOf(function string) (call *ast.CallExpr) {
	if t.file == nil {
		return nil
	}
	ast.Inspect(t.file, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok && t.set.Position(c.Pos()).Line == t.line && t.source(c.Fun) == function {
			call = c
		}
		return call == nil
	})
	return call
}

// returnsFunction speaks of a function that returns a function and was given what that
// one takes.
func (t *trouble) returnsFunction(name string) string {
	call := t.callOf(name)
	if call == nil || len(call.Args) == 0 || t.resultOf(name) == nil {
		return ""
	}
	kind, isNamed := t.resultOf(name).(*ast.SelectorExpr)
	if _, isFunc := t.resultOf(name).(*ast.FuncType); !isFunc && !(isNamed && strings.HasSuffix(kind.Sel.Name, "Func")) {
		return ""
	}
	var args []string
	for _, arg := range call.Args {
		args = append(args, t.source(arg))
	}
	return code(name) + " returns a function, which has brackets of its own: " + code(name+"()("+strings.Join(args, ", ")+")")
}

// resultOf returns the type of what a function of the program returns, where that is one
// value and it takes none.
func (t *trouble) resultOf(name string) ast.Expr {
	for _, decl := range t.file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if ok && f.Recv == nil && f.Name.Name == name && f.Type.Params.NumFields() == 0 && f.Type.Results.NumFields() == 1 {
			return f.Type.Results.List[0].Type
		}
	}
	return nil
}
