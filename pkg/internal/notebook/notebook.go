// Package notebook reads, checks and changes Jupyter notebooks with Go cells.
//
// A notebook is a JSON file (nbformat 4): a list of cells, each with a type
// (markdown, code or raw), a source, and for code cells the outputs of the last
// run. Since nbformat 4.5 each cell has an id as well. This project gives code
// cells readable ids, such as "grid-best", so that people, tests and messages
// can name a cell that keeps its name when others are put before it.
//
// A notebook is kept as the bytes of its file. Changes are spliced into these
// bytes, so that whatever wasn't changed stays exactly as it was: order of the
// keys, indentation, escapes. Saving an unchanged notebook writes the same
// bytes, and a version control system shows only what was really changed.
//
// What the cells' code means to the kernel (gonb) is known here too: [Notebook.Check]
// finds what would end the kernel or mislead a learner before anything runs.
package notebook

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Kernel is the name of the kernel that runs Go cells.
const Kernel = "gonb"

// A Notebook is one .ipynb file.
type Notebook struct {
	Path  string // where it was read from; names the notebook in messages
	Cells []Cell // in the order of the file

	data []byte // the file
	root *node  // the same, parsed
}

// A Cell is a part of a notebook. Changing its fields doesn't change the
// notebook: see [Notebook.SetSource] and [Notebook.Strip].
type Cell struct {
	Index  int    // position in the file, from 0
	Number int    // what stands in brackets beside it after Restart and Run All, from 1; 0 where nothing runs
	Type   string // "code", "markdown" or "raw"
	ID     string // "" before nbformat 4.5
	Source string
	Tags   []string

	Count   int      // execution count of the saved run; 0 is never run
	Outputs []Output // of the saved run
}

// Code tells whether running the notebook runs the cell: it is a code cell
// that holds more than spaces.
func (c Cell) Code() bool { return c.Number > 0 }

// String names the cell as a learner would look for it, such as
// "cell [3] (grid-best)".
func (c Cell) String() string {
	name := fmt.Sprintf("cell %d of the file", c.Index+1)
	if c.Code() {
		name = fmt.Sprintf("cell [%d]", c.Number)
	}
	if c.ID != "" {
		name += " (" + c.ID + ")"
	}
	return name
}

// Read reads the notebook in a file. Its errors name the file and say what to do.
func Read(path string) (*Notebook, error) {
	data, err := ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, data)
}

// ReadFile reads a file, and nothing but a file: a pipe or a device would be
// waited for, or read, without end. The error names what is there instead.
func ReadFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, missing{fmt.Sprintf("%s isn't there%s", path, others(path))}
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name a notebook in it%s", path, others(filepath.Join(path, "*")))
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file but a %s: copy what it gives into a file, and name that", path, kindOf(info.Mode()))
	}
	return os.ReadFile(path)
}

// missing is the error for a file that isn't there.
type missing struct{ message string }

func (m missing) Error() string      { return m.message }
func (missing) Is(target error) bool { return target == fs.ErrNotExist }

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "named pipe"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&fs.ModeDevice != 0:
		return "device"
	}
	return "special file"
}

// others lists the notebooks beside path, for a message.
func others(path string) string {
	found, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.ipynb"))
	if err != nil || len(found) == 0 {
		return ""
	}
	for i := range found {
		found[i] = filepath.Base(found[i])
	}
	return " (beside it: " + strings.Join(found, ", ") + ")"
}

// Parse reads a notebook from data. The path only names it in messages.
func Parse(path string, data []byte) (*Notebook, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fmt.Errorf("%s is empty: bring it back with `go tool steps reset %s`", path, path)
	}
	root, err := parseJSON(data)
	if err != nil {
		if line := conflictLine(data); line > 0 {
			return nil, fmt.Errorf("%s has both sides of a merge in it, from line %d on: choose one, or bring the committed one back with `go tool steps reset %s`", path, line, path)
		}
		return nil, fmt.Errorf("%s isn't a notebook: it isn't JSON: %w", path, err)
	}
	n := &Notebook{Path: path, data: data, root: root}
	if err := n.readCells(); err != nil {
		return nil, fmt.Errorf("%s isn't a notebook that can be read: %w", path, err)
	}
	return n, nil
}

// conflictLine gives the line of a version control system's conflict mark, or 0.
func conflictLine(data []byte) int {
	for i, line := range bytes.Split(data, []byte("\n")) {
		if bytes.HasPrefix(line, []byte("<<<<<<< ")) {
			return i + 1
		}
	}
	return 0
}

