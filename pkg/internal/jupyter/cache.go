package jupyter

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// LinkCache makes a cache of Go's, or of gopls's, in the folder to, out of links into the
// one in the folder from, which is only read. Go finds there all that was
// compiled before, and adds what it compiles itself. That takes a moment and no
// room, so each container of an image can have one. Links that are there stay.
//
// Go removes entries that are older than five days. What lies in from must say
// that it is from the future to be kept, since nobody can touch it there.
func LinkCache(to, from string) error {
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o775)
		case entry.Name() == "trim.txt":
			return nil // Go writes it
		}
		err = os.Symlink(path, filepath.Join(to, rel))
		if errors.Is(err, fs.ErrExist) {
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("can't link what lies in %s into %s: %w", from, to, err)
	}
	return nil
}
