// A choice in steps. The list is fetched once and kept on the phone; the codes chosen so far stand
// in a hidden input, and the lists are drawn from it.

const KEPT = "choice-lists";
const lists = new Map();

async function stored(cache, url) {
  const response = cache && (await cache.match(url));
  return response ? response.json() : null;
}

/** The list by its key. One's own lists never change under their key; places may. */
async function fetchList(key) {
  const url = `/m/lists/${key}/`;
  const cache = "caches" in window ? await caches.open(KEPT).catch(() => null) : null;
  const held = await stored(cache, url);
  if (held && !key.startsWith("places-")) return held;
  try {
    const response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    if (cache) await cache.put(url, response.clone());
    return await response.json();
  } catch (error) {
    if (held) return held;
    throw error;
  }
}

function branchesOf(list) {
  const branches = new Map();
  const english = document.documentElement.lang === "en";
  list.nodes.forEach(([, parent, code, km, en], place) => {
    if (!branches.has(parent)) branches.set(parent, []);
    branches.get(parent).push({ place, code, words: (english && en) || km });
  });
  return branches;
}

function load(key) {
  if (!lists.has(key)) {
    const coming = fetchList(key).then(branchesOf);
    coming.catch(() => lists.delete(key));
    lists.set(key, coming);
  }
  return lists.get(key);
}

function partsOf(question) {
  const box = question.querySelector("[data-steps]");
  return { box, path: box.querySelector("[data-path]"), steps: Array.from(box.querySelectorAll("[data-step]")) };
}

function option(value, words) {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = words;
  return element;
}

function draw(question, branches) {
  const { path, steps } = partsOf(question);
  const codes = path.value.split(" ").filter(Boolean);
  let parent = -1;
  steps.forEach((select, depth) => {
    const offered = parent === null ? [] : branches.get(parent) || [];
    const chosen = offered.find((one) => one.code === codes[depth]);
    select.replaceChildren(option("", "–"), ...offered.map((one) => option(one.code, one.words)));
    select.value = chosen ? chosen.code : "";
    select.closest(".field").hidden = depth > 0 && !offered.length;
    parent = chosen ? chosen.place : null;
  });
}

async function redraw(question) {
  const { box } = partsOf(question);
  const failed = box.querySelector("[data-no-list]");
  try {
    draw(question, await load(box.dataset.list));
    failed.hidden = true;
  } catch {
    failed.hidden = false;
  }
}

export const cascadingChoice = {
  start(question, { change }) {
    const { path, steps } = partsOf(question);
    // With scripts the hidden input alone is the answer.
    for (const select of steps) select.removeAttribute("name");
    question.addEventListener("change", (event) => {
      const at = steps.indexOf(event.target);
      if (at < 0) return;
      path.value = steps
        .slice(0, at + 1)
        .map((select) => select.value)
        .filter(Boolean)
        .join(" ");
      redraw(question).then(change);
    });
    redraw(question);
  },
  shown: redraw,
  answer(fields, path) {
    const codes = ((fields[path] || [])[0] || "").split(" ").filter(Boolean);
    return codes.length ? codes : undefined;
  },
  put(question, text) {
    partsOf(question).path.value = text;
    redraw(question);
  },
  isMissing(answer, question) {
    if (!answer) return true;
    const { box, steps } = partsOf(question);
    return "everyStep" in box.dataset && steps.some((select) => !select.closest(".field").hidden && !select.value);
  },
  spoken: (question) =>
    partsOf(question)
      .steps.filter((select) => select.value)
      .map((select) => select.selectedOptions[0].textContent.trim()),
};
