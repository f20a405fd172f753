package bundle

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// listed asks for the files of the packages that belong to the checkout, and for
// the versions of all others.
const listed = `{{if .Standard}}{{else if .Module.Main}}{{$dir := .Dir}}` +
	`{{range .GoFiles}}file {{$dir}}/{{.}}{{"\n"}}{{end}}{{range .EmbedFiles}}file {{$dir}}/{{.}}{{"\n"}}{{end}}` +
	`{{else}}module {{.Module.Path}} {{.Module.Version}}{{"\n"}}{{end}}`

// Inputs names all that the three files are made of, as one short word: the
// sources in the checkout, the versions of the modules, and that of Go. As long
// as it stays the same, [Build] would write the same bytes.
func Inputs(ctx context.Context, golang Go) (string, error) {
	version, err := output(ctx, golang, "env", "GOVERSION")
	if err != nil {
		return "", fmt.Errorf("list the explorers' sources: %w", err)
	}
	list, err := output(ctx, golang, "list", "-deps", "-f", listed, source)
	if err != nil {
		return "", fmt.Errorf("list the explorers' sources: %w", err)
	}
	lines := strings.Split(strings.TrimSpace(string(list)), "\n")
	slices.Sort(lines)
	sum := sha256.New()
	fmt.Fprintln(sum, strings.TrimSpace(string(version)))
	sum.Write(starter)
	sum.Write(decoder)
	for _, line := range slices.Compact(lines) {
		path, isFile := strings.CutPrefix(line, "file ")
		if !isFile {
			fmt.Fprintln(sum, line)
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("list the explorers' sources: %w", err)
		}
		// Not the whole path: the checkout may lie anywhere.
		fmt.Fprintf(sum, "file %s %d\n", filepath.Base(path), len(content))
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}