func (n *Notebook) readCells() error {
	if n.root.kind != object {
		return errors.New("it holds JSON, but no notebook")
	}
	if version := n.root.get("nbformat").number(); version != 4 {
		if n.root.get("worksheets") != nil || version > 0 {
			return fmt.Errorf("its format is %d, not 4: open it in JupyterLab and save it", version)
		}
		return errors.New(`it holds JSON, but no "nbformat"`)
	}
	cells := n.root.get("cells")
	if cells == nil || cells.kind != array {
		return errors.New(`it has no list of "cells"`)
	}
	n.Cells = nil
	number := 0
	for i, item := range cells.items {
		cell, err := readCell(item)
		if err != nil {
			return fmt.Errorf("cell %d of the file: %w", i+1, err)
		}
		cell.Index = i
		if cell.Type == "code" && strings.TrimSpace(cell.Source) != "" {
			number++
			cell.Number = number
		}
		n.Cells = append(n.Cells, cell)
	}
	return nil
}

func readCell(item *node) (Cell, error) {
	if item.kind != object {
		return Cell{}, errors.New("it isn't an object")
	}
	source, ok := item.get("source").text()
	if !ok {
		return Cell{}, errors.New(`its "source" is neither text nor lines of text`)
	}
	kind, _ := item.get("cell_type").text()
	switch kind {
	case "code", "markdown", "raw":
	default:
		return Cell{}, fmt.Errorf(`its "cell_type" is %q, not code, markdown or raw`, kind)
	}
	id, _ := item.get("id").text()
	cell := Cell{Type: kind, ID: id, Source: source, Count: item.get("execution_count").number()}
	for _, tag := range item.get("metadata").get("tags").list() {
		if text, ok := tag.text(); ok {
			cell.Tags = append(cell.Tags, text)
		}
	}
	for _, output := range item.get("outputs").list() {
		cell.Outputs = append(cell.Outputs, readOutput(output))
	}
	return cell, nil
}

// Cell finds a cell by its id. The error lists the ids there are.
func (n *Notebook) Cell(id string) (Cell, error) {
	var have []string
	for _, cell := range n.Cells {
		if cell.ID == id && id != "" {
			return cell, nil
		}
		if cell.Code() && cell.ID != "" {
			have = append(have, cell.ID)
		}
	}
	return Cell{}, fmt.Errorf("%s has no cell with the id %q (have %s)", n.Path, id, strings.Join(have, ", "))
}

// Numbered finds a code cell by its number in a run from the top.
func (n *Notebook) Numbered(number int) (Cell, bool) {
	for _, cell := range n.Cells {
		if cell.Number == number && number > 0 {
			return cell, true
		}
	}
	return Cell{}, false
}

// Codes returns the cells that run, in order.
func (n *Notebook) Codes() []Cell {
	var codes []Cell
	for _, cell := range n.Cells {
		if cell.Code() {
			codes = append(codes, cell)
		}
	}
	return codes
}

// Runnable tells why the notebook can't be run with the Go kernel: it has no
// code cells, or was written for another kernel. It returns nil if it can.
func (n *Notebook) Runnable() error {
	if len(n.Codes()) == 0 {
		return fmt.Errorf("%s has no code cells: there is nothing to run", n.Path)
	}
	const choose = "in JupyterLab, open it, choose Kernel, Change Kernel, Go (gonb), and save"
	name := n.Metadata("kernelspec", "name")
	switch name {
	case Kernel:
		return nil
	case "":
		return fmt.Errorf("%s doesn't say which kernel runs it: %s", n.Path, choose)
	}
	return fmt.Errorf("%s was written for the kernel %q, not for Go's %q: %s", n.Path, name, Kernel, choose)
}

// Metadata returns a text from the notebook's metadata, such as
// Metadata("kernelspec", "name"), or "".
func (n *Notebook) Metadata(keys ...string) string {
	at := n.root.get("metadata")
	for _, key := range keys {
		at = at.get(key)
	}
	text, _ := at.text()
	return text
}

// Bytes returns the notebook's file. The caller mustn't change them.
func (n *Notebook) Bytes() []byte { return n.data }

// Save writes the notebook to a file, wholly or not at all.
func (n *Notebook) Save(path string) error { return WriteFile(path, n.data) }

// WriteFile replaces a file's content, wholly or not at all: a reader sees
// either the old bytes or the new ones, also if the machine stops half-way. A
// symbolic link is replaced by the file; what it points to stays as it is.
func WriteFile(path string, data []byte) (err error) {
	mode := fs.FileMode(0o644)
	if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
		mode = info.Mode().Perm()
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".steps-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
		}
	}()
	if _, err = file.Write(data); err != nil {
		return err
	}
	if err = file.Chmod(mode); err != nil {
		return err
	}
	if err = file.Sync(); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
