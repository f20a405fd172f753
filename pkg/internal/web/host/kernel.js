// The kernel of a tab: gonb in WebAssembly, with a file system in memory, and the
// toolchain and cells as its programs. It speaks Jupyter's messages, as JSON.

import { FileSystem, forProcess } from "./fs.js";
import { run } from "./go.js";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

// What stands for the go command: the kernel asks for no more than this.
const goCommands = {
  mod: (kernel, { args, dir }) => {
    if (args[2] === "init") kernel.files.put(`${dir}/go.mod`, `module ${args[3]}\n\ngo 1.26\n`);
    return { status: 0, complaint: "" };
  },
  async build(kernel, { args, dir }) {
    const to = args[args.indexOf("-o") + 1];
    const sources = {};
    for (const name of kernel.files.find(dir).entries.keys()) {
      if (name.endsWith(".go")) sources[name] = decoder.decode(kernel.files.get(`${dir}/${name}`));
    }
    const only = to === "/dev/null"; // compile, and no more
    const { cell, complaint } = only ? { complaint: await kernel.toolchain.compile(dir, sources) } : await kernel.toolchain.build(dir, sources);
    if (complaint) return { status: 1, complaint: `# ${dir.split("/").pop()}\n${complaint}` };
    if (!only) kernel.files.put(to, cell);
    return { status: 0, complaint: "" };
  },
};

const other = (_, { args }) => ({
  status: 1, complaint: `A browser's tab has no "go ${args[1]}": it compiles and runs cells, with the packages that it brings.\n`,
});

export class Kernel {
  // program is the kernel's module; toolchain are Tools; names are the packages that cells
  // may import, {path: name}; send takes a message, as JSON. spawn starts a worker that
  // serves a program: it is given what takes the worker's messages, and returns
  // {post, terminate}.
  constructor({ program, toolchain, names, send, spawn }) {
    Object.assign(this, { program, toolchain, send, spawn });
    this.files = new FileSystem();
    this.files.makeFolders("/tmp");
    this.files.makeFolders("/work");
    this.files.put("/plan.json", JSON.stringify({ Roots: names }));
    this.spare = this.worker();
  }

  // worker starts a worker that a cell's program can run in at once.
  worker() {
    const worker = { take: () => {} };
    return Object.assign(worker, this.spawn((message) => worker.take(message)));
  }

  // start resolves when the kernel listens; ended is a promise of its end.
  start() {
    return new Promise((ready) => {
      this.host = {
        ready,
        send: this.send,
        mkfifo: (path) => this.files.makePipe(path),
        start: (command, onOutput, onEnd) => this.startProgram(command, onOutput, onEnd),
      };
      const log = (bytes) => this.log?.(decoder.decode(bytes));
      const { waits, closeAll, ...world } = forProcess(this.files, { cwd: "/work", stdout: log, stderr: log });
      this.ended = run(this.program, {
        argv: ["gonb"],
        env: { TMPDIR: "/tmp", HOME: "/", PATH: "/bin", LITTLE_STEPS_PLAN: "/plan.json", GONB_UNIQUE_ID: "tab" },
        world: { ...world, littlesteps: this.host },
        waits: () => true, // for messages
        closeAll,
      });
    });
  }

  // receive takes a message, as JSON.
  receive(channel, text) {
    return this.host.receive(channel, text);
  }

  // startProgram starts a program: the go command, or what was built of a cell.
  startProgram({ path, args, dir, env }, onOutput, onEnd) {
    const spec = { path, args: [...args], dir: dir || "/work", env: [...env] };
    if (path === "/bin/go") {
      const command = goCommands[spec.args[1]] ?? other;
      return this.startTool(command(this, spec), ({ status, complaint }) => [status, 2, complaint], onOutput, onEnd);
    }
    if (path === "/bin/gopls") {
      return this.startTool(this.ask(spec), ({ status, said }) => [status, status === 0 ? 1 : 2, said], onOutput, onEnd);
    }
    const cell = this.files.get(path);
    return cell ? this.runCell(cell, spec, onOutput, onEnd) : null;
  }

  // startTool passes on what a tool says, and its end; told makes status, stream and words
  // of its result. It is ended with the worker in which it runs.
  startTool(result, told, onOutput, onEnd) {
    const end = (how, fd, said) => {
      if (said) onOutput(fd, encoder.encode(said));
      onEnd(how);
    };
    let signal;
    Promise.resolve(result).then((it) => end(...told(it)), (error) => signal ? end(signal) : end(1, 2, `${error.message}\n`));
    const stop = (how) => {
      signal = how;
      this.toolchain.stop();
    };
    return { interrupt: () => stop("signal: interrupt"), kill: () => stop("signal: killed") };
  }

  // ask answers what goplsclient asks: WHAT LINE COLUMN FILE OTHER…
  ask({ args: [, what, line, column, ...paths] }) {
    const sources = {};
    for (const path of paths) {
      const text = this.files.get(path);
      if (text) sources[path] = decoder.decode(text);
    }
    return this.toolchain.ask(what, line, column, sources);
  }

  // runCell runs a cell's program in a worker, which is ended to interrupt it.
  runCell(cell, { args, dir, env }, onOutput, onEnd) {
    const worker = this.spare ?? this.worker(); // none is left while a first cell warms up
    this.spare = undefined;
    // The runtime writes a trace word by word, a loop prints line by line: what comes
    // together is passed on together, so that no notebook drowns in messages.
    const written = { 1: [], 2: [] };
    const flush = () => {
      for (const fd of [1, 2]) {
        if (written[fd].length > 0) onOutput(fd, join(written[fd].splice(0)));
      }
    };
    const sink = (fd) => (bytes) => {
      if (written[1].length + written[2].length === 0) setTimeout(flush, 20);
      written[fd].push(bytes);
    };
    const { fs, closeAll } = forProcess(this.files, { cwd: dir, stdout: sink(1), stderr: sink(2) });
    let ended = false;
    const end = (status) => {
      if (ended) return;
      ended = true;
      flush();
      closeAll();
      worker.terminate();
      this.spare ??= this.worker();
      onEnd(status);
    };
    worker.take = (message) => {
      if (message.status !== undefined) {
        if (message.complaint) sink(2)(encoder.encode(message.complaint + "\n"));
        end(message.status);
      } else if (!ended) {
        answer(fs, message, (reply) => worker.post(reply));
      }
    };
    const variables = env.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
    worker.post({ cell, argv: args, env: Object.fromEntries(variables), cwd: dir });
    return { interrupt: () => end("signal: interrupt"), kill: () => end("signal: killed") };
  }
}

// answer does what a worker asks of its files.
function answer(fs, { call, name, args }, reply) {
  const respond = (error, result) => {
    if (call === undefined) return;
    if (result?.isDirectory) delete result.isDirectory; // can't be sent
    reply({ answer: call, error: error && { code: error.code, message: error.message }, result });
  };
  if (name === "read") {
    const [fd, length, position] = args;
    const buffer = new Uint8Array(length);
    fs.read(fd, buffer, 0, length, position, (error, n) => respond(error, error ? undefined : buffer.slice(0, n)));
  } else {
    fs[name](...args, respond);
  }
}

function join(chunks) {
  const all = new Uint8Array(chunks.reduce((n, chunk) => n + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
