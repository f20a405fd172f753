package hints

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
)

// inPython are names that Python has and Go hasn't, and what Go has in their place.
var inPython = map[string]string{
	"True": "It is `true`.", "False": "It is `false`.", "None": "The word for nothing is nil; a number can't be nothing.", "NULL": "The word for nothing is nil.", "null": "The word for nothing is nil.",
	"sum": "Add up in a loop: `total := 0.0`, then `for _, x := range xs { total += x }`",
	"abs": "`math.Abs(x)`, for a float64.", "sqrt": "`math.Sqrt(x)`, for a float64.", "round": "`math.Round(x)`, for a float64; `%.2f` in fmt.Printf prints two places.", "pow": "`math.Pow(x, n)`, for float64; a square is `x * x`.",
	"exp": "`math.Exp(x)`", "log": "`math.Log(x)`", "sin": "`math.Sin(x)`", "cos": "`math.Cos(x)`", "pi": "`math.Pi`", "floor": "`math.Floor(x)`", "ceil": "`math.Ceil(x)`", "inf": "`math.Inf(1)`", "nan": "`math.NaN()`",
	"str": "`fmt.Sprint(x)` makes a text of anything.", "float": "`float64(x)` makes a number with a fraction of a whole one.", "double": "The type is float64.", "char": "A letter of a text is a rune in Go.", "long": "The type is int.",
	"list": "A list names its type: `[]float64{1, 2, 3}`", "dict": "A map names its types: `map[string]float64{}`", "tuple": "Two names stand beside each other, `a, b := 1, 2`", "set": "`map[float64]bool{}` serves as one.",
	"range": "`for i := range n { … }`", "enumerate": "range numbers by itself: `for i, x := range xs { … }`", "zip": "Two lists are gone through by their places: `for i := range xs { … xs[i], ys[i] … }`", "sorted": "`slices.Sort(xs)` sorts a list in its place.", "reversed": "`slices.Reverse(xs)` turns a list around in its place.",
	"filter": "Append in a loop, behind an if.", "any": "`slices.Contains(xs, x)`, or a loop.", "all": "A loop with an if says it.", "mean": "A mean is a sum, divided by float64(len(xs)).",
	"input": "A cell can't read what you type. Write the value into the cell.", "help": "The cursor on the name, and Shift+Tab, shows help.", "type": "`fmt.Printf(\"%T\\n\", x)` prints a type.", "dir": "A dot behind a name, and Tab, lists what it has.", "id": "`&x` is where x lies.",
	"pass": "Braces may be empty, { }.", "self": "A method names its receiver itself: `func (p Point) Length() float64 { … }`", "elif": "`} else if … {`", "lambda": "`func(x float64) float64 { return x * x }`", "exit": "A cell ends by itself.", "printf": "`fmt.Printf(…)`", "Println": "`fmt.Println(…)`", "Printf": "`fmt.Printf(…)`",
	"argmin": "The place of the smallest is `slices.Index(xs, slices.Min(xs))`.", "argmax": "The place of the largest is `slices.Index(xs, slices.Max(xs))`.", "array": "A list names its type: `[]float64{1, 2, 3}`", "linspace": "A loop makes evenly spaced values: `xs[i] = from + step*float64(i)`",
	"np": "Lists are gone through in loops, `for i, x := range xs { … }`, and package math has the functions of one number.", "numpy": "Lists are gone through in loops, `for i, x := range xs { … }`, and package math has the functions of one number.",
	"plt": "Figures are drawn by package chart here: `display.Show(chart.Line(xs, ys))`", "pd": "Tables are gota's data frames here, which package data reads.", "random": "Package math/rand/v2 has them: `rand.Float64()`", "torch": "GoMLX is the package for gradients here.", "jnp": "GoMLX is the package for gradients here.", "jax": "GoMLX is the package for gradients here.",
	"not": "! is not.", "and": "&& is and.", "or": "|| is or.", "is": "== compares.", "console": "`fmt.Println(…)`", "System": "`fmt.Println(…)`", "std": "`data.Standardize(xs)` returns the z-scores, and a scale with the deviation.",
}

