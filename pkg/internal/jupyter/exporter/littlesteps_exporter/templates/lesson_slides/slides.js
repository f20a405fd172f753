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
  // A key that the focused element uses must not turn the page as well.
  const theirs = (event) => {
    if (event.target.closest("input, select, textarea, pre[tabindex], [role=group][tabindex], [contenteditable]")) return !/^(Escape|Page(Up|Down))$/.test(event.key);
    return event.target.closest("button, summary, a") && (event.key === " " || event.key === "Enter");
  };
  const deck = Reveal.initialize({
    width: 1280, height: 720, margin: 0.05, center: false, hash: true, slideNumber: "c/t", controls: true, progress: true,
    transition: matchMedia("(prefers-reduced-motion: reduce)").matches ? "none" : "fade", transitionSpeed: "fast",
    pdfSeparateFragments: false, preloadIframes: false,
    keyboardCondition: (event) => !theirs(event),
    plugins: [RevealNotes],
  });
  for (const event of ["slidechanged", "resize"]) Reveal.on(event, () => fit(Reveal.getCurrentSlide()));
  // What opens, or an explorer that comes to life or says more, changes its slide's height.
  for (const event of ["toggle", "grown"]) document.querySelector(".slides").addEventListener(event, () => fit(Reveal.getCurrentSlide()), true);
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
