// What of the page's formulas is not where mathematics puts it: exponents above their
// base, denominators below, rows under one another. Engines lay out MathML by
// themselves, and this is the same in all of them.
(() => {
  const bad = [];
  const drawn = (e) => {
    const leaves = e.matches("mi, mn, mo, mtext") ? [e] : [...e.querySelectorAll("mi, mn, mo, mtext")].filter((x) => !x.closest("mphantom"));
    const all = leaves.map((x) => x.getBoundingClientRect()).filter((r) => r.width > 0 && r.height > 0);
    if (!all.length) return null;
    const top = Math.min(...all.map((r) => r.top)), bottom = Math.max(...all.map((r) => r.bottom));
    return { left: Math.min(...all.map((r) => r.left)), right: Math.max(...all.map((r) => r.right)), middle: (top + bottom) / 2 };
  };
  const under = (a, b) => !a || !b || b.middle > a.middle;
  document.querySelectorAll("main math").forEach((formula, i) => {
    const say = (what) => bad.push(`formula ${i + 1}, ${formula.textContent.trim().slice(0, 40)}: ${what}`);
    const frame = formula.getBoundingClientRect();
    if (formula.checkVisibility() && (frame.width < 1 || frame.height < 1)) say("nothing is drawn");
    for (const e of formula.querySelectorAll("msup, msub, msubsup, mfrac, munder, mover, munderover, mtable")) {
      const [a, b, c] = [...e.children].map(drawn);
      switch (e.localName) {
        case "msup": if (!under(b, a)) say("an exponent is not above"); break;
        case "msub": case "munder": if (!under(a, b)) say("an index is not below"); break;
        case "mover": if (a && b && b.middle > a.middle + 1) say("what goes over is not above"); break;
        case "msubsup": case "munderover": if (!under(c, b)) say("above and below are swapped"); break;
        case "mfrac":
          if (!under(a, b)) say("a denominator is not below");
          if (frame.width && e.getBoundingClientRect().width - Math.max(...[...e.children].map((x) => x.getBoundingClientRect().width)) < 2) say("a fraction's stroke meets its neighbour's");
          if (a && b && (a.left > b.right || b.left > a.right)) say("a fraction is torn apart");
          break;
        case "mtable":
          [...e.children].map(drawn).filter(Boolean).reduce((above, row) => { if (!under(above, row)) say("rows are out of order"); return row; });
          for (const row of e.children) {
            const cells = [...row.children].map(drawn).filter(Boolean);
            cells.slice(1).forEach((cell, k) => { if (cell.left < cells[k].right - 5) say("cells lie over one another"); });
          }
      }
    }
  });
  return bad;
})()