// inGraph are those that GoMLX has for its nodes.
var inGraph = map[string]string{
	"sum": "graph.ReduceAllSum(x)", "mean": "graph.ReduceAllMean(x)", "abs": "graph.Abs(x)", "sqrt": "graph.Sqrt(x)", "exp": "graph.Exp(x)", "log": "graph.Log(x)", "square": "graph.Square(x)",
}

// withNodes says whether the trouble is in a function that takes nodes of GoMLX's graph.
func (t *trouble) withNodes() bool {
	f, ok := at[*ast.FuncDecl](t)
	return ok && slices.ContainsFunc(f.Type.Params.List, func(p *ast.Field) bool { return written(p.Type) == "*graph.Node" })
}

// endedWithin says whether a name is made in braces that have ended where it is missed.
func (t *trouble) endedWithin(name string) bool {
	f, ok := at[*ast.FuncDecl](t)
	return ok && slices.ContainsFunc(makings(f.Body), func(m making) bool {
		_, assigned := m.by.(*ast.AssignStmt)
		return assigned && m.name.Name == name && t.set.Position(m.name.Pos()).Line < t.line
	})
}

// packages are those of the standard library whose names learners write.
var packages = regexp.MustCompile(`^(math|fmt|os|time|strings|slices|sort|rand|strconv|errors|bytes|maps|io|cmplx|big)$`)

// imported are packages whose names learners give to variables.
var imported = regexp.MustCompile(`^(math|fmt|os|time|strings|slices|sort|rand|strconv|errors|bytes|maps|chart|data|descent|display|exercise|check|explorer|graph|model|must|race)$`)

var (
	undefined   = regexp.MustCompile(`^undefined: (\w+)$`)
	inPackage   = regexp.MustCompile(`^undefined: (\w+)\.(\w+)(?: \(but have (\w+)\))?$`)
	notExported = regexp.MustCompile(`^name (\w+) not exported by package (\w+)$`)
	noField     = regexp.MustCompile(`^(.+)\.(\w+) undefined \(type (.+?) has no field or method (\w+)(?:, but does have (?:field |method )?(\w+))?\)$`)
	notUsed     = regexp.MustCompile(`^(.+) \((?:(?:variable|value|constant)(?: \S+)? of type (.+)|untyped .*)\) is not used$`)
	declared    = regexp.MustCompile(`^declared and not used: (\w+)$`)
	nonName     = regexp.MustCompile(`^non-name (.+) on left side of :=$`)
	cantAssign  = regexp.MustCompile(`^cannot assign to (.+?) \(`)
)

