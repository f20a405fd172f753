// Makes an exported page live: each of its code cells can be changed and run.

import { Lesson } from "./lesson.js";
import style from "./live.css";

const needed = ["Worker", "WebAssembly", "DecompressionStream", "TransformStream"];

// begin makes the page live; start starts a kernel as host/tab.js does, given what to
// tell of its progress. What the page lacks is said, and it stays to be read.
export async function begin(start) {
  const missing = needed.filter((name) => !(name in globalThis));
  if (missing.length > 0) {
    const words = document.createElement("p");
    words.className = "notice";
    words.textContent = `This browser is too old to run the cells (it has no ${missing.join(", no ")}): the page is there to be read. A current browser runs them.`;
    document.querySelector("main > .title").append(words);
    return undefined;
  }
  const sheet = document.createElement("style");
  sheet.textContent = style;
  document.head.append(sheet);
  document.documentElement.classList.add("alive");
  const notebook = JSON.parse(document.getElementById("lesson-notebook").textContent);
  const lesson = new Lesson(notebook, start);
  lesson.session.load().catch(() => {}); // the bar says why
  await lesson.open();
  return lesson;
}
