// Package site makes the lesson's site: a folder of static files for any web server,
// under any path. It has the lesson's pages and slides, and JupyterLite with the
// notebooks and the kernel of package web, which all run in the reader's browser.
//
//	index.html, 01_….html, …   pages and slides
//	kit                        the kernel: see web.Build
//	jupyter                    JupyterLite
//	service-worker.js          keeps it all for reading offline
package site

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"littlesteps/pkg/explorer/bundle"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/web"
)

//go:embed files
var files embed.FS

// Options say how a site is made.
type Options struct {
	To      string             // the folder, which is emptied first; "" is build/site
	Run     jupyter.RunOptions // how the notebooks are run for their pages
	NoPages bool               // JupyterLite alone
	Variant string             // of the notebooks; "" is the source
	Kit     string             // a folder in which web.Build has built the kernel; "" builds it
}

// Folder is the site's folder.
func (o Options) Folder(e *jupyter.Env) string { return cmp.Or(o.To, e.Build("site")) }

// explorers is where, in JupyterLite's folder, explorers look for what they run. Pages
// find it there, too.
const explorers = "static/littlesteps/"

// marker is a file that says that a folder was made here, so that it may be emptied.
const marker = "little-steps-site.txt"

// Build makes a site.
func Build(ctx context.Context, e *jupyter.Env, o Options) error {
	o.To = o.Folder(e)
	if err := empty(o.To); err != nil {
		return err
	}
	if !o.NoPages {
		pages := Pages(o)
		for _, export := range []func(context.Context, *jupyter.Env, []string, jupyter.HTMLOptions) error{jupyter.Slides, jupyter.HTML} { // the index links to slides
			if err := export(ctx, e, nil, pages); err != nil {
				return err
			}
		}
	}
	if err := lite(ctx, e, o); err != nil {
		return err
	}
	if err := kit(ctx, e, o); err != nil {
		return err
	}
	return offline(o.To)
}

// Pages says how a site's pages are made.
func Pages(o Options) jupyter.HTMLOptions {
	return jupyter.HTMLOptions{Run: o.Run, To: o.To, Variant: o.Variant, Beside: "kit/", Explorers: "jupyter/" + explorers, Edit: "jupyter/notebooks/index.html?path="}
}

// empty makes a folder, or empties one that was made here before.
func empty(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if _, err := os.Stat(filepath.Join(folder, marker)); len(entries) > 0 && err != nil {
		return fmt.Errorf("%s holds other files, and a site's folder is emptied first: choose another one with --to", folder)
	}
	for _, entry := range entries {
		if err := os.RemoveAll(filepath.Join(folder, entry.Name())); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("can't make the folder for the site: %w", err)
	}
	return os.WriteFile(filepath.Join(folder, marker), []byte("Made by go tool steps site, which empties this folder when it makes it anew.\n"), 0o644)
}

// kit puts the kernel into the site.
func kit(ctx context.Context, e *jupyter.Env, o Options) error {
	to := filepath.Join(o.To, "kit")
	if o.Kit == "" {
		return web.Build(ctx, e, to)
	}
	return os.CopyFS(to, os.DirFS(o.Kit))
}

