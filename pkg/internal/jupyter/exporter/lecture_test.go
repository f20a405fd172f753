package exporter_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"littlesteps/pkg/internal/envtest"
)

// Each notebook makes a lecture: neither a handful of slides nor a hundred,
// none so full that it can't be read, and none that leaves its speaker alone; and its file
// is small.
func TestLectures(t *testing.T) {
	lectures, err := filepath.Glob(filepath.Join(envtest.Executed(t), "*.ipynb"))
	if err != nil || len(lectures) != 4 {
		t.Fatalf("executed: %v, %v", lectures, err)
	}
	for _, w := range exportedAll(t, "slides", lectures...) {
		checkSize(t, w.path, 1_250_000) // pages hold less: what turns slides
		for _, screen := range []struct {
			view
			zoom, least float64 // the least
		}{{view{width: 1920, height: 1080}, 0.69, 14.9}, {view{width: 1024, height: 768}, 0.9, 15.5}} {
			lookThrough(t, w.path, screen.view, screen.zoom, screen.least)
		}
	}
}

// lookThrough looks at each slide: whether it fits, how small its smallest type is in
// pixels, and whether it tells the speaker something.
func lookThrough(t *testing.T, path string, screen view, zoom, smallest float64) {
	p := open(t, path, screen)
	slides := ask[[]struct {
		At          string
		Zoom, Type  float64
		Long, Notes bool
	}](p, `(async () => { const all = [];
		for (const slide of Reveal.getSlides()) {
			const i = Reveal.getIndices(slide); Reveal.slide(i.h, i.v, 99); await new Promise(requestAnimationFrame);
			const explorer = slide.querySelector(".lsx");
			for (let k = 0; explorer && !explorer.dataset.shown && k < 600; k++) await new Promise((r) => setTimeout(r, 100));
			const box = slide.querySelector(".fit"), zoom = +(box.style.zoom || 1);
			const types = [...box.querySelectorAll("p, li, td, pre, summary, figcaption, svg text")].filter((e) => e.checkVisibility() && e.textContent.trim()).map((e) => {
				const svg = e.closest("svg");
				return parseFloat(getComputedStyle(e).fontSize) * (svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : Reveal.getScale() * zoom); });
			all.push({ At: i.h + "." + i.v, Zoom: zoom, Type: Math.min(...types), Long: box.classList.contains("long"),
				Notes: slide.querySelector(".notes")?.textContent.trim().length > 20 });
		} return all; })()`)
	name := fmt.Sprintf("%s on %d×%d", filepath.Base(path), screen.width, screen.height)
	t.Logf("%s: %d slides", name, len(slides))
	if len(slides) < 15 || len(slides) > 60 {
		t.Errorf("%s: %d slides, want 15 to 60", name, len(slides))
	}
	for _, s := range slides {
		if s.Long || s.Zoom < zoom || s.Type < smallest {
			t.Errorf("%s: slide %s is too full: shown at %.2f of its size, type of %.1f px, scrolls %v", name, s.At, s.Zoom, s.Type, s.Long)
		}
		if !s.Notes {
			t.Errorf("%s: slide %s tells its speaker nothing", name, s.At)
		}
	}
}
