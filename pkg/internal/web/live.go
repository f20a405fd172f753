package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"littlesteps/pkg/explorer/bundle"
	"littlesteps/pkg/internal/jupyter"
)

// Beside is the script, in a kit's folder, with which a page beside it is made live.
const Beside = "live.js"

// Live writes the end of a live page, which is one file: the script that makes it live
// and a kit (see [Build]).
func Live(ctx context.Context, e *jupyter.Env, kit, to string) (err error) {
	script := filepath.Join(filepath.Dir(to), "inside.js")
	if err := Bundle(ctx, e, e.Path("pkg/internal/web/live/inside.js"), script); err != nil {
		return err
	}
	return End(script, kit, to)
}

// End writes what stands at the end of a live page: a script, an ES module, and the files
// of a kit, each in an element of its own.
func End(script, folder, to string) (err error) {
	list, err := os.ReadFile(filepath.Join(folder, Kit))
	if err != nil {
		return fmt.Errorf("the kernel's files: %w", err)
	}
	var files kit
	if err := json.Unmarshal(list, &files); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(folder, Kit), err)
	}
	code, err := os.ReadFile(script)
	if err != nil {
		return err
	}
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	element := func(name string, content []byte) {
		fmt.Fprintf(out, "<script type=\"text/plain\" id=\"kit-%s\">", name)
		out.Write(bundle.Text(content))
		fmt.Fprint(out, "</script>\n")
	}
	element(Kit, list)
	for _, name := range slices.Sorted(maps.Keys(files.Files)) {
		content, err := os.ReadFile(filepath.Join(folder, name+".gz"))
		if err != nil {
			return fmt.Errorf("the kernel's files: %w", err)
		}
		element(name+".gz", content)
	}
	fmt.Fprintf(out, "<script type=\"module\">%s</script>\n", code) // esbuild lets no </script> stand in it
	if err := out.Flush(); err != nil {
		return err
	}
	return file.Close()
}
