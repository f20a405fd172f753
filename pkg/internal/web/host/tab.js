// Starts kernels from a page. A kernel lives in a worker of its own, so that the page
// never waits for it.

import { loadKit, openKit } from "./kit.js";
import { script, startWorker } from "./workers.js";

export { loadKit };

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
    this.spawned = new Map(); // workers that the page has started for it, by their ids
    this.ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.ready) resolve();
        else if (data.spawn) this.spawn(worker, data);
        else if (data.to) this.passOn(data);
        else if (data.terminate) this.endSpawned(data.terminate);
        else if (data.message) this.take(JSON.parse(data.message));
        else if (data.changes) this.takeChanges(data.changes);
        else if (data.later) this.fetchLater(worker, data.later);
        else if (data.ended !== undefined) end(`The kernel has ended (status ${data.ended}).`);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        end(`The kernel has ended: ${event.message}`);
      };
      const end = (why) => {
        reject(new Error(why));
        worker.terminate();
        this.die(why);
        this.onEnd(why);
      };
    });
    this.ready.then(() => { this.kit.warm = true; }, () => {}); // those who wait for it are told
    const { parts, warm } = this.kit;
    worker.postMessage({ kit: { script, warm, names: Object.keys(parts) } });
    for (const [part, value] of Object.entries(parts)) {
      value.then((value) => worker.postMessage({ part, value }), () => {}); // the kit tells why not
    }
  }

  // spawn starts a worker for a kernel that may start none: WebKit's, where the page is a file.
  spawn(kernel, { spawn: id, name }) {
    const worker = startWorker(name);
    worker.onmessage = ({ data }) => kernel.postMessage({ from: id, message: data });
    worker.onerror = ({ message }) => kernel.postMessage({ from: id, message: { status: 2, complaint: message } });
    this.spawned.set(id, { worker, last: Promise.resolve() });
  }

  // passOn gives such a worker a message, in their order. There, no worker can read a Blob.
  passOn({ to, message }) {
    const spawned = this.spawned.get(to);
    if (!spawned) return;
    spawned.last = spawned.last.then(async () => spawned.worker.postMessage(await withoutBlobs(message)));
  }

  endSpawned(id) {
    this.spawned.get(id)?.worker.terminate();
    this.spawned.delete(id);
  }

  // fetchLater gives the kernel a file that it turns out to need.
  async fetchLater(worker, name) {
    try {
      worker.postMessage({ later: name, file: await this.kit.later(name) });
    } catch (error) {
      worker.postMessage({ later: name, error: error.message });
    }
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
    this.worker.terminate();
    for (const id of [...this.spawned.keys()]) this.endSpawned(id);
    this.die("The kernel was stopped.");
  }
}

// withoutBlobs returns a message with the bytes of the Blobs that it holds.
async function withoutBlobs(message) {
  if (message instanceof Blob) return new Uint8Array(await message.arrayBuffer());
  if (message?.constructor !== Object) return message;
  return Object.fromEntries(await Promise.all(Object.entries(message).map(async ([name, part]) => [name, await withoutBlobs(part)])));
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
