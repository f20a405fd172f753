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
  // compiler and linker are modules, which may be the same. symbols (of the base),
  // packages (what compiling reads of them) and docs (what is said of them) are the bytes
  // of files; later resolves to those of a file that is seldom needed.
  constructor({ compiler, linker, symbols, packages, docs, later }) {
    Object.assign(this, { compiler, linker, later });
    this.files = new FileSystem();
    this.files.makeFolders("/tmp");
    this.putPackages("/packages", packages);
    if (docs) this.files.put("/docs.json", docs);
    if (symbols) this.files.put("/base.sym", symbols);
    this.hasBase = symbols !== undefined;
  }

  // putPackages puts a pack into a folder, with the list of it that compiler and linker read.
  putPackages(folder, pack) {
    let config = "";
    for (const [path, data] of unpack(pack)) {
      this.files.put(`${folder}/${path}.a`, data);
      config += `packagefile ${path}=${folder}/${path}.a\n`;
    }
    this.files.put(`${folder}/importcfg`, config);
  }

  // run runs a program to its end, and returns its status and all that it has said.
  async run(program, dir, args) {
    const decoder = new TextDecoder();
    let said = "";
    const sink = (bytes) => {
      said += decoder.decode(bytes, { stream: true });
    };
    const { waits, closeAll, ...world } = forProcess(this.files, { cwd: dir, stdout: sink, stderr: sink });
    const status = await run(program, { argv: args, env: environment, world, waits, closeAll });
    return { status, said };
  }

  // compile makes an object of the Go files of a folder, {name: text}, and returns what
  // the compiler says against them, or "". What was compiled last isn't compiled again.
  async compile(dir, sources) {
    const key = JSON.stringify([dir, sources]);
    if (this.last?.key !== key) {
      for (const [name, text] of Object.entries(sources)) this.files.put(`${dir}/${name}`, text);
      const names = Object.keys(sources).map((name) => `./${name}`);
      const { status, said } = await this.run(this.compiler, dir, ["compile", "-p", "main", "-lang=go1.26", "-complete", "-c=1", "-dwarf=false", "-importcfg", "/packages/importcfg", "-pack", "-o", `${dir}/main.a`, ...names]);
      this.last = { key, complaint: status === 0 ? "" : said };
    }
    return this.last.complaint;
  }

  link(dir, ...how) {
    return this.run(this.linker, dir, ["link", "-s", "-w", ...how, "-o", `${dir}/cell.wasm`, `${dir}/main.a`]);
  }

  // ask answers a question about code, as package ask of the compiler says: what is
  // "complete" or "inspect", sources are {path: text}, that of the question first.
  ask(what, line, column, sources) {
    for (const [path, text] of Object.entries(sources)) this.files.put(`/ask${path}`, text);
    const paths = Object.keys(sources).map((path) => `/ask${path}`);
    return this.run(this.compiler, "/", ["ask", what, "/packages/importcfg", "/docs.json", line, column, ...paths]);
  }

  // linkWhole links a cell without a base: it takes seconds, and more bytes are loaded
  // first. It is for what the base lacks, such as a generic function's instance.
  async linkWhole(dir) {
    this.whole ??= this.later("whole.bin").then((pack) => this.putPackages("/whole", pack));
    try {
      await this.whole;
    } catch (error) {
      this.whole = undefined;
      throw error;
    }
    return this.link(dir, "-importcfg", "/whole/importcfg");
  }

  // build makes a cell of the Go files of a folder. It returns the cell's bytes, or what
  // the compiler or the linker says against it, as the go command would.
  async build(dir, sources) {
    const complaint = await this.compile(dir, sources);
    if (complaint) return { complaint };
    let linked;
    if (this.hasBase) linked = await this.link(dir, "-cell", "/base.sym", "-importcfg", "/packages/importcfg");
    if (linked?.status !== 0) {
      try {
        linked = await this.linkWhole(dir);
      } catch (error) {
        return { complaint: `This cell needs more of Go than is loaded, and the rest can't be had now: ${error.message}\n` };
      }
    }
    if (linked.status !== 0) return { complaint: linked.said };
    return { cell: this.files.get(`${dir}/cell.wasm`).slice(), complaint: "" };
  }
}
