package exporter_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"littlesteps/pkg/jupyter"
)

// Each notebook makes a lecture: so many slides that it takes 30 to 45 minutes,
// and none so full that its type has to shrink to fit. It looks at the executed
// notebooks in build/, with the slide types that the notebooks have now.
func TestLectures(t *testing.T) {
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	runs, err := filepath.Glob(env.Path("build", "0*.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	if len(runs) == 0 {
		t.Skip("no executed notebooks in build/: run `go tool steps run`")
	}
	var lectures []string
	for _, run := range runs {
		lectures = append(lectures, withSlideTypes(t, run, env.Path("notebooks", filepath.Base(run))))
	}
	for _, w := range exportedAll(t, "slides", lectures...) {
		p := open(t, w.path, view{width: 1280})
		slides := ask[[]struct {
			At   string
			Zoom float64
			Long bool
		}](p, `(async () => { const all = [];
			for (const slide of Reveal.getSlides()) {
				const i = Reveal.getIndices(slide); Reveal.slide(i.h, i.v, 99); await new Promise(requestAnimationFrame);
				const box = slide.querySelector(".fit");
				all.push({ At: i.h + "." + i.v, Zoom: +(box.style.zoom || 1), Long: box.classList.contains("long") });
			} return all; })()`)
		t.Logf("%s: %d slides", filepath.Base(w.path), len(slides))
		if len(slides) < 20 || len(slides) > 35 {
			t.Errorf("%s has %d slides, want 20 to 35", filepath.Base(w.path), len(slides))
		}
		for _, s := range slides {
			if s.Long || s.Zoom < 0.7 {
				t.Errorf("%s: slide %s is too full: shown at %.2f of its size, scrolls %v", filepath.Base(w.path), s.At, s.Zoom, s.Long)
			}
		}
	}
}

// withSlideTypes copies an executed notebook, with the slide types of its source.
func withSlideTypes(t *testing.T, run, source string) string {
	t.Helper()
	cells := func(path string) (whole map[string]any, byID map[string]map[string]any) {
		whole, byID = map[string]any{}, map[string]map[string]any{}
		if err := json.Unmarshal([]byte(read(t, path)), &whole); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, cell := range whole["cells"].([]any) {
			c := cell.(map[string]any)
			byID[fmt.Sprint(c["id"])] = c["metadata"].(map[string]any)
		}
		return whole, byID
	}
	whole, ran := cells(run)
	_, written := cells(source)
	for id, metadata := range ran {
		if types, found := written[id]["slideshow"]; found {
			metadata["slideshow"] = types
		}
	}
	text, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), filepath.Base(run))
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
