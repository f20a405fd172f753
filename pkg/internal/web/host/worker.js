// The workers of a page: its kernel's, and those in which the kernel runs cells. They
// have one script, and their name says which they are.

import { useGo } from "./go.js";
import { Kernel } from "./kernel.js";
import { serve } from "./program.js";
import { Toolchain } from "./toolchain.js";

// spawn starts a worker for a cell. Where the page is a file, a worker may only start
// what it has made itself.
function spawner(script) {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return (take) => {
    const worker = new Worker(address, { name: "program" });
    worker.onmessage = ({ data }) => take(data);
    worker.onerror = ({ message }) => take({ status: 2, complaint: message });
    return { post: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
  };
}

async function startKernel({ script, go, program, base, names, ...toolchain }) {
  useGo(go);
  const kernel = new Kernel({
    program, base, names,
    toolchain: new Toolchain(toolchain),
    send: (message) => postMessage({ message }),
    spawn: spawner(script),
  });
  kernel.log = (text) => console.info(text);
  await kernel.start();
  kernel.ended.then((status) => postMessage({ ended: status }));
  return kernel;
}

// The first message is the kit, each later one Jupyter's.
function serveKernel() {
  let kernel;
  addEventListener("message", async ({ data }) => {
    if (data.kit) {
      kernel = await startKernel(data.kit);
      postMessage({ ready: true });
    } else {
      kernel.receive(data.channel, data.text);
    }
  });
}

if (self.name === "program") serve(self);
else serveKernel();
