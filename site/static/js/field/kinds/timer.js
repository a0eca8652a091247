// A stop-watch for phases. What is kept is when a phase began, never a number that ticks: a reload
// and a locked phone change nothing.

import { plain } from "../typed.js";
import { clock, digits } from "../words.js";
import { kept, partOf } from "./kept.js";

const running = (spans) => spans.find((span) => span[2] === null);
const spansOf = (question) => kept(partOf(question, "spans").value, []);

function secondsIn(text) {
  const parts = plain(text || "").split(":");
  if (parts.length > 3 || !parts.every((part) => /^[0-9]+$/.test(part))) return NaN;
  if (parts.length === 1) parts.push("0");
  return parts.reduce((total, part) => total * 60 + Number(part), 0);
}

function asText(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, at) => (at ? String(part).padStart(2, "0") : String(part))).join(":");
}

function elapsed(span, now = new Date()) {
  return Math.max(0, Math.round(((span[2] === null ? now : new Date(span[2])) - new Date(span[1])) / 1000));
}

function show(question) {
  const now = running(spansOf(question));
  for (const phase of question.querySelectorAll("[data-phase]")) {
    const runs = Boolean(now) && now[0] === phase.dataset.phase;
    const line = phase.querySelector("[data-now-line]");
    const button = phase.querySelector("[data-start]");
    phase.classList.toggle("timer__phase--running", runs);
    button.setAttribute("aria-pressed", String(runs));
    button.querySelector("[data-when-running]").hidden = !runs;
    button.querySelector("[data-when-stopped]").hidden = runs;
    line.hidden = !runs;
    if (!runs) continue;
    const before = secondsIn(phase.querySelector("input").value);
    line.querySelector("[data-clock]").textContent = digits(asText((Number.isNaN(before) ? 0 : before) + elapsed(now)));
    line.querySelector("[data-since]").textContent = clock(new Date(now[1]));
  }
}

function stop(question, spans, now) {
  const span = running(spans);
  if (!span) return;
  span[2] = now.toISOString();
  const input = partOf(question, `spent__${span[0]}`);
  const before = secondsIn(input.value);
  input.value = digits(asText((Number.isNaN(before) ? 0 : before) + elapsed(span)));
}

function press(question, phase) {
  const spans = spansOf(question);
  const now = new Date();
  const before = running(spans);
  stop(question, spans, now);
  if (!before || before[0] !== phase) spans.push([phase, now.toISOString(), null]);
  partOf(question, "spans").value = JSON.stringify(spans);
  show(question);
}

export const timer = {
  start(question, { change }) {
    question.querySelector("[data-with-script]").hidden = false;
    for (const phase of question.querySelectorAll("[data-phase]")) {
      const button = phase.querySelector("[data-start]");
      button.hidden = false;
      button.addEventListener("click", () => {
        if (phase.querySelector("input").readOnly) return;
        press(question, phase.dataset.phase);
        change();
      });
    }
    show(question);
    const ticking = setInterval(() => {
      if (!question.isConnected) clearInterval(ticking);
      else if (running(spansOf(question))) show(question);
    }, 1000);
  },
  shown: show,
  put() {},
  answer(fields, path) {
    const before = `${path}__spent__`;
    const seconds = {};
    for (const [name, values] of Object.entries(fields)) {
      if (name.startsWith(before) && values.length) seconds[name.slice(before.length)] = values[0];
    }
    const now = new Date();
    const spans = kept((fields[`${path}__spans`] || [])[0], []).map((span) => {
      if (span[2] !== null) return span;
      const sofar = secondsIn(seconds[span[0]] || "0");
      if (!Number.isNaN(sofar)) seconds[span[0]] = asText(sofar + elapsed(span, now));
      return [span[0], span[1], now.toISOString()];
    });
    if (!Object.keys(seconds).length) return undefined;
    return spans.length ? { seconds, spans } : { seconds };
  },
  spoken(question) {
    const now = running(spansOf(question));
    return Array.from(question.querySelectorAll("[data-phase]")).flatMap((phase) => {
      const text = phase.querySelector("input").value.trim();
      const label = phase.querySelector("label").textContent.trim();
      if (now && now[0] === phase.dataset.phase) {
        return [`${label}: ${phase.querySelector("[data-now-line]").textContent.replace(/\s+/g, " ").trim()}`];
      }
      return text ? [`${label}: ${text}`] : [];
    });
  },
  typed(answer) {
    if (!answer) return "";
    const sum = Object.values(answer.seconds).reduce((total, text) => total + secondsIn(text), 0);
    return Number.isNaN(sum) ? "" : sum;
  },
};
