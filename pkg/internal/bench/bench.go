package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"littlesteps/pkg/internal/jupyter"
)

// Options say what is measured.
type Options struct {
	Env       *jupyter.Env
	Out       io.Writer
	Sections  []string // of [Sections]; none means all but set-up
	Rounds    int      // how often cells, waits, the lesson and the export are measured
	Python    string   // one with numpy and what else is to be compared; "" compares with none
	Pyodide   string   // a folder with Pyodide and the packages of the lesson in Python; "" compares with none
	Notebooks []string // whose cells are measured
}

// A section measures one kind of thing.
type section struct {
	name    string
	measure func(context.Context, Options) ([]Table, error)
}

var sections = []section{{"training", training}, {"table", table}, {"cells", cells}, {"waits", waits}, {"again", again}, {"memory", memory}, {"lesson", lesson}, {"export", export}, {"tab", tab}, {"setup", setup}}

// Sections returns the names of what can be measured.
func Sections() []string {
	var names []string
	for _, s := range sections {
		names = append(names, s.name)
	}
	return names
}

// Run measures, prints tables, and writes them to build/bench: as text, as JSON,
// and as a page with figures.
func Run(ctx context.Context, o Options) error {
	if len(o.Sections) == 0 {
		o.Sections = Sections()[:len(sections)-1]
	}
	for _, name := range o.Sections {
		if !slices.Contains(Sections(), name) {
			return fmt.Errorf("no section %q in the bench (it has %s)", name, strings.Join(Sections(), ", "))
		}
	}
	var text bytes.Buffer
	out := io.MultiWriter(o.Out, &text)
	machine := fmt.Sprintf("%s/%s, %d processors, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	fmt.Fprintln(out, machine)
	var all []Table
	for _, s := range sections {
		if !slices.Contains(o.Sections, s.name) {
			continue
		}
		tables, err := s.measure(ctx, o)
		if err != nil {
			return fmt.Errorf("bench %s: %w", s.name, err)
		}
		for _, table := range tables {
			if err := table.Write(out); err != nil {
				return err
			}
		}
		all = append(all, tables...)
	}
	folder := o.Env.Path("build", "bench")
	content, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	err = errors.Join(
		os.MkdirAll(folder, 0o755),
		os.WriteFile(filepath.Join(folder, "bench.json"), content, 0o644),
		os.WriteFile(filepath.Join(folder, "bench.html"), writePage(machine, all), 0o644),
		os.WriteFile(filepath.Join(folder, "bench.txt"), text.Bytes(), 0o644))
	if err == nil {
		fmt.Fprintf(o.Out, "\nwritten to %s\n", filepath.Join("build", "bench"))
	}
	return err
}
