// Builds and runs Go programs as a tab does: node run.mjs FOLDER OF THE TOOLCHAIN,
// PROGRAM.go… For each it prints one line of JSON: what it printed, and its status.

import { readFileSync } from "node:fs";
import { FileSystem, forProcess } from "../../host/fs.js";
import { run, useGo } from "../../host/go.js";
import { Toolchain } from "../../host/toolchain.js";

const [folder, ...programs] = process.argv.slice(2);
const read = (name) => readFileSync(`${folder}/${name}`);
useGo(read("wasm_exec.js").toString());
const compile = async (name) => WebAssembly.compile(read(name));
const base = await compile("base.wasm");
const toolchain = new Toolchain({
  compiler: await compile("compile.wasm"),
  linker: await compile("link.wasm"),
  symbols: read("base.sym"),
  packages: read("packages.bin"),
});

for (const program of programs) {
  const started = performance.now();
  const { cell, complaint } = await toolchain.build("/cell", { "main.go": readFileSync(program, "utf8") });
  const built = performance.now();
  let output = complaint, status = 1;
  if (cell) {
    const decoder = new TextDecoder();
    const sink = (bytes) => {
      output += decoder.decode(bytes, { stream: true });
    };
    const { waits, closeAll, ...world } = forProcess(new FileSystem(), { stdout: sink, stderr: sink });
    const module = await WebAssembly.compile(cell);
    status = await run(base, { argv: ["cell"], world, waits, closeAll, cell: module });
  }
  console.log(JSON.stringify({ output, status, build: built - started, run: performance.now() - built }));
}
process.exit(0);
