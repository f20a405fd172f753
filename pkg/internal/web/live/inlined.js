// The files that a page holds, each in a script element of its own, as text; and what its two
// scripts have to say to each other.

// held returns a file's text as soon as the page has it whole: the script that asks runs
// while the page is still being read. It takes the element's text away: it is needed only once.
export async function held(name) {
  const id = `kit-${name}`;
  await reached(() => document.readyState !== "loading" || document.getElementById(id)?.nextSibling);
  const element = document.getElementById(id);
  if (!element) throw new Error("this page doesn't contain it");
  const text = element.textContent;
  element.textContent = "";
  return text;
}

// reached resolves when the page has been read so far that a condition holds.
function reached(condition) {
  return new Promise((resolve) => {
    const look = () => {
      if (!condition()) return;
      reader.disconnect();
      document.removeEventListener("readystatechange", look);
      resolve();
    };
    const reader = new MutationObserver(look);
    reader.observe(document.body, { childList: true });
    document.addEventListener("readystatechange", look);
    look();
  });
}

// offer gives the page's other script something, which offered returns. Either may run
// first: WebKit runs the one that could begin early when the page is read.
export function offer(what) {
  globalThis.offered = what;
  dispatchEvent(new Event("offered"));
}

export async function offered() {
  if (!globalThis.offered) await new Promise((resolve) => { addEventListener("offered", resolve, { once: true }); });
  return globalThis.offered;
}