// lite puts JupyterLite into the site.
func lite(ctx context.Context, e *jupyter.Env, o Options) (err error) {
	project, err := os.MkdirTemp("", "steps-site-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(project)) }()
	if err := fillProject(e, project, o); err != nil {
		return err
	}
	to := filepath.Join(o.To, "jupyter")
	out := o.Run.Out
	if out == nil {
		out = io.Discard
	}
	if err := e.Lite(ctx, project, to, out); err != nil {
		return err
	}
	for _, name := range []string{bundle.Program, bundle.Worker} {
		if err := copyFile(filepath.Join(to, filepath.FromSlash(explorers), name), e.Explorers(name)); err != nil {
			return err
		}
	}
	return tidy(to)
}

// fillProject makes the project that JupyterLite's builder takes.
func fillProject(e *jupyter.Env, project string, o Options) error {
	notebooks, err := e.Notebooks()
	if err != nil {
		return err
	}
	if o.Variant != "" {
		notebooks, err = jupyter.Variants(e, nil, o.Variant, jupyter.VariantOptions{To: filepath.Join(project, "variant")})
		if err != nil {
			return err
		}
	}
	content := map[string]string{} // by path in the project, where it comes from
	for _, path := range notebooks {
		content["files/"+filepath.Base(path)] = path
	}
	const extensions = "extensions/"
	content[extensions+"littlesteps-kernel/static/logo.svg"] = e.KernelLogo()
	for to, from := range content {
		if err := copyFile(filepath.Join(project, filepath.FromSlash(to)), from); err != nil {
			return err
		}
	}
	made := map[string][]byte{}
	if made["jupyter-lite.json"], err = files.ReadFile("files/jupyter-lite.json"); err != nil {
		return err
	}
	if made["overrides.json"], err = settings(); err != nil {
		return err
	}
	parts := map[string]map[string][]byte{"littlesteps-lab": jupyter.LabExtension()}
	for name, file := range map[string]string{"littlesteps-kernel": "extension.js", "littlesteps-work": "work.js"} {
		script, err := files.ReadFile("files/" + file)
		if err != nil {
			return err
		}
		parts[name] = jupyter.ExtensionFiles(name, script)
	}
	for name, files := range parts {
		for path, text := range files {
			made[extensions+name+"/"+path] = text
		}
	}
	for to, text := range made {
		if err := writeFile(filepath.Join(project, filepath.FromSlash(to)), text); err != nil {
			return err
		}
	}
	return nil
}

// settings returns JupyterLab's settings, as its file overrides.json: the desktop's, but
// that work is saved a moment after each change. It costs no network, and whoever closes
// a tab isn't asked about it.
func settings() ([]byte, error) {
	var all map[string]any
	if err := json.Unmarshal(jupyter.Overrides(), &all); err != nil {
		return nil, err
	}
	all["@jupyterlab/docmanager-extension:plugin"] = map[string]any{"autosaveInterval": 2}
	return json.Marshal(all)
}

// tidy takes out of JupyterLite what no reader needs, and what differs between two
// runs.
func tidy(folder string) error {
	for _, pattern := range []string{"*.config*.js", "jupyterlite.schema.v0.json", "package.json", "*/package.json", "service-worker.js", "overrides.json", "build/*.map", "build/*/*.map"} {
		found, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			return err
		}
		for _, path := range found {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	head, err := files.ReadFile("files/head.html")
	if err != nil {
		return err
	}
	pages, err := filepath.Glob(filepath.Join(folder, "*", "index.html"))
	if err != nil {
		return err
	}
	for _, path := range pages {
		page, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		page = bytes.Replace(page, []byte("<head>"), append([]byte("<head>"), head...), 1)
		page = bytes.ReplaceAll(page, []byte("JupyterLite"), []byte("Little Steps"))
		if err := os.WriteFile(path, page, 0o644); err != nil {
			return err
		}
	}
	manifest, err := files.ReadFile("files/manifest.webmanifest")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "manifest.webmanifest"), manifest, 0o644); err != nil {
		return err
	}
	return stableListing(filepath.Join(folder, "api", "contents", "all.json"))
}

// stableListing gives all files in the listing of the drive the same date.
func stableListing(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var listing struct {
		Content []map[string]any `json:"content"`
	}
	var all map[string]any
	if err := errors.Join(json.Unmarshal(text, &listing), json.Unmarshal(text, &all)); err != nil {
		return fmt.Errorf("JupyterLite's listing of notebooks is of an unknown form: %w", err)
	}
	const day = "2026-01-01T00:00:00Z"
	sortByName(listing.Content)
	for _, file := range listing.Content {
		file["created"], file["last_modified"] = day, day
	}
	all["content"], all["created"], all["last_modified"] = listing.Content, day, day
	text, err = json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

func sortByName(files []map[string]any) {
	slices.SortFunc(files, func(a, b map[string]any) int { return strings.Compare(fmt.Sprint(a["name"]), fmt.Sprint(b["name"])) })
}

func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

func copyFile(to, from string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return writeFile(to, content)
}
