package suite

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// What packages share is made once, also where several ask at a time; what couldn't be
// made is tried again, and nothing half made is handed out.
func TestShared(t *testing.T) {
	t.Setenv(FolderVariable, t.TempDir())
	if _, err := Shared(t, "pages", func(folder string) error {
		os.WriteFile(filepath.Join(folder, "half"), nil, 0o600)
		return errors.New("no room")
	}); err == nil || err.Error() != "no room" {
		t.Errorf("the error is %v", err)
	}
	var made atomic.Int32
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			folder, err := Shared(t, "pages", func(folder string) error {
				made.Add(1)
				return os.WriteFile(filepath.Join(folder, "page"), []byte("all"), 0o600)
			})
			if err != nil {
				t.Error(err)
			}
			if page, err := os.ReadFile(filepath.Join(folder, "page")); err != nil || string(page) != "all" {
				t.Errorf("%q, %v", page, err)
			}
			if _, err := os.Stat(filepath.Join(folder, "half")); err == nil {
				t.Error("what was half made is there")
			}
		})
	}
	group.Wait()
	if n := made.Load(); n != 1 {
		t.Errorf("made %d times", n)
	}
}
