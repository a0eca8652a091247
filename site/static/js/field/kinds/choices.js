// Single and multiple choice where something else may be written beside the choice "other".

const OTHER = "other";

function boxes(question) {
  return Array.from(question.querySelectorAll("input[type='radio'], input[type='checkbox']"));
}

function otherBox(question) {
  return boxes(question).find((input) => input.value === OTHER);
}

function isChosen(question) {
  const box = otherBox(question);
  return Boolean(box && box.checked);
}

function follow(question) {
  const line = question.querySelector(".other");
  if (line) line.hidden = !isChosen(question);
}

const shared = {
  start(question) {
    if (!question.querySelector(".other")) return;
    follow(question);
    question.addEventListener("change", () => follow(question));
  },
  shown: follow,
  put(question, text) {
    for (const input of boxes(question)) input.checked = text.split(" ").includes(input.value);
    follow(question);
  },
  isMissing(answer, question) {
    if (answer === undefined) return true;
    return Boolean(question.querySelector(".other")) && isChosen(question) && !answer.other;
  },
  spoken(question) {
    const said = boxes(question)
      .filter((input) => input.checked)
      .map((input) => input.closest("label").textContent.trim());
    const line = question.querySelector(".other input");
    if (line && isChosen(question) && line.value.trim()) said.push(line.value.trim());
    return said;
  },
};

function written(fields, path) {
  return ((fields[`${path}__other`] || [])[0] || "").trim();
}

export const singleChoice = {
  ...shared,
  answer(fields, path) {
    const value = (fields[path] || [])[0];
    const other = written(fields, path);
    return value === OTHER && other ? { value, other } : value;
  },
  typed: (answer) => (answer && answer.value ? answer.value : answer || ""),
};

export const multipleChoice = {
  ...shared,
  answer(fields, path) {
    const values = fields[path] || [];
    const other = written(fields, path);
    if (!values.length) return undefined;
    return values.includes(OTHER) && other ? { values, other } : values;
  },
  typed: (answer) => (answer ? (Array.isArray(answer) ? answer : answer.values).join(" ") : ""),
};
