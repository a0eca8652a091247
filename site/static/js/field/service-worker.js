// Served at /m/sw.js with FIELD set in front: {version, shell: [urls], offline}.
// Pages come from the network first, from this user's copies when there is none or it is weak;
// style, font and scripts from the shell. Copies of one user are never shown to another.

const STATE = "field-state";
const WHO = "/m/current-user";
const SHELL = "field-shell-";
const USER = "field-user-";
const PATIENCE = 4_000; // milliseconds for a page on a weak signal, when a copy is held
const SHELLS_KEPT = 3; // copies of pages name the files of the release they came with
const PAGES_KEPT = 60;

const shellName = `${SHELL}${FIELD.version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(fillShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldShells().then(() => self.clients.claim()));
});

async function fillShell() {
  const cache = await caches.open(shellName);
  await cache.addAll(FIELD.shell.map((url) => new Request(url, { cache: "no-cache" })));
  const offline = await fetch(FIELD.offline, { credentials: "omit", cache: "no-cache" });
  if (!offline.ok) throw new Error("no offline page");
  await cache.put(FIELD.offline, offline);
  const state = await caches.open(STATE);
  const order = await readOrder(state);
  await state.put("/m/shells", Response.json([...order.filter((name) => name !== shellName), shellName]));
}

async function readOrder(state) {
  const stored = await state.match("/m/shells");
  return stored ? stored.json() : [];
}

async function dropOldShells() {
  const order = await readOrder(await caches.open(STATE));
  const kept = order.slice(-SHELLS_KEPT);
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(SHELL) && !kept.includes(name)).map((name) => caches.delete(name)),
  );
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith("/m/")) {
    event.respondWith(request.method === "GET" ? page(event) : send(request));
  } else if (request.method === "GET" && FIELD.shell.includes(url.pathname)) {
    event.respondWith(fromShell(request));
  } else if (request.method === "GET" && url.pathname.startsWith(FIELD.static)) {
    event.respondWith(fetch(request).catch(() => fromShell(request)));
  }
});

async function fromShell(request) {
  const held = await (await caches.open(shellName)).match(request);
  return held || (await caches.match(request)) || fetch(request);
}

async function currentUser() {
  const stored = await (await caches.open(STATE)).match(WHO);
  return stored ? stored.text() : "";
}

async function setCurrentUser(user) {
  await (await caches.open(STATE)).put(WHO, new Response(user));
  if (!user) return;
  const others = (await caches.keys()).filter((name) => name.startsWith(USER) && name !== USER + user);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** A page from the network, kept under its user; a redirect may mean that nobody is signed in. */
async function fromNetwork(event, copy) {
  const response = await fetch(event.request);
  const user = response.headers.get("X-Field-User");
  if (response.type === "opaqueredirect") event.waitUntil(askWho());
  if (user) {
    event.waitUntil(keep(event.request.url, copy(response), user));
  }
  return response;
}

async function keep(url, response, user) {
  if ((await currentUser()) !== user) await setCurrentUser(user);
  if (!response.ok || response.redirected) return;
  const cache = await caches.open(USER + user);
  await cache.put(url.split("#")[0], response);
  const held = await cache.keys();
  await Promise.all(held.slice(0, Math.max(0, held.length - PAGES_KEPT)).map((old) => cache.delete(old)));
}

async function askWho() {
  try {
    const response = await fetch(FIELD.who, { credentials: "same-origin", cache: "no-store" });
    if (response.ok) await setCurrentUser(String((await response.json()).user));
  } catch {
    // No network: whoever was here last stays.
  }
}

async function copyOf(request) {
  const user = await currentUser();
  if (!user) return undefined;
  return (await caches.open(USER + user)).match(request.url.split("#")[0]);
}

async function offlinePage() {
  const held = await (await caches.open(shellName)).match(FIELD.offline);
  return held || Response.error();
}

async function page(event) {
  const network = fromNetwork(event, (response) => response.clone());
  network.catch(() => {});
  const held = await copyOf(event.request);
  if (!held) return network.catch(offlinePage);
  const weak = new Promise((resolve) => setTimeout(() => resolve(held), PATIENCE));
  return Promise.race([network.catch(() => held), weak]);
}

/** A form sent without a network: what was typed is kept by the page (written.js). */
async function send(request) {
  try {
    return await fetch(request);
  } catch {
    return offlinePage();
  }
}
