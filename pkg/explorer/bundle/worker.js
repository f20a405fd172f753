// The explorers' worker: it starts the Go program and passes messages on.
// The page's first message says where the program is: { text }, that of a page, or { url }.
onmessage = async ({ data: where }) => {
  try {
    const packed = where.text ? new Response(bytesOf(where.text)).body : await fetched(where.url);
    const program = packed.pipeThrough(new DecompressionStream("gzip"));
    const headers = { "content-type": "application/wasm" };
    const go = new Go();
    const { instance } = await WebAssembly.instantiateStreaming(new Response(program, { headers }), go.importObject);
    // The program sets self.onmessage and says that it is ready.
    go.run(instance).then(() => postMessage({ failed: "the program ended" }), failed);
  } catch (error) {
    failed(error);
  }
};

const failed = (error) => postMessage({ failed: String(error?.message ?? error) });

const fetched = async (url) => {
  const answer = await fetch(url, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  return answer.body;
};
