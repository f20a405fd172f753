package exporter_test

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"littlesteps/pkg/internal/jupyter"
)

// Each notebook makes a lecture: neither a handful of slides nor a hundred,
// and none so full that its type has to shrink to fit.
func TestLectures(t *testing.T) {
	if testing.Short() {
		t.Skip("executing notebooks takes half a minute: leave out -short")
	}
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var out bytes.Buffer
	if err := jupyter.Run(t.Context(), env, nil, jupyter.RunOptions{To: folder, Out: &out, Limit: 10 * time.Minute}); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	lectures, err := filepath.Glob(filepath.Join(folder, "*.ipynb"))
	if err != nil || len(lectures) != 4 {
		t.Fatalf("executed: %v, %v", lectures, err)
	}
	for _, w := range exportedAll(t, "slides", lectures...) {
		p := open(t, w.path, view{width: 1920, height: 1080})
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
		if len(slides) < 15 || len(slides) > 50 {
			t.Errorf("%s has %d slides, want 15 to 50", filepath.Base(w.path), len(slides))
		}
		for _, s := range slides {
			if s.Long || s.Zoom < 0.62 {
				t.Errorf("%s: slide %s is too full: shown at %.2f of its size, scrolls %v", filepath.Base(w.path), s.At, s.Zoom, s.Long)
			}
		}
	}
}
