package web

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
)

// Kit is the file that lists a kit's others, each with its size, plain and packed.
const Kit = "kit.json"

// A size is a file's, in bytes.
type size struct {
	Plain  int64 `json:"plain"`
	Packed int64 `json:"gzip"`
}

// pack puts beside each of a folder's files one that is packed, and lists them in [Kit].
func pack(folder string, names []string) error {
	var kit struct {
		Files map[string]size `json:"files"`
	}
	kit.Files = map[string]size{}
	for _, name := range names {
		s, err := packFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		kit.Files[name] = s
	}
	list, err := json.Marshal(kit)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, Kit), list, 0o644)
}

func packFile(path string) (s size, err error) {
	from, err := os.Open(path)
	if err != nil {
		return s, err
	}
	defer from.Close()
	to, err := os.Create(path + ".gz")
	if err != nil {
		return s, err
	}
	defer to.Close()
	packer, err := gzip.NewWriterLevel(to, gzip.BestCompression)
	if err != nil {
		return s, err
	}
	if s.Plain, err = io.Copy(packer, from); err != nil {
		return s, err
	}
	if err := packer.Close(); err != nil {
		return s, err
	}
	s.Packed, err = to.Seek(0, io.SeekCurrent)
	return s, err
}
