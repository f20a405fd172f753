package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

const worker = "service-worker.js"

// offline puts the service worker into a site, with the sums of the site's files.
func offline(site string) error {
	sums := map[string]string{}
	err := fs.WalkDir(os.DirFS(site), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path == marker {
			return err
		}
		content, err := os.ReadFile(filepath.Join(site, filepath.FromSlash(path)))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		sums[path] = hex.EncodeToString(sum[:8])
		return nil
	})
	if err != nil {
		return err
	}
	script, err := files.ReadFile("files/" + worker)
	if err != nil {
		return err
	}
	list, err := json.Marshal(sums)
	if err != nil {
		return err
	}
	const place = "const files = {};"
	filled := bytes.Replace(script, []byte(place), append(append([]byte("const files = "), list...), ';'), 1)
	if bytes.Equal(filled, script) {
		return errors.New("the service worker has no place for the list of files")
	}
	return os.WriteFile(filepath.Join(site, worker), filled, 0o644)
}
