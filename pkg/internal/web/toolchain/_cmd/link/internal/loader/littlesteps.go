package loader

import "cmd/internal/goobj"

// The linker sets these where it links a cell over a base.
var (
	IsCell          = func() bool { return false }
	NoLines         = func() bool { return false }
	FromBase        = func(name string, ver int) bool { return false }
	UsesBase        = func(s Sym, name string, ver int) {}
	BuiltinFromBase func(index int) (name string, ver int)
)

// notLoaded stands for a package that the base has.
const notLoaded = ^uint32(0)

// baseSym returns the base's symbol for a reference to a package that isn't loaded.
// The object file has the names of such references, for tools.
func (l *Loader) baseSym(r *oReader, ref goobj.SymRef) Sym {
	names := l.refNames[r]
	if names == nil {
		names = map[goobj.SymRef]string{}
		for i := range r.NRefName() {
			n := r.RefName(i)
			names[n.Sym()] = n.Name(r.Reader)
		}
		if l.refNames == nil {
			l.refNames = map[*oReader]map[goobj.SymRef]string{}
		}
		l.refNames[r] = names
	}
	name := names[ref]
	for _, ver := range []int{1, 0} {
		if FromBase(name, ver) {
			return l.OfBase(name, ver)
		}
	}
	return l.LookupOrCreateSym(name, 0)
}

// OfBase returns the symbol, made where it is new.
func (l *Loader) OfBase(name string, ver int) Sym {
	if s := l.Lookup(name, ver); s != 0 {
		return s
	}
	s := l.newExtSym(name, ver)
	l.symsByName[ver][name] = s
	UsesBase(s, name, ver)
	return s
}
