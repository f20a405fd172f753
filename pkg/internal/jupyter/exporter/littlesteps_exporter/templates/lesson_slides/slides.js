// Starts reveal.js, and keeps every slide within its frame.
{
  // The screen's own shape: projectors are 16:9, or 4:3 as the older ones are.
  const wide = innerWidth / innerHeight > 1.5;
  document.documentElement.classList.toggle("square", !wide);
  // Type may shrink so far on the screen and no further: a fuller slide scrolls. An
  // old projector's pixels are few and large.
  const smallest = wide ? 12 : 16;
  const least = () => Math.min(1, Math.max(0.6, smallest / (17.6 * (Reveal.getScale() || 1))));
  // A picture's type is 11.5 of its units and more. Where that is too small for the back
  // row it grows, up to the size that pictures have on phones (slides.css).
  const enlarge = (box) => {
    for (const picture of box.querySelectorAll(".ls .ls-i:has(> svg[viewBox])")) {
      picture.classList.remove("enlarged");
      if (!picture.checkVisibility()) continue;
      const svg = picture.firstElementChild;
      const type = Math.min(26, Math.max(15, smallest) / (svg.getBoundingClientRect().width / svg.viewBox.baseVal.width));
      if (type <= 11.5) continue;
      picture.classList.add("enlarged");
      picture.style.setProperty("--type", `${type}px`);
    }
  };
  const fit = (section) => {
    const box = section?.querySelector(":scope > .fit");
    if (!box) return;
    box.classList.remove("long");
    box.style.zoom = 1;
    const room = Reveal.getConfig().height - 48;
    box.style.zoom = Math.max(least(), Math.min(1, room / box.scrollHeight));
    box.classList.toggle("long", box.getBoundingClientRect().height / Reveal.getScale() > room + 1); // smaller, its lines are longer
    enlarge(box);
  };
  // A key that the focused element uses must not turn the page as well.
  const theirs = (event) => {
    if (event.target.closest("input, select, textarea, pre[tabindex], [role=group][tabindex], [contenteditable]")) return !/^(Escape|Page(Up|Down))$/.test(event.key);
    return event.target.closest("button, summary, a") && (event.key === " " || event.key === "Enter");
  };
  const deck = Reveal.initialize({
    width: wide ? 1280 : 1024, height: wide ? 720 : 768, margin: wide ? 0.05 : 0.03, center: false, hash: true, slideNumber: "c/t", controls: true, progress: true,
    transition: matchMedia("(prefers-reduced-motion: reduce)").matches ? "none" : "fade", transitionSpeed: "fast",
    pdfSeparateFragments: false, preloadIframes: false,
    keyboardCondition: (event) => !theirs(event),
    plugins: [RevealNotes],
  });
  for (const event of ["slidechanged", "resize"]) Reveal.on(event, () => fit(Reveal.getCurrentSlide()));
  // What opens, or an explorer that comes to life or says more, changes its slide's height.
  for (const event of ["toggle", "grown"]) document.querySelector(".slides").addEventListener(event, () => fit(Reveal.getCurrentSlide()), true);
  // Paper has no scroll bar: what is too full shrinks until it fits.
  addEventListener("beforeprint", () => {
    if (Reveal.isPrintView()) return; // reveal.js has arranged its own
    document.documentElement.classList.add("printing", "print-pdf"); // the second keeps away reveal.js's own sheet for paper
    for (const box of document.querySelectorAll(".fit")) {
      box.classList.remove("long");
      box.style.zoom = 1;
      for (let zoom = 1; zoom > 0.3 && box.getBoundingClientRect().height > 660; zoom -= 0.05) box.style.zoom = zoom;
    }
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing", "print-pdf");
    Reveal.layout();
    fit(Reveal.getCurrentSlide());
  });
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
