package explorer

import (
	"maps"
	"math"
	"net/url"
	"strconv"
	"strings"

	"littlesteps/pkg/chart"
)

// A control is one thing that a learner can set.
type control struct {
	name  string // in links: "rate"
	label string // for people: "learning rate"
	short string // the label where the group's name says the rest; "" is label
	usual string // the value where nothing else is said
	form  form

	// A number's slider goes from from to to, by steps of step; a logarithmic
	// one by 1/100 of a power of ten. What is typed may lie outside of it, from
	// least to most.
	from, to, step float64
	least, most    float64
	log, whole     bool
	marks          []landmark // numbers with a meaning: the limit of the rate

	options []option // of a choice

	group  string   // neighbours of the same group stand together under its name
	colour string   // the group's colour in the pictures: a class
	resets []string // controls that take their usual value again when this one changes
	asks   bool     // a change is worth a guess before it is shown

	// complain says in a sentence what is wrong with a number between least and
	// most, or "".
	complain func(value float64) string
}

type form int

const (
	slider form = iota // a number with a slider
	choice             // one of several options
	toggle             // on ("1") or off ("")
)

// A landmark is a number on a slider's scale that has a name.
type landmark struct {
	value float64
	text  string
}

type option struct{ value, text string }

// values holds what is set, by name, as text: the way it stands in a link.
type values map[string]string

// readValues takes values from a link, or from its part after the question mark.
func readValues(link string) values {
	if _, after, found := strings.Cut(link, "?"); found {
		link = after
	}
	v := values{}
	query, _ := url.ParseQuery(link) // what can be read of a damaged link counts
	for name, all := range query {
		v[name] = all[0]
	}
	return v
}

// number returns a number that has been checked; see check.
func (v values) number(name string) float64 {
	x, _ := strconv.ParseFloat(v[name], 64)
	return x
}

func (v values) whole(name string) int { return int(v.number(name)) }

func (v values) with(name, value string) values {
	changed := maps.Clone(v)
	changed[name] = value
	return changed
}

// or returns the value, or another one where it is missing.
func (v values) or(name, other string) string {
	if text, ok := v[name]; ok {
		return text
	}
	return other
}

// A problem is a value that can't be meant.
type problem struct {
	field string // the control's name
	text  string // a sentence
}

// check fills in what is missing and writes numbers in one way. The first value
// that can't be meant is returned as a problem, and stands in for nothing.
func check(controls []control, raw values) (values, *problem) {
	v := values{}
	for _, c := range controls {
		text, given := raw[c.name]
		if !given {
			text = c.usual
		}
		clean, complaint := c.clean(text)
		if complaint != "" {
			return nil, &problem{c.name, complaint}
		}
		v[c.name] = clean
	}
	if at, ok := raw["at"]; ok { // where the walk is looked at; not a setting
		if _, err := strconv.Atoi(at); err == nil {
			v["at"] = at
		}
	}
	return v, nil
}

// clean returns the value in its usual writing, or a sentence about it.
func (c *control) clean(text string) (clean, complaint string) {
	text = strings.TrimSpace(text)
	switch c.form {
	case toggle:
		if text == "1" {
			return "1", ""
		}
		return "", ""
	case choice:
		for _, o := range c.options {
			if o.value == text {
				return text, ""
			}
		}
		return "", "There is no " + c.label + " “" + text + "”."
	}
	x, err := numberOf(text)
	switch {
	case text == "":
		return "", sentence("The " + c.label + " is empty: write a number")
	case err != nil && !math.IsInf(x, 0), math.IsNaN(x):
		return "", sentence("“" + text + "” isn't a number: write the " + c.label + " as a number, such as " + c.usual)
	case math.IsInf(x, 0):
		return "", sentence("The " + c.label + " must be a finite number")
	}
	if c.complain != nil {
		if complaint := c.complain(x); complaint != "" {
			return "", complaint
		}
	}
	switch {
	case x < c.least:
		return "", sentence("The " + c.label + " must be at least " + chart.Number(c.least) + ", not " + chart.Number(x))
	case x > c.most:
		return "", sentence("The " + c.label + " can be at most " + chart.Number(c.most) + " here, not " + chart.Number(x))
	case c.whole && x != math.Trunc(x):
		return "", sentence("The " + c.label + " must be a whole number, not " + chart.Number(x))
	}
	return exact(x), ""
}

// numberOf reads a number, or a fraction such as 1/1000 or 1.0 / 100_000: that is how
// notebooks write learning rates.
func numberOf(text string) (float64, error) {
	above, below, fraction := strings.Cut(text, "/")
	x, err := strconv.ParseFloat(plain(above), 64)
	if !fraction || err != nil {
		return x, err
	}
	y, err := strconv.ParseFloat(plain(below), 64)
	switch {
	case err != nil:
		return 0, err
	case y == 0:
		return 0, strconv.ErrRange
	}
	return x / y, nil
}

// plain rewrites a number as people write it, 1,000 or 1 000 or 1_000 or 0,5, perhaps
// with the minus sign of a figure.
func plain(text string) string {
	text = strings.NewReplacer("\u2212", "-", " ", "", "_", "", "\u00a0", "").Replace(text)
	groups := strings.Split(text, ",")
	if len(groups) == 1 {
		return text
	}
	thousands := groups[0] != "0" && groups[0] != "-0" && groups[0] != ""
	for i, group := range groups[1:] {
		whole, _, _ := strings.Cut(group, ".")
		thousands = thousands && len(whole) == 3 && (whole == group || i == len(groups)-2)
	}
	if thousands {
		return strings.Join(groups, "")
	}
	return strings.Replace(text, ",", ".", 1)
}

func sentence(s string) string { return s + "." }

// query writes the values as in a link, in the order of the controls, without
// those that are as usual.
func query(controls []control, v values) string {
	var parts []string
	for _, c := range controls {
		if text, ok := v[c.name]; ok && text != c.usual {
			parts = append(parts, c.name+"="+url.QueryEscape(text))
		}
	}
	if at, ok := v["at"]; ok {
		parts = append(parts, "at="+at)
	}
	return strings.Join(parts, "&")
}