// named speaks of names: those that aren't there, those that are there already, and
// those that nothing uses.
func (t *trouble) named() string {
	line := bare(t.text(t.line))
	if m := undefined.FindStringSubmatch(t.message); m != nil {
		return t.missing(m[1], line)
	}
	if m := inPackage.FindStringSubmatch(t.message); m != nil {
		if m[3] != "" {
			return capitals(m[1], m[3])
		}
		if capital := strings.ToUpper(m[2][:1]) + m[2][1:]; capital != m[2] {
			return capitals(m[1], capital)
		}
		if say, known := inPython[strings.ToLower(m[2])]; known && m[1] == "math" {
			return "Package math has no " + code(m[2]) + ". " + say
		}
		return "Package " + m[1] + " has no " + m[2] + ": is it spelled so? A dot behind " + m[1] + ", and Tab, lists what it has."
	}
	if m := notExported.FindStringSubmatch(t.message); m != nil {
		return capitals(m[2], strings.ToUpper(m[1][:1])+m[1][1:])
	}
	if m := noField.FindStringSubmatch(t.message); m != nil {
		return t.field(m[1], m[2], m[3], m[5])
	}
	if m := notUsed.FindStringSubmatch(t.message); m != nil {
		if f, ok := at[*ast.FuncDecl](t); ok && f.Name.Name != "main" && f.Type.Results != nil && !strings.HasPrefix(m[1], "append(") {
			return "A function gives back what stands behind return: " + code("return "+m[1])
		}
		return unusedValue(m[1], m[2])
	}
	if m := declared.FindStringSubmatch(t.message); m != nil {
		if a, ok := at[*ast.AssignStmt](t); ok && a.Tok == token.DEFINE && len(a.Lhs) == 1 && regexp.MustCompile(`\b`+m[1]+`\b`).MatchString(t.source(a.Rhs[0])) {
			return ":= makes a second " + code(m[1]) + ", which ends with these braces. = changes the one that is there: " + code(m[1]+" = "+t.source(a.Rhs[0]))
		}
		if r, ok := at[*ast.RangeStmt](t); ok && r.Key != nil && t.source(r.Key) == m[1] && r.Value != nil {
			return "Go refuses a name that nothing uses. _ says that you don't need it: " + code("for _, "+t.source(r.Value)+" := range "+t.source(r.X)+" {")
		}
		return "Go refuses a variable that nothing uses: use it, or take it out."
	}
	if m := nonName.FindStringSubmatch(t.message); m != nil {
		if e := m[1]; strings.HasSuffix(e, "]") || strings.Contains(e, ".") {
			return "What is there already is changed with = alone: " + code(e+" = …")
		}
		return "A name has no sign in it: a capital joins two words, such as learningRate."
	}
	if m := cantAssign.FindStringSubmatch(t.message); m != nil {
		if strings.HasSuffix(m[1], "]") && strings.Contains(m[1], ":") {
			return "A part of a list can't be set at once: a loop sets one place after the other."
		}
		if strings.HasSuffix(m[1], "]") {
			return "The letters of a text can't be changed in their places: make a new text."
		}
		return code(m[1]) + " can't be changed: it is a constant, or a value without a place of its own. A variable is made with := or var."
	}
	switch {
	case t.message == "no new variables on left side of :=":
		if a, ok := at[*ast.AssignStmt](t); ok && len(a.Lhs) == 1 {
			return code(t.source(a.Lhs[0])) + " is there already. := makes a new name, = changes it: " + code(t.source(a.Lhs[0])+" = "+t.source(a.Rhs[0]))
		}
		return "These names are there already. := makes new names, = changes them."
	case strings.HasSuffix(t.message, "(built-in) must be called"):
		name, _, _ := strings.Cut(t.message, " ")
		return code(name) + " is a function of Go's own. Take another name for a variable, and make it with :=."
	case strings.HasSuffix(t.message, "without selector"), strings.HasSuffix(t.message, "not in selector"):
		return "This is the name of a package: a dot and a name follow it."
	case strings.HasSuffix(t.message, " (type) is not an expression"):
		if kind := strings.TrimSuffix(t.message, " (type) is not an expression"); strings.HasPrefix(kind, "[]") || strings.HasPrefix(kind, "map[") {
			return "This is a type. An empty one is made with braces: " + code(kind+"{}")
		}
		return "This is a type, and a value is needed here."
	}
	return ""
}

var isName = regexp.MustCompile(`^[A-Za-z_]\w*$`)

// unpacked is about names that a list's values are to go to, as Python has it.
func unpacked(names []string, list string) string {
	places := make([]string, len(names))
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
		places[i] = fmt.Sprintf("%s[%d]", list, i)
	}
	return "Go takes a list's values by their places: " + code(strings.Join(names, ", ")+" := "+strings.Join(places, ", "))
}

func capitals(of, name string) string {
	return "What a package offers begins with a capital letter: " + code(of+"."+name)
}

