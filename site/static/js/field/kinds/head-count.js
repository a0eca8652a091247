// Girls and boys are added up into the total, until somebody writes another total: then it is said.

import { readNumber } from "../typed.js";
import { digits } from "../words.js";

function part(question, name) {
  return question.querySelector(`[data-part="${name}"]`);
}

function sumOf(question) {
  return readNumber(part(question, "girls").value) + readNumber(part(question, "boys").value);
}

function judge(question) {
  const total = readNumber(part(question, "total").value);
  const sum = sumOf(question);
  const unequal = !Number.isNaN(total) && !Number.isNaN(sum) && total !== sum;
  question.querySelector("[data-unequal]").hidden = !unequal;
  return unequal;
}

export const headCount = {
  start(question) {
    question.addEventListener("input", (event) => {
      const sum = sumOf(question);
      if (event.target.dataset.part !== "total" && !Number.isNaN(sum)) part(question, "total").value = digits(sum);
      judge(question);
    });
  },
  shown: judge,
  put() {},
  isMissing(answer, question) {
    return !answer || answer.girls === undefined || answer.boys === undefined || judge(question);
  },
  spoken(question) {
    return Array.from(question.querySelectorAll("[data-part]"))
      .filter((input) => input.value.trim())
      .map((input) => `${question.querySelector(`label[for="${CSS.escape(input.id)}"]`).textContent.trim()}: ${input.value.trim()}`);
  },
  typed(answer) {
    if (!answer) return "";
    const sum = readNumber(answer.girls || "") + readNumber(answer.boys || "");
    return Number.isNaN(sum) ? "" : sum;
  },
};
