package grade

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"littlesteps/pkg/internal/grade/program"
	"littlesteps/pkg/internal/handin"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// Lessons reads the notebooks that have exercises, from files and folders, or those of
// the checkout. The notebooks are the teacher's own, with the checks in them.
func Lessons(e *jupyter.Env, paths ...string) ([]*program.Lesson, error) {
	files, err := lessonFiles(e, paths)
	if err != nil {
		return nil, err
	}
	var lessons []*program.Lesson
	for _, path := range files {
		n, err := notebook.Read(path)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(n.Cells, func(c notebook.Cell) bool { return c.Exercise() != "" }) {
			continue
		}
		name := strings.TrimSuffix(filepath.Base(path), ".ipynb")
		if slices.ContainsFunc(lessons, func(l *program.Lesson) bool { return l.Name == name }) {
			return nil, fmt.Errorf("two of the lesson's notebooks are called %s: rename one", name)
		}
		l, err := program.NewLesson(name, n)
		if err != nil {
			return nil, err
		}
		lessons = append(lessons, l)
	}
	if len(lessons) == 0 {
		return nil, fmt.Errorf("there are no exercises in %s: tag their cells, such as exercise:logit", cmp.Or(strings.Join(paths, ", "), "the lesson's notebooks"))
	}
	return lessons, nil
}

func lessonFiles(e *jupyter.Env, paths []string) (files []string, err error) {
	if len(paths) == 0 {
		checkout := *e
		checkout.Work = "" // there somebody works; the lesson's own are in the checkout
		return checkout.Resolve()
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		found, err := filepath.Glob(filepath.Join(path, "*.ipynb"))
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	return files, nil
}

// fingerprint changes with whatever the checks are made of, besides the lessons'
// notebooks.
func fingerprint(e *jupyter.Env) (string, error) {
	sum := sha256.New()
	err := filepath.WalkDir(e.Path("pkg"), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "internal" || entry.Name() == "cmd"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		data, err := os.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(data), data)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// read makes a row of each notebook, and says in it why one can't be graded. Of what a
// learner has handed in more than once the newest counts.
func (g *grader) read(hands []handin.HandIn) *Table {
	t := &Table{Lessons: g.lessons}
	latest := map[string]*Row{}
	for _, h := range hands {
		row := &Row{Learner: h.Learner, File: h.Name, From: h.From, Time: h.Time, Late: h.Late}
		err := g.open(row, h)
		if err != nil {
			row.Problem = strings.TrimPrefix(err.Error(), h.From+" ")
			t.Rows = append(t.Rows, row)
			continue
		}
		key := h.Learner.Key() + "\x00" + row.Lesson
		if old := latest[key]; old != nil {
			again := old.Again + 1
			if row.Time.Before(old.Time) {
				row = old
			}
			*old = *row
			old.Again = again
			continue
		}
		latest[key] = row
		t.Rows = append(t.Rows, row)
	}
	for _, row := range t.Rows {
		if known, ok := g.options.Known[row.Print]; ok && row.Problem == "" && known.graded() {
			row.Results = known.Results
		}
	}
	return t
}

// open reads a notebook and finds the lesson that it is a copy of.
func (g *grader) open(row *Row, h handin.HandIn) error {
	n, err := notebook.Parse(h.From, h.Data)
	if err != nil {
		return errors.New(handedIn(err))
	}
	l := program.Match(g.lessons, n)
	if l == nil {
		return errors.New("it has none of the lesson's exercises")
	}
	row.notebook, row.lesson, row.Lesson = n, l, l.Name
	sum := sha256.Sum256(slices.Concat([]byte(g.print), l.Source, []byte{0}, h.Data))
	row.Print = hex.EncodeToString(sum[:])
	return nil
}

// handedIn is an error about a notebook without the advice that is meant for who works
// in it: the teacher can't bring a learner's back.
func handedIn(err error) string {
	text, _, _ := strings.Cut(err.Error(), ": bring it back")
	text, _, _ = strings.Cut(text, ": choose one, or bring")
	return text
}
