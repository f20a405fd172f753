package jupyter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// What environment.md says about data of one's own runs as it stands there, with a
// table that has gaps.
func TestRecipe(t *testing.T) {
	env := realEnv(t)
	text, err := os.ReadFile(env.Path("environment.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, recipe, _ := strings.Cut(string(text), "\n## Data of your own\n")
	recipe, _, _ = strings.Cut(recipe, "\n## ")
	var cells []any
	add := func(source string) {
		cells = append(cells, map[string]any{
			"cell_type": "code", "id": fmt.Sprint("cell-", len(cells)), "source": source,
			"metadata": map[string]any{}, "outputs": []any{}, "execution_count": nil,
		})
	}
	for _, block := range regexp.MustCompile("(?s)```go\n(.*?)\n```").FindAllStringSubmatch(recipe, -1) {
		add(block[1])
	}
	if len(cells) < 7 {
		t.Fatalf("the recipe has %d cells", len(cells))
	}
	add("var kinds = whole.Col(\"kind\").Records()\n\n%%\ndisplay.Show(chart.Boxes(kinds, width))\nmust.Do(data.WriteFile(\"whole.csv\", whole))")

	folder := t.TempDir()
	var table strings.Builder
	table.WriteString("kind,length_mm,width_mm,note\n")
	for i := range 40 {
		width := fmt.Sprint(10 + i/3)
		if i%10 == 3 {
			width = "NA"
		}
		fmt.Fprintf(&table, "%c,%d.5,%s,\n", 'a'+rune(i%2), 30+i, width)
	}
	content, err := json.Marshal(map[string]any{
		"cells": cells, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": "gonb", "display_name": "Go (gonb)", "language": "go"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"leaves.csv": []byte(table.String()), "recipe.ipynb": content} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	options := RunOptions{To: filepath.Join(folder, "out"), Out: &out, Limit: 5 * time.Minute}
	if err := Run(t.Context(), env, []string{filepath.Join(folder, "recipe.ipynb")}, options); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	executed, err := os.ReadFile(filepath.Join(folder, "out", "recipe.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"40 leaves, 36 with both measurements", "A leaf of 60 mm is about 19."} {
		if !strings.Contains(string(executed), want) {
			t.Errorf("nothing says %q", want)
		}
	}
	if written, err := os.ReadFile(filepath.Join(folder, "whole.csv")); err != nil || bytes.Count(written, []byte("\n")) != 37 {
		t.Errorf("the table that was written: %v\n%s", err, written)
	}
}
