package ld

import (
	"bytes"
	"cmd/internal/goobj"
	"cmd/internal/obj"
	"cmd/link/internal/loader"
	"cmd/link/internal/sym"
	"encoding/binary"
	"flag"
	"internal/abi"
	"os"
	"sort"
	"strings"
)

// Little Steps links a program in two parts, so that a cell of a notebook takes
// milliseconds: the base, all packages that cells may import with the runtime, once;
// and each cell, a second WebAssembly module over the base's memory, table and
// globals. The cell's module data become the second of the runtime's list of modules,
// as those of a plug-in do, so that the runtime is unchanged.
var (
	flagBase = flag.String("base", "", "link a base, and write where its symbols are to `file`")
	flagCell = flag.String("cell", "", "link a cell over the base that `file` describes")

	flagNoLines = flag.Bool("nolines", false, "leave out which line each instruction comes from")
)

const entryName = "main.Cell" // the base's variable that its main function calls

// IsBase and IsCell say what is being linked.
func IsBase() bool { return *flagBase != "" }
func IsCell() bool { return *flagCell != "" }

// A baseLayout is what a cell has to know of its base, beside the symbols.
type baseLayout struct {
	Funcs      uint64 // how many functions it has, imported ones apart
	Types      uint64 // where its types start: offsets of types count from here
	End        uint64 // the first free address
	Module     uint64 // the address of its moduledata
	ModuleSize uint64
	ModuleEnd  uint64 // offset of moduledata.end
	Entry      uint64 // the address of entryName
}

type baseSymbol struct {
	name  string
	ver   int
	kind  byte // 't' code, 'y' a type, 'd' anything else
	value int64

	size, pointers int64  // of a value of the type, in bytes: the last pointer ends there
	mask           []byte // a bit for each word up to there
}

// base is what is known of the base while a cell is linked.
var base struct {
	baseLayout
	table []byte
	used  map[loader.Sym]baseSymbol
	ctxt  *Link // once the cell is read
}

func init() {
	loader.FromBase = func(name string, ver int) bool { _, ok := findBaseSymbol(name, ver); return ok }
	loader.UsesBase = func(s loader.Sym, name string, ver int) {
		found, ok := findBaseSymbol(name, ver)
		if !ok {
			return
		}
		base.used[s] = found
		if base.ctxt != nil {
			found.place(base.ctxt, s)
		}
	}
	loader.IsCell = IsCell
	loader.NoLines = func() bool { return *flagNoLines }
	loader.BuiltinFromBase = func(index int) (string, int) {
		name, abi := goobj.BuiltinName(index)
		ver := sym.ABIToVersion(obj.ABI(abi))
		if _, ok := findBaseSymbol(name, ver); !ok {
			ver = 0
		}
		return name, ver
	}
}

// CellFuncs is how many functions lie before the first one of a cell.
func CellFuncs() uint64 { return base.Funcs }

// IsBaseSymbol says whether a symbol is the base's.
func IsBaseSymbol(s loader.Sym) bool { _, ok := base.used[s]; return ok }

// readBase reads what a base's linking wrote.
func readBase() {
	data, err := os.ReadFile(*flagCell)
	if err != nil {
		Exitf("%v", err)
	}
	base.used = map[loader.Sym]baseSymbol{}
	size := binary.Size(base.baseLayout)
	if err := binary.Read(bytes.NewReader(data), binary.LittleEndian, &base.baseLayout); err != nil {
		Exitf("%s: %v", *flagCell, err)
	}
	base.table = data[size:]
}

// The table of symbols: their number, the place of each entry, and the entries
// sorted by name and version: kind, version, value, length of the name, name.
func symbolAt(i int) baseSymbol {
	entry := base.table[binary.LittleEndian.Uint32(base.table[4+4*i:]):]
	s := baseSymbol{kind: entry[0], ver: int(entry[1]), value: int64(binary.LittleEndian.Uint64(entry[2:]))}
	n := binary.LittleEndian.Uint16(entry[10:])
	s.name = string(entry[12 : 12+n])
	if s.kind == 'y' {
		rest := entry[12+int(n):]
		size, a := binary.Uvarint(rest)
		pointers, b := binary.Uvarint(rest[a:])
		s.size, s.pointers = int64(size), int64(pointers)
		s.mask = rest[a+b:][:maskBytes(s.pointers)]
	}
	return s
}

func before(name string, ver int, s baseSymbol) bool {
	return s.name < name || s.name == name && s.ver < ver
}

func findBaseSymbol(name string, ver int) (baseSymbol, bool) {
	if base.table == nil {
		return baseSymbol{}, false
	}
	count := int(binary.LittleEndian.Uint32(base.table))
	i := sort.Search(count, func(i int) bool { return !before(name, ver, symbolAt(i)) })
	if i == count {
		return baseSymbol{}, false
	}
	s := symbolAt(i)
	return s, s.name == name && s.ver == ver
}

