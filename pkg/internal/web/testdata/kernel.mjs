// Runs the kernel of a tab in Node.js: node kernel.mjs FOLDER [whole]. Each line that it
// reads is a request, {channel, …message}; each line that it writes is the kernel's. With
// "whole" it has no symbols of the base, so that cells are linked without one.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { MessageChannel, Worker } from "node:worker_threads";
import { gunzipSync } from "node:zlib";
import { useGo } from "../host/go.js";
import { Kernel } from "../host/kernel.js";
import { Tools } from "../host/tools.js";

const folder = process.argv[2];
const read = (name) => gunzipSync(readFileSync(`${folder}/${name}.gz`));
const compile = (name) => WebAssembly.compile(read(name));
const go = read("wasm_exec.js").toString();
useGo(go);
const file = (name) => new Blob([read(name)]);
const tools = await compile("tools.wasm");
const parts = {
  program: { go, base: await compile("base.wasm") },
  tools: {
    go,
    compiler: tools,
    linker: tools,
    symbols: process.argv[3] === "whole" ? undefined : file("base.sym"),
    packages: file("packages.bin"),
    docs: file("docs.json"),
  },
};
// The page's part: what host/tab.js does in a browser.
const spawner = (kind) => (take) => {
  const { port1: port, port2 } = new MessageChannel();
  port.on("message", take);
  const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData: kind });
  worker.on("message", ({ number, later }) => worker.postMessage({ number, result: file(later) }));
  worker.on("error", (error) => take({ status: 2, complaint: String(error) }));
  worker.postMessage({ port: port2, parts: parts[kind] }, [port2]);
  return {
    post: (message) => port.postMessage(message),
    terminate() {
      port.close();
      worker.terminate();
    },
  };
};
const kernel = new Kernel({
  program: await compile("kernel.wasm"),
  toolchain: new Tools(spawner("tools")),
  names: JSON.parse(read("names.json")),
  send: (text) => process.stdout.write(text + "\n"),
  spawn: spawner("program"),
});
kernel.log = (text) => process.stderr.write(text);
await kernel.start();
for await (const line of createInterface({ input: process.stdin })) kernel.receive(JSON.parse(line).channel, line);
process.exit(0);
