package notebook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
)

// exerciseName is what an exercise may be called: its tags, ids and functions have it.
var exerciseName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// NewExercise adds the cells of an exercise to the end of the notebook at path, or of a
// new one where there is none: question, check, the cell with the gap, hint, solution,
// and a note for teachers. They work as they are, and wait to be rewritten.
func NewExercise(path, name string) error {
	if !exerciseName.MatchString(name) {
		return fmt.Errorf("an exercise can't be called %q: write small letters, numbers and hyphens, such as one-step", name)
	}
	n, err := Read(path)
	if errors.Is(err, os.ErrNotExist) {
		n, err = Parse(path, []byte(emptyLesson))
	}
	if err != nil {
		return err
	}
	for _, c := range n.Cells {
		if c.Exercise() == name {
			return fmt.Errorf("%s has the exercise %s already, in %s", path, name, c)
		}
	}
	var added []string
	for _, c := range template {
		fill := strings.NewReplacer("NAME", name, "CAMEL", camel(name), "TITLE", strings.ReplaceAll(name, "-", " ")).Replace
		execution := ""
		if c.kind == "code" {
			execution = `
   "execution_count": null,
   "outputs": [],`
		}
		var tags []string
		for _, tag := range c.tags {
			tags = append(tags, quote(fill(tag)))
		}
		var lines []string
		for line := range strings.Lines(fill(c.source)) {
			lines = append(lines, "    "+quote(line))
		}
		added = append(added, fmt.Sprintf(`  {
   "cell_type": %q,
   "id": %s,%s
   "metadata": {"tags": [%s]},
   "source": [
%s
   ]
  }`, c.kind, quote(fill(c.id)), execution, strings.Join(tags, ", "), strings.Join(lines, ",\n")))
	}
	items := n.root.get("cells").items
	end := items[len(items)-1].end
	if err := n.apply([]splice{{end, end, ",\n" + strings.Join(added, ",\n")}}); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return n.Save(path)
}

// camel is OneStep of one-step.
func camel(name string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(name, "-") {
		b.WriteRune(unicode.ToUpper(rune(part[0])))
		b.WriteString(part[1:])
	}
	return b.String()
}

// template are the cells of an exercise.
var template = []struct {
	id, kind string
	tags     []string
	source   string
}{
	{"NAME-question", "markdown", []string{"exercise:NAME"}, "### Exercise: TITLE\n\n**What is asked for?** Say it here, before the answer."},
	{"NAME-check", "code", []string{"check:NAME"}, `// checkCAMEL knows what is right. Learners don't get this cell.
func checkCAMEL(mine any) exercise.Answer {
	task := exercise.Complete{
		Name:  "TITLE",
		Args:  "x",
		Truth: func(x float64) float64 { return 2 * x },
		Mistakes: []exercise.Mistake{{
			Message: "You returned x as it is: it is to be doubled.",
			Wrong:   func(x float64) float64 { return x },
		}},
	}
	return task.Check(mine)
}`},
	{"NAME", "code", []string{"exercise:NAME", "points:1"}, `func myCAMEL(x float64) float64 {
	return exercise.TODO
}

%%
display.Show(checkCAMEL(myCAMEL))`},
	{"NAME-hint", "markdown", []string{"hint:NAME"}, "<details>\n<summary>A hint</summary>\n\nA question that leads on, not the answer.\n\n</details>"},
	{"NAME-solution", "markdown", []string{"solution:NAME"}, "<details>\n<summary>Solution</summary>\n\n```go\nfunc myCAMEL(x float64) float64 {\n\treturn 2 * x\n}\n```\n\nWhy it is so, in a sentence.\n\n</details>"},
	{"NAME-note", "markdown", []string{TagNote}, "<details>\n<summary>For teachers</summary>\n\nWhat it is for, and how long it takes.\n\n</details>"},
}

const emptyLesson = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "title",
   "metadata": {},
   "source": "# A lesson of your own"
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "imports",
   "metadata": {},
   "outputs": [],
   "source": "%noautoget\nimport (\n\t\"littlesteps/pkg/display\"\n\t\"littlesteps/pkg/exercise\"\n)"
  }
 ],
 "metadata": {
  "kernelspec": {"display_name": "Go (gonb)", "language": "go", "name": "gonb"},
  "language_info": {"file_extension": ".go", "mimetype": "text/x-go", "name": "go"}
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`
