// What JupyterLab does for a lesson beyond showing it: an extension in the form that
// JupyterLab loads at run time, a container of module federation, written by hand, so
// that nothing has to be bundled.
// https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html

(() => {
  let scope; // what JupyterLab's packages are shared in
  const shared = async (name) => (await Object.values(scope[name])[0].get())();

  const sheet = `
.ls-term { position: fixed; inset: auto; margin: 0; max-width: min(26rem, calc(100vw - 24px)); padding: 0.6rem 0.9rem; box-sizing: border-box;
  color: var(--jp-content-font-color1); background: var(--jp-layout-color1); border: 1px solid var(--jp-border-color1); border-radius: 8px;
  box-shadow: 0 4px 18px rgb(0 0 0 / 30%); font-family: var(--jp-content-font-family); font-size: var(--jp-content-font-size1); line-height: var(--jp-content-line-height); }
.jp-RenderedMarkdown a[href*="#term-"] { text-decoration: underline dotted; text-underline-offset: 3px; }
.ls-for-teachers { display: none !important; }`;

  // ---- the glossary: a click on a term shows what it means, and leaves the page where it is

  // meaning finds a term in a notebook's glossary, also where that cell isn't drawn.
  const meaning = (notebook, id) => {
    for (const cell of notebook?.model?.cells ?? []) {
      const line = cell.sharedModel.getSource().split("\n").find((line) => line.includes(`<dfn id="${id}">`));
      const found = line?.match(/<dfn[^>]*>(.*)<\/dfn>:?\s*(.*)$/);
      if (found) return found.slice(1).map((text) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*`$]/g, ""));
    }
    return null;
  };

  const explain = (link, [term, text]) => {
    const box = document.createElement("div");
    Object.assign(box, { className: "ls-term", popover: "auto", tabIndex: -1, role: "note" });
    const name = document.createElement("strong");
    name.textContent = term;
    box.append(name, ": " + text);
    document.body.append(box);
    box.addEventListener("toggle", ({ newState }) => { if (newState === "closed") box.remove(); });
    box.showPopover();
    const at = link.getBoundingClientRect(), { width, height } = box.getBoundingClientRect();
    box.style.left = Math.max(12, Math.min(at.left, innerWidth - width - 12)) + "px";
    box.style.top = (at.bottom + 6 + height < innerHeight ? at.bottom + 6 : Math.max(12, at.top - height - 6)) + "px";
    box.focus({ preventScroll: true }); // it is read out; Escape closes it, and goes back to the link
  };

  // ---- notes for teachers: hidden, unless they are asked for, or were opened for a class

  const asked = {
    key: "littlesteps:teachers",
    get: () => { try { return localStorage.getItem(asked.key) === "1"; } catch { return false; } },
    set: (on) => { try { localStorage.setItem(asked.key, on ? "1" : ""); } catch { /* it holds for this page */ } },
  };
  const fold = (notebook, shown) => {
    for (const cell of notebook.widgets) {
      const tags = cell.model.getMetadata("tags") ?? [];
      if (!tags.some((tag) => tag === "teacher-note" || String(tag).startsWith("teacher-note:"))) continue;
      const hide = !shown && !cell.model.sharedModel.getSource().includes("<details open");
      cell.setHidden(hide); // the keys pass over it
      cell.toggleClass("ls-for-teachers", hide);
    }
  };

  // Where a key or Shift+Enter has led to a note that is hidden, the next cell is meant.
  const passOver = (notebook) => {
    let last = notebook.activeCellIndex;
    notebook.activeCellChanged.connect(() => {
      const now = notebook.activeCellIndex, step = now < last ? -1 : 1;
      last = now;
      const next = notebook.widgets[now]?.hasClass("ls-for-teachers") && notebook.widgets[now + step];
      if (next) notebook.activeCellIndex = now + step;
    });
  };

  // ---- `go tool steps reset` while the notebook is open

  // Before JupyterLab saves, it asks whether to overwrite what has changed on the disk:
  // whoever agrees undoes the reset. What a reset has set aside is what this page has
  // loaded or saved last. So the page takes up what is on the disk, and what isn't saved
  // yet goes where the reset has put the rest.
  const renewed = async (context, contents) => {
    const hashOf = (path) => contents.get(path, { content: false, hash: true }).then(({ hash }) => hash, () => undefined);
    const known = context.contentsModel?.hash, now = await hashOf(context.path);
    if (!known || !now || known === now) return "";
    const [, folder, name] = context.path.match(/^(.*\/)?(.*)\.ipynb$/) ?? [];
    if (!name) return "";
    for (const { path } of (await contents.get(folder ?? "")).content.filter((file) => file.name.startsWith(`my_${name}`)).reverse()) {
      if (await hashOf(path) !== known) continue;
      if (context.model.dirty) await contents.save(path, { type: "notebook", format: "json", content: context.model.toJSON() });
      await context.revert();
      return path;
    }
    return "";
  };

  // ---- cells that are run at once

  // Who runs a cell before JupyterLab knows what kernels there are is asked which one is
  // meant. The kernel that is on its way is meant.
  const waitForKernel = (context) => {
    const start = context.startKernel.bind(context), startItself = context._startIfNecessary?.bind(context);
    if (!startItself) return; // another JupyterLab: it asks
    let itself = false;
    context._startIfNecessary = () => {
      itself = true;
      try { return startItself(); } finally { itself = false; }
    };
    context.startKernel = async () => {
      if (!itself) await context.ready; // where none can be started, until one is chosen
      return context.hasNoKernel && start();
    };
  };

  const plugin = async () => {
    const { INotebookTracker } = await shared("@jupyterlab/notebook");
    const { Notification } = await shared("@jupyterlab/apputils");
    const { IMainMenu } = await shared("@jupyterlab/mainmenu");
    return {
      id: "littlesteps-lab:lesson",
      description: "Meanings of terms where they stand, and notes for teachers when asked for.",
      autoStart: true,
      requires: [INotebookTracker],
      optional: [IMainMenu],
      activate(app, notebooks, menu) {
        const style = document.createElement("style");
        style.textContent = sheet;
        document.head.append(style);

        document.addEventListener("click", (event) => {
          const link = event.target.closest?.('.jp-RenderedMarkdown a[href*="#term-"]');
          const panel = link && notebooks.find((panel) => panel.node.contains(link));
          const found = panel && meaning(panel.content, decodeURIComponent(link.hash.slice(1)));
          if (!found || !link.showPopover) return; // an old browser goes to the glossary
          event.preventDefault();
          event.stopPropagation();
          explain(link, found);
        }, true);

        let shown = asked.get();
        const all = () => notebooks.forEach((panel) => fold(panel.content, shown));
        const renew = async (context) => {
          const kept = await renewed(context, app.serviceManager.contents);
          if (kept) Notification.info(`${context.path} was reset, and is shown as it was at first. What you had is in ${kept}. To let the kernel forget it, too: Kernel, Restart Kernel.`, { autoClose: false });
          return kept;
        };
        addEventListener("focus", () => notebooks.forEach(({ context }) => { if (context.isReady) renew(context).catch(console.warn); }));
        notebooks.widgetAdded.connect((_, { context }) => {
          const save = context.save.bind(context);
          context.save = async (options) => { if (!await renew(context).catch(() => "")) await save(options); };
        });
        notebooks.widgetAdded.connect((_, panel) => {
          passOver(panel.content);
          panel.context.ready.then(() => {
            fold(panel.content, shown);
            panel.content.model.cells.changed.connect(() => requestAnimationFrame(() => { if (!panel.isDisposed) fold(panel.content, shown); }));
          });
        });
        notebooks.widgetAdded.connect((_, { sessionContext }) => waitForKernel(sessionContext));
        const command = "littlesteps:teachers";
        app.commands.addCommand(command, {
          label: "Notes for Teachers",
          isToggled: () => shown,
          execute: () => { asked.set(shown = !shown); all(); app.commands.notifyCommandChanged(command); },
        });
        menu?.viewMenu.addGroup([{ command }], 100);
      },
    };
  };

  (window._JUPYTERLAB ??= {})["littlesteps-lab"] = {
    init: (shareScope) => { scope = shareScope; },
    get: async () => {
      const one = await plugin();
      return () => ({ __esModule: true, default: [one] });
    },
  };
})();
