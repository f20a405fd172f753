package must

import (
	"errors"
	"os/exec"
	"regexp"
	"testing"
)

func TestOfNamesTheCellsLinesAndExits(t *testing.T) {
	output, err := exec.Command("go", "run", "./testdata/cell").CombinedOutput()
	if err == nil {
		t.Fatal("a failed cell must end with a status other than 0")
	}
	want := regexp.MustCompile(`^strconv.Atoi: parsing "seven": invalid syntax
  at .*/main\.go:11
  called at .*/main\.go:16
exit status 1
$`)
	if !want.Match(output) {
		t.Errorf("got\n%s\nwant a match of\n%s", output, want)
	}
}

func TestReport(t *testing.T) {
	want := "no such column\n  at main.go:11\n  called at main.go:16\n"
	if got := report(errors.New("no such column\n"), []string{"main.go:11", "main.go:16"}); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if places := callers(); len(places) > 0 {
		t.Errorf("a test isn't a cell: %q", places)
	}
}
