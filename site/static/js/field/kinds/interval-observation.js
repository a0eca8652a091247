// What is seen in each interval. The moment of beginning is kept; which interval runs follows from
// it, so that a reload and a locked phone change nothing. Intervals may be marked late.

import { digits } from "../words.js";
import { kept, partOf } from "./kept.js";

const NONE = "-";
const SOFT = 200; // milliseconds of vibration

const intervalsOf = (question) => Array.from(question.querySelectorAll("[data-interval]"));

function chosenIn(interval) {
  return Array.from(interval.querySelectorAll("input:checked"), (input) => input.value);
}

/** The number of the interval that runs, the count of all when over, or -1 before the beginning. */
function runningNow(question, now) {
  const started = Date.parse(partOf(question, "started").value);
  if (Number.isNaN(started)) return { at: -1, left: 0 };
  const length = Number(question.querySelector("[data-every]").dataset.every) * 60_000;
  const gone = Math.max(0, now - started);
  return { at: Math.min(Math.floor(gone / length), intervalsOf(question).length), left: length - (gone % length) };
}

function showTime(question, known) {
  const box = question.querySelector("[data-every]");
  const { at, left } = runningNow(question, Date.now());
  const all = intervalsOf(question);
  box.querySelector("[data-begin]").hidden = at >= 0;
  for (const [number, interval] of all.entries()) {
    const words = [];
    if (chosenIn(interval).length) words.push(box.dataset.observed);
    if (number === at) words.push(box.dataset.nowWord);
    const state = interval.querySelector("[data-state]");
    const text = words.join(", ");
    if (state.textContent !== text) state.textContent = text;
    interval.classList.toggle("interval--now", number === at);
  }
  const next = box.querySelector("[data-next-line]");
  const seconds = Math.ceil(left / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  next.textContent = at >= 0 && at < all.length ? box.dataset.nextIn.replace("{time}", digits(time)) : "";
  if (at === known.at || at < 0) return;
  const begun = known.at !== undefined;
  known.at = at;
  const over = at >= all.length;
  box.querySelector("[data-cue-line]").textContent = over ? box.dataset.over : box.dataset.cue.replace("{number}", digits(at + 1));
  if (over) return;
  for (const [number, interval] of all.entries()) {
    // One that is being marked late stays open.
    if (number === at) interval.open = true;
    else if (!interval.contains(document.activeElement)) interval.open = false;
  }
  if (begun && "vibrate" in box.dataset && navigator.vibrate) navigator.vibrate(SOFT);
}

function noteFilling(question, interval) {
  const store = partOf(question, "filled");
  const filled = kept(store.value, []);
  const number = Number(interval.dataset.interval);
  while (filled.length <= number) filled.push(null);
  if (!chosenIn(interval).length) filled[number] = null;
  else if (!filled[number]) filled[number] = new Date().toISOString();
  store.value = JSON.stringify(filled);
}

function keepNoneAlone(interval, input) {
  if (!input.checked) return;
  for (const other of interval.querySelectorAll("input")) {
    if (other !== input && (input.value === NONE || other.value === NONE)) other.checked = false;
  }
}

export const intervalObservation = {
  start(question, { change }) {
    const known = { at: undefined };
    question.querySelector("[data-with-script]").hidden = false;
    question.querySelector("[data-begin]").addEventListener("click", () => {
      partOf(question, "started").value = new Date().toISOString();
      showTime(question, known);
      change();
    });
    // Before the page keeps the answer, which it does further up.
    question.addEventListener("change", (event) => {
      const interval = event.target.closest("[data-interval]");
      if (!interval) return;
      keepNoneAlone(interval, event.target);
      noteFilling(question, interval);
      showTime(question, known);
    });
    showTime(question, known);
    const ticking = setInterval(() => {
      if (!question.isConnected) clearInterval(ticking);
      else showTime(question, known);
    }, 1000);
  },
  shown: (question) => showTime(question, { at: runningNow(question, Date.now()).at }),
  put() {},
  answer(fields, path) {
    const lists = [];
    for (let number = 0; `${path}__${number}` in fields; number += 1) {
      const chosen = fields[`${path}__${number}`];
      lists.push(chosen.length ? chosen.filter((one) => one !== NONE) : null);
    }
    if (lists.every((one) => one === null)) return undefined;
    const [started] = fields[`${path}__started`] || [];
    const [filled] = fields[`${path}__filled`] || [];
    return { intervals: lists, ...(started ? { started } : {}), ...(filled ? { filled: kept(filled, []) } : {}) };
  },
  spoken(question) {
    return intervalsOf(question).flatMap((interval, number) => {
      const labels = Array.from(interval.querySelectorAll("input:checked"), (input) => input.closest("label").textContent.trim());
      return labels.length ? [`${digits(number + 1)}. ${labels.join(", ")}`] : [];
    });
  },
  typed: (answer) => (answer ? answer.intervals.filter((one) => one !== null).length : ""),
};
