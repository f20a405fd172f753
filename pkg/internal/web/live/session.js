// The kernel of a page: it is started once, and says how it is.

export class Session {
  // start starts a kernel (host/tab.js) and is given what to tell of its progress; tell
  // is told each new state: "loading" with the part that has come, "ready", "failed"
  // with why.
  constructor(start, tell) {
    this.start = start;
    this.tell = tell;
    this.ran = new Set(); // cells that this kernel has run
  }

  // load returns the kernel, which it starts if there is none.
  load() {
    return this.kernel ??= (async () => {
      this.tell("loading", 0);
      try {
        this.live = await this.start((loaded, all) => this.tell("loading", loaded / all));
        this.tell("ready");
        return this.live;
      } catch (error) {
        this.kernel = undefined;
        this.tell("failed", error.message);
        throw error;
      }
    })();
  }

  async execute(code, onMessage) {
    return (await this.load()).execute(code, onMessage);
  }

  // interrupt ends the cell that runs.
  async interrupt() {
    await this.live?.interrupt();
  }

  // restart starts afresh, with nothing declared.
  async restart() {
    this.ran.clear();
    if (!this.live) return;
    this.tell("loading", 1);
    await this.live.restart();
    this.tell("ready");
  }

  // complete returns the kernel's completions in the editor's form, none while there is
  // no kernel.
  async complete(code, at) {
    const count = (text) => [...text].length; // Jupyter counts characters, the editor UTF-16 units
    const unit = (n) => [...code].slice(0, n).join("").length;
    const reply = await this.live?.complete(code, count(code.slice(0, at)));
    if (!reply?.matches?.length) return null;
    return { from: unit(reply.cursor_start), to: unit(reply.cursor_end), options: reply.matches.map((label) => ({ label })) };
  }
}
