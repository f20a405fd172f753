// Loads what a kernel is made of, once for all kernels of a page.

const modules = { program: "kernel.wasm", base: "base.wasm", compiler: "compile.wasm", linker: "link.wasm" };
const contents = { symbols: "base.sym", packages: "packages.bin", names: "names.json", go: "wasm_exec.js" };

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

// loadKit loads and compiles the files of a kit. files returns one of them, as a
// Response or as bytes; onProgress is told how many bytes have come, and of how many.
export async function loadKit(files, onProgress = () => {}) {
  const { files: list } = await (await response("kit.json", files)).json();
  const all = Object.values(list).reduce((sum, { gzip }) => sum + gzip, 0);
  let loaded = 0;
  const tell = (n) => onProgress((loaded += n), all);
  const open = async (name) => {
    const packed = counted(await response(name + ".gz", files), tell);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(packed.body.pipeThrough(new DecompressionStream("gzip")), { headers: { "content-type": type } });
  };
  const kit = {};
  const load = (names, take) => Object.entries(names).map(async ([part, name]) => {
    kit[part] = await take(await open(name));
  });
  await Promise.all([
    ...load(modules, (r) => WebAssembly.compileStreaming(r)),
    ...load(contents, async (r) => new Uint8Array(await r.arrayBuffer())),
  ]);
  kit.names = JSON.parse(new TextDecoder().decode(kit.names));
  kit.go = new TextDecoder().decode(kit.go);
  return kit;
}

async function response(name, files) {
  const file = await files(name);
  if (!(file instanceof Response)) return new Response(file);
  if (!file.ok) throw new Error(`${name}: ${file.status} ${file.statusText}`);
  return file;
}
