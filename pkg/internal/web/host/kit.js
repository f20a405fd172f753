// Loads what a kernel is made of, once for all kernels of a page.

const modules = { program: "kernel.wasm", base: "base.wasm", compiler: "tools.wasm", linker: "link.wasm" };
const contents = { symbols: "base.sym", packages: "packages.bin", docs: "docs.json", names: "names.json", go: "wasm_exec.js" };

// counted passes a response on, and tells how much of it has come.
function counted(response, tell) {
  if (!response.body) return response;
  const count = new TransformStream({
    transform(chunk, to) {
      tell(chunk.length);
      to.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count), { headers: response.headers });
}

// check fails in a browser that is too old.
function check() {
  for (const needed of ["WebAssembly", "DecompressionStream", "Worker"]) {
    if (!(needed in globalThis)) {
      throw new Error(`This browser can't run Go: it has no ${needed}. A newer one can: Chrome or Edge from 98, Firefox from 113, Safari from 16.4.`);
    }
  }
}

// loadKit loads and compiles the files of a kit. files returns one of them, as a
// Response or as bytes; onProgress is told how many bytes have come, and of how many.
export async function loadKit(files, onProgress = () => {}) {
  check();
  try {
    return await load(files, onProgress);
  } catch (error) {
    throw new Error(`Go couldn't be loaded: ${error.message}. Is the network up? What has come is kept; try again.`, { cause: error });
  }
}

async function load(files, onProgress) {
  const { files: list } = await (await response("kit.json", files)).json();
  const all = Object.values(list).reduce((sum, { gzip }) => sum + gzip, 0);
  let loaded = 0;
  const tell = (n) => onProgress((loaded += n), all);
  const open = async (name, counts = true) => {
    const file = await response(name + ".gz", files);
    const packed = counts ? counted(file, tell) : file;
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(packed.body.pipeThrough(new DecompressionStream("gzip")), { headers: { "content-type": type } });
  };
  const kit = {};
  const take = (names, how) => Object.entries(names).filter(([, name]) => name in list).map(async ([part, name]) => {
    kit[part] = await how(await open(name));
  });
  await Promise.all([
    ...take(modules, (r) => WebAssembly.compileStreaming(r)),
    ...take(contents, (r) => r.blob()), // one copy for all workers
  ]);
  kit.names = JSON.parse(await kit.names.text());
  kit.go = await kit.go.text();
  kit.linker ??= kit.compiler;
  // What a cell may need that the kit's files don't have is loaded then.
  kit.later = async (name) => (await open(name, false)).blob();
  return kit;
}

async function response(name, files) {
  const file = await files(name);
  if (!(file instanceof Response)) return new Response(file);
  if (!file.ok) throw new Error(`${name}: ${file.status} ${file.statusText}`);
  return file;
}
