package hints

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
)

// A number may be written as people write it, and then Go reads two.
var (
	// 1,128.21 and 1,000,000: a comma before each three digits, no space.
	thousands = regexp.MustCompile(`(^|[^\w.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?)([^\w.,]|$)`)
	// 950,7 and 0,1: a comma in the place of the point, no space.
	decimal = regexp.MustCompile(`(^|[^\w.])(\d+,\d+)([^\w.,]|$)`)
	// 1.000.000,5 and 1.000,5
	points = regexp.MustCompile(`(^|[^\w.])(\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d+)?|\.\d{3},\d+))([^\w.]|$)`)
	// 1'000
	apostrophes = regexp.MustCompile(`(^|[^\w.])(\d{1,3}(?:'\d{3})+(?:\.\d+)?)`)
)

// Number finds a number in a line that Go reads as two, and says how Go writes it.
// typed is it as it stands there, "" if there is none.
func Number(line string) (typed, inGo string) {
	line = bare(line)
	if m := thousands.FindStringSubmatch(line); m != nil && !strings.HasPrefix(m[2], "0") {
		return m[2], strings.ReplaceAll(m[2], ",", "")
	}
	if m := decimal.FindStringSubmatch(line); m != nil {
		return m[2], strings.Replace(m[2], ",", ".", 1)
	}
	if m := points.FindStringSubmatch(line); m != nil {
		whole, fraction, _ := strings.Cut(m[2], ",")
		if whole = strings.ReplaceAll(whole, ".", ""); fraction != "" {
			whole += "." + fraction
		}
		return m[2], whole
	}
	if m := apostrophes.FindStringSubmatch(line); m != nil {
		return m[2], strings.ReplaceAll(m[2], "'", "")
	}
	return "", ""
}

// twoNumbers says of a line that Go reads two values where one was meant.
func twoNumbers(line string) string {
	typed, inGo := Number(line)
	if typed == "" {
		return ""
	}
	if first, rest, two := strings.Cut(typed, ","); two && !strings.Contains(first, ".") {
		return "Go reads " + code(typed) + " as several numbers: " + strings.Join(append([]string{first}, strings.Split(rest, ",")...), " and ") +
			". It writes this number " + code(inGo) + ": a point before the fraction, and nothing between thousands."
	}
	return "Go writes " + code(typed) + " as " + code(inGo) + ": a point before the fraction, and nothing between thousands."
}

// code marks what is to be typed.
func code(text string) string { return "`" + text + "`" }

// TwoValues finds a declaration of one name with more than one value, as in
// "var rate = 0,1", in lines of declarations, and says what Go reads there. The line is
// counted from 0; without such a declaration the text is "".
func TwoValues(declarations []string) (line int, text string) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", "package main; "+strings.Join(declarations, "\n"), parser.SkipObjectResolution)
	if err != nil {
		return 0, ""
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || text != "" || len(spec.Values) <= len(spec.Names) {
			return true
		}
		line = set.Position(spec.Pos()).Line - 1
		if text = twoNumbers(declarations[line]); text == "" {
			var values []string
			for _, value := range spec.Values {
				values = append(values, written(value))
			}
			text = "There is one name here, and more than one value. A list names its type: " + code("[]float64{"+strings.Join(values, ", ")+"}")
		}
		return true
	})
	return line, text
}
