package toolchain

// A patch puts text in place of text in a file below Go's src/cmd.
type patch struct {
	file, old, new string
	why            string
}

// A cut leaves out what stands in a file from one text up to another.
type cut struct {
	file, from, to string
}

// otherMachines are what the compiler and the linker know of machines that aren't
// WebAssembly: nine tenths of them.
var otherMachines = []cut{
	{"compile/main.go", "	\"cmd/compile/internal/amd64\"", "	\"cmd/compile/internal/base\""},
	{"compile/main.go", "	\"cmd/compile/internal/loong64\"", "	\"cmd/compile/internal/ssagen\""},
	{"compile/main.go", "	\"cmd/compile/internal/x86\"", "	\"fmt\""},
	{"compile/main.go", "	\"386\":", "	\"wasm\":"},
	{"compile/internal/ssa/config.go", "	case \"amd64\":\n		c.PtrSize", "	case \"wasm\":\n		c.PtrSize"},
	{"compile/internal/ssa/config.go", "	r := func(a, b int64, cost int,", "	const mulCost = 0"},
	{"link/main.go", "	\"cmd/link/internal/amd64\"", "	\"cmd/link/internal/ld\""},
	{"link/main.go", "	\"cmd/link/internal/loong64\"", "	\"cmd/link/internal/wasm\""},
	{"link/main.go", "	\"cmd/link/internal/x86\"", "	\"fmt\""},
	{"link/main.go", "	case \"386\":", "	case \"wasm\":"},
}

