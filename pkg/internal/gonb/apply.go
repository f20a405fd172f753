package gonb

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Misfit is a change that gonb, as it is, doesn't take.
type Misfit struct {
	Patch string // its file in patches/
	Place string // file and line in gonb, or the file alone
	Why   string
}

func (m Misfit) String() string { return fmt.Sprintf("%s: %s: %s", m.Patch, m.Place, m.Why) }

// A misfitError names all changes that don't fit.
type misfitError []Misfit

func (e misfitError) Error() string {
	lines := []string{fmt.Sprintf("%d changes don't fit this gonb (see pkg/internal/gonb/doc.go):", len(e))}
	for _, m := range e {
		lines = append(lines, m.String())
	}
	return strings.Join(lines, "\n")
}

// apply makes the changes of all patches in a copy of gonb's module, or none: an
// error names all that don't fit.
func apply(module string, all []patch) error {
	sources := map[string][]byte{}
	originals := map[string][]byte{}
	var misfits misfitError
	for _, p := range all {
		for _, c := range p.changes {
			source, known := sources[c.file]
			if !known {
				var err error
				if source, err = os.ReadFile(filepath.Join(module, filepath.FromSlash(c.file))); err != nil {
					misfits = append(misfits, Misfit{p.name, c.file, err.Error()})
					continue
				}
				originals[c.file] = source
			}
			place, err := c.fits(originals[c.file])
			if err == nil {
				source, err = c.apply(source)
			}
			if err != nil {
				misfits = append(misfits, Misfit{p.name, place, err.Error()})
				continue
			}
			sources[c.file] = source
		}
	}
	if len(misfits) > 0 {
		return misfits
	}
	for name, source := range sources {
		if err := os.WriteFile(filepath.Join(module, filepath.FromSlash(name)), source, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// fits says whether a change is made for the declaration as it is in this source,
// and where that stands.
func (c change) fits(source []byte) (place string, err error) {
	if c.decl == "import" {
		return c.file, nil
	}
	r, err := find(source, c.decl)
	if err != nil {
		return c.file, err
	}
	place = fmt.Sprintf("%s:%d", c.file, 1+bytes.Count(source[:r.from], []byte("\n")))
	if sum := digest(source[r.from:r.to]); sum != c.sum {
		return place, fmt.Errorf("%s isn't what the patch was made for (its sum is %s)", c.decl, sum)
	}
	return place, nil
}

// digest identifies the text of a declaration.
func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}

// apply returns the source with the change made.
func (c change) apply(source []byte) ([]byte, error) {
	if c.decl == "import" {
		return c.edit.importing(source)
	}
	r, err := find(source, c.decl)
	if err != nil {
		return nil, err
	}
	switch {
	case c.edit.remove:
		return slices.Concat(source[:r.doc], source[r.to:]), nil
	case c.edit.body != nil:
		body := "\n" + strings.Join(c.edit.body, "\n") + "\n"
		return slices.Concat(source[:r.body+1], []byte(body), source[r.to-1:]), nil
	}
	lines := strings.Split(string(source[r.from:r.to]), "\n")
	for _, h := range c.edit.hunks {
		at := -1
		for i := 0; i+len(h.old) <= len(lines); i++ {
			if !slices.Equal(lines[i:i+len(h.old)], h.old) {
				continue
			}
			if at >= 0 {
				return nil, fmt.Errorf("%s has %q twice", c.decl, h.old)
			}
			at = i
		}
		if at < 0 {
			return nil, fmt.Errorf("%s doesn't have %q", c.decl, h.old)
		}
		lines = slices.Replace(lines, at, at+len(h.old), h.new...)
	}
	return slices.Concat(source[:r.from], []byte(strings.Join(lines, "\n")), source[r.to:]), nil
}

func (e edit) importing(source []byte) ([]byte, error) {
	for _, drop := range e.drops {
		line := []byte("\t" + drop + "\n")
		if bytes.Count(source, line) != 1 {
			return nil, fmt.Errorf("it doesn't import %s", drop)
		}
		source = bytes.Replace(source, line, nil, 1)
	}
	for _, add := range e.imports {
		head := []byte("import (\n")
		if !bytes.Contains(source, head) {
			return nil, fmt.Errorf("it has no list of imports for %s", add)
		}
		if line := []byte("\t" + add + "\n"); !bytes.Contains(source, line) {
			source = bytes.Replace(source, head, append(head, line...), 1)
		}
	}
	return source, nil
}

// A region is where a declaration stands in a source: its comment, itself, and its
// body if it is a function.
type region struct{ doc, from, body, to int }

// find returns the region of a top-level declaration.
func find(source []byte, name string) (region, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", source, parser.ParseComments)
	if err != nil {
		return region{}, err
	}
	at := func(p token.Pos) int { return set.Position(p).Offset }
	for _, decl := range file.Decls {
		if nameOf(decl, source, at) != name {
			continue
		}
		r := region{doc: at(decl.Pos()), from: at(decl.Pos()), to: at(decl.End())}
		switch d := decl.(type) {
		case *ast.FuncDecl:
			r.body = at(d.Body.Pos())
			if d.Doc != nil {
				r.doc = at(d.Doc.Pos())
			}
		case *ast.GenDecl:
			if d.Doc != nil {
				r.doc = at(d.Doc.Pos())
			}
		}
		return r, nil
	}
	return region{}, fmt.Errorf("there is no %s", name)
}

// nameOf names a declaration as patches do.
func nameOf(decl ast.Decl, source []byte, at func(token.Pos) int) string {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return d.Name.Name
		}
		receiver := d.Recv.List[0].Type
		return "(" + string(source[at(receiver.Pos()):at(receiver.End())]) + ")." + d.Name.Name
	case *ast.GenDecl:
		if len(d.Specs) == 0 {
			return ""
		}
		switch s := d.Specs[0].(type) {
		case *ast.TypeSpec:
			return "type " + s.Name.Name
		case *ast.ValueSpec:
			return d.Tok.String() + " " + s.Names[0].Name
		}
	}
	return ""
}
