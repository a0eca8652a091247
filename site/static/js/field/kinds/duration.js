// Hours and minutes, computed with as minutes.

import { readNumber } from "../typed.js";
import { digits } from "../words.js";

function minutesOf(answer) {
  if (!answer) return NaN;
  const [hours, minutes] = ["hours", "minutes"].map((part) => (answer[part] ? readNumber(answer[part]) : 0));
  const total = hours * 60 + minutes;
  return Number.isInteger(hours) && Number.isInteger(minutes) && hours >= 0 && minutes >= 0 ? total : NaN;
}

function input(question, part) {
  return question.querySelector(`[name="${CSS.escape(`${question.dataset.question}__${part}`)}"]`);
}

export const duration = {
  put(question, text) {
    const total = text === "" ? NaN : Math.trunc(Number(text));
    const parts = Number.isNaN(total) ? ["", ""] : [Math.floor(total / 60), total % 60];
    ["hours", "minutes"].forEach((part, at) => {
      if (input(question, part).value !== String(parts[at])) input(question, part).value = String(parts[at]);
    });
  },
  spoken(question) {
    const answer = { hours: input(question, "hours").value.trim(), minutes: input(question, "minutes").value.trim() };
    if (!answer.hours && !answer.minutes) return [];
    const total = minutesOf(answer);
    if (Number.isNaN(total)) return [`${answer.hours}:${answer.minutes}`];
    const words = question.querySelector("[data-spoken]").dataset.spoken;
    return [words.replace("{hours}", digits(Math.floor(total / 60))).replace("{minutes}", digits(total % 60))];
  },
  typed(answer) {
    const total = minutesOf(answer);
    return Number.isNaN(total) ? "" : total;
  },
};
