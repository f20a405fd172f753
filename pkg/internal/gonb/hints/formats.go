package hints

import (
	"go/ast"
	"regexp"
	"strings"
)

// verbs are places for values in a text, as package fmt reads them, and texts the
// functions that fill them: at which argument the text stands.
var (
	verbs = regexp.MustCompile(`%[-+# 0]*[\d.]*[a-zA-Z]`)
	texts = map[string]int{"fmt.Printf": 0, "fmt.Sprintf": 0, "fmt.Errorf": 0, "fmt.Fprintf": 1}
)

// format looks for a text with more or fewer places than there are values for it.
func (d *doubter) format(c *ast.CallExpr) {
	at, ok := texts[written(c.Fun)]
	if !ok || len(c.Args) <= at || c.Ellipsis.IsValid() {
		return
	}
	text, ok := firstText(c.Args[at:])
	if !ok || strings.Contains(text.Value, "%[") || strings.Contains(text.Value, "*") {
		return
	}
	plain := strings.ReplaceAll(text.Value, "%%", "")
	takes, given := len(verbs.FindAllString(plain, -1)), len(c.Args)-1-at
	switch {
	case takes == given && strings.Count(plain, "%") == takes:
		return
	case takes == given:
		d.doubt(c, "A percent sign that is to be printed is written twice: "+code("%%"))
		return
	}
	hint := "The text has " + plural(takes, "place") + " for values (they begin with %), and " + plural(given, "value") + " for them."
	if takes > given && strings.Contains(plain, "% ") {
		hint += " A percent sign that is to be printed is written twice: " + code("%%")
	}
	d.doubt(c, hint)
}

// unfit is what package fmt prints where a value doesn't fit its place.
var unfit = regexp.MustCompile(`%!([a-zA-Z])\(([^\s()=]+(?:\([^\s()=]*\))?)=([^\n]*?)\)`)

// Unfit finds the first place of what a program has printed that its value doesn't fit,
// as in "%!d(float64=1.5)", or "" if there is none.
func Unfit(printed string) string { return unfit.FindString(printed) }

// Misprinted explains what [Unfit] has found. program and mine are as in [Doubts]; the
// doubt's line is 0 where several lines of the cell may have printed it.
func Misprinted(found string, program []string, cell int, owner func(line int) int) Doubt {
	m := unfit.FindStringSubmatch(found)
	if m == nil {
		return Doubt{}
	}
	verb, kind := m[1], m[2]
	mine := func(line int) bool { return owner(line) == cell }
	if at := prints(program, "% "+verb, mine); at > 0 {
		return Doubt{at, "A percent sign that is to be printed is written twice: " + code("%%")}
	}
	text := code(found) + " stands in the output. "
	is, known := kinds[kind]
	switch what := forWhat(verb); {
	case what == "":
		text += "Go knows no %" + verb + ". "
	case known:
		text += "%" + verb + " is for " + what + ", and this is " + is.words + ". "
	default:
		text += "%" + verb + " is for " + what + ", and this is of type " + kind + ". "
	}
	if known {
		text += is.prints
	} else {
		text += "%v prints anything."
	}
	return Doubt{prints(program, `%[-+# 0]*[\d.]*`+verb, mine), text}
}

// kinds are the types that learners print: in words, and what prints them.
var kinds = map[string]struct{ words, prints string }{
	"int":     {"a whole number (int)", "%d prints it."},
	"float64": {"a number with a fraction (float64)", "%g prints it as it is, %.2f with two places."},
	"string":  {"a text", "%s prints it."},
	"bool":    {"true or false", "%t prints it."},
}

// forWhat says what a verb is for, or "" where Go knows none such.
func forWhat(verb string) string {
	switch {
	case strings.Contains("dboOxXcU", verb):
		return "whole numbers"
	case strings.Contains("feEgGF", verb):
		return "numbers with a fraction (float64)"
	case verb == "s" || verb == "q":
		return "texts"
	case verb == "t":
		return "true and false"
	case strings.Contains("vTpw", verb):
		return "other things"
	}
	return ""
}

// prints returns the only line of the cell that has such a place in a text, or 0.
func prints(program []string, verb string, mine func(line int) bool) int {
	at := 0
	place := regexp.MustCompile(`"[^"]*` + verb)
	for i, line := range program {
		if !mine(i+1) || !place.MatchString(line) {
			continue
		}
		if at > 0 {
			return 0
		}
		at = i + 1
	}
	return at
}
