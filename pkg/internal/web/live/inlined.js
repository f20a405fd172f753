// The files that a page holds: each in a script element of its own, seven bits a character
// (see asText in live.go).

// unpacked returns a file, whose element it takes away: it is needed only once.
export function unpacked(name) {
  const element = document.getElementById(`kit-${name}`);
  if (!element) throw new Error("this page doesn't contain it");
  const text = element.textContent;
  element.textContent = "";
  const bytes = new Uint8Array(Math.floor(text.length * 7 / 8));
  for (let i = 0, at = 0, bits = 0, have = 0; i < text.length; i++) {
    bits = (bits << 7) | (text.charCodeAt(i) & 127);
    have += 7;
    if (have >= 8) {
      have -= 8;
      bytes[at++] = bits >> have;
      bits &= (1 << have) - 1;
    }
  }
  return bytes;
}
