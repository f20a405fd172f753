package web

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"littlesteps/pkg/explorer/bundle"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/web/toolchain"
)

// Beside is the script, in a kit's folder, with which a page beside it is made live.
const Beside = "live.js"

// Live writes the end of a live page, which is one file: the scripts that make it live
// and a kit (see [Build]).
func Live(ctx context.Context, e *jupyter.Env, kit, to string) (err error) {
	work, err := os.MkdirTemp("", "steps-live-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	scripts := [2]string{filepath.Join(work, "starter.js"), filepath.Join(work, "inside.js")}
	for _, script := range scripts {
		if err := Bundle(ctx, e, e.Path("pkg/internal/web/live", filepath.Base(script)), script); err != nil {
			return err
		}
	}
	return End(scripts, kit, to)
}

// atLast are the files of a kit that a kernel needs last: they run what the others make.
var atLast = []string{Kernel, toolchain.Base}

// End writes what stands at the end of a live page: a script, the files of a kit, each in
// an element of its own, in the order in which they are needed, and another script. Both
// are ES modules; the first begins while the page is still being read.
func End(scripts [2]string, folder, to string) (err error) {
	list, err := os.ReadFile(filepath.Join(folder, Kit))
	if err != nil {
		return fmt.Errorf("the kernel's files: %w", err)
	}
	var files kit
	if err := json.Unmarshal(list, &files); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(folder, Kit), err)
	}
	var codes [2][]byte
	for i, script := range scripts {
		if codes[i], err = os.ReadFile(script); err != nil {
			return err
		}
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
	fmt.Fprintf(out, "<script type=\"module\" async>%s</script>\n", codes[0]) // esbuild lets no </script> stand in it
	element(Kit, list)
	for _, name := range slices.SortedFunc(maps.Keys(files.Files), func(a, b string) int {
		return cmp.Or(cmp.Compare(slices.Index(atLast, a), slices.Index(atLast, b)), cmp.Compare(a, b))
	}) {
		content, err := os.ReadFile(filepath.Join(folder, name+".gz"))
		if err != nil {
			return fmt.Errorf("the kernel's files: %w", err)
		}
		element(name+".gz", content)
	}
	fmt.Fprintf(out, "<script type=\"module\">%s</script>\n", codes[1])
	if err := out.Flush(); err != nil {
		return err
	}
	return file.Close()
}
