// Unpacks the files of a kit in workers of their own, side by side: a page that holds them
// would stall meanwhile.

import { bytesOf } from "../../../explorer/bundle/text.js";

const slice = 1 << 18; // bytes that are unpacked at once, so that what follows can begin

// unpacked returns the stream of what gzip has packed.
export const unpacked = (stream) => stream.pipeThrough(new DecompressionStream("gzip"));

// compiled returns the module of a stream of WebAssembly.
export const compiled = (stream) => WebAssembly.compileStreaming(new Response(stream, { headers: { "content-type": "application/wasm" } }));

// plain returns the bytes of a file that is there: they, or the text that a page holds.
export const plain = (file) => typeof file === "string" ? bytesOf(file) : file;

// serveUnpack lets this worker unpack one file that is there. It answers with the module,
// where it is asked to compile, or with the bytes.
export function serveUnpack(port) {
  port.addEventListener("message", async ({ data: { file, compile } }) => {
    try {
      const stream = unpacked(sliced(plain(file)));
      if (compile) return port.postMessage({ result: await compiled(stream) });
      const result = await new Response(stream).arrayBuffer();
      port.postMessage({ result }, [result]);
    } catch (error) {
      port.postMessage({ error: error.message });
    }
  });
}

function sliced(bytes) {
  let at = 0;
  return new ReadableStream({
    pull(to) {
      if (at >= bytes.length) return to.close();
      to.enqueue(bytes.subarray(at, at + slice));
      at += slice;
    },
  });
}
