package gonb

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A patch is a change to gonb's own lines, for one reason.
type patch struct {
	name    string // of its file
	why     string
	test    string // what shows that it is needed, and works
	offered string // whether gonb was asked to take it
	changes []change
}

// A change is what a patch does to one declaration of a file.
type change struct {
	file string
	decl string // "(*State).Execute", "type Kernel", "import"
	sum  string // of the declaration that it was made for, as [digest] has it
	edit edit
}

// An edit is one of: lines in place of others, another body, no declaration, and
// imports that come and go.
type edit struct {
	hunks   []hunk
	body    []string
	remove  bool
	imports []string // as they stand in Go, such as `osexec "os/exec"`
	drops   []string
}

// A hunk puts lines in the place of others, which stand once in the declaration.
type hunk struct{ old, new []string }

// parsePatch reads a patch:
//
//	Why: a sentence,
//	  or two.
//	Test: package.TestName
//	Offered: no
//
//	--- internal/goexec/execcode.go (*State).Execute 0123456789ab
//	@@
//	 a line that stays
//	-a line that goes
//	+a line that comes
//
// In place of @@ and its lines, a change may hold "@@ body" and the new lines of a
// function's body, or "@@ remove". A change to "import" needs no sum; its lines
// are +"path" and -"path".
func parsePatch(name, text string) (patch, error) {
	p := patch{name: name}
	header, body, found := strings.Cut(text, "\n\n")
	if !found {
		return p, fmt.Errorf("%s: no empty line after the header", name)
	}
	header = strings.ReplaceAll(header, "\n  ", " ")
	for line := range strings.SplitSeq(header, "\n") {
		key, value, _ := strings.Cut(line, ": ")
		switch key {
		case "Why":
			p.why = value
		case "Test":
			p.test = value
		case "Offered":
			p.offered = value
		default:
			return p, fmt.Errorf("%s: the header has %q (it has Why, Test, Offered)", name, line)
		}
	}
	if p.why == "" || p.test == "" || p.offered == "" {
		return p, fmt.Errorf("%s: the header lacks one of Why, Test, Offered", name)
	}
	for part := range strings.SplitSeq("\n"+strings.TrimRight(body, "\n"), "\n--- ") {
		if part == "" {
			continue
		}
		c, err := parseChange(strings.TrimRight(part, "\n"))
		if err != nil {
			return p, fmt.Errorf("%s: %w", name, err)
		}
		p.changes = append(p.changes, c)
	}
	if len(p.changes) == 0 {
		return p, fmt.Errorf("%s: changes nothing", name)
	}
	return p, nil
}

func parseChange(text string) (c change, err error) {
	place, rest, _ := strings.Cut(text, "\n")
	file, decl, _ := strings.Cut(place, " ")
	if decl == "import" {
		for line := range strings.SplitSeq(rest, "\n") {
			switch {
			case strings.HasPrefix(line, "+"):
				c.edit.imports = append(c.edit.imports, line[1:])
			case strings.HasPrefix(line, "-"):
				c.edit.drops = append(c.edit.drops, line[1:])
			default:
				return c, fmt.Errorf("%s: %q is neither + nor -", place, line)
			}
		}
		c.file, c.decl = file, decl
		return c, nil
	}
	at := strings.LastIndexByte(decl, ' ')
	if at < 0 {
		return c, fmt.Errorf("%q: want a file, a declaration and a sum", place)
	}
	c.file, c.decl, c.sum = file, decl[:at], decl[at+1:]
	for part := range strings.SplitSeq("\n"+rest, "\n@@") {
		kind, lines, _ := strings.Cut(part, "\n")
		switch strings.TrimSpace(kind) {
		case "remove":
			c.edit.remove = true
		case "body":
			for line := range strings.SplitSeq(lines, "\n") {
				c.edit.body = append(c.edit.body, strings.TrimPrefix(line, "+"))
			}
		case "":
			if part == "" {
				continue
			}
			h, err := parseHunk(lines)
			if err != nil {
				return c, fmt.Errorf("%s: %w", place, err)
			}
			c.edit.hunks = append(c.edit.hunks, h)
		default:
			return c, fmt.Errorf("%s: what is @@ %s?", place, kind)
		}
	}
	return c, nil
}

func parseHunk(text string) (h hunk, err error) {
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case strings.HasPrefix(line, " "):
			h.old, h.new = append(h.old, line[1:]), append(h.new, line[1:])
		case strings.HasPrefix(line, "-"):
			h.old = append(h.old, line[1:])
		case strings.HasPrefix(line, "+"):
			h.new = append(h.new, line[1:])
		case line == "":
			h.old, h.new = append(h.old, ""), append(h.new, "")
		default:
			return h, fmt.Errorf("%q begins with none of space, - and +", line)
		}
	}
	if slices.Equal(h.old, h.new) {
		return h, errors.New("a hunk changes nothing")
	}
	return h, nil
}

// patches returns all patches, in the order in which they are made.
func patches() ([]patch, error) {
	names, err := fs.Glob(files, "patches/*.patch")
	if err != nil {
		return nil, err
	}
	var all []patch
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		p, err := parsePatch(path.Base(name), string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}
