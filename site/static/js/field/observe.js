// The observation on a phone: section by section, kept from the first tap, sent from the outbox.

import { labelOf, questionsOf, readAnswers, readFields, writeFields } from "./answers.js";
import { OPEN, finishDraft, loadDraft, reopenRecord, saveDraft } from "./draft.js";
import { flush, listRecords } from "./outbox.js";
import { keepVersion, versionAddress } from "./pages.js";
import { kindOf } from "./kinds.js";
import { restoreInstances, startRepeats } from "./repeats.js";
import { startRules } from "./rules.js";
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
    const code = question.dataset.question;
    const texts = (messages || {})[code];
    question.classList.toggle("question--wrong", Boolean(texts));
    const group = question.querySelector("fieldset") || question.querySelector("input, textarea, select");
    if (!texts) {
      if (group && group.getAttribute("aria-describedby") === `${code}__message`) group.removeAttribute("aria-describedby");
      continue;
    }
    const line = form.querySelector("template[data-question-error]").content.cloneNode(true);
    line.querySelector("[data-message]").id = `${code}__message`;
    line.querySelector("[data-text]").textContent = texts.join(" ");
    const label = question.querySelector("legend, .question__label, label");
    if (label) label.after(line);
    else question.prepend(line);
    if (group) group.setAttribute("aria-describedby", `${code}__message`);
  }
}

function summaryLine(form, code, texts) {
  const item = document.createElement("li");
  const question = code && form.querySelector(`[data-question="${CSS.escape(code)}"]`);
  if (!question) {
    item.textContent = texts.join(" ");
    return item;
  }
  const link = document.createElement("a");
  link.href = `#id_${code}`;
  link.dataset.goto = code;
  link.textContent = `${labelOf(question)}: ${texts.join(" ")}`;
  item.append(link);
  return item;
}

function showSummary(form, messages) {
  const box = form.querySelector("[data-errors]");
  const lines = Object.entries(messages || {}).map(([code, texts]) => summaryLine(form, code, texts));
  box.hidden = lines.length === 0;
  box.querySelector("ul").replaceChildren(...lines);
  if (lines.length) {
    window.scrollTo(0, 0);
    box.focus();
  }
}

export async function startObservation(form, place) {
  const page = pageOf(form, place.user);
  const mark = form.querySelector("[data-saved]");
  const sent = document.querySelector("[data-record-waiting]");
  const rules = startRules(form);
  let draft;
  try {
    draft = await loadDraft(page);
  } catch {
    mark.textContent = word("not-saved");
    rules.apply();
    return; // no memory on this phone: the long page with its ordinary sending works
  }
  if (goToVersion(page, draft)) {
    if (draft.version !== page.version && location.search) document.querySelector("[data-other-version]").hidden = false;
    return;
  }

  const steps = startSteps(form, { onShow: () => {}, isWrong: rules.isWrong });
  let step = draft ? draft.step || 0 : 0;

  async function setFrozen(frozen) {
    form.querySelector("[data-fill]").disabled = frozen;
    form.hidden = frozen;
    sent.hidden = !frozen;
    if (!frozen) return;
    const record = (await listRecords(page.user)).find((row) => row.id === draft.id);
    sent.querySelector("[data-do='edit']").hidden = !record || record.started;
  }

  function take(row, except = null) {
    draft = row;
    if (row) {
      restoreInstances(form, row.fields);
      writeFields(form, row.fields, except);
    }
    rules.apply();
    showMessages(form, row && row.messages);
    setFrozen(Boolean(row) && row.state !== OPEN);
    steps.refresh();
  }

  take(draft);
  for (const question of questionsOf(form)) startKind(question);
  // Instances come by hand, by a count that is worked out, and from another tab.
  form.addEventListener("instance-added", (event) => {
    for (const question of questionsOf(event.target)) startKind(question);
  });
  // What questions begin with is kept with the first answer.
  const begun = draft ? [] : rules.begin(form) || [];
  if (!draft) rules.apply();
  if (draft) mark.textContent = word("saved-at", { time: clock(new Date(draft.savedAt)) });
  steps.open(step);
  if (draft) showSummary(form, draft.messages);

  // Saving: every question touched since the last save, one transaction at a time.
  const touched = new Set(begun);
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

  function startKind(question) {
    kindOf(question).start(question, { change: () => changed(question), page });
  }

  function changed(question) {
    if (!question) return;
    rules.apply();
    touched.add(question);
    steps.refresh();
    mark.textContent = word("saving");
    save();
  }
  const typed = (event) => changed(event.target.closest("[data-question]"));
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  startRepeats(form, {
    added(instance) {
      rules.begin(instance);
      changed(questionsOf(instance)[0]);
    },
    async removed(path) {
      rules.apply();
      await save();
      draft = await saveDraft(page, { fields: readFields(form), step, answered: null, instead: `${path}.` });
      mark.textContent = word("saved-at", { time: clock(new Date(draft.savedAt)) });
      steps.refresh();
    },
  });

  let leaving = false;

  function showResult() {
    if (!leaving) location.assign(page.resultUrl); // a second time would break off the first
    leaving = true;
  }

  onChange(async ({ user, about, sent: gone, elsewhere }) => {
    if (user !== page.user || about !== page.session) return;
    if (gone) {
      showResult();
      return;
    }
    const row = await loadDraft(page);
    if (row && row.version !== page.version) return;
    if (!row) {
      // Deleted from the list: what stands here stays on the screen.
      draft = null;
      setFrozen(false);
      return;
    }
    const reopened = draft && draft.state !== OPEN && row.state === OPEN;
    if (!elsewhere && !reopened && row.state === OPEN) return; // this tab's own typing
    const active = document.activeElement;
    take(row, elsewhere && active ? active.closest("[data-question]") : null);
    if (reopened) showSummary(form, row.messages);
  });

  // Another tab may be closed after the server's receipt and before it has told of it.
  window.addEventListener("outbox-rest", async () => {
    if (draft && draft.state !== OPEN && !(await loadDraft(page))) showResult();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
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
}
