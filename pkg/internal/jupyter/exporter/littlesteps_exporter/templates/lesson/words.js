// A word of the glossary is explained where it stands: its entry opens beside
// the link while the pointer or the keyboard is on it, and Escape closes it.
{
  const entry = (link) => {
    const word = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return word?.localName === "dfn" ? word.closest("li, dd, p") : null;
  };
  const box = document.createElement("div");
  box.className = "entry";
  box.id = "glossary-entry";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  document.body.append(box);
  let at = null, timer;
  const close = () => {
    clearTimeout(timer);
    at?.removeAttribute("aria-describedby");
    at = null;
    box.hidden = true;
  };
  const open = (link) => {
    close();
    at = link;
    box.replaceChildren(...entry(link).cloneNode(true).childNodes);
    for (const copy of box.querySelectorAll("[id]")) copy.removeAttribute("id");
    box.hidden = false;
    place();
    link.setAttribute("aria-describedby", box.id);
  };
  // place keeps the box beside the link, also while the page scrolls.
  const place = () => {
    if (!at) return;
    const line = at.getClientRects()[0], room = box.getBoundingClientRect();
    const below = line.bottom + room.height + 8 < innerHeight;
    box.style.left = Math.max(8, Math.min(line.left, innerWidth - room.width - 8)) + "px";
    box.style.top = (below ? line.bottom + 6 : line.top - room.height - 6) + "px";
  };
  const soon = (what, delay) => { clearTimeout(timer); timer = setTimeout(what, delay); };
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    if (!entry(link)) continue;
    link.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") soon(() => open(link), 200); });
    link.addEventListener("pointerleave", () => soon(close, 250));
    link.addEventListener("focus", () => { if (link.matches(":focus-visible")) open(link); });
    link.addEventListener("blur", close);
    link.addEventListener("click", (event) => {
      close();
      if (!entry(link).closest("[hidden]")) return; // the way to the glossary
      event.preventDefault(); // slides have none
      open(link);
    });
  }
  box.addEventListener("pointerenter", () => clearTimeout(timer)); // to read on, or to select
  box.addEventListener("pointerleave", () => soon(close, 250));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !at) return;
    event.stopImmediatePropagation(); // reveal.js would show all slides
    close();
  }, true);
  addEventListener("scroll", place, { passive: true, capture: true });
  globalThis.Reveal?.on("slidechanged", close);
}
