// Between the inputs of an observation and its answers. A draft keeps what stands in the inputs,
// by name, as typed; the answers for the server are made from it when the record is finished.
// A question in a repeat has its instance in its name: lessons.0.topic.

import { kindOf } from "./kinds.js";

/** The wrapper elements of all questions, in order. */
export function questionsOf(form) {
  return Array.from(form.querySelectorAll("[data-question]"));
}

export function inputsOf(element) {
  return Array.from(element.querySelectorAll("input[name], textarea[name], select[name]"));
}

function valuesOf(inputs) {
  const fields = {};
  for (const input of inputs) {
    const chosen = !["radio", "checkbox"].includes(input.type) || input.checked;
    if (!(input.name in fields)) fields[input.name] = [];
    if (chosen && input.value !== "") fields[input.name].push(input.value);
  }
  return fields;
}

/** What stands in the inputs of one question or of the whole form: {name: [values]}. */
export function readFields(element) {
  const questions = element.matches("[data-question]") ? [element] : questionsOf(element);
  return Object.assign({}, ...questions.map((question) => valuesOf(inputsOf(question))));
}

/** Put the values of `fields` back into the inputs, save those of the question `except`. */
export function writeFields(form, fields, except = null) {
  for (const question of questionsOf(form)) {
    if (question === except) continue;
    for (const input of inputsOf(question)) {
      if (!(input.name in fields)) continue;
      const values = fields[input.name];
      if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
      else if (input.value !== (values[0] || "")) input.value = values[0] || "";
    }
    kindOf(question).shown(question);
  }
}

/** Whether the rules of the form ask a question now. */
export function isAsked(question) {
  return !("unasked" in question.dataset);
}

/** The answer that stands in one question now, or undefined. */
export function readAnswer(question, fields = readFields(question)) {
  return kindOf(question).answer(fields, question.dataset.question);
}

/** The answers of all questions asked: {code: value}, nested in lists where they repeat. */
export function readAnswers(form) {
  const answers = {};
  const put = (path, value) => {
    const steps = path.split(".");
    const last = steps.pop();
    let into = answers;
    for (let at = 0; at < steps.length; at += 2) {
      const list = (into[steps[at]] = into[steps[at]] || []);
      const index = Number(steps[at + 1]);
      while (list.length <= index) list.push({});
      into = list[index];
    }
    if (value !== undefined) into[last] = value;
  };
  for (const question of questionsOf(form)) {
    if (!isAsked(question)) continue;
    put(question.dataset.question, "computed" in question.dataset ? undefined : readAnswer(question));
  }
  return answers;
}

/** Whether a question that is asked and needs an answer has none. */
export function isMissing(question) {
  if (!isAsked(question) || "computed" in question.dataset) return false;
  if (!("required" in question.dataset) && !("needed" in question.dataset)) return false;
  return kindOf(question).isMissing(readAnswer(question), question);
}

/** The words of the question itself, without marks such as "(optional)". */
export function labelOf(question) {
  const element = question.querySelector("legend, .question__label, label");
  if (!element) return "";
  const copy = element.cloneNode(true);
  for (const mark of copy.querySelectorAll(".question__optional, .visually-hidden")) mark.remove();
  const instance = question.closest("[data-instance]");
  const number = instance ? instance.querySelector("[data-instance-number]").textContent : "";
  return copy.textContent.trim() + (number ? ` (${number})` : "");
}

/** What a question's answer says in words, for the last look before sending. */
export function spoken(question) {
  return kindOf(question).spoken(question);
}
