package program

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// An assembly collects the declarations that a program needs.
type assembly struct {
	own     string // what the program's main function calls the package that it is made with
	taken   []*decl
	seen    map[*decl]bool
	imports map[string]string
}

func newAssembly(name, path string) *assembly {
	own := "littlesteps_" + name
	return &assembly{own: own, seen: map[*decl]bool{}, imports: map[string]string{own: path}}
}

// need takes what a declaration refers to, from the first place that has it, and
// what that refers to in turn. Places are cells; of a place the last cell that
// declares a name has it, as in the kernel.
func (a *assembly) need(d decl, places ...[]cell) {
	for _, name := range d.refs {
		for _, place := range places {
			if a.take(name, place, places) {
				break
			}
		}
	}
	for _, name := range d.calls {
		a.use(name, places)
	}
}

// take takes the declaration of a name, and of a type its methods.
func (a *assembly) take(name string, place []cell, places [][]cell) bool {
	for _, c := range slices.Backward(place) {
		for i := range c.decls {
			if !slices.Contains(c.decls[i].names, name) {
				continue
			}
			a.add(&c.decls[i], places)
			for _, other := range place {
				for j := range other.decls {
					if other.decls[j].of == name {
						a.add(&other.decls[j], places)
					}
				}
			}
			return true
		}
	}
	return false
}

func (a *assembly) add(d *decl, places [][]cell) {
	if a.seen[d] {
		return
	}
	a.seen[d] = true
	a.taken = append(a.taken, d)
	a.need(*d, places...)
}

// use imports a package, if the name is one's: as a cell imports it, or as the
// kernel would find it.
func (a *assembly) use(name string, places [][]cell) {
	for _, d := range a.taken {
		if slices.Contains(d.names, name) {
			return
		}
	}
	for _, place := range places {
		for _, c := range slices.Backward(place) {
			if path, ok := c.imports[name]; ok {
				a.imports[name] = path
				return
			}
		}
	}
	if path, ok := found[name]; ok {
		a.imports[name] = path
	}
}

// found are packages that the kernel imports by itself where a cell uses them.
var found = map[string]string{
	"bytes": "bytes", "cmp": "cmp", "errors": "errors", "fmt": "fmt", "maps": "maps",
	"math": "math", "os": "os", "rand": "math/rand/v2", "slices": "slices", "sort": "sort",
	"strconv": "strconv", "strings": "strings", "sync": "sync", "time": "time",
}

// text writes the program. Messages of the compiler, and traces of a panic, name
// cells and their lines.
func (a *assembly) text(main string) string {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n")
	for _, name := range slices.Sorted(maps.Keys(a.imports)) {
		fmt.Fprintf(&b, "\t%s %q\n", name, a.imports[name])
	}
	b.WriteString(")\n\n" + main)
	for _, d := range a.taken {
		fmt.Fprintf(&b, "\n//line %s:%d\n%s\n", d.cell, d.line, d.text)
	}
	return b.String()
}
