// One code cell of a live page: its editor, its button, its outputs.

import { edit, highlighted } from "./editor.js";
import { Outputs, rendered } from "./outputs.js";

export class Cell {
  // code is the notebook's cell, number counts code cells from 1, box is its element in
  // the page: null for a cell that isn't shown, which runs all the same. lesson is asked
  // to run it, and told of changes.
  constructor(code, number, box, lesson) {
    this.id = code.id ?? String(number);
    this.number = number;
    this.original = [code.source].flat().join("");
    this.source = this.original;
    this.tags = code.metadata?.tags ?? [];
    this.outputs = null; // what it has shown here; null: what the page was made with
    this.lesson = lesson;
    if (box) this.build(box);
  }

  get name() { return `Cell ${this.number}`; }
  get changed() { return this.source !== this.original; }

  build(box) {
    this.box = box;
    this.first = [...box.querySelectorAll(".output")];
    const code = box.querySelector(".code");
    this.shown = make("div", "outputs");
    if (this.first.length > 0) this.first[0].before(this.shown);
    else (code ?? box.lastElementChild)?.after(this.shown);
    this.shown.append(...this.first);
    if (!code) return;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", this.name);
    this.pre = code.querySelector(".source");
    this.printed = [...this.pre.firstElementChild.childNodes];
    this.run = button("Run", () => this.lesson.run(this), `Run cell ${this.number}`);
    this.run.classList.add("run");
    this.back = button("Bring back", () => this.bringBack(), `Bring back cell ${this.number} as it was`);
    this.back.hidden = true;
    this.state = make("span", "state");
    this.row = make("div", "row");
    this.row.append(this.run, this.back, this.state);
    code.after(this.row);
  }

  // open puts the editor in the code's place.
  open() {
    if (!this.pre || this.editor) return;
    const holder = make("div", "editor");
    this.pre.after(holder);
    this.editor = edit(holder, {
      source: this.source,
      label: `Code of cell ${this.number}`,
      hint: "live-keys",
      onChange: (text) => this.edited(text),
      run: (then) => this.lesson.run(this, then),
      leave: () => this.run.focus(),
      complete: ({ state, pos }) => this.lesson.complete(state.doc.toString(), pos),
    });
    this.pre.classList.add("printed");
  }

  edited(text) {
    if (text === this.source) return;
    this.source = text;
    this.print();
    this.say(this.changed ? "changed, not run yet" : "");
    this.keep();
  }

  // print puts the code where it is printed from.
  print() {
    this.pre?.firstElementChild.replaceChildren(...(this.changed ? [highlighted(this.source)] : this.printed));
  }

  keep() {
    if (this.back) this.back.hidden = !this.changed && !this.outputs;
    this.lesson.keep(this);
  }

  // restore shows what a learner left here; base is what the cell was when they changed it.
  restore({ source, base, outputs }) {
    if (source !== undefined && this.pre) {
      this.source = source;
      this.editor?.set(source);
      this.print();
      if (this.changed) this.say(base === this.original ? "as you left it" : "as you left it; the lesson has changed this cell since: “Bring back” shows it");
    }
    if (outputs) this.show(outputs);
    if (this.back) this.back.hidden = !this.changed && !this.outputs;
  }

  bringBack() {
    const held = document.activeElement === this.back;
    this.source = this.original;
    this.editor?.set(this.original);
    this.print();
    this.outputs = null;
    this.shown?.replaceChildren(...this.first);
    this.say("");
    if (held) this.run.focus();
    this.keep();
  }

  show(outputs) {
    this.outputs = outputs;
    this.shown?.replaceChildren(...rendered(outputs));
  }

  say(words, kind = "") {
    if (!this.state) return;
    this.state.textContent = words;
    this.box.dataset.state = kind;
  }

  // wait says that the cell will run; unwait, that it won't.
  wait() {
    this.before = [this.state?.textContent, this.box?.dataset.state];
    this.say("waits", "waiting");
  }

  unwait() { this.say(...this.before); }

  // execute runs the cell and shows its outputs as they come; it returns the kernel's
  // reply. The old outputs stay until there are new ones, so that the page keeps still.
  async execute(session, displays) {
    const outputs = new Outputs(displays);
    let asked = 0;
    const draw = () => { asked = 0; this.show(outputs.list); };
    if (this.shown) this.shown.style.minHeight = `${this.shown.offsetHeight}px`;
    this.say("running", "running");
    const began = performance.now();
    try {
      const reply = await session.execute(this.source, (message) => {
        if (outputs.take(message)) asked ||= setTimeout(draw, 60);
      });
      this.count = reply.execution_count;
      session.ran.add(this);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      if (reply.status === "ok") this.say(`[${this.count}] ran in ${seconds} s`, "done");
      else this.say(`${this.count ? `[${this.count}] ` : ""}ended with an error`, "error");
      return reply;
    } catch (error) {
      outputs.put({ output_type: "error", ename: "Kernel", evalue: error.message, traceback: [] });
      this.say("ended with an error", "error");
      throw error;
    } finally {
      clearTimeout(asked);
      draw();
      if (this.shown) this.shown.style.minHeight = "";
      this.keep();
    }
  }
}

export function make(name, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}

export function button(words, act, label) {
  const made = make("button");
  made.type = "button";
  made.textContent = words;
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}
