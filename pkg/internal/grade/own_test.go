package grade

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// An exercise is ready as it is made; one whose solution is wrong isn't, and one that
// learners get without a gap can't be handed out.
func TestTry(t *testing.T) {
	needsTime(t)
	e, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "lesson.ipynb")
	if err := notebook.NewExercise(path, "logit"); err != nil {
		t.Fatal(err)
	}
	made, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, new, says, fails string }{
		{"", "", "logit: right with its solution, open as learners get it, 1 point\n", ""},
		{`"\treturn 2 * x\n"`, `"\treturn x\n"`, "You returned x as it is", "isn't ready"},
		{`return exercise.TODO`, `return x + x`, "leave a gap", "isn't ready"},
		{`return exercise.TODO`, `return 3 * x`, "not yet as learners get it", ""},
		{`points:1`, `points:one`, "", "write a number"},
		{`"hint:logit"`, `"solution:other"`, "", "solves no exercise"},
	} {
		text := string(made)
		if test.old != "" && !strings.Contains(text, test.old) {
			t.Fatalf("no %s in what was made", test.old)
		}
		if err := os.WriteFile(path, []byte(strings.Replace(text, test.old, test.new, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		err := Try(t.Context(), e, path, &said)
		if !strings.Contains(said.String(), test.says) || (err == nil) != (test.fails == "") || err != nil && !strings.Contains(err.Error(), test.fails) {
			t.Errorf("%s: %v, and %s", test.new, err, &said)
		}
	}
}
