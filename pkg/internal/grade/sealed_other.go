//go:build unix && !linux

package grade

import (
	"crypto/sha256"
	"fmt"
	"os"
)

// A sealed program is one that is compared with what it was before each start.
type sealed struct {
	name string
	sum  [sha256.Size]byte
}

func seal(path string) (*sealed, error) {
	program, err := os.ReadFile(path)
	if err == nil {
		err = os.Chmod(path, 0o500)
	}
	return &sealed{path, sha256.Sum256(program)}, err
}

func (s *sealed) path() (string, error) {
	program, err := os.ReadFile(s.name)
	if err == nil && sha256.Sum256(program) != s.sum {
		err = fmt.Errorf("the judge %s was changed by somebody: nothing that it says counts", s.name)
	}
	return s.name, err
}

func (s *sealed) close() {}
