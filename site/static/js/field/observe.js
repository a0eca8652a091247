// The observation on a phone: section by section, kept from the first tap, sent from the outbox.

import { questionsOf, readAnswers, readFields, writeFields } from "./answers.js";
import { OPEN, finishDraft, loadDraft, reopenRecord, saveDraft } from "./draft.js";
import { flush } from "./outbox.js";
import { keepVersion, versionAddress } from "./pages.js";
import { applyRelevance } from "./relevance.js";
import { startSteps } from "./steps.js";
import { onChange } from "./store.js";
import { clock, word } from "./words.js";

function pageOf(form, user) {
  const { session, form: code, version, language, title, url, resultUrl, submission, baseRevision } = form.dataset;
  return {
    user,
    session,
    form: code,
    version: Number(version),
    language,
    title,
    url,
    resultUrl,
    submission: submission || null,
    baseRevision: baseRevision ? Number(baseRevision) : null,
  };
}

/** A draft of another version belongs on that version's page. Returns whether it goes there. */
function goToVersion(page, draft) {
  if (!draft || draft.version === page.version) return false;
  if (new URLSearchParams(location.search).has("version")) return true;
  location.replace(versionAddress(page.url, draft.version) + location.hash);
  return true;
}

function showMessages(form, messages) {
  for (const old of form.querySelectorAll("[data-message]")) old.remove();
  for (const question of questionsOf(form)) {
    const texts = (messages || {})[question.dataset.question];
    question.classList.toggle("question--wrong", Boolean(texts));
    if (!texts) continue;
    const line = form.querySelector("template[data-question-error]").content.cloneNode(true);
    line.querySelector("[data-text]").textContent = texts.join(" ");
    const place = question.querySelector("legend") || question.querySelector("label");
    (place || question.firstElementChild).after(line);
  }
}

function showSummary(form, messages) {
  const box = form.querySelector("[data-errors]");
  const codes = Object.keys(messages || {});
  box.hidden = codes.length === 0;
  box.querySelector("ul").replaceChildren(
    ...codes.map((code) => {
      const item = document.createElement("li");
      const question = form.querySelector(`[data-question="${CSS.escape(code)}"]`);
      const label = question && question.querySelector("[data-label], legend, label");
      const text = [label ? label.textContent.trim() : "", messages[code].join(" ")].filter(Boolean).join(": ");
      if (question) {
        const link = document.createElement("a");
        link.href = `#question-${code}`;
        link.dataset.goto = code;
        link.textContent = text;
        item.append(link);
      } else {
        item.textContent = text;
      }
      return item;
    }),
  );
  if (codes.length) box.focus();
}

export async function startObservation(form, place) {
  const page = pageOf(form, place.user);
  const mark = form.querySelector("[data-saved]");
  const sent = document.querySelector("[data-record-waiting]");
  let draft;
  try {
    draft = await loadDraft(page);
  } catch {
    mark.textContent = word("not-saved");
    applyRelevance(form);
    return; // no memory on this phone: the long page with its ordinary sending works
  }
  if (goToVersion(page, draft)) {
    if (draft.version !== page.version && location.search) document.querySelector("[data-other-version]").hidden = false;
    return;
  }

  const steps = startSteps(form, { onShow: () => {} });
  let step = draft ? draft.step || 0 : 0;

  function setFrozen(frozen) {
    form.querySelector("[data-fill]").disabled = frozen;
    form.hidden = frozen;
    sent.hidden = !frozen;
  }

  function take(row, except = null) {
    draft = row;
    if (row) writeFields(form, row.fields, except);
    applyRelevance(form);
    showMessages(form, row && row.messages);
    setFrozen(Boolean(row) && row.state !== OPEN);
    steps.refresh();
  }

  take(draft);
  if (draft) mark.textContent = word("saved-at", { time: clock(new Date(draft.savedAt)) });
  steps.open(step);
  if (draft) showSummary(form, draft.messages);

  // Saving: every question touched since the last save, one transaction at a time.
  const touched = new Set();
  let saving = null;

  async function saveTouched() {
    while (touched.size) {
      const questions = Array.from(touched);
      touched.clear();
      const fields = Object.assign({}, ...questions.map((question) => readFields(question)));
      const answered = questions.length === 1 ? questions[0].dataset.question : null;
      const first = !draft;
      const row = await saveDraft(page, { fields, step, answered });
      draft = row;
      if (row.state !== OPEN) take(row);
      else mark.textContent = word("saved-at", { time: clock(new Date(row.savedAt)) });
      if (first) keepVersion(page.user, page.url, page.version).catch(() => {});
    }
  }

  function save() {
    if (!saving) {
      saving = saveTouched()
        .catch(() => {
          mark.textContent = word("not-saved");
        })
        .finally(() => {
          saving = null;
          if (touched.size) save();
        });
    }
    return saving;
  }

  function typed(event) {
    const question = event.target.closest("[data-question]");
    if (!question) return;
    applyRelevance(form);
    touched.add(question);
    mark.textContent = word("saving");
    save();
  }
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);

  onChange(async ({ user, about, elsewhere }) => {
    if (user !== page.user || about !== page.session) return;
    const row = await loadDraft(page);
    if (row && row.version !== page.version) return;
    if (elsewhere || !row || row.state !== OPEN || row.messages) {
      const active = document.activeElement;
      const writing = elsewhere && active ? active.closest("[data-question]") : null;
      const reopened = draft && draft.state !== OPEN && row && row.state === OPEN;
      if (!row && draft && draft.state === OPEN) return; // deleted elsewhere while writing: keep
      take(row || draft, writing);
      if (reopened && row.messages) showSummary(form, row.messages);
    }
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    touched.add(...questionsOf(form));
    for (const question of questionsOf(form)) touched.add(question);
    await save();
    const record = await finishDraft(page, readAnswers(form));
    if (!record) {
      take(await loadDraft(page));
      return;
    }
    take(await loadDraft(page));
    sent.focus();
    flush(place, { force: true });
  });

  sent.querySelector("[data-do='edit']").addEventListener("click", async () => {
    if (draft) await reopenRecord(page.user, draft.id);
  });
  window.addEventListener("field-sent", (event) => {
    if (event.detail.about === page.session) location.assign(page.resultUrl);
  });
}
