package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A host serves a folder under /files/ as a static host does: packed with gzip where that
// helps, to be kept for ten minutes. It counts the bytes of what it sends. At /page.html
// stands an empty page.
type host struct {
	*httptest.Server
	folder string
	packed map[string][]byte // by path
	sent   atomic.Int64
	paths  sync.Map // of all that was asked for
}

// plain are the files that hosts pack.
var plain = []string{".html", ".js", ".mjs", ".css", ".json", ".wasm", ".svg", ".ipynb", ".txt", ".webmanifest"}

func newHost(folder string) (*host, error) {
	h := &host{folder: folder, packed: map[string][]byte{}}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains(plain, filepath.Ext(path)) {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var packed bytes.Buffer
		packer := gzip.NewWriter(&packed)
		_, err = packer.Write(content)
		err = errors.Join(err, packer.Close())
		h.packed[path] = packed.Bytes()
		return err
	})
	files := http.StripPrefix("/files/", http.FileServer(http.Dir(folder)))
	began := time.Now()
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/page.html" {
			fmt.Fprint(w, "<!doctype html><link rel=icon href=data:,>")
			return
		}
		w.Header().Set("Cache-Control", "max-age=600")
		to := counting{w, &h.sent}
		path := filepath.Join(folder, filepath.FromSlash(strings.TrimPrefix(r.URL.Path, "/files/")))
		if strings.HasSuffix(r.URL.Path, "/") {
			path = filepath.Join(path, "index.html")
		}
		h.paths.Store(path, true)
		if packed, ok := h.packed[path]; ok {
			w.Header().Set("Content-Encoding", "gzip")
			http.ServeContent(to, r, filepath.Base(path), began, bytes.NewReader(packed))
			return
		}
		files.ServeHTTP(to, r)
	}))
	return h, err
}

// asked returns the files that were asked for.
func (h *host) asked() []string {
	names := map[string]bool{}
	h.paths.Range(func(path, _ any) bool {
		if info, err := os.Stat(path.(string)); err == nil && !info.IsDir() {
			names[path.(string)] = true
		}
		return true
	})
	return slices.Sorted(maps.Keys(names))
}

// counting counts what is written.
type counting struct {
	http.ResponseWriter
	sent *atomic.Int64
}

func (c counting) Write(b []byte) (int, error) {
	n, err := c.ResponseWriter.Write(b)
	c.sent.Add(int64(n))
	return n, err
}

// brotli adds to a visit how many MB files have that a host packs with brotli, as tightly
// as it goes. What was packed before is unpacked first, if it is gzip's.
func brotli(ctx context.Context, names []string, to visit) error {
	const script = `const { promisify } = require("util"), zlib = require("zlib"), fs = require("fs");
		const brotli = promisify(zlib.brotliCompress), { BROTLI_PARAM_LGWIN } = zlib.constants;
		const size = async (name) => {
			const content = fs.readFileSync(name);
			if (/\.(whl|zip)$/.test(name)) return content.length;
			const plain = name.endsWith(".gz") ? zlib.gunzipSync(content) : content;
			return (await brotli(plain, { params: { [BROTLI_PARAM_LGWIN]: 24 } })).length;
		};
		Promise.all(process.argv.slice(1).map(size)).then((sizes) => console.log(sizes.reduce((a, b) => a + b, 0)));`
	node := exec.CommandContext(ctx, "node", append([]string{"-e", script, "--"}, names...)...)
	out, err := node.Output()
	if err != nil {
		return err
	}
	size := 0.0
	_, err = fmt.Sscan(string(out), &size)
	to.add("brotli", size/1e6)
	return err
}
