// Runs programs that Go compiled for js/wasm, each with a world of its own: Go's
// wasm_exec.js takes file system and process from the global object, so it is given
// another one.

let source; // the text of wasm_exec.js

// useGo says what Go's own wasm_exec.js is. It belongs to the version of Go that
// compiled the programs.
export function useGo(text) {
  source = text;
}

// newGo returns a Go of wasm_exec.js in a world of its own.
function newGo(world) {
  const names = ["globalThis", "fs", "process", "path"];
  const global = {
    Object, Array, Uint8Array, Date, Error, Reflect, Promise,
    crypto: globalThis.crypto, performance: globalThis.performance,
    TextEncoder, TextDecoder, setTimeout: globalThis.setTimeout.bind(globalThis),
    clearTimeout: globalThis.clearTimeout.bind(globalThis),
    ...world,
  };
  new Function(...names, source)(global, world.fs, world.process, world.path);
  return new global.Go();
}

// isCell says whether a module is a cell over a base, or a program of its own.
export const isCell = (module) => WebAssembly.Module.customSections(module, "room").length > 0;

// makeRoom lets a base's memory and table grow to where its cell ends.
function makeRoom({ mem, table }, cell) {
  const room = new DataView(WebAssembly.Module.customSections(cell, "room")[0]);
  const pages = room.getUint32(0, true) - mem.buffer.byteLength / 65536;
  const functions = room.getUint32(4, true) - table.length;
  if (pages > 0) mem.grow(pages);
  if (functions > 0) table.grow(functions);
}

// run runs a program to its end and returns its exit status. A program in which all
// goroutines wait for ever is woken, so that it reports the deadlock itself: it waits
// for ever when it has neither a timer nor a reader that waits (waits says so).
//
// Where the engine's own stack overflows, Go's does not: onOverflow is called, and the
// program is made to report where it stands.
export async function run(module, { argv, env = {}, world, cell, waits = () => false, onOverflow = () => {}, closeAll }) {
  const go = newGo(world);
  go.argv = argv;
  go.env = env;
  let status = 0;
  go.exit = (code) => {
    status = code;
  };
  const instance = await WebAssembly.instantiate(module, go.importObject);
  if (cell) {
    makeRoom(instance.exports, cell);
    await WebAssembly.instantiate(cell, { base: instance.exports });
  }
  // A callback may come while the program still runs: what it calls may answer at once.
  let inside = 0;
  const enter = (step) => {
    inside++;
    try {
      return step();
    } finally {
      inside--;
    }
  };
  const resume = go._resume.bind(go);
  const report = () => {
    go._pendingEvent = { id: 0 };
    enter(resume);
  };
  const wakeIfStuck = () => {
    if (inside === 0 && !overflowed && !go.exited && go._scheduledTimeouts.size === 0 && !waits()) report();
  };
  let overflowed = false;
  const overflow = (error) => {
    if (overflowed || !(error instanceof RangeError)) throw error;
    overflowed = true;
    onOverflow();
    report();
  };
  go._resume = () => {
    try {
      enter(resume);
    } catch (error) {
      if (inside > 0) throw error;
      overflow(error);
    }
    wakeIfStuck();
  };
  try {
    const ended = enter(() => go.run(instance)).catch((error) => {
      overflow(error);
      return go._exitPromise;
    });
    await null; // until it is known that it hasn't failed
    wakeIfStuck();
    await ended;
  } finally {
    for (const id of go._scheduledTimeouts.values()) clearTimeout(id);
    closeAll?.();
  }
  return status;
}
