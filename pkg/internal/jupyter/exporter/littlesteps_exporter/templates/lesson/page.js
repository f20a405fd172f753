// What a page does beyond being read. All of it is there without this, too:
// each cell folds, the contents are a list, the colours follow the system.
{
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  // Light and dark. A choice that is the system's own is not kept.
  const dark = document.getElementById("dark-switch");
  const showTheme = () => {
    const on = root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches;
    dark.setAttribute("aria-checked", on);
    document.body.dataset.jpThemeLight = !on; // outputs made for JupyterLab ask this
  };
  dark.addEventListener("click", () => {
    const theme = dark.getAttribute("aria-checked") === "true" ? "light" : "dark";
    const systems = theme === (systemDark.matches ? "dark" : "light");
    if (systems) delete root.dataset.theme; else root.dataset.theme = theme;
    try {
      if (systems) localStorage.removeItem("lesson-theme"); else localStorage.setItem("lesson-theme", theme);
    } catch { /* it holds until the page is closed */ }
    showTheme();
  });
  systemDark.addEventListener("change", showTheme);
  showTheme();

  // All code at once.
  const code = document.getElementById("code-switch");
  const cells = all("details.code");
  const showCode = () => code.setAttribute("aria-checked", cells.some((cell) => cell.open));
  code.addEventListener("click", () => {
    const open = code.getAttribute("aria-checked") !== "true";
    const held = code.getBoundingClientRect().top;
    for (const cell of cells) cell.open = open;
    scrollBy(0, code.getBoundingClientRect().top - held);
    showCode();
  });
  for (const cell of cells) cell.addEventListener("toggle", showCode);
  code.hidden = cells.length === 0;
  showCode();
  document.querySelector(".switches").hidden = false;

  // Copy, beside each cell's code.
  for (const cell of cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy this code");
    button.addEventListener("click", async () => {
      const text = cell.querySelector("code").textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(cell.querySelector("code"));
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    cell.append(button);
  }

  // The contents follow the reader.
  const contents = document.querySelector(".contents");
  if (contents) {
    const small = matchMedia("(max-width: 68rem)");
    const list = contents.querySelector("details");
    const fit = () => { list.open = !small.matches; };
    small.addEventListener("change", fit);
    fit();
    const links = all("a", contents);
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    for (const link of links) link.addEventListener("click", () => { if (small.matches) list.open = false; });
    let current = null;
    const follow = () => {
      const line = innerHeight * 0.3;
      let i = headings.findLastIndex((heading) => heading && heading.getBoundingClientRect().top <= line);
      if (innerHeight + scrollY >= root.scrollHeight - 2) i = headings.length - 1;
      const link = links[i] ?? null;
      if (link === current) return;
      current?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "location");
      current = link;
      if (!link || small.matches) return;
      const box = contents.getBoundingClientRect(), row = link.getBoundingClientRect();
      if (row.top < box.top || row.bottom > box.bottom) contents.scrollTop += row.top - box.top - box.height / 2;
    };
    let asked = false;
    addEventListener("scroll", () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => { asked = false; follow(); });
    }, { passive: true });
    follow();
  }

  // What can be scrolled can be reached with the keyboard.
  const reach = () => {
    for (const box of all("pre, .scroll, .formula, .wide")) {
      const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (scrolls && !box.hasAttribute("tabindex")) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", box.dataset.name ?? "Text");
      } else if (!scrolls && box.dataset.name && box.tabIndex === 0) {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  };
  new ResizeObserver(reach).observe(document.querySelector("main"));

  // Paper can't be scrolled: what is wider than it is shrunk, and if that would be
  // too small, its page is turned. As wide as A4 within its margins, in pixels:
  const upright = 642, turned = 971;
  const fitPaper = () => {
    root.classList.add("measured");
    const boxes = all(".scroll, .wide, .formula, .output .ls-table").map((box) => [box, Math.max(box.scrollWidth, box.firstElementChild?.scrollWidth ?? 0)]);
    root.classList.remove("measured");
    for (const [box, width] of boxes) {
      const turn = upright / width < (box.matches(".formula") ? 0.4 : 0.65);
      box.classList.toggle("turned", turn);
      const ratio = (turn ? turned : upright) / width;
      if (ratio < 1) box.style.setProperty("--paper", ratio.toFixed(3));
      if (ratio < 0.5) box.dataset.tiny = "";
    }
  };

  // Ready to be printed: fonts and pictures are there.
  Promise.allSettled([document.fonts.ready, ...all("img").map((image) => image.decode())])
    .then(() => { reach(); fitPaper(); root.dataset.ready = ""; });
}
