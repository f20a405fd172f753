// The explorers of a page share one worker, in which their program runs. It is
// started by the first of them.

const dispatcher = (window.littleStepsDispatcher ??= { explorers: new Map(), worker: null, count: 0 });

// program finds the explorers' program: in an exported page, or on its site, or on
// JupyterLab's server.
const program = () => {
  for (const needed of ["Worker", "WebAssembly", "DecompressionStream"]) {
    if (!(needed in window)) throw new Error(`this browser has no ${needed}; a current one can run it`);
  }
  const inside = document.getElementById("littlesteps-program");
  const folder = inside?.dataset.folder;
  if (folder && location.protocol === "file:") throw new Error("its program is on the site from which this page was taken");
  if (inside && !folder) {
    const script = document.getElementById("littlesteps-worker").textContent;
    return { script: URL.createObjectURL(new Blob([script], { type: "text/javascript" })), where: { text: inside.textContent } };
  }
  const config = document.getElementById("jupyter-config-data");
  if (!config && !folder) throw new Error("its program isn't part of this page");
  const base = new URL(folder ?? (JSON.parse(config.textContent).baseUrl ?? "/") + "static/littlesteps/", location.href);
  return { script: new URL("explorer.worker.js", base).href, where: { url: new URL("explorer.wasm.gz", base).href } };
};

// connect starts the worker that all explorers of the page share. A start that
// failed is forgotten, so that it can be tried again.
const connect = () => dispatcher.worker ??= new Promise((resolve, reject) => {
  const { script, where } = program();
  const worker = new Worker(script);
  const fail = (why) => {
    worker.terminate();
    dispatcher.worker = null;
    reject(new Error(why));
    for (const explorer of dispatcher.explorers.values()) explorer.failed(why);
  };
  worker.onerror = (event) => { event.preventDefault(); fail(event.message || "its program isn't on the server; after the very first start that is still made, in the background, for a minute or two"); };
  worker.onmessage = ({ data }) => {
    if (data.failed) fail(data.failed);
    else if (data.ready) resolve(worker);
    else dispatcher.explorers.get(data.ID)?.show(data);
  };
  worker.postMessage(where);
}).catch((error) => { dispatcher.worker = null; throw error; });
