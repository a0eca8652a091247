// Between the inputs of an observation and its answers. A draft keeps what stands in the inputs,
// by name, as typed; the answers for the server are made from it when the record is finished.

/** The wrapper elements of all questions, in order. */
export function questionsOf(form) {
  return Array.from(form.querySelectorAll("[data-question]"));
}

function inputsOf(element) {
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
  }
}

function answerOf(kind, code, fields) {
  const values = fields[code] || [];
  const evidence = (fields[`${code}__evidence`] || [])[0];
  if (kind === "rubric") {
    const answer = {};
    if (values[0] === "na") answer.na = true;
    else if (values.length) answer.level = Number(values[0]);
    if (evidence !== undefined) answer.evidence = evidence;
    return Object.keys(answer).length ? answer : undefined;
  }
  if (kind === "multiple_choice") return values.length ? values : undefined;
  return values[0];
}

/** The answer that stands in one question now, or undefined. */
export function readAnswer(question, fields = readFields(question)) {
  return answerOf(question.dataset.kind, question.dataset.question, fields);
}

/** The answers of all questions shown: {code: value}. */
export function readAnswers(form) {
  const answers = {};
  for (const question of questionsOf(form)) {
    const answer = question.hidden ? undefined : readAnswer(question);
    if (answer !== undefined) answers[question.dataset.question] = answer;
  }
  return answers;
}

/** Whether a question shown that needs an answer has none. */
export function isMissing(question) {
  if (question.hidden || !("required" in question.dataset)) return false;
  const answer = readAnswer(question);
  if (question.dataset.kind !== "rubric") return answer === undefined;
  return !answer || (answer.level === undefined && !answer.na);
}

/** The words of the question itself, without marks such as "(optional)". */
export function labelOf(question) {
  const element = question.querySelector("legend, .question__label, label");
  if (!element) return "";
  const copy = element.cloneNode(true);
  for (const mark of copy.querySelectorAll(".question__optional, .visually-hidden")) mark.remove();
  return copy.textContent.trim();
}

/** What a question's answer says in words, for the last look before sending. */
export function spoken(question) {
  const parts = [];
  for (const input of inputsOf(question)) {
    if (["radio", "checkbox"].includes(input.type)) {
      if (!input.checked) continue;
      const label = input.closest("label") || question.querySelector(`label[for="${CSS.escape(input.id)}"]`);
      const short = label && label.querySelector(".level__label");
      parts.push((short || label || input).textContent.trim());
    } else if (input.value.trim()) {
      parts.push(input.value.trim());
    }
  }
  return parts;
}
