// Keeps one page, the programme, with what it is made of, and shows it where there is no network. It is registered for
// /webinars and no more, so that it never sees /manage, /account or a secret page; what it sees of other pages it leaves
// alone. The page is fetched without cookies, and kept only if everybody may have it.
const CACHE = "programme";
const PROGRAMME = "/webinars";
const ASSET = /(?:href|src)="(\/static\/v\/[^"#?]+)/g;
const KEPT_AT = "X-Kept-At";

self.addEventListener("install", (event) => {
  event.waitUntil(fetchProgramme().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const isProgramme = request.mode === "navigate" && address.pathname === PROGRAMME && address.search === "";
  if (isProgramme) event.respondWith(fetchProgramme((kept) => event.waitUntil(kept)).catch(keptProgramme));
  else if (address.pathname.startsWith("/static/v/")) event.respondWith(asset(request));
});

// The page from the site, a copy of which is kept meanwhile; `whenKept` is told of that, else it is waited for.
async function fetchProgramme(whenKept) {
  const response = await fetch(PROGRAMME, { credentials: "omit", redirect: "error", cache: "no-cache" });
  if (isForEveryone(response)) {
    const kept = keep(response.clone()).catch(() => {});
    if (whenKept === undefined) await kept;
    else whenKept(kept);
  }
  return response;
}

function isForEveryone(response) {
  const control = response.headers.get("Cache-Control") ?? "";
  return response.status === 200 && /\bpublic\b/.test(control) && !/\bno-store\b/.test(control);
}

async function keptProgramme() {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PROGRAMME);
  if (kept === undefined) return Response.error();
  const text = await kept.text();
  const told = text.replace("<html ", `<html data-kept-at="${kept.headers.get(KEPT_AT)}" `);
  return new Response(told, { headers: kept.headers });
}

async function asset(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

async function keep(response) {
  const cache = await caches.open(CACHE);
  const text = await response.text();
  const wanted = new Set();
  for (const [, path] of text.matchAll(ASSET)) {
    wanted.add(path);
    if ((await cache.match(path)) === undefined) await cache.add(new Request(path, { credentials: "omit" }));
  }
  const headers = new Headers(response.headers);
  // What is kept is the text itself, whatever it was packed in.
  for (const each of ["Content-Encoding", "Content-Length"]) headers.delete(each);
  headers.set(KEPT_AT, new Date().toISOString());
  await cache.put(PROGRAMME, new Response(text, { headers }));
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname !== PROGRAMME && !wanted.has(pathname)) await cache.delete(url);
  }
}
