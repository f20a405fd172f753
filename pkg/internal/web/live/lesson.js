// A live page: its cells, in the order in which they run, and its bar.

import { Bar } from "./bar.js";
import { Cell } from "./cell.js";
import { asNotebook, download } from "./saved.js";
import { Session } from "./session.js";
import { Work } from "./work.js";

export class Lesson {
  // notebook is the page's, without outputs; start starts a kernel.
  constructor(notebook, start) {
    this.notebook = notebook;
    this.bar = new Bar(this);
    this.session = new Session(start, (state, detail) => this.bar.kernel(state, detail));
    const { name, content } = document.getElementById("lesson-notebook").dataset;
    this.file = `my_${name}.ipynb`;
    this.work = new Work({ place: location.pathname, content }, (why) => this.bar.warn(why));
    this.displays = new Map();
    this.cells = [];
    this.at = new Map(); // by their place in the notebook
    this.round = 0; // grows when what waits shall not run
    this.last = Promise.resolve();
    notebook.cells.forEach((cell, i) => {
      if (cell.cell_type !== "code") return;
      const made = new Cell(cell, this.cells.length + 1, document.querySelector(`[data-cell="${i + 1}"]`), this);
      this.cells.push(made);
      this.at.set(i, made);
    });
  }

  // open shows what the learner left and makes the editors: those in view and what comes
  // into view at once, the others when the kernel no longer needs the processors.
  async open() {
    const kept = await this.work.all();
    for (const cell of this.cells) if (kept[cell.id]) cell.restore(kept[cell.id]);
    const { dataset } = document.documentElement;
    const kernel = this.session.load().catch(() => {});
    await Promise.race([this.openInView(), kernel]); // of a page in the background nothing is in view
    dataset.live = "in view";
    await kernel;
    let began = performance.now();
    for (const cell of this.cells) {
      cell.open();
      if (performance.now() - began < 50) continue;
      await new Promise((next) => setTimeout(next)); // the page doesn't stall
      began = performance.now();
    }
    dataset.live = "all";
  }

  // openInView resolves when the cells in view have their editors.
  openInView() {
    const cells = new Map(this.cells.filter(({ box }) => box).map((cell) => [cell.box, cell]));
    if (cells.size === 0) return undefined;
    return new Promise((resolve) => {
      const view = new IntersectionObserver((entries) => {
        for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
          cells.get(target).open();
          view.unobserve(target);
        }
        resolve();
      }, { rootMargin: "50%" });
      for (const box of cells.keys()) view.observe(box);
    });
  }

  // run runs a cell, and before it those above it that this kernel hasn't run: a learner
  // who begins in the middle finds what the text has declared. Solutions aren't among
  // them, unless they are asked for. then says where the reader goes: "next".
  run(cell, then) {
    if (then === "next") this.next(cell);
    return this.enqueue(() => {
      const above = this.cells.slice(0, this.cells.indexOf(cell));
      return [...above.filter((c) => !this.session.ran.has(c) && !c.tags.includes("solution")), cell];
    });
  }

  runAll() {
    return this.enqueue(() => this.cells);
  }

  // enqueue runs cells one after the other when all that was asked for before has ended.
  // One that fails ends it, unless it is there to fail.
  enqueue(list) {
    const round = this.round;
    this.waiting = (this.waiting ?? 0) + 1;
    this.bar.busy(true);
    this.last = this.last.then(async () => {
      if (round === this.round) await this.series(list(), () => round === this.round);
    }).catch((error) => this.failed(error)).then(() => {
      if (--this.waiting === 0) this.bar.busy(false);
    });
    return this.last;
  }

  async series(cells, wanted) {
    const asked = cells.at(-1);
    for (const cell of cells) cell.wait();
    const rest = new Set(cells);
    try {
      await this.session.load();
      for (const [i, cell] of cells.entries()) {
        if (!wanted()) return;
        rest.delete(cell);
        const part = cells.length > 1 ? ` (${i + 1} of ${cells.length})` : "";
        this.bar.say(`${cell.name} is running${part}`, i === 0);
        const reply = await cell.execute(this.session, this.displays);
        if (!wanted()) {
          cell.say("stopped", "error");
          this.bar.say(`${cell.name} was stopped`, true);
          return;
        }
        if (reply.status !== "ok" && !cell.tags.includes("raises-exception")) {
          const missed = cell === asked ? "" : `, so cell ${asked.number} didn't run`;
          this.bar.say(`${cell.name} ended with an error${missed}`, true);
          return;
        }
      }
      this.bar.say(cells.length > 1 ? `${cells.length} cells have run` : `${asked.name}: done`, true);
    } finally {
      for (const cell of rest) cell.unwait();
    }
  }

  // failed tells of a kernel that has ended, and starts another.
  async failed(error) {
    if (!this.session.live) return; // it was never there: the bar says so
    if (this.restarting) return;
    await this.session.restart();
    this.bar.say(`${error.message} It was started afresh: what cells declared is gone, your code is not.`, true);
  }

  async stop() {
    this.round++;
    this.bar.say("Stopping", true);
    await this.session.interrupt();
  }

  async restart() {
    this.round++;
    this.restarting = true;
    await this.session.restart();
    await this.last;
    this.restarting = false;
    this.bar.say("Started afresh: no cell has run yet", true);
  }

  bringAllBack() {
    for (const cell of this.cells) if (cell.changed || cell.outputs) cell.bringBack();
    this.bar.say("All cells are as they were", true);
  }

  save() {
    const text = asNotebook(this.notebook, (i) => this.at.get(i));
    download(this.file, text);
    this.bar.say(`${this.file} is among your downloads`, true);
  }

  next(cell) {
    const after = this.cells.slice(this.cells.indexOf(cell) + 1).find((c) => c.pre && c.box.offsetParent);
    after?.open();
    (after?.editor ?? cell.run).focus();
    after?.box.scrollIntoView({ block: "nearest" });
  }

  keep(cell) {
    const { source, original: base, outputs } = cell;
    this.work.keep(cell.id, cell.changed || outputs ? { source, base, outputs } : null);
  }

  complete(code, at) {
    return this.waiting ? null : this.session.complete(code, at);
  }
}
