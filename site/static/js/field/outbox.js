// Sending finished records: again and again until the server's receipt is here, then and only
// then is the phone's own copy deleted. The record's UUID is its address, so that an answer
// lost on the way makes no second record.

import { WAITING, reopenRecord } from "./draft.js";
import { deleteFilesAbout } from "./files.js";
import { announce, draftKey, together } from "./store.js";

export const CONFLICT = "CONFLICT";
export const REFUSED = "REFUSED";
export const SIGN_IN = "SIGN_IN";

const PATIENCE = 30_000; // for one answer of the server
const SLOWEST = 4; // bytes a millisecond that a file may take longer for
const FILE_FAULTS = [409, 413, 415, 422]; // what the person who chose the file can mend
const FIRST_PAUSE = 15_000;
const LONGEST_PAUSE = 3_600_000;

/** All records of one user that the server has not yet acknowledged. */
export async function listRecords(user) {
  const rows = await together((drafts, outbox) => outbox.of(user));
  return rows.sort((one, other) => one.createdAt.localeCompare(other.createdAt));
}

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

async function ask(url, options = {}, patience = PATIENCE) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    return await fetch(url, { credentials: "same-origin", cache: "no-store", ...options, signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** Who is signed in, as the server sees it: a user id, "" for nobody, null when unreachable. */
async function signedIn(place) {
  try {
    const response = await ask(place.whoUrl);
    return response.ok ? String((await response.json()).user) : null;
  } catch {
    return null;
  }
}

function pauseAfter(attempts) {
  const pause = Math.min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE);
  return pause * (0.8 + 0.4 * Math.random());
}

function change(id, fields) {
  return together(async (drafts, outbox) => {
    const row = await outbox.get(id);
    if (row) await outbox.put({ ...row, ...fields });
  });
}

async function begin(id) {
  return together(async (drafts, outbox) => {
    const row = await outbox.get(id);
    if (!row) return null;
    const attempts = row.attempts + 1;
    const begun = { ...row, started: true, attempts, nextAt: Date.now() + pauseAfter(attempts) };
    await outbox.put(begun);
    return begun;
  });
}

async function acknowledge(row) {
  await together(async (drafts, outbox, files) => {
    await outbox.delete(row.id);
    await deleteFilesAbout(files, row.user, row.about);
    const key = draftKey(row.user, row.about);
    const draft = await drafts.get(key);
    if (draft && draft.id === row.id) await drafts.delete(key);
  });
}

async function put(url, body, type, patience) {
  const headers = {
    "Content-Type": type,
    "Accept": "application/json",
    "Accept-Language": document.documentElement.lang,
    "X-CSRFToken": cookie("csrftoken"),
  };
  const response = await ask(url, { method: "PUT", headers, body }, patience);
  let answer = {};
  try {
    answer = await response.json();
  } catch {
    // Not from our server, such as the sign-in page of a hotspot; judged below.
  }
  return { status: response.status, answer };
}

function markFiles(ids, sent) {
  return together(async (drafts, outbox, files) => {
    for (const id of ids) {
      const file = await files.get(id);
      if (file) await files.put({ ...file, sent });
    }
  });
}

const isFault = (status) => status >= 400 && status < 500 && status !== 408 && status !== 429;

/**
 * Send the files of a record that the server has not yet, one after the other. Returns whether it
 * has them all; if not, the record has its new state. Throws when the network fails: what went
 * through is not sent again.
 */
async function sendFiles(place, row) {
  for (const { id, path } of row.files || []) {
    const file = await together((drafts, outbox, files) => files.get(id));
    if (!file || file.user !== row.user || file.sent) continue;
    const url = `${place.sendUrl}${row.id}/files/${id}/`;
    const { status, answer } = await put(url, file.blob, file.type, PATIENCE + file.blob.size / SLOWEST);
    if ((status === 200 || status === 201) && answer.id === id) {
      await markFiles([id], true);
      continue;
    }
    const problem = { status, detail: answer.detail || "" };
    if (FILE_FAULTS.includes(status) && answer.detail) {
      await reopenRecord(row.user, row.id, { [path]: [answer.detail] });
    } else if (status === 401) {
      await change(row.id, { state: SIGN_IN, problem });
    } else {
      await change(row.id, isFault(status) ? { state: REFUSED, problem } : { state: WAITING, problem: null });
    }
    return false;
  }
  return true;
}

async function sendOne(place, id) {
  const row = await begin(id);
  if (!row) return;
  announce(row.user, row.about);
  let outcome;
  try {
    if (!(await sendFiles(place, row))) {
      announce(row.user, row.about);
      return;
    }
    outcome = await put(`${place.sendUrl}${row.id}/`, row.body, "application/json");
  } catch {
    await change(id, { state: WAITING, problem: null });
    announce(row.user, row.about);
    return;
  }
  const { status, answer } = outcome;
  const problem = { status, detail: answer.detail || "" };
  if ((status === 200 || status === 201) && answer.id === row.id) {
    await acknowledge(row);
    announce(row.user, row.about, { title: row.title, resultUrl: row.resultUrl });
    return;
  } else if (status === 422 && answer.errors) {
    await markFiles((row.files || []).map((file) => file.id), false); // the server may miss one
    await reopenRecord(row.user, id, answer.errors);
  } else if (status === 409 && answer.current_revision) {
    await change(id, { state: CONFLICT, problem, currentRevision: answer.current_revision });
  } else if (status === 401) {
    await change(id, { state: SIGN_IN, problem });
  } else if (isFault(status)) {
    await change(id, { state: REFUSED, problem });
  } else {
    await change(id, { state: WAITING, problem: null });
  }
  announce(row.user, row.about);
}

async function sendDue(place, force) {
  const tried = new Set();
  for (;;) {
    const now = Date.now();
    const rows = (await listRecords(place.user)).filter(
      (row) => !tried.has(row.id) && row.state !== CONFLICT && (force || row.nextAt <= now),
    );
    if (!rows.length) return;
    if (!tried.size) {
      const user = await signedIn(place);
      if (user === null) return;
      if (user !== place.user) {
        for (const row of rows) await change(row.id, { state: SIGN_IN, problem: null });
        announce(place.user, "");
        return;
      }
    }
    for (const row of rows) {
      tried.add(row.id);
      await sendOne(place, row.id);
    }
  }
}

let busy = null;
let again = false;

/**
 * Send what is due; with `force` everything, whatever its pause. One tab at a time sends.
 * `place` has user, sendUrl and whoUrl. Never throws: what failed is tried again later.
 * The window hears `outbox-rest` when nothing more is being sent.
 */
export function flush(place, { force = false } = {}) {
  if (busy) {
    again = again || force; // the network may have come back while the last attempt failed
    return busy;
  }
  const work = () => sendDue(place, force);
  const locked = navigator.locks
    ? () => navigator.locks.request(`field-outbox-${place.user}`, work)
    : work;
  busy = locked()
    .catch((error) => console.warn("outbox", error))
    .finally(() => {
      busy = null;
      if (again) {
        again = false;
        flush(place, { force: true });
      } else {
        window.dispatchEvent(new Event("outbox-rest"));
      }
    });
  return busy;
}

/** Send now, when the network comes back, when the page is looked at, and after each pause. */
export function keepSending(place) {
  flush(place, { force: true });
  window.addEventListener("online", () => flush(place, { force: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") flush(place, { force: true });
  });
  setInterval(() => {
    if (navigator.onLine) flush(place);
  }, FIRST_PAUSE);
}

/** Send a record in conflict once more, as a correction of what the server has. */
export async function sendAsCorrection(place, id) {
  await together(async (drafts, outbox) => {
    const row = await outbox.get(id);
    if (!row || row.user !== place.user || row.state !== CONFLICT) return;
    const body = JSON.stringify({ ...JSON.parse(row.body), base_revision: row.currentRevision });
    await outbox.put({ ...row, body, state: WAITING, nextAt: 0, problem: null });
  });
  return flush(place, { force: true });
}

/** A blob's bytes in base64. */
function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/**
 * A record as one JSON file that its owner can keep or hand on, with the photos, recordings and
 * files that it names: `files` has id, path of the question, name, type, and the bytes as base64
 * in `data`, which is null for a file that this phone no longer has.
 */
export async function asFile(row) {
  const content = { id: row.id, title: row.title, created_at: row.createdAt, ...JSON.parse(row.body) };
  const parts = [JSON.stringify(content, null, 2).replace(/\n}$/, ',\n  "files": [')];
  let between = "";
  for (const { id, path } of row.files || []) {
    const kept = await together((drafts, outbox, files) => files.get(id));
    const file = kept && kept.user === row.user ? kept : null;
    const about = { id, path, name: file ? file.name : "", type: file ? file.type : "" };
    const data = file ? await base64(file.blob) : null;
    // Part by part: together they may be larger than one text may be.
    parts.push(`${between}\n    `, new Blob([JSON.stringify({ ...about, data })]));
    between = ",";
  }
  return new Blob([...parts, "]\n}"], { type: "application/json" });
}
