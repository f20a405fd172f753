// Compiles and links cells with Go's own compiler and linker, which are WebAssembly
// as well.

import { FileSystem, forProcess } from "./fs.js";
import { run } from "./go.js";

// unpack reads a pack of files as package toolchain writes it.
export function* unpack(pack) {
  const view = new DataView(pack.buffer, pack.byteOffset, pack.byteLength);
  const length = view.getUint32(0, true);
  let at = 4 + length;
  for (const { Name, Size } of JSON.parse(new TextDecoder().decode(pack.subarray(4, at)))) {
    yield [Name, pack.subarray(at, at + Size)];
    at += Size;
  }
}

const environment = { GOROOT: "/go", GOOS: "js", GOARCH: "wasm", TMPDIR: "/tmp", GOGC: "400" };

export class Toolchain {
  // compiler and linker are modules; symbols and packages are the bytes of their files.
  constructor({ compiler, linker, symbols, packages }) {
    this.compiler = compiler;
    this.linker = linker;
    this.files = new FileSystem();
    this.files.makeFolders("/tmp");
    let config = "";
    this.packages = [];
    for (const [path, data] of unpack(packages)) {
      this.files.put(`/packages/${path}.a`, data);
      this.packages.push(path);
      config += `packagefile ${path}=/packages/${path}.a\n`;
    }
    this.files.put("/importcfg", config);
    this.files.put("/base.sym", symbols);
  }

  async run(program, dir, args) {
    const decoder = new TextDecoder();
    let complaint = "";
    const sink = (bytes) => {
      complaint += decoder.decode(bytes, { stream: true });
    };
    const { waits, closeAll, ...world } = forProcess(this.files, { cwd: dir, stdout: sink, stderr: sink });
    const status = await run(program, { argv: args, env: environment, world, waits, closeAll });
    return { status, complaint };
  }

  // build makes a cell of the Go files of a folder, {name: text}. It returns the cell's
  // bytes, or what the compiler or the linker says against it, as the go command would.
  async build(dir, sources) {
    for (const [name, text] of Object.entries(sources)) this.files.put(`${dir}/${name}`, text);
    const names = Object.keys(sources).map((name) => `./${name}`);
    const object = `${dir}/main.a`;
    const cell = `${dir}/cell.wasm`;
    const commands = [
      [this.compiler, "compile", "-p", "main", "-lang=go1.26", "-complete", "-c=1", "-dwarf=false", "-importcfg", "/importcfg", "-pack", "-o", object, ...names],
      [this.linker, "link", "-cell", "/base.sym", "-s", "-w", "-importcfg", "/importcfg", "-o", cell, object],
    ];
    for (const [program, ...args] of commands) {
      const { status, complaint } = await this.run(program, dir, args);
      if (status !== 0) return { complaint };
    }
    return { cell: this.files.get(cell), complaint: "" };
  }
}
