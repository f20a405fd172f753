package goexec

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/janpfeifer/gonb/internal/quickbuild"
)

// asideDir is the folder, inside that of the cells' programs, in which questions
// about code are answered. It is gopls' workspace.
func (s *State) asideDir() string {
	dir := filepath.Join(s.TempDir, "ask")
	_ = os.MkdirAll(dir, 0o700)
	return dir
}

// Beside returns a state that answers questions about code in a folder of its own,
// so that it can do so while s runs a cell.
func (s *State) Beside() (*State, error) {
	ask := &State{
		Kernel: s.Kernel, UniqueID: s.UniqueID, Package: s.Package, TempDir: s.asideDir(),
		Definitions: NewDeclarations(), trackingInfo: s.trackingInfo, gopls: s.gopls, rawError: true, Comms: s.Comms,
	}
	return ask, ask.Catch(s)
}

// Catch brings a state that [State.Beside] has made up to date with the cells' own:
// what is declared, the module's files, and the sources that the learner put there.
func (s *State) Catch(cells *State) error {
	if published := cells.published.Load(); published != nil {
		s.Definitions = published
	}
	entries, err := os.ReadDir(cells.TempDir)
	if err != nil {
		return err
	}
	theirs := map[string]bool{MainGo: true, MainTestGo: true, "other.go": true}
	for _, entry := range entries {
		name := entry.Name()
		source := strings.HasSuffix(name, ".go") && !theirs[name]
		if !source && name != "go.mod" && name != "go.sum" && name != "go.work" {
			continue
		}
		theirs[name] = true
		content := func(b []byte) []byte { return b }
		if !source {
			content = standIn
		}
		if err := renew(filepath.Join(s.TempDir, name), filepath.Join(cells.TempDir, name), content); err != nil {
			return err
		}
	}
	have, err := os.ReadDir(s.TempDir)
	if err != nil {
		return err
	}
	for _, entry := range have {
		if strings.HasSuffix(entry.Name(), ".go") && !theirs[entry.Name()] {
			if err := os.Remove(filepath.Join(s.TempDir, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// standIn has a module's file name the folder that stands for the checkout, where there
// is one ([quickbuild.StandInVariable] says why).
func standIn(file []byte) []byte {
	folder := os.Getenv(quickbuild.StandInVariable)
	plan, err := quickbuild.Load(os.Getenv(quickbuild.PlanVariable))
	if _, missing := os.Stat(filepath.Join(folder, "go.mod")); folder == "" || err != nil || missing != nil {
		return file
	}
	path := regexp.MustCompile(`(?m)(^|[\s"])` + regexp.QuoteMeta(plan.Root) + `("|\s|$)`)
	return path.ReplaceAll(file, []byte("${1}"+strings.ReplaceAll(folder, "$", "$$")+"${2}"))
}

// isCheckout says whether a folder is the checkout or stands for it. gopls reads there
// what cells import. To watch all that lies in it, and to show gopls each file as one
// that is being written, is what gonb does for a module of the learner's own.
func isCheckout(folder string) bool {
	plan, err := quickbuild.Load(os.Getenv(quickbuild.PlanVariable))
	return folder == os.Getenv(quickbuild.StandInVariable) || err == nil && folder == plan.Root
}

// renew copies a file with its time, with what content makes of it, unless the time is
// the same already.
func renew(to, from string, content func([]byte) []byte) error {
	now, err := os.Stat(from)
	if err != nil {
		return err
	}
	if then, err := os.Stat(to); err == nil && then.ModTime().Equal(now.ModTime()) {
		return nil
	}
	file, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.WriteFile(to, content(file), 0o600); err != nil {
		return err
	}
	return os.Chtimes(to, now.ModTime(), now.ModTime())
}

// Publish shows what is declared now to those who ask beside the cells.
func (s *State) Publish() { s.published.Store(s.Definitions.snapshot()) }

// snapshot returns a copy that shares nothing which anybody changes.
func (d *Declarations) snapshot() *Declarations {
	c := NewDeclarations()
	copyEach(c.Imports, d.Imports)
	copyEach(c.Functions, d.Functions)
	copyEach(c.Types, d.Types)
	variables := copyEach(c.Variables, d.Variables)
	for _, v := range c.Variables {
		tuple := make([]*Variable, len(v.TupleDefinitions))
		for i, other := range v.TupleDefinitions {
			tuple[i] = variables[other]
			if tuple[i] == nil {
				tuple[i] = other
			}
		}
		if v.TupleDefinitions != nil {
			v.TupleDefinitions = tuple
		}
	}
	constants := copyEach(c.Constants, d.Constants)
	for _, k := range c.Constants {
		if next := constants[k.Next]; next != nil {
			k.Next = next
		}
		if prev := constants[k.Prev]; prev != nil {
			k.Prev = prev
		}
	}
	return c
}

// copyEach copies declarations, and returns the copy of each.
func copyEach[T any](to, from map[string]*T) map[*T]*T {
	copies := make(map[*T]*T, len(from))
	for name, one := range from {
		twin := *one
		to[name], copies[one] = &twin, &twin
	}
	return copies
}
