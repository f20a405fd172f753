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

  // keeps says whether this browser keeps anything: many a private window doesn't.
  const keeps = () => new Promise((resolve) => {
    try {
      const request = indexedDB.open("littlesteps");
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
      request.onerror = (event) => {
        event.preventDefault();
        resolve(false);
      };
    } catch {
      resolve(false);
    }
  });

  const plugin = async () => {
    const { INotebookTracker } = await shared("@jupyterlab/notebook");
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

        // A tab that is hidden may be put to sleep, and never wake.
        document.addEventListener("visibilitychange", () => {
          if (document.hidden) notebooks.forEach(({ context }) => { if (context.model.dirty) context.save().catch(console.warn); });
        });
        notebooks.widgetAdded.connect((_, { context }) => {
          let told;
          context.saveState.connect((_, state) => {
            if (state !== "failed" || told) return;
            told = Notification.warning("This notebook could not be kept in this browser: save it as a file with File, Download.", { autoClose: false });
          });
        });
        app.started.then(keeps).then((yes) => {
          if (!yes) Notification.warning("This browser keeps nothing, as in a private window: before you close the tab, save your notebook as a file with File, Download.", { autoClose: false });
        });

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
