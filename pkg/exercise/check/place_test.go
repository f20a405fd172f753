package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// Every check stands in a notebook, and every check is tried with everything that
// learners hand in: as an exercise that registers itself, or among the judged.
func TestEveryCheckHasItsPlace(t *testing.T) {
	lesson := ""
	notebooks, err := filepath.Glob("../../../notebooks/*.ipynb")
	if err != nil || len(notebooks) < 3 {
		t.Fatal(notebooks, err)
	}
	for _, path := range notebooks {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lesson += string(data)
	}
	checks := 0
	for name, registered := range exported(t) {
		checks++
		if !strings.Contains(lesson, "check."+name+"(") {
			t.Errorf("check.%s stands in no notebook", name)
		}
		if _, known := judged[name]; known == registered {
			t.Errorf("check.%s: registers itself: %v, is judged: %v; want one of the two", name, registered, known)
		}
	}
	if checks < 10 {
		t.Errorf("%d checks found in the sources", checks)
	}
}

// exported finds the checks in the package's sources, and whether each is made of a
// registered exercise.
func exported(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range file.Decls {
			f, ok := declared.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() || f.Recv != nil || f.Type.Results == nil || strings.HasSuffix(path, "_test.go") {
				continue
			}
			selector, isAnswer := f.Type.Results.List[0].Type.(*ast.SelectorExpr)
			if isAnswer && selector.Sel.Name == "Answer" {
				found[f.Name.Name] = callsCheck(f)
			}
		}
	}
	return found
}

func callsCheck(f *ast.FuncDecl) (calls bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		calls = calls || ok && selector.Sel.Name == "Check"
		return true
	})
	return calls
}

// The Wrong of every mistake is a function of the oracle's own type.
func TestMistakesAreOfTheOraclesType(t *testing.T) {
	for _, c := range all {
		for _, m := range c.Mistakes {
			if got, want := reflect.TypeOf(m.Wrong), reflect.TypeOf(c.Truth); got != want {
				t.Errorf("%s: %q is made by a %v, not a %v", c.Name, m.Message, got, want)
			}
		}
	}
}
