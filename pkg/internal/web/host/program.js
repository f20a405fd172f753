// A worker in which one cell's program runs, so that it can be ended at any moment.
// Its files are the kernel's: each call goes there as a message.

import { constants, resolve } from "./fs.js";
import { isCell, run, useGo } from "./go.js";

let port; // to the kernel
const calls = new Map();
let lastCall = 0;

function call(name, args, callback) {
  if (parcel) flush(); // what was printed before comes before
  calls.set(++lastCall, callback);
  port.postMessage({ call: lastCall, name, args });
}

function failure({ code, message }) {
  return Object.assign(new Error(message), { code });
}

// A program whose stack has overflowed reports a deadlock, when it is woken: Go doesn't
// know of the engine's stack.
const deadlock = "all goroutines are asleep - deadlock!";
let overflowed = false;

function rephrased(bytes) {
  return overflowed && new TextDecoder().decode(bytes) === deadlock ? new TextEncoder().encode("stack overflow") : bytes.slice();
}

// Where Go's runtime gives up it writes where each goroutine is: the one that failed, which
// comes first, is enough.
let traced = 0;
function needless(bytes) {
  if (bytes.length === 13 || bytes.length === 10) {
    const text = new TextDecoder().decode(bytes);
    if (text === "fatal error: " || (text === "goroutine " && traced > 0)) traced++;
  }
  return traced > 2;
}

// What a program prints it need not wait for: the kernel's answers take a hundred times as
// long as printing a line. The program goes on from a task of its own, as an answer within
// the call would nest without end, until the kernel is so many writes behind. After the
// first thousand writes they go in parcels. A write takes twenty times as long as on the
// desktop: after a few seconds of nothing else the program is ended.
const mostBehind = 64, singly = 1000, parcelSize = 1 << 15, mostWrites = 200_000;
const tooMuch = "it printed more than 200,000 times, so it was stopped: print less, in a loop only every thousandth time";
let behind = 0, written = 0, printing = 0, parcel, timer;

function print(fd, bytes, callback) {
  printing++;
  const goOn = () => {
    printing--;
    callback(null, bytes.length);
  };
  if (!count()) return; // it waits for its end
  if (written <= singly) return post(fd, bytes, goOn);
  add(fd, bytes);
  if (parcel.size >= parcelSize) flush(goOn);
  else queueMicrotask(goOn);
}

// printSync prints what a program doesn't wait for: println, and how it panics.
function printSync(fd, bytes) {
  if (!count()) return;
  add(fd, bytes);
  if (written <= singly || parcel.size >= parcelSize) flush();
}

// count says whether the program may print once more.
function count() {
  if (++written <= mostWrites) return true;
  if (written === mostWrites + 1) {
    flush();
    port.postMessage({ status: tooMuch });
  }
  return false;
}

function add(fd, bytes) {
  if (parcel && parcel.fd !== fd) flush();
  parcel ??= { fd, parts: [], size: 0 };
  parcel.parts.push(bytes);
  parcel.size += bytes.length;
  timer ??= setTimeout(flush, 20);
}

// post sends what is printed; goOn is called soon, or when the kernel has caught up.
function post(fd, bytes, goOn) {
  const waits = ++behind >= mostBehind;
  call("write", [fd, bytes, 0, bytes.length, null], () => {
    behind--;
    if (waits) goOn();
  });
  if (!waits) queueMicrotask(goOn);
}

// flush sends the parcel; goOn, if there is one, is called when the kernel has taken it.
function flush(goOn) {
  clearTimeout(timer);
  timer = undefined;
  if (!parcel) return;
  const bytes = new Uint8Array(parcel.size);
  let at = 0;
  for (const part of parcel.parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const { fd } = parcel;
  parcel = undefined;
  const args = [fd, bytes, 0, bytes.length, null];
  if (goOn) call("write", args, goOn);
  else port.postMessage({ name: "write", args });
}

// filesOfKernel is an fs whose calls the kernel answers.
function filesOfKernel(where) {
  const at = (path) => resolve(where.cwd, path);
  const fs = {
    constants,
    writeSync(fd, buffer) {
      if (!needless(buffer)) printSync(fd, rephrased(buffer));
      return buffer.length;
    },
    write(fd, buffer, offset, length, position, callback) {
      const bytes = buffer.slice(offset, offset + length);
      if (fd === 1 || fd === 2) print(fd, bytes, callback);
      else call("write", [fd, bytes, 0, length, position], callback);
    },
    read(fd, buffer, offset, length, position, callback) {
      call("read", [fd, length, position], (error, bytes) => {
        if (error) return callback(error);
        buffer.set(bytes, offset);
        callback(null, bytes.length);
      });
    },
  };
  const paths = { open: 1, mkdir: 1, readdir: 1, unlink: 1, rmdir: 1, stat: 1, lstat: 1, truncate: 1, chmod: 1, utimes: 1, readlink: 1, chown: 1, lchown: 1, rename: 2, link: 2, symlink: 2, close: 0, fstat: 0, ftruncate: 0, fchmod: 0, fchown: 0, fsync: 0 };
  for (const [name, count] of Object.entries(paths)) {
    fs[name] = (...args) => {
      const callback = args.pop();
      for (let i = 0; i < count; i++) args[i] = at(args[i]);
      call(name, args, (error, result) => {
        if (result?.mode !== undefined) result.isDirectory = () => (result.mode & 0o170000) === 0o040000;
        callback(error, result);
      });
    };
  }
  const process = {
    pid: 2, ppid: 1, umask: () => 0o022,
    getuid: () => 0, getgid: () => 0, geteuid: () => 0, getegid: () => 0, getgroups: () => [],
    cwd: () => where.cwd,
    chdir: (path) => {
      where.cwd = at(path);
    },
  };
  return { fs, process, path: { resolve: (...parts) => at(parts.join("/")) } };
}

let base; // the module of cells

// serveProgram lets this worker run one program; to is the kernel's port, which says which. parts
// are of the kit.
export function serveProgram(to, parts) {
  port = to;
  base = parts.base;
  useGo(parts.go);
  port.onmessage = ({ data }) => {
    if (data.answer) {
      const callback = calls.get(data.answer);
      calls.delete(data.answer);
      callback(data.error ? failure(data.error) : null, data.result);
    } else {
      runProgram(data);
    }
  };
}

async function runProgram({ cell, argv, env, cwd }) {
  try {
    const module = await WebAssembly.compile(cell);
    const [program, over] = isCell(module) ? [base, module] : [module];
    const status = await run(program, { argv, env, world: filesOfKernel({ cwd }), waits: () => calls.size + printing > 0, cell: over, onOverflow: () => { overflowed = true; } });
    flush();
    port.postMessage({ status });
  } catch (error) {
    port.postMessage({ status: 2, complaint: String(error) });
  }
}
