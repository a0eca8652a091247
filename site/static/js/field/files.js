// Photos, recordings and files on this phone, from the moment they are made until the server has
// the record that names them. Each row carries its user and what it is about, as a draft does.

import { draftKey, newUuid, together } from "./store.js";

// Of forms that are only tried out: nothing of them is kept.
const loose = new Map();

/**
 * Keep a file for the draft of `page` (null for a form to try out). Returns what an answer says of
 * it. Throws when the phone has no room or no memory.
 */
export async function keepFile(page, blob, name) {
  const row = { id: newUuid(), blob, type: blob.type, name, sent: false, createdAt: new Date().toISOString() };
  if (page) {
    await together((drafts, outbox, files) => files.put({ ...row, user: page.user, about: page.session }));
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  } else {
    loose.set(row.id, row);
  }
  return { file: row.id, name };
}

/** The file as it is kept here, or null: then the server may have it. */
export async function findFile(page, id) {
  if (!page) return loose.get(id) || null;
  const row = await together((drafts, outbox, files) => files.get(id));
  return row && row.user === page.user ? row : null;
}

/** Take one file off this phone. */
export async function dropFile(page, id) {
  if (!page) {
    loose.delete(id);
    return;
  }
  await together(async (drafts, outbox, files) => {
    const row = await files.get(id);
    if (row && row.user === page.user) await files.delete(id);
  });
}

/** Within a transaction: take all files about one thing off this phone. */
export async function deleteFilesAbout(files, user, about) {
  for (const row of await files.of(user)) {
    if (row.about === about) await files.delete(row.id);
  }
}

/** Take the files off this phone that belong to no draft any more, whoever's they were. */
export function forgetLooseFiles() {
  return together(async (drafts, outbox, files) => {
    for (const row of await files.all()) {
      if (!(await drafts.get(draftKey(row.user, row.about)))) await files.delete(row.id);
    }
  });
}

/** The files that answers name, with the paths of their questions. */
export function filesIn(answers, prefix = "") {
  const found = [];
  for (const [code, value] of Object.entries(answers)) {
    (Array.isArray(value) ? value : [value]).forEach((one, index) => {
      if (!one || typeof one !== "object") return;
      if (typeof one.file === "string") found.push({ id: one.file, path: `${prefix}${code}` });
      else if (Array.isArray(value)) found.push(...filesIn(one, `${prefix}${code}.${index}.`));
    });
  }
  return found;
}
