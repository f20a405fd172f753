// The page's side of an explorer. It sends what the learner does to the program
// in the worker, and shows what comes back; it computes nothing itself.

const still = matchMedia("(prefers-reduced-motion: reduce)");

const begin = (root) => {
  const kind = root.dataset.littlestepsExplorer;
  root.dataset.began = performance.now().toFixed(0);
  const find = (what) => root.querySelector(what);
  const id = "lsx" + ++dispatcher.count;
  const same = [...document.querySelectorAll(`[data-littlesteps-explorer="${kind}"]`)].indexOf(root);
  const name = kind + (same > 0 ? "-" + (same + 1) : "");

  let worker = null;
  let number = 0; // of the newest request
  let shown = -1; // of the newest reply on the page
  let state = root.dataset.state; // as in a link
  let good = state; // the last one that was shown to its end
  let reply = {}; // the newest reply
  let veiled = false;
  let guess = ""; // what the learner said would happen
  let details = false;
  let lastPictures = [];

  // ---- asking

  // While something moves, pictures come without what they tell on hover; once
  // it is quiet, with it.
  let settling = 0;
  const ask = (more = {}) => {
    if (!worker) return;
    clearTimeout(settling);
    if (more.Still) settling = setTimeout(() => { if (!playing && shown === number) ask(); }, 400);
    root.dataset.asked = ++number;
    worker.postMessage({
      Explorer: kind, ID: id, Number: number, State: state, Form: !find(".lsx-form").firstChild,
      Details: details, Veil: veiled, Guess: guess, ...more,
    });
  };
  const query = () => new URLSearchParams(state);
  const set = (changes) => {
    const now = query();
    for (const [field, value] of Object.entries(changes)) {
      if (value === null) now.delete(field); else now.set(field, value);
    }
    state = now.toString();
  };
  // change is a new setting: the walk begins anew.
  const change = (changes, more) => {
    stop();
    for (const field of Object.keys(changes)) {
      const resets = find(`[data-control="${field}"]`)?.dataset.resets;
      if (resets) for (const other of resets.split(" ")) changes[other] = null;
    }
    set(changes);
    guess = "";
    veil(Object.keys(changes).some((field) => "asks" in (find(`[data-control="${field}"]`)?.dataset ?? {})));
    ask(more);
  };
  // veil hides the walk until there is a guess: after a change that is worth one.
  const veil = (asks) => { veiled = value("guess") === "1" && (veiled || asks); };
  const said = (field) => reply.Settings?.find((s) => s.Name === field)?.Said;
  const value = (field) => query().get(field) ?? reply.Settings?.find((s) => s.Name === field)?.Value ?? "";
  const look = (at) => { veiled = false; set({ at: at >= last() ? null : at }); ask({ Still: true }); };
  const last = () => reply.Stops?.at(-1) ?? 0;

  // ---- showing

  const text = (what, words) => {
    const place = find(what);
    if (!place) return;
    place.textContent = words ?? "";
    place.hidden = !words;
  };
  let telling = 0;
  const tell = (words) => { // to readers who hear the page: once it is quiet
    clearTimeout(telling);
    telling = setTimeout(() => { find(".lsx-told").textContent = words; }, 600);
  };
  const show = (r) => {
    if (r.Number < shown) return;
    shown = r.Number;
    if (r.Form) form(r);
    text(".lsx-problem", r.Problem);
    for (const field of root.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    text(".lsx-asked", r.Ask);
    find(".lsx-ask").hidden = !r.Ask;
    if (r.Problem) {
      const field = find(`[data-control="${r.Field}"] input[type=text]`);
      field?.setAttribute("aria-invalid", "true");
      field?.setAttribute("aria-describedby", id + "-problem");
      tell(r.Problem);
      return;
    }
    if (r.Number === number) fields(r);
    if (r.Ask) { tell(r.Ask); return; }
    if (r.Final || r.State === root.dataset.state) root.dataset.ready ??= performance.now().toFixed(0);
    if (!r.Pictures.length) return; // the controls came ahead
    reply = { ...reply, ...r, Verdict: r.Verdict };
    if (r.Number === number) {
      state = r.State;
      if (r.Final) good = state;
    }
    pictures(r);
    text(".lsx-said", r.Said);
    text(".lsx-verdict", r.Verdict);
    text(".lsx-moment", r.Moment);
    find(".lsx-settings").textContent = r.Set;
    find(".lsx-question").innerHTML = r.Question;
    find(".lsx-table").innerHTML = r.Table || "<p>Guess first.</p>";
    const player = find(".lsx-player"), held = player.contains(document.activeElement);
    player.hidden = !r.Stops.length;
    // What goes must not take the keyboard's place with it: its next key would turn a slide.
    if (held && player.hidden) find(".lsx-question").focus({ preventScroll: true });
    if (r.Stops.length) timeline(r);
    const bar = find(".lsx-progress");
    bar.hidden = r.Final;
    bar.querySelector("progress").value = r.Progress;
    if (r.Details) {
      const drawer = find(".lsx-figure details");
      const rest = document.createElement("div");
      rest.innerHTML = r.Details;
      drawer.replaceChildren(drawer.querySelector("summary"), rest);
    }
    const code = find(".lsx-code");
    if (!code.hidden) code.querySelector("textarea").value = code.dataset.what === "link" ? link() : reply.Code;
    if (r.Final && !playing) tell([r.Verdict, query().has("at") ? r.When + ". " + r.Moment : r.Said].filter(Boolean).join(" "));
    root.dataset.shown = r.Final ? r.Number : "";
    grown();
    if (r.Final) next?.();
  };

  // Slides fit what they hold to their height, and want to know when it changes.
  let height = 0;
  const grown = () => {
    if (!window.Reveal || root.offsetHeight === height) return;
    root.dispatchEvent(new Event("grown"));
    height = root.offsetHeight;
  };

  const pictures = (r) => {
    const places = root.querySelectorAll(".lsx-figure .ls-i");
    r.Pictures.forEach((svg, i) => {
      if (svg !== lastPictures[i] && places[i]) places[i].innerHTML = svg;
    });
    lastPictures = r.Pictures;
    r.Handles.forEach((h, i) => {
      const handle = handles[i] ??= handleOf(i);
      const frame = places[h.Picture].parentNode;
      if (handle.parentNode !== frame) frame.append(handle);
      const { width, height } = frame.querySelector("svg").viewBox.baseVal;
      handle.style.left = 100 * h.X / width + "%";
      handle.style.top = 100 * h.Y / height + "%";
    });
  };

  const fields = (r) => {
    for (const s of r.Settings) {
      const control = find(`[data-control="${s.Name}"]`);
      if (!control) continue;
      const input = control.querySelector("input[type=text], input[type=checkbox], select");
      if (input.type === "checkbox") input.checked = s.Value === "1";
      else if (input !== document.activeElement || input.localName === "select" || !input.dataset.typing) input.value = input.localName === "select" ? s.Value : s.Said;
      const dot = control.closest("fieldset")?.querySelector("legend i");
      if (dot) dot.className = s.Colour;
      const slider = control.querySelector("input[type=range]");
      if (!slider) continue;
      Object.assign(slider, { min: s.From, max: s.To, step: s.Step });
      if (slider !== document.activeElement || !slider.dataset.moving) slider.value = "log" in slider.dataset ? Math.log10(s.Value) : s.Value;
      slider.setAttribute("aria-valuetext", s.Said);
      marks(control, s.Marks);
    }
  };
  const marks = (control, all) => {
    const row = control.querySelector(".lsx-marks"), ticks = control.querySelector(".lsx-ticks");
    const written = JSON.stringify(all);
    if (row.dataset.written === written) return;
    row.dataset.written = written;
    ticks.replaceChildren(...all.map((m) => {
      const tick = document.createElement("i");
      tick.style.left = 100 * m.Place + "%";
      tick.hidden = m.Place < 0 || m.Place > 1;
      return tick;
    }));
    row.replaceChildren(...all.map((m) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: m.Text });
      button.prepend(document.createElement("i")); // the tick that it names
      button.dataset.lmSuppressShortcuts = "true";
      button.onclick = () => change({ [control.dataset.control]: m.Value });
      return button;
    }));
  };

  // ---- the controls

  const form = (r) => {
    find(".lsx-form").innerHTML = r.Form;
    find(".lsx-problem").id = id + "-problem";
    for (const control of root.querySelectorAll("[data-control]")) wire(control);
    for (const button of root.querySelectorAll("[data-action]")) button.onclick = () => { stop(); ask({ Action: button.dataset.action }); };
    find(".lsx-play").onclick = () => (playing ? stop() : play());
    find(".lsx-back").onclick = () => { stop(); look(before()); };
    find(".lsx-step").onclick = () => { stop(); look(after()); };
    find(".lsx-reset").onclick = () => { stop(); state = root.dataset.state; veiled = false; guess = ""; ask(); };
    const scrub = find(".lsx-scrub");
    scrub.oninput = () => { stop(); look(reply.Stops[scrub.value]); };
    scrub.onkeydown = (event) => { if (event.key === " ") { event.preventDefault(); find(".lsx-play").click(); } };
    find(".lsx-question").onclick = ({ target }) => {
      if (!("guess" in target.dataset)) return;
      veiled = false;
      guess = target.dataset.guess;
      set({ at: null });
      ask();
      find(".lsx-play").focus({ preventScroll: true });
    };
    find(".lsx-run").onclick = () => ask({ Confirmed: true });
    for (const button of root.querySelectorAll(".lsx-cancel")) button.onclick = () => { state = good; veiled = false; ask(); };
    find(".lsx-link").onclick = () => share("link", link());
    find(".lsx-go").onclick = () => share("go", reply.Code);
    find(".lsx-close").onclick = () => { find(".lsx-code").hidden = true; };
    const strip = find(".lsx-figure .ls-p"); // on a phone the pictures are scrolled sideways, also by keys
    Object.assign(strip, { role: "group", ariaLabel: "Pictures" });
    strip.dataset.lmSuppressShortcuts = "true"; // as in live
    new ResizeObserver(() => strip.toggleAttribute("tabindex", strip.scrollWidth > strip.clientWidth) && (strip.tabIndex = 0)).observe(strip);
    Object.assign(find(".lsx-question"), { role: "group", ariaLabel: "Question", tabIndex: -1 });
    const drawer = find(".lsx-figure details");
    drawer.replaceChildren(drawer.querySelector("summary")); // the data of the first picture
    drawer.open = false;
    drawer.ontoggle = () => { details = drawer.open; if (details) ask(); };
    live(true);
    text(".lsx-status", "");
  };
  const live = (on) => {
    for (const part of root.querySelectorAll(".lsx-live")) part.hidden = !on;
    find(".lsx-settings").hidden = on; // the controls say it; paper shows it all the same
    // JupyterLab would take the keys: arrows from a slider, "d d" from a button.
    for (const e of root.querySelectorAll("button, input, select, textarea, summary, [tabindex]")) e.dataset.lmSuppressShortcuts = "true";
  };
  const wire = (control) => {
    const field = control.dataset.control;
    const slider = control.querySelector("input[type=range]");
    const input = control.querySelector("input[type=text], input[type=checkbox], select");
    if (input.type === "checkbox") {
      input.onchange = () => change({ [field]: input.checked ? "1" : "" });
    } else if (input.localName === "select") {
      input.onchange = () => change({ [field]: input.value });
    } else {
      let waiting = 0, fresh = false;
      input.onfocus = () => { input.select(); fresh = true; };
      input.onclick = () => { // after the browser has put its caret there
        if (fresh && input.selectionStart === input.selectionEnd) input.select();
        fresh = false;
      };
      input.oninput = () => {
        input.dataset.typing = "1";
        clearTimeout(waiting);
        waiting = setTimeout(() => change({ [field]: input.value, at: null }), 500);
      };
      input.onchange = () => {
        delete input.dataset.typing;
        clearTimeout(waiting);
        // Leaving the box says once more what Enter has said. To ask again would take the
        // buttons away from under a pointer that presses one.
        if (input.value !== value(field) && input.value !== said(field)) change({ [field]: input.value, at: null });
      };
    }
    if (!slider) return;
    slider.oninput = () => {
      slider.dataset.moving = "1";
      let x = "log" in slider.dataset ? +(10 ** slider.value).toPrecision(3) : +slider.value;
      if ("whole" in slider.dataset) x = Math.round(x);
      input.value = String(x);
      change({ [field]: String(x) }, { Still: true });
    };
    slider.onchange = () => { delete slider.dataset.moving; };
  };

  // ---- time

  let playing = 0, next = null;
  const timeline = (r) => {
    const scrub = find(".lsx-scrub");
    scrub.max = r.Stops.length - 1;
    scrub.value = Math.max(0, r.Stops.findLastIndex((s) => s <= r.At));
    scrub.setAttribute("aria-valuetext", r.When);
    text(".lsx-when", r.When);
    find(".lsx-back").disabled = r.At <= 0;
    find(".lsx-step").disabled = r.At >= last();
  };
  const before = () => Math.max(0, reply.At - 1);
  const after = () => Math.min(last(), reply.At + 1);
  const play = () => {
    if (!reply.Stops?.length) return;
    let stops = reply.Stops;
    if (still.matches && stops.length > 6) { // no motion: a few key moments
      stops = [0, 1, 2, 3, 4, 5].map((k) => stops[Math.round(k * (stops.length - 1) / 5)]);
    }
    const each = still.matches ? 1200 : Math.min(700, Math.max(70, 7000 / stops.length));
    let place = stops.findIndex((s) => s > reply.At);
    if (place < 0) place = 0;
    find(".lsx-play").textContent = "Pause";
    const go = () => {
      if (!root.isConnected || document.hidden) return stop();
      const began = performance.now();
      const at = stops[place++];
      next = () => {
        next = null;
        if (place >= stops.length) { stop(); tell(reply.Said); return; }
        playing = setTimeout(go, Math.max(0, each - (performance.now() - began)));
      };
      look(at);
    };
    playing = -1;
    go();
  };
  const stop = () => {
    clearTimeout(playing);
    playing = 0;
    next = null;
    const button = find(".lsx-play");
    if (button) button.textContent = "Play";
  };
  // The keys that leave a cell in JupyterLab leave an explorer too.
  root.addEventListener("keydown", (event) => {
    const runs = event.key === "Enter" && event.shiftKey;
    if (event.key !== "Escape" && !runs) return;
    const cell = root.closest(".jp-Cell"), notebook = root.closest(".jp-Notebook");
    event.preventDefault();
    document.activeElement.blur();
    if (!notebook) return;
    notebook.focus();
    if (runs) cell.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, shiftKey: true, bubbles: true, cancelable: true }));
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });

  // ---- dragging

  const handles = [];
  const handleOf = (i) => {
    const handle = document.createElement("div");
    handle.className = "lsx-handle";
    handle.setAttribute("aria-hidden", "true"); // the same can be set by keyboard
    handle.onpointerdown = (event) => { event.preventDefault(); handle.setPointerCapture(event.pointerId); };
    handle.onpointermove = (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const svg = handle.parentNode.querySelector("svg");
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      stop();
      set({ at: null });
      veil(reply.Handles[i].Asks);
      ask({ Still: true, Drag: { Handle: i, X: at.x, Y: at.y } });
    };
    return handle;
  };

  // ---- links and code

  const link = () => location.href.split("#")[0] + "#" + name + "?" + state;
  const share = async (what, words) => {
    const place = find(".lsx-code"), area = place.querySelector("textarea");
    place.hidden = false;
    place.dataset.what = what;
    area.value = words;
    area.rows = Math.min(20, words.split("\n").length);
    area.setAttribute("aria-label", what === "link" ? "Link to this explorer as it stands" : "Go cell that does the same");
    try {
      await navigator.clipboard.writeText(words);
      text(".lsx-copied", "Copied.");
    } catch {
      area.focus();
      area.select();
      text(".lsx-copied", "Press Ctrl+C (⌘C on a Mac) to copy it.");
    }
  };
  const fromLink = () => {
    const [target, given] = location.hash.slice(1).split("?");
    if (target !== name || given === undefined) return;
    state = given;
    veiled = false;
    ask();
    root.scrollIntoView({ block: "nearest" });
  };
  addEventListener("hashchange", () => { if (root.isConnected) fromLink(); });

  // ---- starting

  const failed = (why) => {
    worker = null;
    stop();
    live(false);
    text(".lsx-status", `The explorer can't start: ${why}. What stands above is its first picture. `);
    const again = document.createElement("button");
    Object.assign(again, { type: "button", textContent: "Try again", onclick: start });
    find(".lsx-status").append(again);
  };
  const start = async () => {
    text(".lsx-status", "The explorer is starting …");
    try {
      worker = await connect();
    } catch (error) {
      failed(error.message);
      return;
    }
    if (find(".lsx-form").firstChild) { // once more, after the program had ended
      live(true);
      text(".lsx-status", "");
    }
    if (location.hash.startsWith("#" + name + "?")) fromLink(); else ask();
  };
  dispatcher.explorers.set(id, { show, failed });
  start();
};

const all = () => {
  for (const root of document.querySelectorAll("[data-littlesteps-explorer]:not([data-on])")) {
    root.dataset.on = "";
    begin(root);
  }
};
if (document.readyState === "loading") addEventListener("DOMContentLoaded", all); else all();
