// The bar of a live page: what concerns all cells, and what is going on.

import { button, make } from "./cell.js";

export class Bar {
  constructor(lesson) {
    this.all = button("Run all", () => lesson.runAll());
    this.stop = button("Stop", () => lesson.stop());
    this.stop.disabled = true;
    const save = button("Save", () => lesson.save(), "Save as a notebook");
    const more = make("details", "more");
    const title = make("summary");
    title.textContent = "More";
    const menu = make("div");
    const item = (words, act) => button(words, () => { more.open = false; title.focus(); act(); });
    menu.append(
      item("Start afresh", () => lesson.restart()),
      item("Bring all cells back", () => confirm("Bring all cells back as they were? What you changed on this page is lost.") && lesson.bringAllBack()),
    );
    more.append(title, menu);
    more.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !more.open) return;
      more.open = false;
      title.focus();
    });
    this.words = make("p", "now");
    this.told = make("p", "told");
    this.told.setAttribute("role", "status");
    this.box = make("section", "live");
    this.box.setAttribute("aria-label", "Run the cells");
    const row = make("div", "buttons");
    row.append(this.all, this.stop, save, more);
    this.box.append(row, this.words, this.told);
    document.querySelector(".bar").append(this.box);
    this.explain();
  }

  explain() {
    const note = make("p", "about-live");
    note.append(
      "You can change the code on this page and run it: Go runs in your browser, and nothing leaves it. ",
      "What you change is kept in this browser; Save makes a notebook of it. ",
    );
    const keys = make("span");
    keys.id = "live-keys";
    keys.textContent = "Shift+Enter runs a cell and goes on to the next, Escape leaves the editor.";
    note.append(keys);
    document.querySelector("main > .title").append(note);
    this.note = note;
  }

  // say shows what is going on; aloud, readers who hear the page are told as well.
  say(words, aloud = false) {
    this.words.textContent = words;
    if (aloud) this.told.textContent = words;
  }

  busy(yes) {
    this.stop.disabled = !yes;
    document.documentElement.toggleAttribute("data-busy", yes);
  }

  // kernel tells how the kernel is.
  kernel(state, detail) {
    document.documentElement.dataset.kernel = state;
    if (state === "loading") this.say(detail < 1 ? `Loading Go: ${Math.floor(detail * 100)} %` : "Starting Go");
    else if (state === "ready") this.say("Ready", true);
    else this.say(`${detail} The lesson can be read; Run tries again.`, true);
  }

  // warn says above the lesson what a learner should know of their work.
  warn(words) {
    const warning = make("p", "notice");
    warning.setAttribute("role", "alert");
    warning.textContent = words;
    this.note.after(warning);
  }
}
