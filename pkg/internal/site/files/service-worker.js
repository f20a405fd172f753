// Keeps the site's files, so that it works offline after the first visit. Each is kept
// under its sum: a newer site takes over what hasn't changed, and fetches the rest.

const files = {}; // path from the site's folder: sum; filled in when the site is built

const site = new URL("./", location.href);
const open = () => caches.open("little-steps " + site.pathname);
const key = (path) => new URL(`${path}?sum=${files[path]}`, site).href;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const cache = await open();
  const current = new Set(Object.keys(files).map(key));
  for (const request of await cache.keys()) if (!current.has(request.url)) await cache.delete(request);
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(site.href)) return;
  let path = decodeURIComponent(new URL(request.url).pathname.slice(site.pathname.length));
  if (path === "" || path.endsWith("/")) path += "index.html";
  if (files[path]) event.respondWith(answer(event, path));
  else if (files[`${path}/index.html`]) event.respondWith(Response.redirect(new URL(`${path}/`, site)));
});

async function answer(event, path) {
  const cache = await open();
  const kept = await cache.match(key(path));
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.status === 200) event.waitUntil(cache.put(key(path), response.clone()).catch(() => {})); // no room: not kept
  return response;
}

// What a page hasn't asked for yet is fetched once the page has all that it needs: not
// for readers who save data, and not slides, which have as much as all the rest, nor what
// few cells need of the kernel.
self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keepAll());
});

let keeping;

function keepAll() {
  return keeping ??= (async () => {
    const cache = await open();
    const kept = new Set((await cache.keys()).map(({ url }) => url));
    const missing = Object.keys(files).filter((path) => !kept.has(key(path)) && !path.endsWith(".slides.html") && path !== "kit/whole.bin.gz");
    if (navigator.connection?.saveData) return;
    for (const path of missing) {
      const response = await fetch(new URL(path, site), { cache: "force-cache" });
      // Some servers lead from index.html to its folder. What was led elsewhere doesn't
      // do for a page that is opened.
      if (response.status === 200) await cache.put(key(path), new Response(response.body, { headers: response.headers }));
    }
    if (missing.length > 0) for (const client of await self.clients.matchAll()) client.postMessage("kept");
  })().catch(() => {}).finally(() => {
    keeping = undefined;
  });
}