// missing is about a name that nobody has declared.
func (t *trouble) missing(name, line string) string {
	quoted := regexp.QuoteMeta(name)
	if m := regexp.MustCompile(`^\s*((?:\w+\s*,\s*)*` + quoted + `(?:\s*,\s*\w+)*)\s*=\s*([^=].*)$`).FindStringSubmatch(line); m != nil {
		if similar := t.similar(name); similar != "" {
			return "Nothing has this name. Do you mean " + code(similar) + "? A new name is made with :=, " + code(m[1]+" := "+m[2])
		}
		if names := strings.Split(m[1], ","); len(names) > 1 && isName.MatchString(m[2]) {
			return unpacked(names, m[2])
		}
		if list := first(python, line); strings.HasPrefix(list, "A list of zeros") {
			return list
		}
		if regexp.MustCompile(`\b` + quoted + `\b`).MatchString(m[2]) {
			return notYet(name, strings.HasPrefix(m[2], "append("), strings.Contains(m[2], "*"))
		}
		return "A new name is made with := in Go: " + code(m[1]+" := "+m[2])
	}
	if m := regexp.MustCompile(`^\s*` + quoted + `\s*(\.append\(|[-+*/]=|\+\+|--)`).FindStringSubmatch(line); m != nil {
		return notYet(name, m[1] == ".append(", m[1] == "*=")
	}
	if m := regexp.MustCompile(`^\s*for\s+` + quoted + `\s*=\s*(.*)$`).FindStringSubmatch(line); m != nil {
		return "A new name is made with := in Go, also in a loop: " + code("for "+name+" := "+m[1])
	}
	if m := regexp.MustCompile(`\bfunc\b\s*(?:\([^)]*\)\s*)?(\w+)?\(([^)]*)\)`).FindStringSubmatch(line); m != nil {
		for part := range strings.SplitSeq(m[2], ",") {
			words := strings.Fields(part)
			if len(words) > 0 && words[len(words)-1] == name {
				if len(words) == 2 && regexp.MustCompile(`^(float64|int|string|bool|float)$`).MatchString(words[0]) {
					return "In Go the type stands behind its name: " + code(name+" "+words[0])
				}
				if len(words) == 2 && name == "list" {
					return "A list of numbers is a " + code("[]float64") + " in Go."
				}
				if len(words) == 2 {
					break
				}
				return "Each parameter needs its type in Go, behind its name: " + code(strings.Replace("func "+m[1], " (", "(", 1)+"("+typed(m[2])+")")
			}
		}
	}
	if t.endedWithin(name) {
		return code(name) + " is made inside braces, and ends with them. Make it before them, and change it inside with =."
	}
	if say, known := inGraph[name]; known && t.withNodes() {
		return "Go has no " + code(name) + ". With GoMLX's nodes it is " + code(say) + "."
	}
	if say, known := inPython[name]; known {
		return "Go has no " + code(name) + ". " + say
	}
	if similar := t.similar(name); similar != "" {
		return "Nothing has this name. Do you mean " + code(similar) + "? Capital and small letters differ in Go."
	}
	if lower := strings.ToLower(name); lower != name && packages.MatchString(lower) {
		return "Nothing has this name. Do you mean " + code(lower) + "? Capital and small letters differ in Go."
	}
	if name == "rand" {
		return "Random numbers are in package math/rand/v2: add it to the imports, then `rand.Float64()`"
	}
	if packages.MatchString(name) {
		if m := regexp.MustCompile(`\b` + quoted + `\.([a-z]\w*)`).FindStringSubmatch(line); m != nil {
			return capitals(name, strings.ToUpper(m[1][:1])+m[1][1:])
		}
	}
	if regexp.MustCompile(`\b` + quoted + `\.`).MatchString(line) {
		return "If it is a package, add its import to the first code cell. If not: is it made above %%, in a cell that has run (Run → Run All Above Selected Cell)?"
	}
	return "Is it spelled as where it is made? Below %% a name ends with its cell; above %%, var keeps it once its cell has run (Run → Run All Above Selected Cell)."
}

// notYet is about a name that is changed before it is there.
func notYet(name string, list, product bool) string {
	say := "There is no " + code(name) + " to change yet. Make it before: "
	switch {
	case list:
		return say + code(name+" := []float64{}") + ", then " + code(name+" = append("+name+", …)")
	case product:
		return say + code(name+" := 1.0")
	case counters.MatchString(name):
		return say + code(name+" := 0")
	}
	return say + code(name+" := 0.0")
}

// typed gives the parameters of a function the type that they lack.
func typed(parameters string) string {
	parts := strings.Split(parameters, ",")
	have := ""
	for i := len(parts) - 1; i >= 0; i-- {
		if words := strings.Fields(parts[i]); len(words) > 1 {
			have = words[1]
		} else if have == "" {
			have = "float64"
			parts[i] += " float64"
		}
	}
	return strings.Join(parts, ",")
}