// needed are the base's symbols that the linker itself asks for.
var needed = []string{"runtime.mapinitnoop", "runtime.unreachableMethod"}

// placeBaseSymbols gives the base's symbols their addresses, once all are known.
func placeBaseSymbols(ctxt *Link) {
	ldr := ctxt.loader
	for _, name := range needed {
		ldr.OfBase(name, abiInternalVer)
	}
	base.ctxt = ctxt
	for s, at := range base.used {
		at.place(ctxt, s)
	}
	// What main calls is a function value: a pointer to a pointer to code.
	entry := ldr.CreateSymForUpdate("main.main·cell", 0)
	entry.SetType(sym.SNOPTRDATA)
	entry.AddAddr(ctxt.Arch, ldr.LookupOrCreateSym("main.main", abiInternalVer))
	ldr.SetAttrReachable(entry.Sym(), false) // until deadcode follows it
}

// place gives a symbol of the base its address.
func (at baseSymbol) place(ctxt *Link, s loader.Sym) {
	ldr := ctxt.loader
	sb := ldr.MakeSymbolUpdater(s)
	if at.kind == 't' {
		sb.SetType(sym.STEXT)
	} else {
		sb.SetType(sym.SRODATA)
	}
	if at.kind == 'y' {
		// As much of the type as the linker looks at. Its kind says that the
		// mask is all there is to know.
		data := make([]byte, commonsize(ctxt.Arch))
		binary.LittleEndian.PutUint64(data, uint64(at.size))
		binary.LittleEndian.PutUint64(data[8:], uint64(at.pointers))
		data[2*ctxt.Arch.PtrSize+7] = byte(abi.Pointer)
		sb.SetData(data)
	}
	ldr.SetSymValue(s, at.value)
	ldr.SetAttrSpecial(s, true)
	ldr.SetAttrReachable(s, true)
}

// sectionBase returns from where the offset of a symbol in a section counts.
func sectionBase(sect *sym.Section) int64 {
	if IsCell() {
		return int64(base.Types)
	}
	return int64(sect.Vaddr)
}

// A Patch is a word of the base's memory that a cell sets.
type Patch struct {
	Address uint64
	Value   uint64
}

// CellPatches hang a cell into its base.
func CellPatches(ctxt *Link) []Patch {
	ldr := ctxt.loader
	last, ok := findBaseSymbol("runtime.lastmoduledatap", 0)
	if !ok {
		Exitf("cell: the base has no runtime.lastmoduledatap")
	}
	module := uint64(ldr.SymValue(ctxt.Moduledata))
	return []Patch{
		{base.Module + base.ModuleSize - 8, module}, // next
		{uint64(last.value), module},
		{base.Module + base.ModuleEnd, uint64(ldr.SymValue(ldr.Lookup("runtime.end", 0)))},
		{base.Entry, uint64(ldr.SymValue(ldr.Lookup("main.main·cell", 0)))},
	}
}

// writeBase writes the base's layout and symbols.
func writeBase(ctxt *Link) {
	ldr := ctxt.loader
	value := func(name string) uint64 { return uint64(ldr.SymValue(ldr.Lookup(name, 0))) }
	layout := baseLayout{
		Funcs:      uint64(len(ctxt.Textp)),
		Types:      value("runtime.types"),
		End:        uint64(Rnd(int64(value("runtime.end")), 1<<16)),
		Module:     uint64(ldr.SymValue(ctxt.Moduledata)),
		ModuleSize: uint64(ldr.SymSize(ctxt.Moduledata)),
		ModuleEnd:  moduleEndOffset(ctxt),
		Entry:      value(entryName),
	}
	var symbols []baseSymbol
	for s := loader.Sym(1); s < loader.Sym(ldr.NSym()); s++ {
		name, ver := ldr.SymName(s), ldr.SymVersion(s)
		if !ldr.AttrReachable(s) || ver >= sym.SymVerStatic || ver < 0 || !forCells(name) {
			continue
		}
		kind := byte('d')
		if ldr.SymType(s).IsText() {
			kind = 't'
		}
		if ldr.SymValue(s) == 0 || len(name) > 1<<15 || ldr.AttrSpecial(s) {
			continue
		}
		found := baseSymbol{name: name, ver: ver, kind: kind, value: ldr.SymValue(s)}
		if ldr.IsGoType(s) && strings.HasPrefix(name, "type:") {
			found.kind = 'y'
			found.size = decodetypeSize(ctxt.Arch, ldr.Data(s))
			found.pointers = decodetypePtrdata(ctxt.Arch, ldr.Data(s))
			found.mask = make([]byte, maskBytes(found.pointers))
			fillMask(ctxt, found.mask, 0, s)
		}
		symbols = append(symbols, found)
	}
	sort.Slice(symbols, func(i, j int) bool { return before(symbols[j].name, symbols[j].ver, symbols[i]) })
	var entries bytes.Buffer
	table := binary.LittleEndian.AppendUint32(nil, uint32(len(symbols)))
	first := 4 + 4*len(symbols)
	for _, s := range symbols {
		table = binary.LittleEndian.AppendUint32(table, uint32(first+entries.Len()))
		entries.Write([]byte{s.kind, byte(s.ver)})
		entries.Write(binary.LittleEndian.AppendUint64(nil, uint64(s.value)))
		entries.Write(binary.LittleEndian.AppendUint16(nil, uint16(len(s.name))))
		entries.WriteString(s.name)
		if s.kind == 'y' {
			entries.Write(binary.AppendUvarint(binary.AppendUvarint(nil, uint64(s.size)), uint64(s.pointers)))
			entries.Write(s.mask)
		}
	}
	var out bytes.Buffer
	if err := binary.Write(&out, binary.LittleEndian, layout); err != nil {
		Exitf("%v", err)
	}
	out.Write(table)
	out.Write(entries.Bytes())
	if err := os.WriteFile(*flagBase, out.Bytes(), 0o666); err != nil {
		Exitf("%v", err)
	}
}

