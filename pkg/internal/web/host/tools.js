// Compiler and linker in a worker of their own. So the kernel hears what is asked of it
// while they work, a cell that is being compiled can be stopped, and what they take of the
// memory is given back when they rest.

import { useGo } from "./go.js";
import { Toolchain } from "./toolchain.js";

const idle = 60_000; // milliseconds after which they rest

// Tools are a Toolchain in another worker.
export class Tools {
  // spawn starts a worker that serves tools: it is given what takes the worker's messages,
  // and returns {post, terminate}.
  constructor(spawn) {
    this.spawn = spawn;
    this.waiting = new Map(); // by the number of the call
    this.calls = 0;
    this.worker = this.start();
    this.restLater();
  }

  compile(dir, sources) {
    return this.call("compile", dir, sources);
  }

  build(dir, sources) {
    return this.call("build", dir, sources);
  }

  ask(...question) {
    return this.call("ask", ...question);
  }

  call(what, ...args) {
    clearTimeout(this.rest);
    this.worker ??= this.start();
    return new Promise((resolve, reject) => {
      this.waiting.set(++this.calls, { resolve, reject });
      this.worker.post({ call: this.calls, what, args });
    });
  }

  start() {
    const worker = this.spawn((message) => {
      if (worker === this.worker) this.take(message);
    });
    return worker;
  }

  take({ answer, result, error, complaint }) {
    if (complaint) return this.stop(complaint); // the worker itself has failed
    const { resolve, reject } = this.waiting.get(answer);
    this.waiting.delete(answer);
    if (error) reject(new Error(error));
    else resolve(result);
    if (result?.cell && this.waiting.size === 0) this.renew();
    this.restLater();
  }

  // restLater has them rest when nobody has asked anything of them for a while.
  restLater() {
    clearTimeout(this.rest);
    if (this.waiting.size === 0) this.rest = setTimeout(() => this.stop(), idle);
  }

  // renew gives back the memory that making a cell took, at once: the worker itself would
  // keep that of several. The next one is ready before the next cell is.
  renew() {
    this.worker.terminate();
    this.worker = this.start();
  }

  // stop ends all that they do; why is told to those who wait for it. The next call starts
  // them again.
  stop(why = "stopped") {
    clearTimeout(this.rest);
    this.worker?.terminate();
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(new Error(why));
    this.waiting.clear();
  }
}

// serveTools lets this worker be Tools; port is where calls come from. parts are what a
// Toolchain is made of; its files are Blobs, which are not copied from worker to worker, and
// read returns their bytes. later resolves to those of a file that is seldom needed.
export function serveTools(port, parts, { read, later }) {
  const toolchain = assemble(parts, read, later);
  let last;
  const answer = async ({ call, what, args }) => {
    try {
      port.postMessage({ answer: call, result: await (await toolchain)[what](...args) });
    } catch (error) {
      port.postMessage({ answer: call, error: String(error) });
    }
  };
  port.onmessage = ({ data }) => {
    last = Promise.resolve(last).then(() => answer(data)); // one after the other
  };
}

async function assemble({ go, ...parts }, read, later) {
  useGo(go);
  const all = Object.entries(parts).map(async ([name, part]) => [name, part instanceof Blob ? await read(part) : part]);
  return new Toolchain({ ...Object.fromEntries(await Promise.all(all)), later });
}
