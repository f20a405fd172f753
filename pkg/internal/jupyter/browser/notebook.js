// What the tests ask JupyterLab, by the ids of cells. It is loaded into the
// page once a notebook is open in it.
window.steps = ((path) => {
  const panel = [...jupyterapp.shell.widgets("main")].find((w) => w.context?.path === path);
  const notebook = panel.content;
  const codeCells = () => notebook.widgets.filter((w) => w.model.type === "code");
  const cell = (id) => {
    const found = notebook.widgets.find((w) => w.model.id === id);
    if (!found) throw Error(`no cell ${id}; there are ${notebook.widgets.map((w) => w.model.id)}`);
    return found;
  };
  const outputs = (w) => w.model.outputs.toJSON();
  const select = (id) => {
    notebook.deselectAll();
    notebook.activeCellIndex = notebook.widgets.indexOf(cell(id));
  };
  // A promise is kept in a variable: tests ask whether it is fulfilled, so that
  // no question to the page takes long.
  let result;
  const start = (command) => {
    result = undefined;
    jupyterapp.commands.execute(command).then((ok) => { result = { ok }; }, (e) => { result = { ok: false, error: String(e) }; });
    return true;
  };
  const words = () => [...document.querySelectorAll(".jp-OutputArea-output svg[role=img]:not(:has([class^=b])) text")]
    .filter((e) => e.textContent.trim() && e.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = color;
    brush.fillRect(0, 0, 1, 1);
    return brush.getImageData(0, 0, 1, 1).data;
  };
  // luminance is that of WCAG 2.
  const luminance = (color) => {
    const [r, g, b] = [...rgba(color)].slice(0, 3).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  // paper is the colour of the first ancestor that has one.
  const paper = (e) => {
    for (; e; e = e.parentElement) {
      const color = getComputedStyle(e).backgroundColor;
      if (rgba(color)[3] === 255) return color;
    }
    return "white";
  };
  return {
    panel,
    cell,
    select,
    start,
    ended: () => result !== undefined,
    ok: () => result.ok,
    run: (id) => { select(id); return start("notebook:run-cell"); },
    runAbove: (id) => { select(id); return start("notebook:run-all-above"); },
    source: (id) => cell(id).model.sharedModel.getSource(),
    write: (id, text) => { cell(id).model.sharedModel.setSource(text); return true; },
    code: () => codeCells().map((w) => ({ id: w.model.id, source: w.model.sharedModel.getSource() })),
    // settled: each code cell has run, or one has failed and the kernel rests.
    settled: () => codeCells().every((w) => w.model.executionState !== "running") && panel.sessionContext.session?.kernel?.status === "idle" &&
      (codeCells().every((w) => w.model.executionCount !== null) || codeCells().some((w) => outputs(w).some((o) => o.output_type === "error"))),
    failed: () => codeCells().filter((w) => outputs(w).some((o) => o.output_type === "error")).map((w) => w.model.id),
    number: (id) => cell(id).model.executionCount,
    said: (id) => [...cell(id).node.querySelectorAll(".jp-OutputArea-output")].filter((e) => e.checkVisibility()).map((e) => e.innerText.trim()).join("\n"),
    shown: () => codeCells().every((w) => outputs(w).length === 0 || w.node.querySelector(".jp-OutputArea-output")),
    output: (id) => cell(id).node.querySelector(".jp-OutputArea-output"),
    show: (id) => { cell(id).node.scrollIntoView({ block: "center" }); return true; },
    // pictures are those that can be seen in a cell's output.
    pictures: (id) => [...cell(id).node.querySelectorAll(".jp-OutputArea-output :is(svg, img)")]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 0)
      .map((e) => {
        const box = e.getBoundingClientRect(), room = cell(id).node.getBoundingClientRect();
        return { tag: e.localName, role: e.computedRole, name: e.computedName, width: box.width, height: box.height,
          fits: box.left >= room.left && box.right <= room.right, drawn: e.localName !== "img" || e.naturalWidth > 0 };
      }),
    // words are the texts on the figures, except for those on the coloured
    // bands of a map.
    words,
    paper: () => paper(document.querySelector(".jp-OutputArea-output svg")),
    luminance,
    // faint tells of words that stand out from the paper by less than least to 1.
    faint: (least) => words().flatMap((e) => {
      const back = paper(e), ink = getComputedStyle(e).fill;
      const [low, high] = [luminance(back), luminance(ink)].sort((a, b) => a - b);
      const contrast = (high + 0.05) / (low + 0.05);
      return contrast < least ? [`${e.textContent}: ${ink} on ${back} is ${contrast.toFixed(2)}`] : [];
    }),
    // spilled are texts that stand in a figure outside of its picture, caption,
    // data and controls.
    spilled: () => [...document.querySelectorAll(".jp-OutputArea-output figure")].flatMap((f) =>
      [...f.querySelectorAll("*")].filter((e) => e.checkVisibility() && !e.closest("figcaption, details, p, button, output") &&
        [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((e) => e.textContent)),
    holdsFigure: (id) => !!cell(id).node.querySelector(".jp-OutputArea-output figure"),
  };
})(PATH);
true;
