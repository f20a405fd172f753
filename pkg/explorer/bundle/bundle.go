// Package bundle builds the program that runs the explorers in a browser, from
// the checkout's own source, and packs it into three files:
//
//	explorer.wasm.gz    the program, WebAssembly, compressed
//	explorer.worker.js  Go's own loader and the few lines that start the program
//	explorer.html       both, for the end of an exported page
//
// A JupyterLab page takes the first two from its server, an exported page holds
// the third. The same source and the same Go give the same bytes, wherever the
// checkout lies.
package bundle

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// The names of the files.
const (
	Program = "explorer.wasm.gz"
	Worker  = "explorer.worker.js"
	Page    = "explorer.html"
)

// source is the package of the program.
const source = "littlesteps/pkg/explorer/wasm"

//go:embed worker.js
var starter []byte

//go:embed text.js
var decoder []byte

// Go prepares a go command that works on the checkout.
type Go func(ctx context.Context, args ...string) (*exec.Cmd, error)

// Build builds the program and writes the three files into the folder to, which
// it makes where it is missing. Each file is written whole or not at all.
//
// By hand the first step is
//
//	GOOS=js GOARCH=wasm CGO_ENABLED=0 GOFLAGS= GOWORK=off go build \
//		-trimpath -buildvcs=false -ldflags="-s -w -buildid=" ./pkg/explorer/wasm
func Build(ctx context.Context, golang Go, to string) error {
	program, err := compile(ctx, golang)
	if err != nil {
		return err
	}
	loader, err := goLoader(ctx, golang)
	if err != nil {
		return err
	}
	packed, err := compress(program)
	if err != nil {
		return err
	}
	// The worker is no module: what it shares with other scripts is put into it.
	worker := slices.Concat(loader, []byte("\n"), starter, []byte("\n"), bytes.Replace(decoder, []byte("export "), nil, 1))
	if err := os.MkdirAll(to, 0o755); err != nil {
		return fmt.Errorf("the explorers' program: %w", err)
	}
	return errors.Join(
		write(filepath.Join(to, Program), packed),
		write(filepath.Join(to, Worker), worker),
		write(filepath.Join(to, Page), page(packed, worker)))
}

// compile returns the program as WebAssembly. What would differ from machine to
// machine, paths and build ids, is left out.
func compile(ctx context.Context, golang Go) ([]byte, error) {
	dir, err := os.MkdirTemp("", "explorer-")
	if err != nil {
		return nil, fmt.Errorf("build the explorers' program: %w", err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "explorer.wasm")
	if _, err := output(ctx, golang, "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", file, source); err != nil {
		return nil, fmt.Errorf("build the explorers' program: %w", err)
	}
	return os.ReadFile(file)
}

// goLoader returns the script with which a page starts Go programs. It belongs
// to the Go version that built the program.
func goLoader(ctx context.Context, golang Go) ([]byte, error) {
	root, err := output(ctx, golang, "env", "GOROOT")
	if err != nil {
		return nil, fmt.Errorf("find Go's own loader: %w", err)
	}
	loader, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, fmt.Errorf("find Go's own loader: %w", err)
	}
	return loader, nil
}

// target are the variables for WebAssembly; they end with settings that must
// not come from the user's shell.
var target = []string{"GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT="}

func output(ctx context.Context, golang Go, args ...string) ([]byte, error) {
	cmd, err := golang(ctx, args...)
	if err != nil {
		return nil, err
	}
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env, target...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, strings.TrimSpace(complaint.String()))
	}
	return out, nil
}

// compress packs the program. The header holds neither name nor time.
func compress(program []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(program); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// page returns what an exported page holds: two scripts that a browser doesn't
// run, because it doesn't know their type.
func page(packed, worker []byte) []byte {
	var b bytes.Buffer
	b.WriteString(`<script type="text/plain" id="littlesteps-worker">`)
	b.Write(worker)
	b.WriteString("</script>\n<script type=\"text/plain\" id=\"littlesteps-program\">")
	b.Write(Text(packed))
	b.WriteString("</script>\n")
	return b.Bytes()
}

// Text writes bytes as characters that HTML takes as they are, seven bits each: a
// seventh more of them, where base64 takes a third. Those few that HTML would change have a
// higher bit set, which bytesOf in text.js drops.
func Text(content []byte) []byte {
	text := make([]byte, 0, len(content)*8/7+len(content)/32)
	put := func(c byte) {
		switch c {
		case 0, '\r', '<':
			text = utf8.AppendRune(text, rune(c)|0x80)
		default:
			text = append(text, c)
		}
	}
	bits, have := uint32(0), 0
	for _, b := range content {
		bits, have = bits<<8|uint32(b), have+8
		for have >= 7 {
			have -= 7
			put(byte(bits>>have) & 0x7f)
		}
	}
	if have > 0 {
		put(byte(bits<<(7-have)) & 0x7f)
	}
	return text
}

// write writes a file whole or not at all.
func write(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("the explorers' program: %w", err)
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("the explorers' program: %w", err)
	}
	return nil
}