// similar returns a name of the program that differs in one letter, or in capitals.
func (t *trouble) similar(name string) string {
	best := ""
	consider := func(other string) {
		if other == name || other == "_" || len(other) < 2 && len(name) > 1 {
			return
		}
		if strings.EqualFold(other, name) {
			best = other
		}
		if best == "" && len(name) > 3 && oneApart(name, other) {
			best = other
		}
	}
	if t.file == nil {
		return ""
	}
	for _, m := range makings(t.file) {
		consider(m.name.Name)
	}
	for _, decl := range t.file.Decls {
		for _, name := range names(decl) {
			consider(name.Name)
		}
	}
	for _, spec := range t.file.Imports {
		consider(path.Base(strings.Trim(spec.Path.Value, `"`)))
	}
	return best
}

// oneApart says whether two words differ in one letter: another, one more, one less, or
// two in the other order.
func oneApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return i < len(a) && (a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:])
}

// ofLists are what other languages have as methods of lists.
var ofLists = map[string]string{
	"len": "len(%s)", "length": "len(%s)", "size": "len(%s)", "max": "slices.Max(%s)", "min": "slices.Min(%s)", "sort": "slices.Sort(%s)",
	"reverse": "slices.Reverse(%s)", "index": "slices.Index(%s, …)", "push": "%[1]s = append(%[1]s, …)", "add": "%[1]s = append(%[1]s, …)",
}

// ofTexts are Python's methods of texts, as functions of package strings.
var ofTexts = map[string]string{
	"upper": "ToUpper(%s)", "lower": "ToLower(%s)", "strip": "TrimSpace(%s)", "split": "Fields(%s)", "replace": "ReplaceAll(%s, old, new)",
	"startswith": "HasPrefix(%s, beginning)", "endswith": "HasSuffix(%s, end)", "find": "Index(%s, part)", "count": "Count(%s, part)",
}

// field is about what stands behind a dot.
func (t *trouble) field(of, name, kind, have string) string {
	line := bare(t.text(t.line))
	switch {
	case imported.MatchString(of) && kind != "":
		return code(of) + " is a variable here, and hides the package of this name. Give the variable another name."
	case have != "":
		return "It begins with a capital letter: " + code(of+"."+have)
	case strings.HasPrefix(kind, "[]") && name == "append":
		value := "…"
		if m := regexp.MustCompile(`\.append\((.*)\)`).FindStringSubmatch(line); m != nil {
			value = m[1]
		}
		return "A list has no methods in Go. Append returns the longer list: " + code(of+" = append("+of+", "+value+")")
	case strings.HasPrefix(kind, "[]") && ofLists[name] != "":
		return "A list has no methods in Go: " + code(fmt.Sprintf(ofLists[name], of))
	case strings.HasPrefix(kind, "[]"):
		return "A list has no methods in Go. len(xs) is its length, package slices has slices.Max, slices.Sort and more; sums are made in a loop."
	case strings.HasPrefix(kind, "map["):
		return "What a map holds is found by its key in brackets: " + code(of+`["`+name+`"]`)
	case kind == "string" && ofTexts[name] != "":
		return "A text has no methods in Go. Package strings has them as functions: " + code("strings."+fmt.Sprintf(ofTexts[name], of))
	case kind == "string":
		return "A text has no methods in Go. Package strings has functions for texts: `strings.` and Tab lists them."
	case strings.HasPrefix(kind, "untyped float"):
		return "Is there a point too many in this number?"
	case kind == "int" || kind == "float64":
		return "A number has nothing behind a dot."
	}
	return "A dot behind " + code(of) + ", and Tab, lists what it has."
}

// unusedValue is about a value that stands alone in a line.
func unusedValue(value, kind string) string {
	switch {
	case strings.HasPrefix(value, "append("):
		list, _, _ := strings.Cut(strings.TrimPrefix(value, "append("), ",")
		return "append changes nothing, it returns the longer list: " + code(list+" = "+value)
	case strings.HasPrefix(kind, "func("):
		return code(value) + " is a function. Brackets call it: " + code("fmt.Println("+value+"(…))")
	case strings.Contains(value, " == "):
		return "Two = compare, one sets a value: " + code(strings.Replace(value, " == ", " = ", 1))
	}
	return "A value alone shows nothing in Go. Print it: " + code("fmt.Println("+value+")")
}
