package site

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The service worker lists each of the site's files with the sum of its content.
func TestOffline(t *testing.T) {
	folder := t.TempDir()
	if err := empty(folder); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(folder, "jupyter", "a page.html")
	if err := writeFile(page, []byte("words")); err != nil {
		t.Fatal(err)
	}
	if err := offline(folder); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join(folder, worker))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("words"))
	if want := `const files = {"jupyter/a page.html":"` + hex.EncodeToString(sum[:8]) + `"};`; !strings.Contains(string(script), want) {
		t.Errorf("the service worker lacks %s", want)
	}
	if err := empty(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(page); err == nil {
		t.Error("a site's folder wasn't emptied")
	}
}

// A folder with somebody's files is never emptied.
func TestEmptyKeepsOthersFiles(t *testing.T) {
	folder := t.TempDir()
	theirs := filepath.Join(folder, "letter.txt")
	if err := os.WriteFile(theirs, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := empty(folder); err == nil || !strings.Contains(err.Error(), "--to") {
		t.Errorf("a folder with other files: %v", err)
	}
	if _, err := os.Stat(theirs); err != nil {
		t.Error("somebody's file is gone")
	}
}
