package gradebook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"littlesteps/pkg/internal/jupyter"
)

// A page is written as a notebook and exported as all pages of the lesson are, as a
// stranger's: nothing in it runs, whatever a learner has written.
type page struct {
	name, title string
	cells       []map[string]any
}

// write adds Markdown, a cell for each call.
func (p *page) write(format string, args ...any) {
	p.cells = append(p.cells, map[string]any{"cell_type": "markdown", "metadata": map[string]any{}, "source": fmt.Sprintf(format, args...)})
}

// code adds Go code.
func (p *page) code(source string) {
	p.cells = append(p.cells, map[string]any{"cell_type": "code", "metadata": map[string]any{}, "source": source,
		"execution_count": len(p.cells) + 1, "outputs": []any{}})
}

func (p *page) notebook() ([]byte, error) {
	for i, cell := range p.cells {
		cell["id"] = fmt.Sprint("c", i)
	}
	return json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "cells": p.cells, "metadata": map[string]any{
		"title":      p.title,
		"kernelspec": map[string]any{"name": "gonb", "display_name": "Go (gonb)", "language": "go"},
	}})
}

// export writes pages to a folder, in place of those that are there.
func export(ctx context.Context, e *jupyter.Env, to string, pages []*page) (err error) {
	if len(pages) == 0 {
		return nil
	}
	temp, err := os.MkdirTemp("", "steps-pages-")
	if err != nil {
		return fmt.Errorf("no place for pages: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	var paths []string
	for _, p := range pages {
		data, err := p.notebook()
		if err != nil {
			return err
		}
		path := filepath.Join(temp, p.name+".ipynb")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return err
		}
		paths = append(paths, path)
		if err := os.Remove(filepath.Join(to, p.name+".html")); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return jupyter.HTML(ctx, e, paths, jupyter.HTMLOptions{NoRun: true, Untrusted: true, To: to, Run: jupyter.RunOptions{Out: io.Discard}})
}

// plain is text in Markdown that stays as it is; what stands in backquotes is code.
func plain(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(strings.ToValidUTF8(text, "\uFFFD"), "`") {
		if i%2 == 1 {
			b.WriteString("<code>" + escaped(part) + "</code>")
		} else {
			b.WriteString(escaped(part))
		}
	}
	return b.String()
}

// escaped leaves Markdown nothing to take for its own.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		case strings.ContainsRune("\\`*_{}[]()#+-.!|~$<>&\"'@:", r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fileName is a learner's name as a file may be called everywhere.
func fileName(name, id string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, name), "-")
	if len(name) > 80 {
		name = strings.ToValidUTF8(name[:80], "")
	}
	if id != "" {
		name += "-" + id
	}
	if name == "" {
		return "learner"
	}
	return name
}
