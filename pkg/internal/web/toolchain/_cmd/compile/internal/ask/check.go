package ask

import (
	"cmd/compile/internal/importer"
	"cmd/compile/internal/syntax"
	"cmd/compile/internal/types2"
	"errors"
	"go/constant"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"
)

// A program is what the type checker found out about a file.
type program struct {
	q       question
	file    *syntax.File
	broken  bool // it doesn't parse
	info    types2.Info
	pkg     *types2.Package
	archive map[string]string // of packages, by their paths
	loaded  map[string]*types2.Package
}

// Import returns a package from its archive.
func (p *program) Import(path string) (*types2.Package, error) {
	return importer.Import(p.loaded, path, "", func(path string) (io.ReadCloser, error) {
		file := p.archive[path]
		if file == "" {
			return nil, errors.New("no such package")
		}
		return os.Open(file)
	})
}

// check parses a file and checks it as far as that goes, again if with packages that it
// should import.
func (q question) check(text string, again bool) *program {
	p := &program{q: q, archive: map[string]string{}, loaded: map[string]*types2.Package{}}
	p.info = types2.Info{
		Types: map[syntax.Expr]types2.TypeAndValue{}, Defs: map[*syntax.Name]types2.Object{},
		Uses: map[*syntax.Name]types2.Object{}, Scopes: map[syntax.Node]*types2.Scope{},
		Selections: map[*syntax.SelectorExpr]*types2.Selection{},
	}
	config, _ := os.ReadFile(q.config)
	for _, line := range strings.Split(string(config), "\n") {
		if path, file, ok := strings.Cut(strings.TrimPrefix(line, "packagefile "), "="); ok {
			p.archive[path] = file
		}
	}
	p.file, _ = syntax.Parse(syntax.NewFileBase("main.go"), strings.NewReader(text), func(error) { p.broken = true }, nil, 0)
	if p.file == nil {
		p.broken, p.file = true, &syntax.File{}
		return p
	}
	files := []*syntax.File{p.file}
	for _, name := range q.others {
		content, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		if file, _ := syntax.Parse(syntax.NewFileBase(name), strings.NewReader(string(content)), func(error) {}, nil, 0); file != nil {
			files = append(files, file)
		}
	}
	conf := types2.Config{Importer: p, Error: func(error) {}, Sizes: types2.SizesFor("gc", "wasm"), EnableAlias: true}
	p.pkg, _ = conf.Check("main", files, &p.info)
	if imports := p.missing(); imports != "" && !again {
		// On the line of the package clause, so that all places stay.
		before, after, found := strings.Cut("\n"+text, "\npackage main\n")
		if found {
			return q.check(strings.TrimPrefix(before+"\npackage main"+imports+"\n"+after, "\n"), true)
		}
	}
	return p
}

// missing returns imports of the packages that a file speaks of and doesn't import.
func (p *program) missing() (imports string) {
	seen := map[string]bool{}
	syntax.Inspect(p.file, func(n syntax.Node) bool {
		if selector, ok := n.(*syntax.SelectorExpr); ok {
			if x, ok := selector.X.(*syntax.Name); ok && p.info.Uses[x] == nil && !seen[x.Value] {
				seen[x.Value] = true
				if path := p.named(x.Value); path != "" {
					imports += "; import " + strconv.Quote(path)
				}
			}
		}
		return true
	})
	return imports
}

// matches returns what may stand where the mark is, and starts with a prefix.
func (p *program) matches(prefix string) []string {
	var above []syntax.Node
	var names []string
	found := false
	syntax.Inspect(p.file, func(n syntax.Node) bool {
		if found {
			return false
		}
		if n == nil {
			above = above[:len(above)-1]
			return true
		}
		above = append(above, n)
		switch n := n.(type) {
		case *syntax.SelectorExpr:
			if strings.HasSuffix(n.Sel.Value, mark) {
				found, names = true, p.members(n.X)
			}
		case *syntax.Name:
			if strings.HasSuffix(n.Value, mark) {
				found, names = true, p.visible(above, n.Pos())
			}
		}
		return !found
	})
	seen := map[string]bool{"_": true, "": true}
	all := []string{}
	for _, name := range names {
		if !seen[name] && strings.HasPrefix(name, prefix) && !strings.HasSuffix(name, mark) {
			all = append(all, name)
		}
		seen[name] = true
	}
	sort.Strings(all)
	return all
}

