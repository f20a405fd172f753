for (const figure of document.querySelectorAll(".ls[data-frames]:not([data-on])")) {
  figure.dataset.on = "";
  const { x, y, at, shapes, said, keys } = JSON.parse(figure.dataset.frames);
  const find = (what) => figure.querySelector(what);
  const lines = figure.querySelectorAll(".ls-i .ls-line"), dot = find(".ls-i .ls-dot"), parts = figure.querySelectorAll(".ls-i .ls-shape");
  const slider = find(".ls-c input"), output = find(".ls-c output");
  const [back, play, forward] = figure.querySelectorAll(".ls-c button");
  const last = said.length - 1, still = matchMedia("(prefers-reduced-motion: reduce)");
  let place = last, cancel = () => {};

  // draw shows a place between two frames: place 2.5 is halfway from 2 to 3.
  const draw = () => {
    const i = Math.min(last, Math.floor(place)), j = Math.min(last, i + 1), t = place - i;
    const between = (a, b) => a == null || b == null ? null : a + (b - a) * t;
    let d = "", pen = "M";
    x.forEach((px, k) => {
      const py = between(y[i][k], y[j][k]);
      if (py !== null) d += pen + px + " " + py.toFixed(1);
      pen = py === null ? "M" : "L";
    });
    for (const line of lines) line.setAttribute("d", d || "M0 0");
    if (dot) {
      const cx = between(at[i][0], at[j][0]), cy = between(at[i][1], at[j][1]);
      dot.setAttribute("r", cx === null ? 0 : 6);
      if (cx !== null) { dot.setAttribute("cx", cx.toFixed(1)); dot.setAttribute("cy", cy.toFixed(1)); }
    }
    const now = Math.round(place);
    shapes[now]?.forEach((d, k) => parts[k].setAttribute("d", d || "M0 0"));
    slider.value = now;
    slider.setAttribute("aria-valuetext", said[now]);
    output.textContent = said[now];
  };
  // The slider tells its own value; the line below is read aloud after a button.
  const stop = (aloud) => {
    cancel();
    cancel = () => {};
    play.textContent = "Play";
    output.setAttribute("aria-live", aloud ? "polite" : "off");
  };
  const go = (to, aloud) => { stop(aloud); place = Math.max(0, Math.min(last, to)); draw(); };
  const start = () => {
    if (place >= last) place = 0;
    play.textContent = "Pause";
    output.setAttribute("aria-live", "off");
    draw();
    if (still.matches) { // no motion: from one key position to the next
      const next = () => {
        place = keys.find((key) => key > place) ?? last;
        if (place >= last) return go(last, true);
        draw();
        wait();
      };
      const wait = () => { const timer = setTimeout(next, 1500); cancel = () => clearTimeout(timer); };
      wait();
      return;
    }
    let before;
    const tick = (now) => {
      place += Math.min(now - (before ?? now), 50) / 110; // a hidden tab must not jump
      before = now;
      if (place >= last) return go(last, true);
      draw();
      request();
    };
    const request = () => { const frame = requestAnimationFrame(tick); cancel = () => cancelAnimationFrame(frame); };
    request();
  };
  play.onclick = () => play.textContent === "Pause" ? go(Math.round(place), true) : start();
  back.onclick = () => go(Math.ceil(place) - 1, true);
  forward.onclick = () => go(Math.floor(place) + 1, true);
  slider.oninput = () => go(+slider.value, false);
  slider.onkeydown = (event) => {
    if (event.key === " ") { event.preventDefault(); play.click(); }
  };
  // The keys that leave a cell in JupyterLab leave the controls too.
  find(".ls-c").onkeydown = (event) => {
    const runs = event.key === "Enter" && event.shiftKey, cell = figure.closest(".jp-Cell");
    if (event.key !== "Escape" && !runs) return;
    event.preventDefault();
    document.activeElement.blur();
    figure.closest(".jp-Notebook")?.focus();
    if (runs) cell?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, shiftKey: true, bubbles: true, cancelable: true }));
  };
  draw();
  find(".ls-c").hidden = false;
}
