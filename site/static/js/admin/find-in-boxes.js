// A search box above a long list of boxes to tick: only what has every word typed is shown, and
// what is ticked already. Without scripts the list is whole.

import { folded } from "./folded.js";

const FEW = 7; // boxes that need no search

function makeFindable(list, boxes) {
  if (boxes.length <= FEW) return;
  const rows = boxes.map((box) => {
    const row = box.closest("label").parentElement;
    return { box, row, text: folded(`${row.textContent} ${box.dataset.also || ""}`) };
  });
  const search = document.createElement("input");
  Object.assign(search, { type: "search", autocomplete: "off", spellcheck: false, lang: "km" });
  search.className = "find-box";
  search.placeholder = boxes[0].dataset.find;
  search.setAttribute("aria-label", boxes[0].dataset.find);
  const none = document.createElement("p");
  none.className = "help";
  none.setAttribute("role", "status");
  list.before(search, none);

  search.addEventListener("input", () => {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { box, row, text } of rows) {
      const fits = words.every((word) => text.includes(word));
      found += fits ? 1 : 0;
      row.hidden = !fits && !box.checked;
    }
    none.textContent = found ? "" : boxes[0].dataset.findNone;
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
  });
}

const lists = new Map();
for (const box of document.querySelectorAll("input[type=checkbox][data-find]")) {
  const list = box.closest("div[id]");
  lists.set(list, [...(lists.get(list) || []), box]);
}
for (const [list, boxes] of lists) makeFindable(list, boxes);
