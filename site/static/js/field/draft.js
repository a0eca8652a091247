// Observations being filled in, kept on the phone from the first tap. One draft a user and
// session; the UUID of the future record is made with the draft, so two tabs share it.

import { deleteFilesAbout, filesIn } from "./files.js";
import { announce, draftKey, newUuid, together } from "./store.js";

export const OPEN = "OPEN";
export const QUEUED = "QUEUED";
export const WAITING = "WAITING";

/** The draft about a session, or undefined. `page` has user, session and what the page says. */
export function loadDraft(page) {
  return together((drafts) => drafts.get(draftKey(page.user, page.session)));
}

/** All drafts of observations of one user. */
export async function listDrafts(user) {
  const rows = await together((drafts) => drafts.of(user));
  return rows.filter((row) => row.kind === "observation");
}

function without(fields, prefix) {
  if (prefix === null) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith(prefix)));
}

/**
 * Add what was just typed to the draft; `instead` names a prefix of inputs whose kept values are
 * replaced as a whole. Returns the stored draft; one that waits to be sent is
 * frozen and comes back as it was.
 */
export async function saveDraft(page, { fields, step, answered, instead = null }) {
  const row = await together(async (drafts) => {
    const key = draftKey(page.user, page.session);
    const stored = (await drafts.get(key)) || {
      key,
      kind: "observation",
      user: page.user,
      about: page.session,
      id: page.submission || newUuid(),
      baseRevision: page.baseRevision || null,
      form: page.form,
      version: page.version,
      state: OPEN,
      fields: {},
      messages: null,
      startedAt: new Date().toISOString(),
    };
    if (stored.state !== OPEN) return stored;
    const changed = {
      ...stored,
      fields: { ...without(stored.fields, instead), ...fields },
      step,
      title: page.title,
      url: page.url,
      resultUrl: page.resultUrl,
      savedAt: new Date().toISOString(),
    };
    if (answered && stored.messages) {
      changed.messages = { ...stored.messages };
      delete changed.messages[answered];
    }
    await drafts.put(changed);
    return changed;
  });
  announce(page.user, page.session);
  return row;
}

/**
 * Turn the draft into a record on its way. From here on its content is frozen: what the server
 * may have received once is never sent again with other words. Returns the record, or null
 * when another tab was first or there is no draft.
 */
export async function finishDraft(page, answers) {
  const record = await together(async (drafts, outbox) => {
    const draft = await drafts.get(draftKey(page.user, page.session));
    if (!draft || draft.state !== OPEN) return null;
    const body = {
      form: draft.form,
      version: draft.version,
      language: page.language,
      session: page.session,
      answers,
      started_at: draft.startedAt,
      finished_at: new Date().toISOString(),
    };
    if (draft.baseRevision) body.base_revision = draft.baseRevision;
    const made = {
      id: draft.id,
      user: page.user,
      about: page.session,
      title: page.title,
      url: page.url,
      resultUrl: page.resultUrl,
      body: JSON.stringify(body),
      files: filesIn(answers),
      state: WAITING,
      started: false,
      attempts: 0,
      nextAt: 0,
      createdAt: body.finished_at,
      problem: null,
    };
    await outbox.put(made);
    await drafts.put({ ...draft, state: QUEUED, messages: null });
    return made;
  });
  announce(page.user, page.session);
  return record;
}

/**
 * Give a record back for writing: when the server named mistakes in it (`messages` by question
 * code), or when its owner wants to change it before sending began. Returns whether it was done.
 */
export async function reopenRecord(user, id, messages = null) {
  let about = null;
  await together(async (drafts, outbox) => {
    const record = await outbox.get(id);
    if (!record || record.user !== user || (record.started && !messages)) return;
    const draft = await drafts.get(draftKey(user, record.about));
    if (!draft || draft.id !== id) return;
    await outbox.delete(id);
    await drafts.put({ ...draft, state: OPEN, messages });
    about = record.about;
  });
  if (about) announce(user, about);
  return about !== null;
}

/** Take a draft with its record and files, if any, off this phone for good. */
export async function deleteDraft(user, about) {
  await together(async (drafts, outbox, files) => {
    const draft = await drafts.get(draftKey(user, about));
    if (!draft) return;
    const record = await outbox.get(draft.id);
    if (record && record.user === user) await outbox.delete(draft.id);
    await drafts.delete(draft.key);
    await deleteFilesAbout(files, user, about);
  });
  announce(user, about);
}
