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

/** The server says by a cookie which words it has just stored: this phone's copy may go. */
export async function forgetStored(user) {
  const found = document.cookie.split("; ").find((part) => part.startsWith("field_stored="));
  if (!found) return;
  const about = decodeURIComponent(found.slice("field_stored=".length)).replaceAll('"', "");
  await together((drafts) => drafts.delete(draftKey(user, about)));
  document.cookie = "field_stored=; path=/m/; max-age=0; samesite=lax";
}

/** Keep what is typed into `form`, and give it back when the page is opened again. */
export async function keepWritten(form, user) {
  const key = draftKey(user, form.dataset.keep);
  const mark = form.querySelector("[data-saved]");
  const shown = read(form);
  const stored = await together((drafts) => drafts.get(key));

  const forget = () => together((drafts) => drafts.delete(key));
  const unsaved = "unsaved" in form.dataset; // the server gave back what it could not store
  if (stored && stored.rows > form.dataset.rows && !unsaved && !location.search) {
    location.replace(`?rows=${stored.rows}`);
    return;
  }
  if (stored && !unsaved && same(stored.values, shown)) {
    await forget();
  } else if (stored && !unsaved) {
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
    const row = {
      key,
      kind: "written",
      user,
      about: form.dataset.keep,
      rows: Number(form.dataset.rows || 0),
      values: read(form),
    };
    try {
      await together((drafts) => drafts.put(row));
      if (mark) mark.textContent = word("saved-at", { time: clock(new Date()) });
    } catch {
      if (mark) mark.textContent = word("not-saved");
    }
  }
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  if (unsaved) save();
}
