package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
)

// Kit is the file that lists a kit's others: {"files": {"base.wasm": {"plain": …,
// "gzip": …, "sha256": …}, …}}. Each lies beside it as NAME.gz, and only so: sizes are in
// bytes, the sum is that of the packed file. What stands under "later" is fetched when a
// cell needs it.
const Kit = "kit.json"

type kit struct {
	Files map[string]packed `json:"files"`
	Later map[string]packed `json:"later"`
}

// A packed file is listed by its sizes and its sum.
type packed struct {
	Plain  int64  `json:"plain"`
	Packed int64  `json:"gzip"`
	Sum    string `json:"sha256"`
}

// pack puts files of one folder into another, packed, and lists them there in [Kit].
func pack(from, to string, names, later []string) error {
	k := kit{map[string]packed{}, map[string]packed{}}
	for list, names := range map[*map[string]packed][]string{&k.Files: names, &k.Later: later} {
		for _, name := range names {
			p, err := packFile(filepath.Join(from, name), filepath.Join(to, name+".gz"))
			if err != nil {
				return err
			}
			(*list)[name] = p
		}
	}
	list, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, Kit), list, 0o644)
}

func packFile(from, to string) (p packed, err error) {
	content, err := os.ReadFile(from)
	if err != nil {
		return p, err
	}
	var out bytes.Buffer
	packer, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return p, err
	}
	if _, err := packer.Write(content); err != nil {
		return p, err
	}
	if err := packer.Close(); err != nil {
		return p, err
	}
	sum := sha256.Sum256(out.Bytes())
	return packed{int64(len(content)), int64(out.Len()), hex.EncodeToString(sum[:])}, os.WriteFile(to, out.Bytes(), 0o644)
}
