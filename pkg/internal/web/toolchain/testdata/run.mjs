// Builds and runs Go programs as a tab does: node run.mjs FOLDER OF THE TOOLCHAIN, HOW,
// PROGRAM.go… HOW is "base", "whole", or "poor":
// over a base that has no symbols. For each it prints one line of JSON: what it
// printed, its status, whether it is a cell over the base, and how long that took.

import { existsSync, readFileSync } from "node:fs";
import { FileSystem, forProcess } from "../../host/fs.js";
import { isCell, run, useGo } from "../../host/go.js";
import { Toolchain } from "../../host/toolchain.js";

const [folder, how, ...programs] = process.argv.slice(2);
const read = (name) => readFileSync(`${folder}/${name}`);
useGo(read("wasm_exec.js").toString());
const compile = async (name) => WebAssembly.compile(read(name));
const known = existsSync(`${folder}/tools.wasm`);
const compiler = await compile(known ? "tools.wasm" : "compile.wasm");
const base = known ? await compile("base.wasm") : undefined;
const toolchain = new Toolchain({
  compiler,
  linker: known ? compiler : await compile("link.wasm"),
  symbols: { base: () => read("base.sym"), poor: () => read("base.sym").fill(0, 56, 60), whole: () => undefined }[how](),
  packages: read("packages.bin"),
  later: async (name) => read(name),
});

for (const program of programs) {
  const started = performance.now();
  const { cell, complaint } = await toolchain.build("/cell", { "main.go": readFileSync(program, "utf8") });
  const built = performance.now();
  let output = complaint, status = 1, over = false;
  if (cell) {
    const decoder = new TextDecoder();
    const sink = (bytes) => {
      output += decoder.decode(bytes, { stream: true });
    };
    const { waits, closeAll, ...world } = forProcess(new FileSystem(), { stdout: sink, stderr: sink });
    const module = await WebAssembly.compile(cell);
    over = isCell(module);
    status = await run(over ? base : module, { argv: ["cell"], world, waits, closeAll, cell: over ? module : undefined });
  }
  console.log(JSON.stringify({ output, status, over, build: built - started, run: performance.now() - built }));
}
process.exit(0);
