// JupyterLite's side of the kernel: an extension in the form that JupyterLab loads at
// run time, a container of module federation, written by hand, so that nothing has to
// be bundled. https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html

(() => {
  const site = new URL("../../../../", document.currentScript.src); // of jupyter/extensions/littlesteps-kernel/static
  const kitFolder = new URL("kit/", site);
  const name = "gonb";

  let scope; // what JupyterLab's packages are shared in
  const shared = async (packageName) => (await Object.values(scope[packageName])[0].get())();

  // One kit serves all kernels of the page. A failed load is tried again.
  const listeners = new Set(); // to how much of it has come
  let loading;
  const load = () => loading ??= (async () => {
    await controlled();
    const { TabKernel, loadKit } = await import(new URL("tab.js", kitFolder));
    const kit = await loadKit({
      files: (file) => fetch(new URL(file, kitFolder)),
      onProgress: (...progress) => listeners.forEach((tell) => tell(...progress)),
    });
    navigator.serviceWorker?.controller?.postMessage("keep");
    return { TabKernel, kit };
  })().catch((error) => {
    loading = undefined;
    throw error;
  });

  // controlled waits, not for long, until the service worker sees what is fetched: so
  // nothing has to be fetched a second time to be there offline.
  const controlled = async () => {
    const worker = navigator.serviceWorker;
    if (!worker || worker.controller) return;
    await Promise.race([
      new Promise((resolve) => worker.addEventListener("controllerchange", resolve, { once: true })),
      new Promise((resolve) => setTimeout(resolve, 3000)),
    ]);
  };

  // telling shows how far the kit is, where that takes long enough to be asked about,
  // until what it returns is called.
  const telling = (Notification) => {
    let id, shown = 0;
    const start = setTimeout(() => {
      id = Notification.emit("Loading Go: the notebook can be read and edited meanwhile", "in-progress", { autoClose: false });
    }, 700);
    const megabytes = (bytes) => (bytes / 1e6).toFixed(0);
    const tell = (loaded, all) => {
      if (!id || performance.now() - shown < 200) return;
      shown = performance.now();
      Notification.update({ id, message: `Loading Go: ${megabytes(loaded)} of ${megabytes(all)} MB`, type: "in-progress", progress: loaded / all, autoClose: false });
    };
    listeners.add(tell);
    return () => {
      clearTimeout(start);
      listeners.delete(tell);
      if (id) Notification.dismiss(id);
    };
  };

  // A GoKernel is what JupyterLite takes for a kernel. Each message goes on to the real
  // one at once, which queues cells itself, and answers other questions meanwhile.
  class GoKernel {
    isDisposed = false;
    ready = Promise.resolve();
    open = new Map(); // requests without a reply
    refused = 0; // requests that were answered here

    constructor({ id, name, location, sendMessage }, { Signal, Notification, contents }) {
      Object.assign(this, { id, name, location, sendMessage, Notification });
      this.files = new Files(contents, location);
      this.disposed = new Signal(this);
    }

    start() {
      return this.starting ??= this.begin().catch((error) => {
        this.starting = undefined;
        throw error;
      });
    }

    async begin() {
      const told = telling(this.Notification);
      try {
        const { TabKernel, kit } = await load();
        if (this.isDisposed) throw new Error("The kernel was stopped.");
        this.kernel = new TabKernel(kit, (message) => this.take(message), (why) => this.ended(why));
        await this.kernel.ready;
        this.files.forget();
        return this.kernel;
      } finally {
        told();
      }
    }

    async handleMessage(message) {
      this.session = message.header.session;
      try {
        const kernel = await this.start();
        if (message.header.msg_type === "execute_request") await this.files.bring(kernel).catch(console.warn); // the cell says what it lacks
        const { channel, header, parent_header, metadata, content } = message;
        if (channel !== "stdin") this.open.set(header.msg_id, message);
        await kernel.send({ channel, header, parent_header, metadata, content });
      } catch (error) {
        if (!this.isDisposed) this.refuse(message, error.message);
      }
    }

    // take passes a message of the real kernel on: JupyterLite finds the client to which
    // it goes by its session.
    take(message) {
      if (this.isDisposed) return;
      const { header, parent_header } = message;
      if (header.msg_type.endsWith("_reply")) {
        this.open.delete(parent_header?.msg_id);
        if (header.msg_type === "execute_reply") this.files.keep(this.kernel).catch(console.warn);
      }
      header.session = parent_header?.session || this.session;
      if (header.session) this.sendMessage({ ...message, buffers: [] });
    }

    // refuse answers a request that can't be done, so that a cell says why.
    refuse({ header }, why) {
      const send = (channel, msg_type, content) => this.sendMessage({
        channel, content, metadata: {}, buffers: [], parent_header: header,
        header: { msg_id: `${this.id}-${++this.refused}`, msg_type, session: header.session, username: "", version: "5.3", date: new Date().toISOString() },
      });
      this.open.delete(header.msg_id);
      const error = { status: "error", ename: "NoKernel", evalue: why, traceback: [why] };
      const reply = header.msg_type.replace("_request", "_reply");
      send("iopub", "status", { execution_state: "busy" });
      if (header.msg_type === "kernel_info_request") { // or the notebook waits for ever
        send("shell", reply, {
          status: "ok", protocol_version: "5.3", implementation: "GoNB", implementation_version: "", banner: why, help_links: [],
          language_info: { name: "go", version: "", mimetype: "text/x-go", file_extension: ".go" },
        });
      } else {
        if (header.msg_type === "execute_request") send("iopub", "error", error);
        send("shell", reply, header.msg_type === "execute_request" ? { ...error, execution_count: 0 } : error);
      }
      send("iopub", "status", { execution_state: "idle" });
    }

    // ended answers what a kernel that has ended by itself has left open. The next cell
    // starts another one.
    ended(why) {
      this.starting = undefined;
      for (const message of [...this.open.values()]) this.refuse(message, `${why} The next cell starts a new one, in which nothing is declared yet.`);
    }

    interrupt() {
      return this.kernel?.interrupt();
    }

    dispose() {
      if (this.isDisposed) return;
      this.isDisposed = true;
      this.kernel?.stop();
      this.disposed.emit();
    }
  }

  // Files are those beside the notebook, in JupyterLite's drive: cells find them in the
  // folder in which they run, and what cells write there comes back.
  class Files {
    given = new Map(); // by path, when what the kernel has was last modified

    constructor(contents, location) {
      this.contents = contents;
      this.location = location.endsWith(":") ? location : location && `${location}/`;
    }

    forget() {
      this.given.clear();
    }

    async bring(kernel) {
      const seen = new Set();
      await this.bringFolder(kernel, this.location.replace(/\/$/, ""), "", seen);
      for (const path of this.given.keys()) {
        if (seen.has(path)) continue;
        this.given.delete(path);
        kernel.remove(path);
      }
    }

    async bringFolder(kernel, folder, under, seen) {
      const { content } = await this.contents.get(folder, { content: true });
      for (const { name, type, last_modified } of content) {
        const path = under + name;
        if (name.startsWith(".") || type === "notebook") continue;
        if (type === "directory") {
          if (path.split("/").length < 4) await this.bringFolder(kernel, this.location + path, `${path}/`, seen);
          continue;
        }
        seen.add(path);
        if (this.given.get(path) === last_modified) continue;
        const file = await this.contents.get(this.location + path, { content: true, format: "base64" });
        kernel.put(path, unpacked(file.content));
        this.given.set(path, last_modified);
      }
    }

    // keep puts what cells have written into the drive.
    async keep(kernel) {
      for (const { path, bytes } of await kernel.changes()) {
        for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) await this.makeFolder(path.slice(0, at));
        const { last_modified } = await this.contents.save(this.location + path, { type: "file", format: "base64", content: packed(bytes) });
        this.given.set(path, last_modified);
      }
    }

    async makeFolder(path) {
      await this.contents.get(this.location + path, { content: false })
        .catch(() => this.contents.save(this.location + path, { type: "directory" }));
    }
  }

  const unpacked = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

  const packed = (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  };

  const modules = {
    "./extension": async () => {
      const { IKernelClient, IKernelSpecs } = await shared("@jupyterlite/services");
      const { Notification } = await shared("@jupyterlab/apputils");
      const { Signal } = await shared("@lumino/signaling");
      return {
        id: "littlesteps-kernel:kernel",
        description: "The Go kernel, in WebAssembly.",
        autoStart: true,
        requires: [IKernelSpecs, IKernelClient],
        activate({ serviceManager }, specs, client) {
          const kernels = new Map();
          specs.register({
            spec: { name, display_name: "Go (gonb)", language: "go", argv: [], resources: { "logo-svg": new URL("logo.svg", document.baseURI).href } },
            create: async (options) => {
              const kernel = new GoKernel(options, { Signal, Notification, contents: serviceManager.contents });
              kernels.set(options.id, kernel);
              kernel.start().catch(() => {}); // the first cell says it
              return kernel;
            },
          });
          // JupyterLite itself only takes cells back that haven't begun.
          const interrupt = client.interrupt.bind(client);
          client.interrupt = async (id) => {
            await interrupt(id);
            await kernels.get(id)?.interrupt();
          };
          navigator.serviceWorker?.addEventListener("message", ({ data }) => {
            if (data === "kept") Notification.info("From now on the lesson works without the network, too.", { autoClose: 8000 });
          });
          navigator.serviceWorker?.register(new URL("service-worker.js", site)).catch(console.warn);
          load().catch(() => {}); // while the learner reads
        },
      };
    },
  };

  (window._JUPYTERLAB ??= {})["littlesteps-kernel"] = {
    init(shareScope) {
      scope = shareScope;
    },
    async get(module) {
      const plugin = await modules[module]();
      return () => ({ __esModule: true, default: [plugin] });
    },
  };
})();
