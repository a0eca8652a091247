// Questions that are asked only after a certain answer. The server decides the same way again.

import { questionsOf, readAnswer } from "./answers.js";

function plain(answer) {
  if (answer === undefined || answer === null) return [];
  if (Array.isArray(answer)) return answer.map(String);
  if (typeof answer === "object") {
    if (answer.na) return ["na"];
    return answer.level === undefined ? [] : [String(answer.level)];
  }
  return [String(answer)];
}

function holds(rule, answer) {
  const values = plain(answer);
  if (rule.operator === "ANSWERED") return values.length > 0;
  const same = values.includes(String(rule.value));
  return rule.operator === "IS" ? same : !same;
}

/** Show and hide the form's questions by what is answered now. A hidden one keeps its text. */
export function applyRelevance(form) {
  const answers = {};
  for (const question of questionsOf(form)) {
    const rule = question.dataset.shownIf ? JSON.parse(question.dataset.shownIf) : null;
    question.hidden = Boolean(rule) && !holds(rule, answers[rule.question]);
    answers[question.dataset.question] = question.hidden ? undefined : readAnswer(question);
  }
}
