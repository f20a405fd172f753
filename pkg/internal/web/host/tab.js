// Starts kernels from a page. A kernel lives in a worker of its own, so that the page
// never waits for it.

import { loadKit, openKit } from "./kit.js";
import { startWorker } from "./workers.js";

export { loadKit };

// needed are the parts of a kit that workers need, by their kinds.
const needed = {
  kernel: ["program", "names", "go"],
  program: ["base", "go"],
  tools: ["compiler", "linker", "symbols", "packages", "docs", "go"],
};

export class TabKernel {
  // kit is what loadKit or openKit returns; onMessage takes the kernel's messages, those that
  // answer a request of [TabKernel.request] as well. onEnd is told why a kernel has ended
  // that nobody stopped.
  constructor(kit, onMessage = () => {}, onEnd = () => {}) {
    Object.assign(this, { kit, onMessage, onEnd });
    this.requests = new Map(); // by the id of their message
    this.session = crypto.randomUUID?.() ?? String(Math.random());
    this.sent = 0;
    this.start();
  }

  // start sets ready, a promise of a kernel that listens.
  start() {
    const worker = startWorker("kernel");
    this.worker = worker;
    this.spawned = new Map(); // the workers in which it runs programs and tools, by their ids
    this.ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.ready) resolve();
        else if (data.spawn) this.spawn(data);
        else if (data.terminate) this.endSpawned(data.terminate);
        else if (data.message) this.take(JSON.parse(data.message));
        else if (data.changes) this.takeChanges(data.changes);
        else if (data.ended !== undefined) end(`The kernel has ended (status ${data.ended}).`);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        end(`The kernel has ended: ${event.message}`);
      };
      const end = (why) => {
        reject(new Error(why));
        this.endWorkers();
        this.die(why);
        this.onEnd(why);
      };
    });
    this.ready.then(() => { this.kit.warm = true; }, () => {}); // those who wait for it are told
    worker.postMessage({ start: { warm: this.kit.warm } });
    for (const part of needed.kernel) {
      this.kit.parts[part].then((value) => worker.postMessage({ part, value }), () => {}); // the kit tells why not
    }
  }

  // spawn starts a worker for the kernel, and gives it the kernel's port.
  async spawn({ spawn: id, kind, port }) {
    const worker = startWorker(kind);
    this.spawned.set(id, worker);
    worker.onmessage = ({ data }) => this.answer(worker, data);
    worker.onerror = ({ message }) => this.worker.postMessage({ failed: id, complaint: message });
    try {
      const parts = await Promise.all(needed[kind].map(async (part) => [part, await this.kit.parts[part]]));
      worker.postMessage({ port, parts: Object.fromEntries(parts) }, [port]);
    } catch {
      // the kit tells why not
    }
  }

  // answer answers what such a worker asks: what a Blob holds, or a file that is seldom needed.
  async answer(worker, { number, read, later }) {
    try {
      worker.postMessage({ number, result: await (read ? read.arrayBuffer() : this.kit.later(later)) });
    } catch (error) {
      worker.postMessage({ number, error: error.message });
    }
  }

  endSpawned(id) {
    this.spawned.get(id)?.terminate();
    this.spawned.delete(id);
  }

  // take passes a message of the kernel on, and ends the request that it answers.
  take(message) {
    this.onMessage(message);
    const request = this.requests.get(message.parent_header?.msg_id);
    if (!request) return;
    request.onMessage?.(message);
    if (message.channel === "shell" || message.channel === "control") request.reply = message.content;
    if (message.header.msg_type === "status" && message.content.execution_state === "idle") request.idle = true;
    if (request.reply && request.idle) {
      this.requests.delete(message.parent_header.msg_id);
      request.resolve(request.reply);
    }
  }

  // die fails all requests that have no answer.
  die(why) {
    for (const { reject } of this.requests.values()) reject(new Error(why));
    this.requests.clear();
  }

  // send sends a message of Jupyter's, with its channel.
  async send(message) {
    await this.ready;
    this.worker.postMessage({ channel: message.channel, text: JSON.stringify(message) });
  }

  // request sends a request and returns the content of its reply, when the kernel has
  // done all that belongs to it; onMessage takes what it says meanwhile.
  request(channel, type, content, onMessage) {
    const header = {
      msg_id: `${this.session}-${++this.sent}`, msg_type: type, session: this.session,
      username: "", version: "5.3", date: new Date().toISOString(),
    };
    return new Promise((resolve, reject) => {
      this.requests.set(header.msg_id, { resolve, reject, onMessage });
      this.send({ channel, header, parent_header: {}, metadata: {}, content }).catch(reject);
    });
  }

  // execute runs a cell; onMessage takes its outputs as they come.
  execute(code, onMessage) {
    return this.request("shell", "execute_request", {
      code, silent: false, store_history: true, stop_on_error: true, allow_stdin: false, user_expressions: {},
    }, onMessage);
  }

  // put gives cells a file, under a path in the folder in which they run.
  put(path, bytes) {
    this.worker.postMessage({ put: path, bytes });
  }

  remove(path) {
    this.worker.postMessage({ remove: path });
  }

  // changes returns the files that cells have written since, [{path, bytes}].
  changes() {
    return new Promise((resolve) => {
      this.takeChanges = resolve;
      this.worker.postMessage({ changes: true });
    });
  }

  complete(code, cursor_pos) {
    return this.request("shell", "complete_request", { code, cursor_pos });
  }

  inspect(code, cursor_pos) {
    return this.request("shell", "inspect_request", { code, cursor_pos, detail_level: 0 });
  }

  // interrupt ends the cell that runs; what was declared stays.
  interrupt() {
    return this.request("control", "interrupt_request", {});
  }

  // restart starts afresh, with nothing declared, from the kit that is loaded.
  restart() {
    this.stop();
    this.start();
    return this.ready;
  }

  stop() {
    this.endWorkers();
    this.die("The kernel was stopped.");
  }

  endWorkers() {
    this.worker.onmessage = this.worker.onerror = null;
    this.worker.terminate();
    for (const id of [...this.spawned.keys()]) this.endSpawned(id);
  }
}

// startKernel loads a kit, as loadKit does, and starts a kernel meanwhile; it resolves when
// the kernel listens.
export async function startKernel({ onMessage, ...how }) {
  const kit = await openKit(how);
  const kernel = new TabKernel(kit, onMessage);
  try {
    await Promise.all([kit.whole, kernel.ready]);
  } catch (error) {
    kernel.stop();
    throw error;
  }
  return kernel;
}
