// A worker that the page starts for a kernel: a cell's program runs in it, or the tools. The
// page brings the parts of the kit that it needs, and the port to the kernel.

import { serveProgram } from "./program.js";
import { serveTools } from "./tools.js";

// serveSpawned lets this worker be of a kind; page is where its parts come from.
export function serveSpawned(kind, page) {
  const asked = new Map(); // what takes the page's answers, by the questions' numbers
  const ask = (question) => new Promise((resolve, reject) => {
    const number = asked.size + 1;
    asked.set(number, { resolve, reject });
    page.postMessage({ number, ...question });
  });
  // Where the page is a file, no worker of WebKit can read a Blob: the page does it.
  const read = async (blob) => new Uint8Array(await blob.arrayBuffer().catch(() => ask({ read: blob })));
  const later = (name) => ask({ later: name }).then(read);
  page.addEventListener("message", ({ data: { port, parts, number, result, error } }) => {
    if (port) return kind === "tools" ? serveTools(port, parts, { read, later }) : serveProgram(port, parts);
    if (error) asked.get(number).reject(new Error(error));
    else asked.get(number).resolve(result);
  });
}