// linkPatches teach cmd/link to link a base, and a cell over it: see link/internal/ld in
// _cmd.
var linkPatches = []patch{
	{"compile/internal/ssa/config.go", "	c.mulRecipes = map[int64]mulRecipe{}\n", "	const mulCost = 0\n	c.mulRecipes = map[int64]mulRecipe{}\n",
		"see otherMachines"},
	{"compile/internal/ssagen/intrinsics.go", "		simdIntrinsics(addF)\n", "",
		"another machine's"},
	{"compile/internal/ssa/config.go", "		opcodeTable[Op386LoweredWB].reg.clobbers |= 1 << 3 // BX\n", "",
		"see otherMachines"},
	{"link/internal/ld/lib.go", "	loadinternal(ctxt, \"runtime\")\n", "	if !IsCell() {\n		loadinternal(ctxt, \"runtime\")\n	}\n",
		"a cell's runtime is the base's"},
	{"link/internal/ld/lib.go", "	addImports(ctxt, lib, pn)\n	return nil\n", "	if !IsCell() {\n		addImports(ctxt, lib, pn)\n	}\n	return nil\n",
		"and so are its packages"},
	{"link/internal/ld/lib.go", "	ctxt.loader.LoadSyms(ctxt.Arch)\n", "	if IsCell() {\n		readBase()\n	}\n	ctxt.loader.LoadSyms(ctxt.Arch)\n	if IsCell() {\n		placeBaseSymbols(ctxt)\n	}\n",
		"the base's symbols have addresses"},
	{"link/internal/loader/loader.go", "	if l.extStart != 0 {\n		panic(\"addSym called", "	if l.extStart != 0 && !IsCell() {\n		panic(\"addSym called",
		"symbols of the base are made while a cell's are read"},
	{"link/internal/loader/loader.go", "	oldi, existed := l.symsByName[ver][name]\n	if !existed {\n", "	oldi, existed := l.symsByName[ver][name]\n	if !existed && osym.Dupok() && FromBase(name, ver) {\n		return l.OfBase(name, ver)\n	}\n	if existed && l.IsExternal(oldi) {\n		return oldi\n	}\n	if !existed {\n",
		"what both have, types above all, must be one"},
	{"link/internal/loader/loader.go", "		if bi := l.builtinSyms[s.SymIdx]; bi != 0 {\n			return bi\n		}\n", "		if bi := l.builtinSyms[s.SymIdx]; bi != 0 {\n			return bi\n		}\n		if IsCell() {\n			return l.OfBase(BuiltinFromBase(int(s.SymIdx)))\n		}\n",
		"the compiler's builtins are the base's"},
	{"link/internal/loader/loader.go", "		rr = l.objs[r.pkg[p]]\n", "		if r.pkg[p] == notLoaded {\n			return l.baseSym(r, s)\n		}\n		rr = l.objs[r.pkg[p]]\n",
		"a package of the base is not loaded"},
	{"link/internal/loader/loader.go", "		if !ok {\n			log.Fatalf(\"%v: reference to nonexistent", "		if !ok && IsCell() {\n			r.pkg[i] = notLoaded\n			continue\n		}\n		if !ok {\n			log.Fatalf(\"%v: reference to nonexistent",
		"a package of the base is not loaded"},
	{"link/internal/loader/loader.go", "		gi := l.LookupOrCreateSym(name, v)\n		r.syms[ndef+i] = gi\n", "		gi := l.Lookup(name, v)\n		if gi == 0 && FromBase(name, v) {\n			gi = l.OfBase(name, v)\n		}\n		if gi == 0 {\n			gi = l.LookupOrCreateSym(name, v)\n		}\n		r.syms[ndef+i] = gi\n",
		"references by name may be the base's"},
	{"link/internal/loader/loader.go", "	extReader    *oReader // a dummy", "	refNames map[*oReader]map[goobj.SymRef]string\n\n	extReader    *oReader // a dummy",
		"see baseSym"},
	{"link/internal/loader/loader.go", "			if r2, i2 := l.toLocal(gi); r2 != r || i2 != i {\n				// A dupok", "			if IsCell() && l.IsExternal(gi) {\n				continue\n			}\n			if r2, i2 := l.toLocal(gi); r2 != r || i2 != i {\n				// A dupok",
		"the base's code is not laid out again"},
	{"link/internal/ld/deadcode.go", "	d.dynlink = d.ctxt.DynlinkingGo()\n", "	d.dynlink = d.ctxt.DynlinkingGo()\n	d.reflectSeen = IsBase() || IsCell()\n	if IsCell() {\n		d.mark(d.ldr.Lookup(\"main.main·cell\", 0), 0)\n	}\n	if IsBase() {\n		for i := 1; i < d.ldr.NDef(); i++ {\n			s := loader.Sym(i)\n			if keptInBase(d.ldr, s) {\n				d.mark(s, 0)\n			}\n		}\n	}\n",
		"nobody knows what a cell will use"},
	{"link/internal/ld/deadcode.go", "			if d.dynlink {\n				// When", "			if d.dynlink || IsBase() {\n				// When",
		"a cell may make an interface of any type"},
	{"link/internal/ld/deadcode.go", "(m.isExported() || d.dynlink)", "(m.isExported() || d.dynlink || IsBase())",
		"and call any method of it"},
	{"link/internal/ld/deadcode.go", "				rs := r.Sym()\n				if d.ldr.IsItab(rs) {\n", "				rs := r.Sym()\n				if IsBaseSymbol(rs) {\n					continue\n				}\n				if d.ldr.IsItab(rs) {\n",
		"a base keeps all methods"},
	{"link/internal/ld/deadcode.go", "				if d.ctxt.linkShared && (d.ldr.SymType(rs)", "				if IsBaseSymbol(rs) {\n					continue\n				}\n				if d.ctxt.linkShared && (d.ldr.SymType(rs)",
		"a base keeps all methods"},
	{"link/internal/ld/deadcode.go", "		names = append(names, *flagEntrySymbol)\n	}\n", "		if !IsCell() {\n			names = append(names, *flagEntrySymbol)\n		}\n	}\n",
		"a program starts in its base"},
	{"link/internal/ld/data.go", "			sect := ldr.SymSect(rs)\n			if sect == nil {\n				if rst", "			if IsBaseSymbol(rs) {\n				if o = ldr.SymValue(rs) + r.Add(); rst.IsText() {\n					o >>= 16\n				} else {\n					o -= int64(base.Types)\n				}\n				break\n			}\n			sect := ldr.SymSect(rs)\n			if sect == nil {\n				if rst",
		"an offset to the base's"},
	{"link/internal/ld/data.go", "				o = ldr.SymValue(rs) - int64(ldr.SymSect(rs).Vaddr) + r.Add()\n			}\n\n		case objabi.R_ADDRCUOFF", "				o = ldr.SymValue(rs) - sectionBase(sect) + r.Add()\n			}\n\n		case objabi.R_ADDRCUOFF",
		"offsets of base and cell count from the same place"},
	{"link/internal/ld/data.go", "			va = wasmMinDataAddr\n", "			va = max(wasmMinDataAddr, base.End)\n",
		"a cell's data lie behind the base's"},
	{"link/internal/ld/data.go", "	ctxt.xdefine(\"runtime.types\", sym.SRODATA, int64(types.Vaddr))\n", "	ctxt.xdefine(\"runtime.types\", sym.SRODATA, sectionBase(types))\n",
		"offsets of base and cell count from the same place"},
	{"link/internal/ld/pcln.go", "			funcID = fi.FuncID()\n		}\n		off = sb", "			funcID = fi.FuncID()\n		}\n		if IsBase() && ldr.SymName(s) == \"main.main\" {\n			funcID = abi.FuncIDWrapper\n		}\n		off = sb",
		"traces don't show who calls a cell's main function"},
	{"link/internal/ld/pcln.go", "	var size int64\n	walkFuncs(", "	size := int64(1)\n	walkFuncs(",
		"a function whose name is at 0 has none: a cell's first is one to be seen"},
	{"link/internal/ld/data.go", "		mask := decodetypeGcmask(p.ctxt, typ)\n", "		mask := pointerMask(p.ctxt, typ)\n",
		"types of the base have theirs in the table"},
	{"link/internal/ld/pcln.go", "		} else if !ctxt.linkShared {\n", "		} else if !ctxt.linkShared && !IsCell() {\n",
		"functions of the base were inlined into a cell"},
	{"link/internal/ld/pcln.go", "			sect := ldr.SymSect(rs)\n			if sect == nil {\n				ctxt.Errorf(fdSym, \"missing section", "			if IsBaseSymbol(rs) && ldr.SymType(rs).IsText() {\n				ctxt.Target.Arch.ByteOrder.PutUint32(data[r.Off():], uint32(ldr.SymValue(rs)>>16+r.Add()))\n				continue\n			}\n			sect := ldr.SymSect(rs)\n			if sect == nil {\n				ctxt.Errorf(fdSym, \"missing section",
		"a method of a cell may wrap one of the base"},
	{"link/internal/ld/symtab.go", "	moduledatatype := ldr.Lookup(\"type:runtime.moduledata\", 0)\n	moduledata.SetSize(decodetypeSize(ctxt.Arch, ldr.Data(moduledatatype)))\n", "	if IsCell() {\n		moduledata.SetSize(int64(base.ModuleSize))\n	} else {\n		moduledatatype := ldr.Lookup(\"type:runtime.moduledata\", 0)\n		moduledata.SetSize(decodetypeSize(ctxt.Arch, ldr.Data(moduledatatype)))\n	}\n",
		"the type is the base's"},
	{"link/internal/ld/symtab.go", "	lastmoduledatap := ldr.CreateSymForUpdate(", "	if IsCell() {\n		return symGroupType\n	}\n	lastmoduledatap := ldr.CreateSymForUpdate(",
		"plug-ins are not for cells"},
	{"link/internal/ld/main.go", "	bench.Start(\"Asmb2\")\n	asmb2(ctxt)\n", "	bench.Start(\"Asmb2\")\n	asmb2(ctxt)\n	if IsBase() {\n		writeBase(ctxt)\n	}\n",
		"what cells must know"},

	{"link/internal/wasm/asm.go", "int64(funcValueOffset+va/abi.MINFUNC)<<16", "int64(funcValueOffset+ld.CellFuncs()+va/abi.MINFUNC)<<16",
		"a cell's functions stand in the base's table"},
	{"link/internal/wasm/asm.go", "ldr.SymSect(ldr.Lookup(\"runtime.firstmoduledata\", 0))", "ldr.SymSect(ctxt.Moduledata)",
		"a cell has its own"},
	{"link/internal/wasm/asm.go", "				rs := r.Sym()\n				switch r.Type() {\n", "				rs := r.Sym()\n				if ld.IsCell() && ldr.SymValue(rs) == 0 {\n					ldr.Errorf(fn, \"needs %s, which neither the cell nor its base has\", ldr.SymName(rs))\n				}\n				switch r.Type() {\n",
		"then it is linked whole"},
	{"link/internal/wasm/asm.go", "				case objabi.R_CALL:\n", "				case objabi.R_CALL:\n					if ld.IsBaseSymbol(rs) {\n						callBase(wfn, ldr, rs, &types)\n						continue\n					}\n					if ld.IsBase() && !ldr.SymType(rs).IsText() {\n						rs = ldr.Lookup(\"runtime.unreachableMethod\", ldr.SymVersion(fn)) // kept, and can't run\n					}\n					if ld.IsCell() {\n						writeSleb128(wfn, ldr.SymValue(rs)>>16-funcValueOffset-int64(ld.CellFuncs()))\n						continue\n					}\n",
		"functions of the base are called through its table"},
	{"link/internal/wasm/asm.go", "	writeTypeSec(ctxt, types)\n	writeImportSec(ctxt, hostImports)\n", "	if ld.IsCell() {\n		writeCell(ctxt, ldr, types, fns)\n		return\n	}\n	writeTypeSec(ctxt, types)\n	writeImportSec(ctxt, hostImports)\n",
		"writeCell"},
	{"link/internal/wasm/asm.go", "	ctxt.Out.WriteByte(0x00)                         // no maximum memory size\n	writeUleb128(ctxt.Out, initialSize/wasmPageSize) // minimum (initial) memory size\n", "	ctxt.Out.WriteByte(0x01)\n	writeUleb128(ctxt.Out, initialSize/wasmPageSize)\n	writeUleb128(ctxt.Out, max(initialSize, 1<<30)/wasmPageSize)\n",
		"what allocates without end is to fail before the browser does: a GB is enough"},
	{"link/internal/wasm/asm.go", "uint64(4+len(ldr.WasmExports))) // number of exports\n", "uint64(4+len(ldr.WasmExports)+cellExports())) // number of exports\n		writeCellExports(ctxt)\n",
		"what a cell imports"},
}

func init() {
	linkPatches = append(linkPatches,
		patch{"link/internal/wasm/asm.go", "	writeUleb128(ctxt.Out, uint64(len(segments))) // number of data entries\n", "	for _, p := range patches {\n		segments = append(segments, &dataSegment{p.offset, p.data})\n	}\n	writeUleb128(ctxt.Out, uint64(len(segments))) // number of data entries\n",
			"a cell hangs itself into its base"})
}
