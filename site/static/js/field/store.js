// The phone's own memory (IndexedDB): drafts being written, and finished records on their way.
// Every row carries the user it belongs to; nothing is ever listed without naming a user.

const NAME = "mentoring-field";
const SIZE = 1;

let opened = null;

function upgrade(database) {
  const drafts = database.createObjectStore("drafts", { keyPath: "key" });
  drafts.createIndex("user", "user");
  const outbox = database.createObjectStore("outbox", { keyPath: "id" });
  outbox.createIndex("user", "user");
}

function open() {
  if (!opened) {
    opened = new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, SIZE);
      request.onupgradeneeded = () => upgrade(request.result);
      request.onsuccess = () => {
        request.result.onversionchange = () => {
          request.result.close();
          opened = null;
        };
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    opened.catch(() => {
      opened = null;
    });
  }
  return opened;
}

function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Run `work(drafts, outbox)` in one transaction over both stores and return what it returns.
 * `work` may await nothing but the stores' own methods; when it throws, nothing is written.
 */
export async function together(work) {
  const database = await open();
  const transaction = database.transaction(["drafts", "outbox"], "readwrite");
  const finished = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error || new Error("aborted"));
    transaction.onerror = () => reject(transaction.error);
  });
  const methods = (name) => {
    const store = transaction.objectStore(name);
    return {
      get: (key) => answerOf(store.get(key)),
      put: (row) => answerOf(store.put(row)),
      delete: (key) => answerOf(store.delete(key)),
      of: (user) => answerOf(store.index("user").getAll(user)),
    };
  };
  let result;
  try {
    result = await work(methods("drafts"), methods("outbox"));
  } catch (error) {
    finished.catch(() => {});
    try {
      transaction.abort();
    } catch {
      // It had already ended by itself.
    }
    throw error;
  }
  await finished;
  return result;
}

export const draftKey = (user, about) => `${user}:${about}`;

/** A random UUID, also on addresses without TLS, where `crypto.randomUUID` does not exist. */
export function newUuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const channel = "BroadcastChannel" in window ? new BroadcastChannel("mentoring-field") : null;

/**
 * Tell the other tabs, and this one, that a row about `about` of `user` changed. `sent` has title
 * and resultUrl of a record that the server has now.
 */
export function announce(user, about, sent = null) {
  const detail = { user, about, sent };
  if (channel) channel.postMessage(detail);
  window.dispatchEvent(new CustomEvent("field-change", { detail }));
}

/** Call `listener({user, about, sent, elsewhere})` at every change, made here or in another tab. */
export function onChange(listener) {
  window.addEventListener("field-change", (event) => listener({ ...event.detail, elsewhere: false }));
  if (channel) channel.addEventListener("message", (event) => listener({ ...event.data, elsewhere: true }));
}
