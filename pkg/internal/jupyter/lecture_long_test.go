package jupyter

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/notebook"
	"littlesteps/pkg/internal/suite"
)

// executionsVariable says how many executions TestSameBytesEachTime compares,
// where 50 are too many or too few.
const executionsVariable = "LITTLESTEPS_EXECUTIONS"

// Each execution of a notebook gives the same bytes, 50 times in a row. Outputs
// that a cell sent at its very end were once lost, in 1 of 24.
func TestSameBytesEachTime(t *testing.T) {
	if os.Getenv(suite.LongVariable) == "" {
		t.Skip("50 executions of each notebook take a quarter of an hour or more: run with --long")
	}
	executions := 50
	if text := os.Getenv(executionsVariable); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 2 {
			t.Fatalf("%s is %q: want a number, 2 or more", executionsVariable, text)
		}
		executions = n
	}
	e := realEnv(t)
	folder := t.TempDir()
	first := filepath.Join(folder, "first")
	for i := range executions {
		to := first
		if i > 0 {
			to = filepath.Join(folder, "again")
		}
		out := &lockedBuffer{}
		if err := Run(t.Context(), e, nil, RunOptions{To: to, Out: out, Limit: 10 * time.Minute}); err != nil {
			t.Fatalf("execution %d: %v\n%s", i+1, err, out)
		}
		copies, err := filepath.Glob(filepath.Join(first, "*.ipynb"))
		if err != nil || len(copies) == 0 {
			t.Fatalf("no copies: %v", err)
		}
		for _, path := range copies {
			sameBytes(t, path, filepath.Join(to, filepath.Base(path)))
		}
		if t.Failed() {
			t.Fatalf("that was execution %d", i+1)
		}
	}
	t.Logf("%d executions, the same bytes each time", executions)
}

// A learner runs cells in any order. Each works, or says which name it misses,
// and that name is one that another cell of the notebook declares or imports. Eight
// cells of one notebook; with --long all of all, in five orders.
func TestCellsInAnyOrder(t *testing.T) {
	t.Parallel()
	e := realEnv(t)
	seeds, names, most := []uint64{1}, []string{"02_more_parameters"}, 8
	if os.Getenv(suite.LongVariable) != "" {
		most = 1000
		seeds, names = []uint64{1, 2, 3, 4, 5}, []string{"01_little_steps", "02_more_parameters", "03_advanced_options", "04_after_the_lecture"}
	}
	for _, name := range names {
		for _, seed := range seeds {
			t.Run(fmt.Sprintf("%s/%d", name, seed), func(t *testing.T) {
				anyOrder(t, e, name, seed, most)
			})
		}
	}
}

var missingName = regexp.MustCompile(`undefined: (\w+)`)

func anyOrder(t *testing.T, e *Env, name string, seed uint64, most int) {
	folder := t.TempDir()
	path := filepath.Join(folder, name+".ipynb")
	shuffle(t, e.Path("notebooks", name+".ipynb"), path, seed, most)
	n, err := notebook.Read(e.Path("notebooks", name+".ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	out := &lockedBuffer{}
	results, err := run(t.Context(), e, []string{path}, RunOptions{AllowErrors: true, To: filepath.Join(folder, "to"), Out: out, Limit: 5 * time.Minute})
	if len(results) != 1 || results[0].copy == "" {
		t.Fatalf("it wasn't run to its end: %v\n%s", err, out)
	}
	failures := results[0].failures
	t.Logf("%d of %d cells miss something", len(failures), min(most, len(n.Codes())))
	for _, f := range failures {
		text := f.String()
		missing := missingName.FindAllStringSubmatch(text, -1)
		if len(missing) == 0 {
			t.Errorf("doesn't say what it misses: %s", text)
		}
		for _, match := range missing {
			if !elsewhere(n, match[1]) {
				t.Errorf("misses %s, which no cell has: %s", match[1], text)
			}
		}
	}
}

// elsewhere says whether a cell declares the name, or imports a package of it.
func elsewhere(n *notebook.Notebook, name string) bool {
	return slices.ContainsFunc(n.Codes(), func(c notebook.Cell) bool {
		return c.Declares(name) || strings.Contains(c.Source, "import") && regexp.MustCompile(`"(.*/)?`+name+`"`).MatchString(c.Source)
	})
}

// shuffle writes a notebook with its code cells in another order, and some at most.
func shuffle(t *testing.T, from, to string, seed uint64, most int) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	if err := json.Unmarshal(data, &whole); err != nil {
		t.Fatal(err)
	}
	codes := slices.DeleteFunc(whole["cells"].([]any), func(cell any) bool { return cell.(map[string]any)["cell_type"] != "code" })
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(codes), func(i, j int) { codes[i], codes[j] = codes[j], codes[i] })
	whole["cells"] = codes[:min(most, len(codes))]
	if data, err = json.Marshal(whole); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
