// The workers of a page: its kernel's, those in which the kernel runs cells, that of its
// compiler, and those that unpack the kit. They have one script, and their name says which they are.

import { useGo } from "./go.js";
import { Kernel } from "./kernel.js";
import { serve } from "./program.js";
import { serveTools, Tools } from "./tools.js";
import { serveUnpack } from "./unpack.js";

// spawner returns what starts workers of a kind. Where the page is a file, a worker may
// only start what it has made itself. A worker of Firefox that ends another and at once
// starts one often stands still for ever: it ends the other a moment later.
function spawner(script, name) {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return (take) => {
    let worker;
    try {
      worker = new Worker(address, { name });
    } catch {
      return spawnedByPage(name, take);
    }
    worker.onmessage = ({ data }) => take(data);
    worker.onerror = ({ message }) => take({ status: 2, complaint: message });
    return { post: (message) => worker.postMessage(message), terminate: () => setTimeout(() => worker.terminate(), 100) };
  };
}

// spawnedByPage has the page start a worker, and pass messages on: where the page is a file,
// WebKit lets no worker start another.
const spawned = new Map(); // what takes a worker's messages, by its id
let lastSpawned = 0;
function spawnedByPage(name, take) {
  const id = ++lastSpawned;
  spawned.set(id, take);
  postMessage({ spawn: id, name });
  return {
    post: (message) => postMessage({ to: id, message }),
    terminate() {
      spawned.delete(id);
      postMessage({ terminate: id });
    },
  };
}

// later asks the page for a file that is seldom needed.
const asked = new Map();
const later = (name) => new Promise((resolve, reject) => {
  asked.set(name, { resolve, reject });
  postMessage({ later: name });
});

const arrived = {}; // by the name of a part of the kit: what takes it when it is loaded

// startKernel starts with a kit that may still be loaded: a first cell is made as soon as
// the compiler is there.
async function startKernel({ script, warm, names }) {
  const parts = {};
  for (const name of names) parts[name] = new Promise((resolve) => { arrived[name] = resolve; });
  const { program, base, names: packages, ...tools } = parts;
  const made = await Promise.all(Object.entries(tools).map(async ([name, part]) => [name, await part]));
  const toolchain = new Tools({ ...Object.fromEntries(made), later }, spawner(script, "tools"));
  useGo(await parts.go);
  await toolchain.up; // it can't begin while this worker is busy
  const first = warm ? {} : toolchain.build("/first", { "main.go": "package main; import \"fmt\"; func main() { fmt.Println() }" }).catch(() => ({}));
  const kernel = new Kernel({
    program: await program, base: await base, names: await packages, toolchain,
    send: (message) => postMessage({ message }),
    spawn: spawner(script, "program"),
  });
  kernel.log = (text) => console.info(text);
  await kernel.start();
  await warmUp(kernel, first);
  kernel.ended.then((status) => postMessage({ ended: status }));
  return kernel;
}

// warmUp makes a first cell, and runs it while the reader's own is made. An engine compiles
// functions when they are called first: so a reader's own first cell takes as long as all
// later ones. Kernels after the first of a page find them compiled. On a slow machine nobody
// waits for it long, and one that is made later isn't run.
async function warmUp(kernel, first) {
  const late = new Promise((enough) => setTimeout(() => enough({}), 3000));
  const { cell } = await Promise.race([first, late]);
  if (cell) kernel.runCell(cell, { args: ["first"], dir: "/work", env: [] }, () => {}, () => {});
}

// Work is the folder in which cells run. What a page puts there is known to it; changes
// are what cells have written since.
class Work {
  known = new Map(); // by path, the file's time when the page last knew it

  constructor(files) {
    this.files = files;
    this.folder = files.makeFolders("/work");
  }

  put(path, bytes) {
    this.files.put(`/work/${path}`, bytes);
    this.known.set(path, this.files.find(`/work/${path}`).time);
  }

  remove(path) {
    const [folder, name] = this.files.parent(`/work/${path}`);
    folder.entries.delete(name);
    this.known.delete(path);
  }

  changes(folder = this.folder, under = "", found = []) {
    for (const [name, node] of folder.entries) {
      const path = under + name;
      if (node.entries) this.changes(node, `${path}/`, found);
      else if (node.bytes && this.known.get(path) !== node.time) {
        this.known.set(path, node.time);
        found.push({ path, bytes: node.bytes.slice(0, node.size) });
      }
    }
    return found;
  }
}

// The first message is of the kit; the others are its parts, Jupyter's, or about files.
function serveKernel() {
  let kernel, work;
  addEventListener("message", async ({ data }) => {
    if (data.kit) {
      kernel = await startKernel(data.kit);
      work = new Work(kernel.files);
      postMessage({ ready: true });
    } else if (data.part) {
      arrived[data.part](data.value);
    } else if (data.from) {
      spawned.get(data.from)?.(data.message);
    } else if (data.later) {
      const { resolve, reject } = asked.get(data.later);
      if (data.error) reject(new Error(data.error));
      else resolve(data.file);
    } else if (data.put) {
      work.put(data.put, data.bytes);
    } else if (data.remove) {
      work.remove(data.remove);
    } else if (data.changes) {
      postMessage({ changes: work.changes() });
    } else {
      kernel.receive(data.channel, data.text);
    }
  });
}

if (self.name === "program") serve(self);
else if (self.name === "tools") serveTools(self);
else if (self.name === "unpack") serveUnpack(self);
else serveKernel();
