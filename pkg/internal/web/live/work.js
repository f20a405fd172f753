// Keeps what a learner changed in the browser, cell by cell, in IndexedDB: two tabs with
// the same page don't undo each other's cells.

import { createStore, delMany, entries, setMany } from "./editor/libraries.js";

const OPENED = ""; // kept like a cell: the page was opened at this place before
const LARGE = 2_000_000; // characters: outputs of more aren't kept

export class Work {
  // place is the page's path, by which its work is found; content stands for its notebook
  // as it was handed out: by it, work is found when the page was moved. warn is told, once
  // each, what a learner should know.
  constructor({ place, content }, warn) {
    this.place = place;
    this.content = content;
    const told = new Set();
    this.warn = (words) => !told.has(words) && told.add(words) && warn(words);
    this.waiting = new Map();
    this.writing = Promise.resolve();
    try {
      this.store = createStore("little-steps-work", "cells");
    } catch (error) {
      this.fail(error);
    }
    addEventListener("pagehide", () => this.write());
    document.addEventListener("visibilitychange", () => document.hidden && this.write());
    this.share();
  }

  // share tells whoever opens the page in a second tab. The first one holds the lock as
  // long as it is open.
  share() {
    navigator.locks?.request(`little-steps ${this.place}`, { ifAvailable: true }, (lock) => {
      if (lock) return new Promise(() => {});
      this.warn("This page is open in another tab, too. Of a cell that you change in both, the later change is kept.");
    }).catch(() => {}); // a page without storage has no locks
  }

  // all returns what was kept: {cell's id: {source, base, outputs}}.
  async all() {
    if (!this.store) return {};
    try {
      const all = await entries(this.store);
      const here = all.filter(([[place]]) => place === this.place);
      if (here.length > 0) return Object.fromEntries(here.map(([[, cell], work]) => [cell, work]));
      this.keep(OPENED, {});
      const moved = Object.fromEntries(all.filter(([[, cell], { content }]) => cell !== OPENED && content === this.content).map(([[, cell], work]) => [cell, work]));
      for (const [cell, work] of Object.entries(moved)) this.keep(cell, work);
      return moved;
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

  // write begins at once, for the page may be closing, and returns when this and all that
  // was begun before it is written.
  write() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.store || this.waiting.size === 0) return this.writing;
    const now = [...this.waiting];
    this.waiting.clear();
    const key = (cell) => [this.place, cell];
    const gone = now.filter(([, work]) => !work).map(([cell]) => key(cell));
    const kept = now.filter(([, work]) => work).map(([cell, work]) => [key(cell), { ...small(work), content: this.content }]);
    const begun = [this.writing];
    if (gone.length > 0) begun.push(delMany(gone, this.store));
    if (kept.length > 0) begun.push(setMany(kept, this.store).catch(() => this.writeCode(kept)));
    return this.writing = Promise.all(begun).catch((error) => this.fail(error)).then(() => {});
  }

  // writeCode keeps the code alone, where there is no room for more.
  async writeCode(kept) {
    await setMany(kept.map(([key, work]) => [key, { ...work, outputs: null }]), this.store);
    this.warn("This browser has no room left for what cells show: your code is kept, and Save makes a notebook of all.");
  }

  fail(error) {
    this.store = undefined;
    const why = error.name === "QuotaExceededError" ? "there is no room left" : error.message || error.name;
    this.warn(`This browser keeps nothing for this page (${why}): Save your work as a notebook before you close it.`);
  }
}

const small = (work) => JSON.stringify(work.outputs ?? "").length > LARGE ? { ...work, outputs: null } : work;