// visible returns the names that can be seen from inside nodes.
func (p *program) visible(above []syntax.Node, pos syntax.Pos) (names []string) {
	add := func(s *types2.Scope, inside bool) {
		if s == nil {
			return
		}
		for _, name := range s.Names() {
			if o := s.Lookup(name); !inside || o.Pos().Cmp(pos) < 0 {
				names = append(names, name)
			}
		}
	}
	for _, n := range above {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			add(p.info.Scopes[n.Type], true)
		case *syntax.FuncLit:
			add(p.info.Scopes[n.Type], true)
		case *syntax.File:
			add(p.info.Scopes[n], false)
		default:
			add(p.info.Scopes[n], true)
		}
	}
	if p.pkg != nil {
		add(p.pkg.Scope(), false)
	}
	add(types2.Universe, false)
	for path := range p.archive {
		names = append(names, path[strings.LastIndex(path, "/")+1:])
	}
	return names
}

// members returns what may stand after a dot.
func (p *program) members(x syntax.Expr) (names []string) {
	if name, ok := x.(*syntax.Name); ok {
		if o, ok := p.info.Uses[name].(*types2.PkgName); ok {
			return exported(o.Imported())
		}
	}
	t := p.info.Types[x].Type
	if t == nil {
		return nil
	}
	seen := map[types2.Type]bool{}
	var gather func(t types2.Type)
	gather = func(t types2.Type) {
		if ptr, ok := types2.Unalias(t).(*types2.Pointer); ok {
			t = ptr.Elem()
		}
		if seen[t] {
			return
		}
		seen[t] = true
		mine := func(o types2.Object) bool { return o.Exported() || o.Pkg() == p.pkg }
		if named, ok := types2.Unalias(t).(*types2.Named); ok {
			for i := range named.NumMethods() {
				if m := named.Method(i); mine(m) {
					names = append(names, m.Name())
				}
			}
		}
		switch under := t.Underlying().(type) {
		case *types2.Struct:
			for i := range under.NumFields() {
				f := under.Field(i)
				if mine(f) {
					names = append(names, f.Name())
				}
				if f.Embedded() {
					gather(f.Type())
				}
			}
		case *types2.Interface:
			for i := range under.NumMethods() {
				if m := under.Method(i); mine(m) {
					names = append(names, m.Name())
				}
			}
		}
	}
	gather(t)
	return names
}

// named returns the shortest path of a package of that name, or "".
func (p *program) named(name string) (found string) {
	for path := range p.archive {
		if path != name && !strings.HasSuffix(path, "/"+name) {
			continue
		}
		if found == "" || len(path) < len(found) || len(path) == len(found) && path < found {
			found = path
		}
	}
	return found
}

func exported(pkg *types2.Package) (names []string) {
	for _, name := range pkg.Scope().Names() {
		if o := pkg.Scope().Lookup(name); o.Exported() {
			names = append(names, name)
		}
	}
	return names
}

func namedOf(t types2.Type) *types2.Named {
	if ptr, ok := types2.Unalias(t).(*types2.Pointer); ok {
		t = ptr.Elem()
	}
	named, _ := types2.Unalias(t).(*types2.Named)
	return named
}

// describe writes a declaration as one would find it in a package's documentation.
func describe(o types2.Object) string {
	text := types2.ObjectString(o, func(pkg *types2.Package) string {
		if pkg.Path() == "main" {
			return ""
		}
		return pkg.Name()
	})
	if c, ok := o.(*types2.Const); ok && c.Val() != nil && c.Val().Kind() != constant.Unknown {
		text += " = " + c.Val().String()
	}
	return text
}
