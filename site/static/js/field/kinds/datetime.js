// A date and a time of day, each in an input of its own.

import { clockText, dateTimeValue, readDate, readDateTime, readTime } from "../typed.js";

function inputs(question) {
  const path = question.dataset.question;
  return ["date", "time"].map((part) => question.querySelector(`[name="${CSS.escape(`${path}__${part}`)}"]`));
}

function write(question, text) {
  const [day, time] = inputs(question);
  const moment = readDateTime(text);
  const shown = moment ? [moment.slice(0, 10).split("-").reverse().join("/"), moment.slice(11)] : ["", ""];
  [day, time].forEach((input, at) => {
    if (input.value !== shown[at]) input.value = shown[at];
  });
}

export const datetime = {
  start(question, { change }) {
    question.querySelector("[data-with-script]").hidden = false;
    question.querySelector("[data-now]").addEventListener("click", () => {
      if (inputs(question)[0].readOnly) return;
      write(question, clockText(new Date()));
      change();
    });
  },
  put: write,
  isMissing: (answer) => !answer || !answer.date || !answer.time,
  spoken(question) {
    const said = inputs(question).map((input) => input.value.trim());
    return said.some(Boolean) ? [said.join(" ")] : [];
  },
  typed(answer) {
    if (!answer) return "";
    const day = readDate(answer.date || "");
    const time = readTime(answer.time || "");
    return day && time ? dateTimeValue(`${day}T${time.slice(0, 5)}`) : "";
  },
};
