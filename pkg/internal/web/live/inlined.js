// The files that a page holds: each in a script element of its own, as text.

import { bytesOf } from "../../../explorer/bundle/text.js";

// unpacked returns a file, whose element it takes away: it is needed only once.
export function unpacked(name) {
  const element = document.getElementById(`kit-${name}`);
  if (!element) throw new Error("this page doesn't contain it");
  const text = element.textContent;
  element.textContent = "";
  return bytesOf(text);
}
