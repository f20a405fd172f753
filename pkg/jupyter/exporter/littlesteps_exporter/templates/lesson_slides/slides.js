// Starts reveal.js, and keeps every slide within its frame.
{
  const least = 0.6;
  const fit = (section) => {
    const box = section?.querySelector(":scope > .fit");
    if (!box) return;
    box.style.zoom = 1;
    const room = Reveal.getConfig().height - 48, height = box.scrollHeight;
    const zoom = Math.max(least, Math.min(1, room / height));
    box.style.zoom = zoom;
    box.classList.toggle("long", height * zoom > room + 1);
  };
  // What a figure or a fold listens to must not turn the page.
  const inner = (target) => target.closest("input, button, select, textarea, summary, [tabindex='0'], [contenteditable]");
  const deck = Reveal.initialize({
    width: 1280, height: 720, margin: 0.05, center: false, hash: true, slideNumber: "c/t", controls: true, progress: true,
    transition: matchMedia("(prefers-reduced-motion: reduce)").matches ? "none" : "fade", transitionSpeed: "fast",
    pdfSeparateFragments: false, preloadIframes: false,
    keyboardCondition: (event) => !inner(event.target) || event.key === "Escape" || event.key === "PageDown" || event.key === "PageUp",
    plugins: [RevealNotes],
  });
  for (const event of ["slidechanged", "resize"]) Reveal.on(event, () => fit(Reveal.getCurrentSlide()));
  document.querySelector(".slides").addEventListener("toggle", () => fit(Reveal.getCurrentSlide()), true);
  for (const box of document.querySelectorAll(".fit")) {
    // A long slide scrolls; the wheel and the keys stay within it.
    box.addEventListener("wheel", (event) => { if (box.classList.contains("long")) event.stopPropagation(); }, { passive: true });
  }
  Promise.allSettled([deck, document.fonts.ready]).then(() => {
    fit(Reveal.getCurrentSlide());
    if (Reveal.isPrintView()) for (const section of Reveal.getSlides()) fit(section);
    document.documentElement.dataset.ready = "";
  });
}
