package suite

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// An event is one line of `go test -json`: see `go doc test2json`.
type event struct {
	Action  string
	Package string
	Test    string // "" for events of the package itself
	Output  string
	Elapsed float64 // seconds

	ImportPath string // of a package that doesn't compile
}

// A report turns events into lines for people: one for each package, all
// output of each test that failed, and at the end each test that was skipped
// with its reason, and a count.
type report struct {
	out                     io.Writer
	passed, failed, skipped int

	said  map[string][]string // output so far, by package and test
	skips []string
}

func newReport(out io.Writer) *report { return &report{out: out, said: map[string][]string{}} }

func (r *report) take(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		r.said[key] = append(r.said[key], e.Output)
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.endPackage(e, key)
		} else {
			r.endTest(e, key)
		}
		delete(r.said, key)
	}
}

func (r *report) endTest(e event, key string) {
	part := strings.Contains(e.Test, "/") // the test that it is part of counts
	switch e.Action {
	case "pass":
		if !part {
			r.passed++
		}
	case "fail":
		if !part {
			r.failed++
		}
		r.print(key)
	case "skip":
		if !part {
			r.skipped++
		}
		r.skips = append(r.skips, fmt.Sprintf("%s %s: %s", e.Package, e.Test, reason(r.said[key])))
	}
}

func (r *report) endPackage(e event, key string) {
	took := time.Duration(e.Elapsed * float64(time.Second)).Round(time.Millisecond)
	switch e.Action {
	case "pass":
		fmt.Fprintf(r.out, "ok    %-28s %v\n", e.Package, took)
	case "fail":
		r.print(key) // a panic, or what was printed outside of tests
		fmt.Fprintf(r.out, "FAIL  %-28s %v\n", e.Package, took)
		if r.failed == 0 {
			r.failed++ // it doesn't compile, or ended before a test did
		}
	}
}

func (r *report) print(key string) {
	for _, line := range r.said[key] {
		if !strings.HasPrefix(line, "=== ") && !strings.HasPrefix(line, "FAIL\t") && line != "PASS\n" {
			fmt.Fprint(r.out, line)
		}
	}
}

// reason finds what a skipped test said.
func reason(said []string) string {
	var words []string
	for _, line := range said {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ") {
			continue
		}
		if _, after, found := strings.Cut(line, ".go:"); found { // file.go:12: reason
			if _, text, found := strings.Cut(after, ": "); found {
				line = text
			}
		}
		words = append(words, line)
	}
	if len(words) == 0 {
		return "it doesn't say why"
	}
	return strings.Join(words, " ")
}

func (r *report) close() {
	if len(r.skips) > 0 {
		fmt.Fprintf(r.out, "\nSkipped:\n    %s\n", strings.Join(r.skips, "\n    "))
	}
	fmt.Fprintf(r.out, "\n%d passed, %d failed, %d skipped\n", r.passed, r.failed, r.skipped)
}
