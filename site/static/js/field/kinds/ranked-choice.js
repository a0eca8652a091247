// Choices in order. The places stand in the lists that the page brings; buttons change them. What
// was never moved has no place: "up" gives it the last one.

import { digits } from "../words.js";

function rowsOf(question) {
  return Array.from(question.querySelectorAll("[data-ranking] > [data-value]"));
}

function select(row) {
  return row.querySelector("select");
}

function ranked(question) {
  return rowsOf(question)
    .filter((row) => select(row).value)
    .sort((one, other) => Number(select(one).value) - Number(select(other).value));
}

function show(question) {
  const order = ranked(question);
  const list = question.querySelector("[data-ranking]");
  const rest = rowsOf(question).filter((row) => !order.includes(row));
  const wanted = [...order, ...rest];
  if (rowsOf(question).some((row, at) => row !== wanted[at])) list.append(...wanted);
  for (const row of wanted) {
    const place = order.indexOf(row);
    const offered = !row.hidden;
    row.querySelector("[data-place]").textContent = place < 0 ? "" : digits(place + 1);
    row.classList.toggle("ranking__row--placed", place >= 0);
    const fixed = select(row).disabled;
    row.querySelector("[data-move='up']").disabled = fixed || !offered || place === 0;
    row.querySelector("[data-move='down']").disabled = fixed || !offered || place < 0;
  }
}

function renumber(order) {
  order.forEach((row, at) => {
    select(row).value = String(at + 1);
  });
}

export const rankedChoice = {
  start(question, { change }) {
    for (const row of rowsOf(question)) {
      select(row).classList.add("visually-hidden");
      select(row).tabIndex = -1;
      row.querySelector(".ranking__buttons").hidden = false;
    }
    show(question);
    question.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      const row = button.closest("[data-value]");
      const order = ranked(question);
      const at = order.indexOf(row);
      if (at < 0) order.push(row);
      else if (button.dataset.move === "up") order.splice(at - 1, 0, ...order.splice(at, 1));
      else if (at === order.length - 1) {
        order.pop();
        select(row).value = "";
      } else order.splice(at + 1, 0, ...order.splice(at, 1));
      renumber(order);
      show(question);
      if (button.disabled) row.querySelector("[data-move]:not(:disabled)")?.focus();
      else button.focus();
      change();
    });
    question.addEventListener("change", () => show(question));
  },
  shown: show,
  answer(fields, path) {
    const places = Object.entries(fields)
      .filter(([name, values]) => name.startsWith(`${path}__`) && values.length)
      .map(([name, values]) => [Number(values[0]), name.slice(path.length + 2)])
      .sort((one, other) => one[0] - other[0]);
    return places.length ? places.map((place) => place[1]) : undefined;
  },
  put(question, text) {
    const order = text.split(" ");
    for (const row of rowsOf(question)) {
      const at = order.indexOf(row.dataset.value);
      select(row).value = at < 0 ? "" : String(at + 1);
    }
    show(question);
  },
  isMissing(answer, question) {
    const { all } = question.querySelector("[data-ranking]").dataset;
    return answer === undefined || (all === "true" && answer.length < rowsOf(question).length);
  },
  spoken: (question) =>
    ranked(question).map((row) => row.querySelector("label").textContent.trim().replace(/\s+/g, " ")),
};
