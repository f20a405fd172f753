package jupyter

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"littlesteps/pkg/internal/notebook"
)

// HTMLOptions say how notebooks become pages.
type HTMLOptions struct {
	Run    RunOptions // how they are run first
	NoRun  bool       // don't: take the outputs that the notebooks hold
	Strict bool       // refuse a notebook with a failed cell, or one that was never run
	To     string     // the folder of the pages; "" is build/html

	// Variant names the variant that the pages show: see [notebook.Variants]. ""
	// is the source. A variant's pages go to build/html/VARIANT.
	Variant string

	// Untrusted notebooks are somebody else's: they aren't run, and nothing of
	// them runs in their pages.
	Untrusted bool

	// Live is a file that makes pages live, in which cells can be changed and run: it
	// becomes their end (see web.Live). Beside is where, relative to a page, such a
	// thing lies for readers who ask for it: a folder's address with a / at its end, with the
	// kit and the script that web.Build makes.
	Live, Beside string

	// Explorers is where, relative to a page, the explorers' program lies; with "" it is
	// part of each page that needs it.
	Explorers string

	// Edit is where, relative to a page, its notebook is edited and run: the beginning
	// of an address, to which the notebook's name is added.
	Edit string

	// Embed is how many bytes a picture, video or sound may have that becomes part
	// of a page; a larger one lies beside it. 0 is the exporter's own limit.
	Embed int

	format    string            // "" for pages, or "slides"
	index     bool              // make an index also of notebooks that were named
	originals map[string]string // of notebooks that were made from others: those
	written   func(exported)    // is told of each page, if it isn't nil
}

// HTML executes notebooks and makes a page of each. A cell that failed, or
// with o.NoRun was never run, is shown as it is, and warned of; o.Strict
// refuses it. None named makes pages of all of the lesson's notebooks, and an
// index of them.
func HTML(ctx context.Context, e *Env, names []string, o HTMLOptions) error {
	if o.Variant != "" && o.originals == nil {
		return e.variantHTML(ctx, names, o)
	}
	o.NoRun = o.NoRun || o.Untrusted
	o.Run = o.Run.withDefaults(e)
	if o.To == "" {
		o.To = e.Build("html")
	}
	x := export{To: o.To, Format: cmp.Or(o.format, "page"), Strict: o.Strict, Index: (len(names) == 0 || o.index) && o.format == "",
		Variant: o.Variant, Untrusted: o.Untrusted, Live: o.Live, Beside: o.Beside, Explorers: o.Explorers, Edit: o.Edit, Embed: cmp.Or(o.Embed, 5_000_000)}
	var problem error
	if o.NoRun {
		paths, err := e.resolve(names)
		if err != nil {
			return err
		}
		for _, path := range paths {
			x.Pages = append(x.Pages, page{Notebook: path, Original: o.originals[path]})
		}
	} else {
		o.Run.AllowErrors = !o.Strict
		results, err := run(ctx, e, names, o.Run)
		if ctx.Err() != nil {
			return err
		}
		for _, r := range results {
			if r.copy != "" {
				x.Pages = append(x.Pages, page{Notebook: r.copy, Original: cmp.Or(o.originals[r.source], r.source)})
			}
			if r.err != nil || len(r.failures) > 0 && r.copy == "" {
				problem = err
			}
		}
		if results == nil {
			return err
		}
	}
	if len(x.Pages) == 0 {
		return problem
	}
	return errors.Join(e.export(ctx, x, o), problem)
}

// An export is what the Python package littlesteps_exporter is asked for.
type export struct {
	To     string `json:"to"`
	Format string `json:"format"`
	Pages  []page `json:"pages"`
	Strict bool   `json:"strict"`
	Index  bool   `json:"index"`

	Variant   string `json:"variant"`
	Untrusted bool   `json:"untrusted"`
	Live      string `json:"live"`
	Beside    string `json:"beside"`
	Explorers string `json:"explorers"`
	Edit      string `json:"edit"`
	Embed     int    `json:"embed"`
}

type page struct {
	Notebook string `json:"notebook"`           // the file that is exported
	Original string `json:"original,omitempty"` // the notebook that it was made from
}

// exported is one line of what the exporter says.
type exported struct {
	Event    string `json:"event"`
	Notebook string `json:"notebook"`
	Path     string `json:"path"`
	Bytes    int    `json:"bytes"`
	Cell     int    `json:"cell"` // of all cells, from 1; 0 is the whole notebook
	ID       string `json:"id"`
	Message  string `json:"message"`
}

// export runs the exporter on all pages at once: nbconvert takes a second to
// load.
func (e *Env) export(ctx context.Context, x export, o HTMLOptions) error {
	if err := os.MkdirAll(x.To, 0o755); err != nil {
		return fmt.Errorf("can't make the folder for the pages: %w", err)
	}
	arguments, err := json.Marshal(x)
	if err != nil {
		return err
	}
	session, err := e.Open(ctx)
	if err != nil {
		return err
	}
	defer session.Close()
	refused := 0
	err = stream(session.Command(ctx, "python", "-I", "-m", "littlesteps_exporter", string(arguments)), func(line string) {
		var event exported
		if json.Unmarshal([]byte(line), &event) == nil {
			refused += e.tell(event, o.Run.Out)
			if event.Event == "page" && o.written != nil {
				o.written(event)
			}
		}
	})
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("stopped: %w", ctx.Err())
	case refused > 0:
		return fmt.Errorf("%d of %d pages weren't written", refused, len(x.Pages))
	case err != nil:
		return fmt.Errorf("the export failed: %w", err)
	}
	return nil
}

// tell says what the exporter has done, and counts what it refused to write.
func (e *Env) tell(x exported, out io.Writer) (refused int) {
	name := label(x.Notebook)
	switch x.Event {
	case "page":
		fmt.Fprintf(out, "%s: page in %s (%d kB)\n", name, e.short(x.Path), (x.Bytes+999)/1000)
	case "index":
		fmt.Fprintf(out, "index in %s\n", e.short(x.Path))
	case "warning":
		where := ""
		if x.Cell > 0 {
			where = notebook.Cell{Index: x.Cell - 1, ID: x.ID}.String() + ": "
		}
		fmt.Fprintf(out, "%s: warning: %s%s\n", name, where, x.Message)
	case "refused":
		fmt.Fprintf(out, "%s: not written: %s\n", name, x.Message)
		return 1
	}
	return 0
}
