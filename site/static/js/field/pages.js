// Copies of pages on this phone, so that they open without a signal. Each user has a cache of
// their own; the service worker (service-worker.js) fills and reads the same caches by these names.

const STATE = "field-state";
const WHO = "/m/current-user";
const FRESH = 6 * 3_600_000;

export const cacheOf = (user) => `field-user-${user}`;

/** Whose pages are shown on this phone from now on; the copies of anyone else go. */
export async function claimPhone(user) {
  if (!("caches" in window)) return;
  const state = await caches.open(STATE);
  await state.put(WHO, new Response(user));
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith("field-user-") && name !== cacheOf(user));
  await Promise.all(others.map((name) => caches.delete(name)));
}

function isFresh(held) {
  if (!held || held.headers.get("Content-Language") !== document.documentElement.lang) return false;
  return Date.now() - Date.parse(held.headers.get("Date")) < FRESH;
}

/** Keep the pages at `urls`, unless a copy of the last hours is there. Failures are no matter. */
export async function keepPages(user, urls) {
  if (!("caches" in window) || !navigator.onLine) return;
  const cache = await caches.open(cacheOf(user));
  for (const url of urls) {
    if (isFresh(await cache.match(url))) continue;
    try {
      const response = await fetch(url, { credentials: "same-origin" });
      if (response.ok && !response.redirected && response.headers.get("X-Field-User") === user) {
        await cache.put(url, response);
      }
    } catch {
      return;
    }
  }
}

/**
 * The form may be published anew while a draft is held: keep the page as it is under its
 * version's own address, where the draft finds it again.
 */
export async function keepVersion(user, url, version) {
  if (!("caches" in window)) return;
  const cache = await caches.open(cacheOf(user));
  const address = versionAddress(url, version);
  if (await cache.match(address)) return;
  const held = await cache.match(url);
  if (held && (await held.clone().text()).includes(`data-version="${version}"`)) {
    await cache.put(address, held);
  } else {
    await keepPages(user, [address]);
  }
}

export const versionAddress = (url, version) => `${url}?version=${version}`;

/** Leave nothing of anyone's pages behind. What is not yet sent stays, under its owner's name. */
export async function forgetPages() {
  if (!("caches" in window)) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("field-user-")).map((name) => caches.delete(name)));
  const state = await caches.open(STATE);
  await state.put(WHO, new Response(""));
}
