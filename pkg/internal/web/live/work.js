// Keeps what a learner changed in the browser, cell by cell, in IndexedDB: two tabs with
// the same page don't undo each other's cells.

import { createStore, delMany, entries, setMany } from "./editor/libraries.js";

const LARGE = 2_000_000; // characters: outputs of more aren't kept

export class Work {
  // page names the page among all that this browser keeps work for. refused is told when
  // nothing can be kept.
  constructor(page, refused) {
    this.page = page;
    this.refused = refused;
    this.waiting = new Map();
    try {
      this.store = createStore("little-steps", "cells");
    } catch (error) {
      refused(error);
    }
    addEventListener("pagehide", () => this.write());
    document.addEventListener("visibilitychange", () => document.hidden && this.write());
  }

  // all returns what was kept: {cell's id: {source, base, outputs}}.
  async all() {
    if (!this.store) return {};
    try {
      const mine = (await entries(this.store)).filter(([[page]]) => page === this.page);
      return Object.fromEntries(mine.map(([[, cell], kept]) => [cell, kept]));
    } catch (error) {
      this.fail(error);
      return {};
    }
  }

  // keep keeps a cell's work; null forgets it.
  keep(cell, work) {
    this.waiting.set(cell, work);
    this.timer ??= setTimeout(() => this.write(), 300);
  }

  async write() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.store || this.waiting.size === 0) return;
    const now = [...this.waiting];
    this.waiting.clear();
    const key = (cell) => [this.page, cell];
    const gone = now.filter(([, work]) => !work).map(([cell]) => key(cell));
    const kept = now.filter(([, work]) => work).map(([cell, work]) => [key(cell), small(work)]);
    try {
      if (gone.length > 0) await delMany(gone, this.store);
      if (kept.length > 0) await setMany(kept, this.store);
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error) {
    this.store = undefined;
    this.refused(error);
  }
}

const small = (work) => JSON.stringify(work.outputs ?? "").length > LARGE ? { ...work, outputs: null } : work;
