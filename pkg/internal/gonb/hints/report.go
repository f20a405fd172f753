package hints

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	noise   = regexp.MustCompile(`^(# gonb_\w+|exit status \d+|too many errors|)$`)
	message = regexp.MustCompile(`main(?:_test)?\.go:(\d+):(\d+): (.+)$`)
	more    = regexp.MustCompile(` \(and \d+ more errors?\)$`)
	unused  = regexp.MustCompile(`declared and not used: |: missing return$`)
	nameOf  = regexp.MustCompile(`^(?:undefined|declared and not used): (\w+)$`)
)

// mostErrors is how many errors of a cell are shown: what follows is mostly the same
// mistake once more.
const mostErrors = 3

// Lines takes the output of the Go compiler apart, and puts behind each error the hint
// that belongs to it. It leaves out what says nothing to a learner, what stands there
// twice, and what one mistake brings along: a name that is missing in several lines, a
// variable that is unused because the line that uses it is wrong. code is the program,
// in lines; without it hints can't speak of the learner's own names.
func Lines(output string, code []string) []string {
	var errors [][]string // an error, and the lines that belong to it
	for line := range strings.SplitSeq(output, "\n") {
		line = more.ReplaceAllString(strings.TrimRight(line, " \r"), "")
		switch {
		case noise.MatchString(strings.TrimSpace(line)):
		case strings.HasPrefix(line, "\t") && len(errors) > 0:
			errors[len(errors)-1] = append(errors[len(errors)-1], line)
		default:
			errors = append(errors, []string{line})
		}
	}
	var lines []string
	hinted := map[string]string{} // each hint, and in which line
	shown := 0
	for _, e := range reduced(errors) {
		match := message.FindStringSubmatch(e[0])
		if match == nil {
			lines = append(lines, e...)
			continue
		}
		line, _ := strconv.Atoi(match[1])
		column, _ := strconv.Atoi(match[2])
		hint := For(strings.Join(append([]string{match[3]}, e[1:]...), "\n"), code, line, column)
		if where, said := hinted[hint]; said && (where == match[1] || !nameOf.MatchString(match[3])) {
			continue // the same mistake once more, as for the second name in "a, b = 1, 2"
		}
		if shown++; shown > mostErrors {
			lines = append(lines, "There is more; mend these first.")
			break
		}
		lines = append(lines, e...)
		if _, said := hinted[hint]; hint != "" && !said {
			hinted[hint] = match[1]
			lines = append(lines, hint)
		}
	}
	return lines
}

// reduced leaves out the errors that another one has brought along.
func reduced(errors [][]string) (kept [][]string) {
	other := false // there is an error that isn't only an unused name
	for _, e := range errors {
		other = other || message.MatchString(e[0]) && !unused.MatchString(e[0])
	}
	seen := map[string]bool{}
	first := "" // where the parser stumbled: it stumbles on from there
	for _, e := range errors {
		match := message.FindStringSubmatch(e[0])
		key := e[0]
		if match != nil {
			if key = match[1] + match[3]; nameOf.MatchString(match[3]) {
				key = match[3]
			}
			if first == "" && (syntax.MatchString(match[3]) || strings.Contains(match[3], "on left side of :=") || strings.HasPrefix(match[3], "label ")) {
				first = e[0]
			}
		}
		if seen[key] || other && unused.MatchString(e[0]) {
			continue
		}
		seen[key] = true
		kept = append(kept, e)
	}
	if first == "" {
		return kept
	}
	for _, e := range kept {
		if e[0] == first {
			return [][]string{e}
		}
	}
	return kept
}
