// A search box above a long drop-down: only the options with every word typed are left in it.
// Without scripts the drop-down is whole.

import { folded } from "./folded.js";

const FEW = 7; // options that need no search

function makeFindable(select) {
  const all = Array.from(select.options, (option) => ({
    option,
    text: folded(`${option.textContent} ${option.dataset.also || ""}`),
  }));
  if (all.length <= FEW) return;
  const box = document.createElement("input");
  Object.assign(box, { type: "search", autocomplete: "off", spellcheck: false, lang: "km" });
  box.className = "find-box";
  box.placeholder = select.dataset.find;
  box.setAttribute("aria-label", select.dataset.find);
  box.setAttribute("aria-controls", select.id);
  const none = document.createElement("p");
  none.className = "help";
  none.setAttribute("role", "status");
  select.before(box, none);

  box.addEventListener("input", () => {
    const words = folded(box.value).split(/\s+/).filter(Boolean);
    const found = all.filter(({ option, text }) => option.value && words.every((word) => text.includes(word)));
    const kept = new Set(found.map((one) => one.option));
    const chosen = select.value; // stays, so that looking further loses nothing
    const shown = all.filter(({ option }) => !option.value || option.value === chosen || kept.has(option));
    select.replaceChildren(...shown.map((one) => one.option));
    select.value = chosen;
    none.textContent = found.length ? "" : select.dataset.findNone;
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it would send the form
    select.focus();
  });
}

for (const select of document.querySelectorAll("select[data-find]")) makeFindable(select);
