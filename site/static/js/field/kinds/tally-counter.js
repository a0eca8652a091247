// Counters with a big plus and minus. Every tap is kept with its moment, in a hidden input.

import { readNumber } from "../typed.js";
import { digits } from "../words.js";
import { kept, partOf } from "./kept.js";

const MOST = 10_000;

function counters(question) {
  return Array.from(question.querySelectorAll("[data-counter]"));
}

function showRates(question) {
  const minutes = partOf(question, "minutes");
  const over = minutes ? readNumber(minutes.value) : NaN;
  for (const counter of counters(question)) {
    const line = counter.querySelector("[data-rate-line]");
    if (!line) continue;
    const count = readNumber(counter.querySelector("input").value);
    const rate = Math.round((count / over) * 10) / 10;
    const words = question.querySelector("[data-rate]").dataset.rate;
    line.textContent = over > 0 && !Number.isNaN(count) ? words.replace("{rate}", digits(rate)) : "";
  }
}

function tap(question, counter, step) {
  const box = counter.querySelector("input");
  const before = readNumber(box.value);
  const count = Math.min(Math.max((Number.isNaN(before) ? 0 : before) + step, 0), MOST);
  if (box.readOnly) return false;
  if (count === before) return false;
  box.value = digits(count);
  const store = partOf(question, "taps");
  const taps = kept(store.value, []);
  if (taps.length < MOST) {
    taps.push([counter.dataset.counter, step, new Date().toISOString()]);
    store.value = JSON.stringify(taps);
  }
  const label = counter.querySelector("label").textContent.trim();
  question.querySelector("[data-count-said]").textContent = `${label}: ${box.value}`;
  return true;
}

export const tallyCounter = {
  start(question, { change }) {
    for (const button of question.querySelectorAll("[data-step]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        if (!tap(question, button.closest("[data-counter]"), Number(button.dataset.step))) return;
        showRates(question);
        change();
      });
    }
    question.addEventListener("input", () => showRates(question));
    showRates(question);
  },
  shown: showRates,
  put() {},
  answer(fields, path) {
    const counts = {};
    const before = `${path}__count__`;
    for (const [name, values] of Object.entries(fields)) {
      if (name.startsWith(before) && values.length) counts[name.slice(before.length)] = values[0];
    }
    const minutes = (fields[`${path}__minutes`] || [])[0];
    const taps = (fields[`${path}__taps`] || [])[0];
    if (!Object.keys(counts).length && minutes === undefined) return undefined;
    return { counts, ...(minutes === undefined ? {} : { minutes }), ...(taps ? { taps: kept(taps, []) } : {}) };
  },
  isMissing: (answer) => !answer || !Object.keys(answer.counts).length,
  spoken(question) {
    return counters(question)
      .filter((counter) => counter.querySelector("input").value.trim())
      .map((counter) => `${counter.querySelector("label").textContent.trim()}: ${counter.querySelector("input").value.trim()}`);
  },
  typed(answer) {
    if (!answer || !Object.keys(answer.counts).length) return "";
    const sum = Object.values(answer.counts).reduce((total, count) => total + readNumber(count), 0);
    return Number.isNaN(sum) ? "" : sum;
  },
};
