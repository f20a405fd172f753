package bench

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A host packs what can be packed, counts what it sends, and knows what was asked for.
func TestHost(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{"index.html": strings.Repeat("words ", 1000), "program.gz": strings.Repeat("p", 1000), "other.gz": "never asked for"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h, err := newHost(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	get := func(path string) (length int, sent int64) {
		t.Helper()
		before := h.sent.Load()
		answer, err := http.Get(h.URL + path) // it unpacks
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		content, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %s %v", path, answer.Status, err)
		}
		return len(content), h.sent.Load() - before
	}
	if length, sent := get("/files/"); length != 6000 || sent < 20 || sent > 200 {
		t.Errorf("the index has %d bytes, of which %d were sent", length, sent)
	}
	if length, sent := get("/files/program.gz"); length != 1000 || sent != 1000 {
		t.Errorf("the program has %d bytes, of which %d were sent", length, sent)
	}
	if _, sent := get("/page.html"); sent != 0 {
		t.Errorf("%d bytes of the empty page were counted", sent)
	}
	if want := []string{filepath.Join(folder, "index.html"), filepath.Join(folder, "program.gz")}; !slices.Equal(h.asked(), want) {
		t.Errorf("asked for %v, not %v", h.asked(), want)
	}
}

func TestRatios(t *testing.T) {
	got := ratios(visit{"prints": {0.2, 0.3, 0.4}, "ready": {1}}, visit{"prints": {0.6}, "first": {2}})
	if of := got.cell("prints"); of != "0.50" || got.cell("ready")+got.cell("first") != "" {
		t.Errorf("%v", got)
	}
}
