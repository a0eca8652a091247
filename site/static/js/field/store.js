// The phone's own memory (IndexedDB): drafts being written, finished records on their way, and
// the photos, recordings and files that they name.
// Every row carries the user it belongs to; nothing is ever listed without naming a user.

const NAME = "mentoring-field";
const SIZE = 2;

let opened = null;

/** Make the stores that are not there yet; what lies in the others stays. */
function upgrade(database, from) {
  const make = (name, keyPath) => database.createObjectStore(name, { keyPath }).createIndex("user", "user");
  if (from < 1) {
    make("drafts", "key");
    make("outbox", "id");
  }
  if (from < 2) make("files", "id");
}

function open() {
  if (!opened) {
    opened = new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, SIZE);
      request.onupgradeneeded = (event) => upgrade(request.result, event.oldVersion);
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
 * Run `work(drafts, outbox, files)` in one transaction over all stores and return what it returns.
 * `work` may await nothing but the stores' own methods; when it throws, nothing is written.
 */
export async function together(work) {
  const database = await open();
  const transaction = database.transaction(["drafts", "outbox", "files"], "readwrite");
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
      all: () => answerOf(store.getAll()),
    };
  };
  let result;
  try {
    result = await work(methods("drafts"), methods("outbox"), methods("files"));
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
