// The workers of a page: its kernel's, those in which the kernel runs cells, that of its
// tools, and those that unpack the kit. They have one script, and their name says which they are.

import { useGo } from "./go.js";
import { Kernel } from "./kernel.js";
import { serveSpawned } from "./spawned.js";
import { Tools } from "./tools.js";
import { serveUnpack } from "./unpack.js";

// spawner returns what has the page start a worker of a kind, with a port between it and
// this one. Workers don't start workers: in WebKit they can't where the page is a file, and
// in Firefox one that ends another and at once starts a third often stands still for ever.
const failed = new Map(); // by the id of a worker: what is told why it has failed
let lastId = 0;
const spawner = (kind) => (take) => {
  const id = ++lastId;
  const { port1: port, port2 } = new MessageChannel();
  port.onmessage = ({ data }) => take(data);
  failed.set(id, (complaint) => take({ status: 2, complaint }));
  postMessage({ spawn: id, kind, port: port2 }, [port2]);
  return {
    post: (message) => port.postMessage(message),
    terminate() {
      port.close();
      failed.delete(id);
      postMessage({ terminate: id });
    },
  };
};

const arrived = {}; // by the name of a part of the kit: what takes it when it is loaded

// startKernel starts with a kit that may still be loaded: a first cell is made as soon as
// the compiler is there.
async function startKernel({ warm }) {
  const [program, names, go] = ["program", "names", "go"].map((part) => new Promise((resolve) => { arrived[part] = resolve; }));
  const toolchain = new Tools(spawner("tools"));
  const first = warm ? {} : toolchain.build("/first", { "main.go": "package main; import \"fmt\"; func main() { fmt.Println() }" }).catch(() => ({}));
  useGo(await go);
  const kernel = new Kernel({
    program: await program, names: await names, toolchain,
    send: (message) => postMessage({ message }),
    spawn: spawner("program"),
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

// The first message starts it; the others are parts of the kit, Jupyter's, or about files.
function serveKernel() {
  let kernel, work;
  addEventListener("message", async ({ data }) => {
    if (data.start) {
      kernel = await startKernel(data.start);
      work = new Work(kernel.files);
      postMessage({ ready: true });
    } else if (data.part) {
      arrived[data.part](data.value);
    } else if (data.failed) {
      failed.get(data.failed)?.(data.complaint);
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

if (self.name === "program" || self.name === "tools") serveSpawned(self.name, self);
else if (self.name === "unpack") serveUnpack(self);
else serveKernel();
