// The list of what waits on this phone: finished records on their way, and observations begun.

import { OPEN, deleteDraft, listDrafts, reopenRecord } from "./draft.js";
import { CONFLICT, REFUSED, SIGN_IN, asFile, flush, listRecords, sendAsCorrection } from "./outbox.js";
import { onChange } from "./store.js";
import { word } from "./words.js";

function part(name) {
  return document.querySelector(`template[data-outbox="${name}"]`).content.cloneNode(true);
}

function stateOf(row) {
  if (row.state === CONFLICT) return "state-conflict";
  if (row.state === SIGN_IN) return "state-sign-in";
  if (row.state === REFUSED) return "state-refused";
  if (!navigator.onLine) return "state-offline";
  return row.attempts > 0 ? "state-again" : "state-waiting";
}

async function save(row) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await asFile(row));
  link.download = `observation-${row.id}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function recordItem(place, row) {
  const fragment = part("record");
  const item = fragment.firstElementChild;
  const state = stateOf(row);
  item.dataset.state = state;
  item.querySelector("[data-title]").textContent = row.title;
  item.querySelector("[data-status]").textContent = word(state);
  const detail = item.querySelector("[data-detail]");
  detail.textContent = row.problem ? row.problem.detail : "";
  detail.hidden = !detail.textContent;
  const does = (name, shown, work) => {
    const button = item.querySelector(`[data-do="${name}"]`);
    button.hidden = !shown;
    button.addEventListener("click", work);
  };
  does("try", state !== "state-conflict" && state !== "state-sign-in", () => flush(place, { force: true }));
  does("edit", !row.started, async () => {
    if (await reopenRecord(place.user, row.id)) location.assign(row.url);
  });
  does("correct", state === "state-conflict", () => {
    if (confirm(word("confirm-correct"))) sendAsCorrection(place, row.id);
  });
  does("save", true, () => save(row));
  does("delete", true, () => {
    if (confirm(word("confirm-delete"))) deleteDraft(place.user, row.about);
  });
  item.querySelector("[data-sign-in]").hidden = state !== "state-sign-in";
  const arrived = item.querySelector("[data-arrived]");
  arrived.hidden = !(row.problem && row.problem.status === 409);
  arrived.href = row.resultUrl;
  return fragment;
}

function draftItem(place, row) {
  const fragment = part("draft");
  const item = fragment.firstElementChild;
  const mistakes = row.messages && Object.keys(row.messages).length > 0;
  item.dataset.state = mistakes ? "state-mistakes" : "state-draft";
  item.querySelector("[data-title]").textContent = row.title;
  item.querySelector("[data-status]").textContent = word(item.dataset.state);
  item.querySelector("[data-open]").href = row.url;
  item.querySelector("[data-do='delete']").addEventListener("click", () => {
    if (confirm(word("confirm-delete"))) deleteDraft(place.user, row.about);
  });
  return fragment;
}

/** Keep the list inside `box` up to date. */
export function startOutboxList(box, place) {
  const list = box.querySelector("[data-outbox-list]");
  const empty = box.querySelector("[data-outbox-empty]");
  const summary = box.querySelector("[data-outbox-summary]");
  const sent = box.querySelector("[data-outbox-sent]");
  let turn = 0;

  async function draw() {
    const mine = ++turn;
    const [records, drafts] = await Promise.all([listRecords(place.user), listDrafts(place.user)]);
    if (mine !== turn) return;
    list.replaceChildren(
      ...records.map((row) => recordItem(place, row)),
      ...drafts.filter((row) => row.state === OPEN).map((row) => draftItem(place, row)),
    );
    const nothing = list.children.length === 0;
    if (empty) empty.hidden = !nothing;
    box.hidden = nothing && !empty && sent.hidden;
    summary.textContent = records.length ? word("waiting", { count: records.length }) : "";
  }

  onChange(({ user, sent: record }) => {
    if (user !== place.user) return;
    if (record) {
      sent.hidden = false;
      sent.querySelector("[data-text]").textContent = word("sent", { title: record.title });
      sent.querySelector("a").href = record.resultUrl;
    }
    draw();
  });
  window.addEventListener("online", draw);
  window.addEventListener("offline", draw);
  draw();
}
