package wasm

import (
	"bytes"
	"cmd/link/internal/ld"
	"cmd/link/internal/loader"
	"encoding/binary"
)

// The globals of a Go program, in the order of writeGlobalSec.
var globalTypes = []byte{I32, I64, I64, I64, I64, I64, I64, I32}

func globalName(i int) string { return "g" + string(rune('0'+i)) }

// cellExports is how many exports a base has for its cells.
func cellExports() int {
	if !ld.IsBase() {
		return 0
	}
	return 1 + len(globalTypes)
}

func writeCellExports(ctxt *ld.Link) {
	if !ld.IsBase() {
		return
	}
	writeName(ctxt.Out, "table")
	ctxt.Out.WriteByte(0x01)
	writeUleb128(ctxt.Out, 0)
	for i := range globalTypes {
		writeName(ctxt.Out, globalName(i))
		ctxt.Out.WriteByte(0x03)
		writeUleb128(ctxt.Out, uint64(i))
	}
}

// signature returns the type of a function of the base.
func signature(ldr *loader.Loader, s loader.Sym) *wasmFuncType {
	if sig, ok := wasmFuncTypes[ldr.SymName(s)]; ok {
		return sig
	}
	return &wasmFuncType{Params: []byte{I32}, Results: []byte{I32}}
}

// callBase puts a call through the table in place of the call instruction whose
// first byte is written already.
func callBase(w *bytes.Buffer, ldr *loader.Loader, s loader.Sym, types *[]*wasmFuncType) {
	if w.Bytes()[w.Len()-1] != 0x10 { // call
		panic("not a call of " + ldr.SymName(s))
	}
	w.Truncate(w.Len() - 1)
	writeI32Const(w, int32(ldr.SymValue(s)>>16))
	w.WriteByte(0x11) // call_indirect
	writeUleb128(w, uint64(lookupType(signature(ldr, s), types)))
	w.WriteByte(0x00) // table 0
}

// writeCell writes the sections of a cell's module. All that it imports is exported
// by its base, as module "base".
func writeCell(ctxt *ld.Link, ldr *loader.Loader, types []*wasmFuncType, fns []*wasmFunc) {
	writeTypeSec(ctxt, types)

	size := writeSecHeader(ctxt, sectionImport)
	writeUleb128(ctxt.Out, uint64(2+len(globalTypes)))
	base := func(name string, kind ...byte) {
		writeName(ctxt.Out, "base")
		writeName(ctxt.Out, name)
		ctxt.Out.Write(kind)
	}
	base("table", 0x01, 0x70, 0x00, 0x00)
	base("mem", 0x02, 0x00, 0x00)
	for i, t := range globalTypes {
		base(globalName(i), 0x03, t, 0x01)
	}
	writeSecSize(ctxt, size)

	writeFunctionSec(ctxt, fns)

	size = writeSecHeader(ctxt, sectionElement)
	writeUleb128(ctxt.Out, 1)
	writeUleb128(ctxt.Out, 0)
	writeI32Const(ctxt.Out, int32(funcValueOffset+ld.CellFuncs()))
	ctxt.Out.WriteByte(0x0b)
	writeUleb128(ctxt.Out, uint64(len(fns)))
	for i := range fns {
		writeUleb128(ctxt.Out, uint64(i))
	}
	writeSecSize(ctxt, size)

	writeCodeSec(ctxt, fns)
	for _, p := range ld.CellPatches(ctxt) {
		patches = append(patches, wasmPatch{int32(p.Address), binary.LittleEndian.AppendUint64(nil, p.Value)})
	}
	writeDataSec(ctxt)
	writeRoom(ctxt, ldr, len(fns))
}

// writeRoom tells in a section of its own how large memory (in pages of 64 KB) and table
// must be, before the cell fits in.
func writeRoom(ctxt *ld.Link, ldr *loader.Loader, funcs int) {
	size := writeSecHeader(ctxt, sectionCustom)
	writeName(ctxt.Out, "room")
	end := uint64(ldr.SymValue(ldr.Lookup("runtime.end", 0))) + 1<<20 // as writeMemorySec
	room := binary.LittleEndian.AppendUint32(nil, uint32(end>>16)+1)
	room = binary.LittleEndian.AppendUint32(room, uint32(funcValueOffset+ld.CellFuncs())+uint32(funcs))
	ctxt.Out.Write(room)
	writeSecSize(ctxt, size)
}

type wasmPatch struct {
	offset int32
	data   []byte
}

var patches []wasmPatch
