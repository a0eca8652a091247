// Indicators, yes or no; the level that follows is shown here and worked out again by the server.

import { digits } from "../words.js";
import { kept } from "./kept.js";

function choicesIn(question) {
  const lines = Array.from(question.querySelectorAll(".checklist__line"));
  return lines.map((line) => {
    const chosen = line.querySelector("input:checked");
    return chosen ? chosen.value : "";
  });
}

/** [number, percent, words] of the level reached, null where no line applies, undefined if open. */
function reached(question, chosen) {
  if (chosen.some((one) => !one)) return undefined;
  const applied = chosen.filter((one) => one !== "na").length;
  const seen = chosen.filter((one) => one === "yes").length;
  if (!applied) return null;
  const levels = kept(question.querySelector("[data-levels]").dataset.levels, []);
  return levels.filter(([, percent]) => seen * 100 >= percent * applied).pop();
}

function nameOf(question, level) {
  if (level === null) return question.querySelector("[data-no-level]").content.textContent.trim();
  return level[2] || digits(level[0]);
}

function show(question) {
  const level = reached(question, choicesIn(question));
  const line = question.querySelector("[data-level-line]");
  line.hidden = level === undefined;
  if (level !== undefined) line.querySelector("[data-level-name]").textContent = nameOf(question, level);
}

export const rubricChecklist = {
  start(question) {
    question.addEventListener("change", () => show(question));
    show(question);
  },
  shown: show,
  put() {},
  answer(fields, path) {
    const before = `${path}__item__`;
    const items = {};
    for (const [name, values] of Object.entries(fields)) {
      if (name.startsWith(before) && values.length) items[name.slice(before.length)] = values[0];
    }
    const evidence = (fields[`${path}__evidence`] || [])[0];
    const answer = {};
    if (Object.keys(items).length) answer.items = items;
    if (evidence !== undefined) answer.evidence = evidence;
    return Object.keys(answer).length ? answer : undefined;
  },
  isMissing: (answer) => !answer || !answer.items,
  spoken(question) {
    const said = Array.from(question.querySelectorAll(".checklist__line")).flatMap((line) => {
      const chosen = line.querySelector("input:checked");
      if (!chosen) return [];
      return [`${line.querySelector("legend").textContent.trim()}: ${chosen.closest("label").textContent.trim()}`];
    });
    const level = reached(question, choicesIn(question));
    const evidence = question.querySelector("textarea");
    if (level !== undefined) said.unshift(nameOf(question, level));
    if (evidence && evidence.value.trim()) said.push(evidence.value.trim());
    return said;
  },
  typed(answer, question) {
    if (!answer || !answer.items) return "";
    const level = reached(question, choicesIn(question));
    if (level === undefined) return "";
    return level === null ? "na" : level[0];
  },
};
