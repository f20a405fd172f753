// Package goplsclient stands in the place of gonb's, whose gopls doesn't fit into a tab:
// the compiler answers, which is loaded anyway and knows what it compiles.
package goplsclient

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"

	"github.com/janpfeifer/gonb/internal/tool"
)

// Possible says that questions about code can be answered.
const Possible = true

// Installed says that what answers is there.
func Installed() bool { return true }

// A Client asks about the program in a folder.
type Client struct{ dir string }

// New returns a client for the program in dir.
func New(dir string) *Client { return &Client{dir} }

// Start has nothing to start: who answers a question runs as long as that takes.
func (c *Client) Start() error { return nil }

// Shutdown has nothing to end.
func (c *Client) Shutdown() {}

// ConsumeMessages returns what is to be said: nothing.
func (c *Client) ConsumeMessages() []string { return nil }

// NotifyDidOpenOrChange does nothing: files are read with each question.
func (c *Client) NotifyDidOpenOrChange(ctx context.Context, path string) error { return nil }

// Definition returns what stands at a place, as Markdown, or "". Lines and columns count
// from 0, columns in units of UTF-16.
func (c *Client) Definition(ctx context.Context, path string, line, col int) (markdown string, err error) {
	out, err := c.ask("inspect", path, line, col)
	return string(out), err
}

// Complete returns what may stand at a place in place of so many bytes before it.
func (c *Client) Complete(ctx context.Context, path string, line, col int) (matches []string, replaceLength int, err error) {
	out, err := c.ask("complete", path, line, col)
	if err != nil {
		return nil, 0, err
	}
	var found struct {
		Matches []string
		Replace int
	}
	err = json.Unmarshal(out, &found)
	return found.Matches, found.Replace, err
}

// ask runs gopls, as the tab has it: on the file, and the others of its package.
func (c *Client) ask(what, path string, line, col int) ([]byte, error) {
	args := []string{what, strconv.Itoa(line), strconv.Itoa(col), path}
	others, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.go"))
	if err != nil {
		return nil, err
	}
	for _, other := range others {
		if _, err := os.Stat(other); err == nil && other != path {
			args = append(args, other)
		}
	}
	return tool.Command("gopls", args...).Output()
}
