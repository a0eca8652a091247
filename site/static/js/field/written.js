// Feedback, reflections and replies: what is typed is kept on the phone until the server shows
// the same words, so that a lost signal or an expired sign-in loses nothing.

import { draftKey, together } from "./store.js";
import { clock, word } from "./words.js";

function fieldsOf(form) {
  return Array.from(form.elements).filter(
    (field) => field.name && !["hidden", "submit", "button"].includes(field.type) && !("notKept" in field.dataset),
  );
}

function read(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (["radio", "checkbox"].includes(field.type)) {
      if (!(field.name in values)) values[field.name] = [];
      if (field.checked) values[field.name].push(field.value);
    } else {
      values[field.name] = [field.value];
    }
  }
  return values;
}

function write(form, values) {
  for (const field of fieldsOf(form)) {
    if (!(field.name in values)) continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = values[field.name].includes(field.value);
    else field.value = values[field.name][0] || "";
  }
}

// Line ends come back from the server as \r\n; a field left out is an empty one.
function same(one, other) {
  const flat = (values) =>
    JSON.stringify(
      Object.keys({ ...one, ...other })
        .sort()
        .map((name) => (values[name] || []).map((text) => text.replace(/\r\n/g, "\n").trim()).filter(Boolean)),
    );
  return flat(one) === flat(other);
}

/** Keep what is typed into `form`, and give it back when the page is opened again. */
export async function keepWritten(form, user) {
  const key = draftKey(user, form.dataset.keep);
  const mark = form.querySelector("[data-saved]");
  const shown = read(form);
  const stored = await together((drafts) => drafts.get(key));

  const forget = () => together((drafts) => drafts.delete(key));
  if (stored && same(stored.values, shown)) {
    await forget();
  } else if (stored && !form.matches("[data-answered]")) {
    write(form, stored.values);
    const notice = form.querySelector("[data-restored]");
    if (notice) {
      notice.hidden = false;
      notice.querySelector("button").addEventListener("click", async () => {
        await forget();
        write(form, shown);
        notice.hidden = true;
        notice.closest("form").querySelector("textarea, input").focus();
      });
    }
  }

  let waiting = false;
  async function save() {
    if (waiting) return;
    waiting = true;
    await Promise.resolve();
    waiting = false;
    const row = { key, kind: "written", user, about: form.dataset.keep, values: read(form), savedAt: Date.now() };
    try {
      await together((drafts) => drafts.put(row));
      if (mark) mark.textContent = word("saved-at", { time: clock(new Date()) });
    } catch {
      if (mark) mark.textContent = word("not-saved");
    }
  }
  form.addEventListener("input", save);
  form.addEventListener("change", save);
}
