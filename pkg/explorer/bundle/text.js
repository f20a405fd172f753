// bytesOf returns the bytes that a page holds as text, seven bits a character (see Text in
// bundle.go).
export function bytesOf(text) {
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