// forCells leaves out what no other package can name.
func forCells(name string) bool {
	for _, prefix := range []string{"go:string.", "main.", "gclocals", "runtime.gcbits.", "go:cuinfo", "go:main.", "type:.namedata.", "type:.importpath."} {
		if strings.HasPrefix(name, prefix) {
			return false
		}
	}
	return name != "" && !strings.Contains(name, "..stmp_") && !strings.Contains(name, "..dict")
}

// moduleEndOffset finds the field end in the moduledata that symtab has written: its
// relocation is against runtime.end.
func moduleEndOffset(ctxt *Link) uint64 {
	ldr := ctxt.loader
	end := ldr.Lookup("runtime.end", 0)
	relocs := ldr.Relocs(ctxt.Moduledata)
	for i := range relocs.Count() {
		if r := relocs.At(i); r.Sym() == end {
			return uint64(r.Off())
		}
	}
	Exitf("moduledata has no end")
	return 0
}

// keptInBase says what a base keeps though nothing in it uses it: code and data of
// packages, but no strings and tables of dropped functions, and nothing of which each
// package has its own copy: a cell has it, too. Instances of generic functions it has
// not: where a function that calls one is inlined, its package is trusted to have it.
func keptInBase(ldr *loader.Loader, s loader.Sym) bool {
	t := ldr.SymType(s)
	if ldr.AttrDuplicateOK(s) && !(t.IsText() && strings.Contains(ldr.SymName(s), "[go.shape.")) {
		return false
	}
	if t.IsText() {
		return ldr.SymSize(s) > 0 && ldr.SymVersion(s) < sym.SymVerStatic
	}
	name := ldr.SymName(s)
	return ldr.SymVersion(s) < sym.SymVerStatic && (strings.HasPrefix(name, "type:") || strings.HasPrefix(name, "go:itab.") || strings.HasSuffix(name, "·f") || t.IsData() && name != "" && forCells(name))
}

// maskBytes is the length of a mask for so many bytes.
func maskBytes(pointers int64) int64 {
	words := pointers / 8
	if words > 1<<16 {
		return 0 // a cell with a variable of this type is linked without a base
	}
	return (words + 7) / 8
}

// fillMask sets the bits of a type's pointers, as GCProg.AddType does.
func fillMask(ctxt *Link, mask []byte, offset int64, typ loader.Sym) {
	ldr := ctxt.loader
	data := ldr.Data(typ)
	pointers := decodetypePtrdata(ctxt.Arch, data)
	if len(mask) == 0 || pointers == 0 {
		return
	}
	switch decodetypeKind(ctxt.Arch, data) {
	case abi.Array:
		elem := decodetypeArrayElem(ctxt, ctxt.Arch, typ)
		size := decodetypeSize(ctxt.Arch, ldr.Data(elem))
		for i := range decodetypeArrayLen(ldr, ctxt.Arch, typ) {
			fillMask(ctxt, mask, offset+i*size, elem)
		}
	case abi.Struct:
		for i := range decodetypeStructFieldCount(ldr, ctxt.Arch, typ) {
			fillMask(ctxt, mask, offset+decodetypeStructFieldOffset(ldr, ctxt.Arch, typ, i), decodetypeStructFieldType(ctxt, ctxt.Arch, typ, i))
		}
	default:
		bits := decodetypeGcmask(ctxt, typ)
		for i := range pointers / 8 {
			if bits[i/8]>>(i%8)&1 != 0 {
				word := offset/8 + i
				mask[word/8] |= 1 << (word % 8)
			}
		}
	}
}

// pointerMask returns the mask of a type that has one.
func pointerMask(ctxt *Link, typ loader.Sym) []byte {
	if at, ok := base.used[typ]; ok {
		if len(at.mask) == 0 {
			Exitf("cell: no mask for %s", at.name)
		}
		return at.mask
	}
	return decodetypeGcmask(ctxt, typ)
}
