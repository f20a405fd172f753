// Loads what a kernel is made of, once for all kernels of a page.

import { compiled, plain, unpacked } from "./unpack.js";
import { startWorker } from "./workers.js";

const modules = { compiler: "tools.wasm", linker: "link.wasm", program: "kernel.wasm", base: "base.wasm" };
const contents = { symbols: "base.sym", packages: "packages.bin", docs: "docs.json", names: "names.json", go: "wasm_exec.js" };

// counted passes a stream on, and tells how much of it has come.
const counted = (stream, tell) => stream.pipeThrough(new TransformStream({
  transform(chunk, to) {
    tell(chunk.length);
    to.enqueue(chunk);
  },
}));

// check fails in a browser that is too old.
function check() {
  for (const needed of ["WebAssembly", "DecompressionStream", "Worker"]) {
    if (!(needed in globalThis)) {
      throw new Error(`This browser can't run Go: it has no ${needed}. A newer one can: Chrome or Edge from 98, Firefox from 113, Safari from 16.4.`);
    }
  }
}

const failed = (error) => new Error(`Go couldn't be loaded: ${error.message}. Is the network up? What has come is kept; try again.`, { cause: error });

// loadKit loads and compiles the files of a kit. files returns one of them, as a Response or
// as bytes; or, with aside, as bytes or as the text of a page that holds it (live/inlined.js),
// which workers then unpack side by side, so that the page doesn't stall. onProgress is told
// how many bytes have come, and of how many.
export async function loadKit(how) {
  const kit = await openKit(how);
  await kit.whole;
  return kit;
}

// openKit returns a kit that is still being loaded: its parts are promises, whole is that
// of all of them.
export async function openKit({ files, aside = false, onProgress = () => {} }) {
  check();
  try {
    return await open(files, aside ? unpackAside : unpackHere, onProgress);
  } catch (error) {
    throw failed(error);
  }
}

async function open(files, unpack, onProgress) {
  const kit = await fetched("kit.json", files);
  const { files: list } = await (kit instanceof Response ? kit : new Response(plain(kit))).json();
  const all = Object.values(list).reduce((sum, { gzip }) => sum + gzip, 0);
  let loaded = 0;
  const tell = (n) => onProgress((loaded += n), all);
  const parts = {};
  const take = (names, compile) => {
    for (const [part, name] of Object.entries(names)) {
      if (name in list) parts[part] = unpack(fetched(`${name}.gz`, files), compile, tell);
    }
  };
  take(modules, true);
  take(contents, false);
  parts.names = parts.names.then(async (file) => JSON.parse(await file.text()));
  parts.go = parts.go.then((file) => file.text());
  parts.linker ??= parts.compiler;
  const whole = Promise.all(Object.values(parts)).catch((error) => { throw failed(error); });
  whole.catch(() => {}); // who waits for it is told
  // What a cell may need that the kit's files don't have is loaded then.
  const fetching = new Map();
  const later = async (name) => {
    if (!fetching.has(name)) fetching.set(name, unpack(fetched(`${name}.gz`, files), false, () => {}));
    try {
      return await fetching.get(name);
    } catch (error) {
      fetching.delete(name);
      throw error;
    }
  };
  return { parts, whole, later };
}

async function fetched(name, files) {
  const file = await files(name);
  if (file instanceof Response && !file.ok) throw new Error(`${name}: ${file.status} ${file.statusText}`);
  return file;
}

// unpackHere returns the module of a file, or its content as a Blob: one copy for all workers.
async function unpackHere(file, compile, tell) {
  const packed = await file;
  const stream = unpacked(counted((packed instanceof Response ? packed : new Response(packed)).body, tell));
  return compile ? compiled(stream) : new Response(stream).blob();
}

// unpackAside has a worker do it, which starts meanwhile.
function unpackAside(file, compile, tell) {
  const worker = startWorker("unpack");
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { result, error } }) => error ? reject(new Error(error)) : resolve(result);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    file.then((packed) => {
      worker.postMessage({ file: packed, compile });
      tell(typeof packed === "string" ? Math.floor(packed.length * 7 / 8) : packed.length);
    }).catch(reject);
  }).then((result) => compile ? result : new Blob([result])).finally(() => worker.terminate());
}
