// What becomes of a learner's work in a browser: it is saved as it goes, and what the
// lesson had in its place can be brought back. An extension like extension.js.

(() => {
  const jupyter = new URL("../../../", document.currentScript.src); // of extensions/littlesteps-work/static
  const command = "littlesteps:bring-back";

  let scope; // what JupyterLab's packages are shared in
  const shared = async (packageName) => (await Object.values(scope[packageName])[0].get())();

  // bringBack puts the lesson's own notebook in place of a changed one, which is kept
  // beside it, as go tool steps reset does. It returns where.
  const bringBack = async (context, contents) => {
    const [, folder = "", name] = context.path.match(/^(.*\/)?(.*)\.ipynb$/);
    const taken = new Set((await contents.get(folder)).content.map((file) => file.name));
    let mine = `my_${name}.ipynb`;
    for (let n = 2; taken.has(mine); n++) mine = `my_${name}_${n}.ipynb`;
    await contents.save(folder + mine, { type: "notebook", format: "json", content: context.model.toJSON() });
    await contents.delete(context.path); // what the browser keeps: then the lesson's own is there again
    await context.revert();
    return mine;
  };

  // unkept returns why this browser keeps nothing: many a private window doesn't, and one
  // that has no room left can't. "" where it keeps a notebook's worth.
  const unkept = () => new Promise((resolve) => {
    const name = "littlesteps-probe";
    const end = (why, database) => {
      database?.close();
      if (database) indexedDB.deleteDatabase(name);
      resolve(why);
    };
    try {
      const request = indexedDB.open(name);
      request.onupgradeneeded = () => request.result.createObjectStore("probe");
      request.onerror = (event) => {
        event.preventDefault();
        end(reason(request.error));
      };
      request.onsuccess = () => {
        const bytes = new Uint8Array(1 << 20);
        for (let at = 0; at < bytes.length; at += 1 << 16) crypto.getRandomValues(bytes.subarray(at, at + (1 << 16)));
        const probe = request.result.transaction("probe", "readwrite");
        probe.objectStore("probe").put(bytes, 0);
        probe.oncomplete = () => end("", request.result);
        probe.onabort = () => end(reason(probe.error), request.result);
      };
    } catch (error) {
      end(reason(error));
    }
  });

  const full = "has no room left";
  const reason = (error) => error?.name === "QuotaExceededError" ? full : "keeps nothing, as in a private window";

  // asFile hands a notebook to the learner as it stands in the page: what is kept may be
  // older.
  const asFile = ({ path, model }) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(model.toJSON(), null, 1), "\n"], { type: "application/x-ipynb+json" }));
    link.download = path.split("/").pop();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  // savesSoon saves work a moment after each change (JupyterLab itself may wait for ten times
  // as long as a save takes), before a cell runs, which may never end, and when the tab is
  // hidden, for then it may be put to sleep, and never wake.
  const savesSoon = (notebooks, executionScheduled) => {
    const timers = new Map(); // by context; null while it is saved
    const save = async (context) => {
      clearTimeout(timers.get(context));
      if (context.isDisposed || !context.model.dirty || timers.get(context) === null) return;
      timers.set(context, null);
      const saved = await context.save().then(() => true, console.warn);
      timers.delete(context);
      if (saved && context.model.dirty) soon(context);
    };
    const soon = (context) => {
      if (timers.get(context) === null) return;
      clearTimeout(timers.get(context));
      timers.set(context, setTimeout(() => save(context), 1000));
    };
    document.addEventListener("visibilitychange", () => { if (document.hidden) notebooks.forEach(({ context }) => save(context)); });
    executionScheduled.connect((_, { notebook }) => notebooks.forEach(({ content, context }) => { if (content === notebook) save(context); }));
    notebooks.widgetAdded.connect((_, { context }) => {
      const one = context.save.bind(context);
      let last = Promise.resolve();
      // Of two saves at once, the later one would take the first for another tab's.
      context.save = (options) => last = last.catch(() => {}).then(() => one(options));
      context.ready.then(() => context.model.contentChanged.connect(() => soon(context)));
      context.disposed.connect(() => clearTimeout(timers.get(context)));
    });
  };

  // tellsSecondTab tells whoever opens a notebook that another tab has open. The first one
  // holds its lock as long as it is open there.
  const tellsSecondTab = (notebooks, Notification) => {
    notebooks.widgetAdded.connect((_, { context }) => {
      navigator.locks?.request(`little-steps ${jupyter.pathname}${context.path}`, { ifAvailable: true }, (lock) => {
        if (lock) return new Promise((free) => context.disposed.connect(() => free()));
        Notification.warning("This notebook is open in another tab, too: of what you change in both, only one is kept. Close one of the two.", { autoClose: false });
      }).catch(() => {}); // a page without storage has no locks
    });
  };

  // wrapsCode wraps lines of code on a phone, where they would be cut off.
  const wrapsCode = (notebooks) => {
    notebooks.widgetAdded.connect(async (_, { content, context }) => {
      await context.ready;
      if (!matchMedia("(max-width: 600px)").matches) return;
      const { code, ...others } = content.editorConfig;
      content.editorConfig = { ...others, code: { ...code, lineWrap: true } };
    });
  };

  // offersFile says once where work isn't kept, with the way out.
  const offersFile = (app, notebooks, Notification) => {
    const { contents } = app.serviceManager;
    let notice, told = false, onlyHere = false;
    const file = () => {
      if (!notebooks.currentWidget) return Notification.info("Open a notebook first: that is what is saved as a file.");
      asFile(notebooks.currentWidget.context);
      onlyHere = false;
    };
    const tell = (why) => { // JupyterLab shows 140 characters
      if (told) return;
      told = true;
      Notification.dismiss(notice);
      notice = Notification.warning(`Your work isn't kept: this browser ${why}. Before you close this tab, save your notebook as a file.`, {
        autoClose: false, actions: [{ label: "Save as a File", callback: (event) => { event.preventDefault(); file(); } }],
      });
    };
    app.started.then(unkept).then((why) => {
      if (!why) return;
      tell(why);
      if (why !== full) contents.fileChanged.connect(() => { onlyHere = true; }); // JupyterLite takes it for kept
    });
    addEventListener("beforeunload", (event) => { if (onlyHere) event.preventDefault(); });

    // JupyterLab would show a dialog for each change that there is no room for. It asks
    // before the tab is closed.
    for (const name of ["save", "createCheckpoint"]) {
      const keep = contents[name].bind(contents);
      contents[name] = async (...what) => {
        try {
          const kept = await keep(...what);
          told &&= name !== "save"; // there is room again
          return kept;
        } catch (error) {
          if (reason(error) !== full) throw error;
          tell(full);
          if (name === "save") throw Object.assign(new Error(error.message), { name: "ModalCancelError" });
          return { id: "0", last_modified: new Date().toISOString() };
        }
      };
    }

    // JupyterLite downloads what was kept last.
    const execute = app.commands.execute.bind(app.commands);
    app.commands.execute = async (id, ...rest) => {
      if (id === "docmanager:download" && notebooks.currentWidget && notebooks.currentWidget === app.shell.currentWidget) return file();
      return execute(id, ...rest);
    };
  };

  const plugin = async () => {
    const { INotebookTracker, NotebookActions } = await shared("@jupyterlab/notebook");
    const { IMainMenu } = await shared("@jupyterlab/mainmenu");
    const { Dialog, Notification, showDialog } = await shared("@jupyterlab/apputils");
    return {
      id: "littlesteps-work:work",
      description: "Saves a learner's work as it goes, and brings the lesson's notebooks back.",
      autoStart: true,
      requires: [INotebookTracker],
      optional: [IMainMenu],
      activate(app, notebooks, menu) {
        const { contents } = app.serviceManager;
        savesSoon(notebooks, NotebookActions.executionScheduled);
        tellsSecondTab(notebooks, Notification);
        wrapsCode(notebooks);
        offersFile(app, notebooks, Notification);
        app.commands.addCommand(command, {
          label: "Bring Back as It Was…",
          isEnabled: () => Boolean(notebooks.currentWidget),
          execute: async () => {
            const { context } = notebooks.currentWidget;
            if (!(await fetch(new URL(`files/${context.path}`, jupyter))).ok) {
              Notification.info(`${context.path} is not one of the lesson's notebooks: there is nothing to bring back.`);
              return;
            }
            const body = `${context.path} will be as the lesson has it. What you have now is kept beside it.`;
            const answer = await showDialog({ title: "Bring the notebook back?", body, buttons: [Dialog.cancelButton(), Dialog.okButton({ label: "Bring Back" })] });
            if (!answer.button.accept) return;
            const mine = await bringBack(context, contents);
            Notification.info(`${context.path} is as it was. What you had is in ${mine}. To let the kernel forget it, too: Kernel, Restart Kernel.`, { autoClose: false });
          },
        });
        menu?.fileMenu.addGroup([{ command }], 5);
      },
    };
  };

  (window._JUPYTERLAB ??= {})["littlesteps-work"] = {
    init(shareScope) {
      scope = shareScope;
    },
    async get() {
      const one = await plugin();
      return () => ({ __esModule: true, default: [one] });
    },
  };
})();
