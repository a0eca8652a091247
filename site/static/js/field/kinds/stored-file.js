// What photos, recordings and files share: the answer stands in a hidden input as a list of
// {file, name}; the bytes are kept apart on the phone (files.js).

import { dropFile, findFile, keepFile } from "../files.js";
import { word } from "../words.js";

const NO_FILE = "00000000-0000-0000-0000-000000000000";
const MEGABYTE = 1_000_000;
const KHMER = /[\u1780-\u17ff]/;

// By question element: the page it stands on, what to call after a change, and addresses of blobs.
const started = new WeakMap();

function boxOf(question) {
  return question.querySelector("[data-stored-file]");
}

function namedIn(text) {
  try {
    const list = JSON.parse(text || "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function hiddenIn(question) {
  return boxOf(question).querySelector("input[type='hidden']");
}

function note(question, text) {
  boxOf(question).querySelector("[data-file-note]").textContent = text;
}

function put(question, named) {
  hiddenIn(question).value = named.length ? JSON.stringify(named) : "";
  draw(question);
  started.get(question).change();
}

async function line(question, one, show) {
  const { page, urls } = started.get(question);
  const box = boxOf(question);
  const item = box.querySelector("template[data-file-line]").content.cloneNode(true).firstElementChild;
  const name = item.querySelector("[data-name]");
  const about = item.querySelector("[data-about]");
  name.textContent = one.name;
  about.textContent = `: ${one.name}`;
  name.lang = about.lang = KHMER.test(one.name) ? "km" : "en";
  const kept = await findFile(page, one.file).catch(() => null);
  let url = "";
  if (kept) {
    url = URL.createObjectURL(kept.blob);
    urls.push(url);
  } else if (box.dataset.fileUrl) {
    url = box.dataset.fileUrl.replace(NO_FILE, one.file);
  }
  const shown = url ? show(url, one) : null;
  if (shown) item.querySelector("[data-shown]").append(shown);
  item.querySelector("[data-remove]").addEventListener("click", async () => {
    put(question, namedIn(hiddenIn(question).value).filter((other) => other.file !== one.file));
    note(question, "");
    const input = box.querySelector("input[type='file']");
    input.hidden = false;
    input.focus();
    await dropFile(page, one.file).catch(() => {});
  });
  return item;
}

async function draw(question) {
  const state = started.get(question);
  if (!state) return; // drawn when it starts
  const turn = (state.turn = (state.turn || 0) + 1);
  const old = state.urls.splice(0);
  const named = namedIn(hiddenIn(question).value);
  const items = await Promise.all(named.map((one) => line(question, one, state.show)));
  if (turn !== state.turn) return;
  const box = boxOf(question);
  box.querySelector("[data-files]").replaceChildren(...items);
  for (const url of old) URL.revokeObjectURL(url);
  const isFull = named.length >= Number(box.dataset.several);
  box.querySelector("input[type='file']").hidden = isFull;
  const recorder = box.querySelector("[data-recorder]");
  if (recorder && recorder.dataset.works === "yes") recorder.hidden = isFull;
}

/** Keep one more file as an answer and say how that went. Returns whether it was kept. */
export async function addFile(question, blob, name) {
  const box = boxOf(question);
  const most = Number(box.dataset.several);
  const limit = Number(box.dataset.limit);
  const refuse = (text) => {
    note(question, text);
    return false;
  };
  if (namedIn(hiddenIn(question).value).length >= most) return refuse(word("file-too-many", { limit: most }));
  if (blob.size === 0) return refuse(word("file-empty"));
  if (blob.size > limit) return refuse(word("file-too-large", { limit: Math.floor(limit / MEGABYTE) }));
  note(question, word("file-keeping"));
  let kept;
  try {
    kept = await keepFile(started.get(question).page, blob, name);
  } catch {
    return refuse(word("file-no-room"));
  }
  put(question, [...namedIn(hiddenIn(question).value), kept]);
  note(question, word("file-kept"));
  return true;
}

/**
 * A kind whose answer is one file or `several`. `prepare(file)` makes what is kept of a file that
 * was chosen, {blob, name}, or throws an Error with words for the person; `show(url, one)` makes the
 * element that shows it; `begin(question)` starts what else the kind has.
 */
export function storedFile({ several = false, prepare = null, show, begin = () => {} }) {
  return {
    start(question, { change, page }) {
      started.set(question, { change, page, show, urls: [] });
      const input = boxOf(question).querySelector("input[type='file']");
      input.removeAttribute("name"); // the file itself is sent apart
      input.addEventListener("change", async () => {
        const chosen = Array.from(input.files);
        input.value = "";
        for (const file of chosen) {
          note(question, word("file-keeping"));
          try {
            const { blob, name } = prepare ? await prepare(file) : { blob: file, name: file.name };
            if (!(await addFile(question, blob, name))) return;
          } catch (error) {
            note(question, error.message);
            return;
          }
        }
      });
      begin(question);
      draw(question);
    },
    shown: draw,
    answer(fields, path) {
      const named = namedIn((fields[path] || [])[0]);
      if (!named.length) return undefined;
      return several ? named : named[0];
    },
    spoken: (question) => namedIn(hiddenIn(question).value).map((one) => one.name || word("file-kept")),
    typed: (answer) => [].concat(answer || []).map((one) => one.file).join(" "),
  };
}
