// A signature drawn with a finger, kept as strokes in the units of the sheet; or a typed name.

import { word } from "../words.js";

const MOST_POINTS = 4_000;
const MOST_STROKES = 200;
const NEAR = 3; // units of the sheet between two points of a stroke

function hiddenIn(question) {
  return question.querySelector("[data-signature] > input[type='hidden']");
}

function strokesIn(text) {
  try {
    const strokes = JSON.parse(text || "[]");
    return Array.isArray(strokes) ? strokes : [];
  } catch {
    return [];
  }
}

function draw(question, unfinished = []) {
  const sheet = question.querySelector("canvas");
  const strokes = strokesIn(hiddenIn(question).value);
  const pen = sheet.getContext("2d");
  pen.clearRect(0, 0, sheet.width, sheet.height);
  pen.strokeStyle = getComputedStyle(sheet).color;
  pen.lineWidth = 5;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  for (const stroke of unfinished.length ? [...strokes, unfinished] : strokes) {
    pen.beginPath();
    pen.moveTo(stroke[0], stroke[1]);
    for (let at = 2; at < stroke.length; at += 2) pen.lineTo(stroke[at], stroke[at + 1]);
    if (stroke.length === 2) pen.lineTo(stroke[0], stroke[1]);
    pen.stroke();
  }
  question.querySelector("[data-state]").textContent = strokes.length ? word("signed") : "";
  question.querySelector("[data-clear]").hidden = strokes.length === 0;
}

export const signature = {
  start(question, { change }) {
    const sheet = question.querySelector("canvas");
    const hidden = hiddenIn(question);
    let stroke = [];

    function point(event) {
      const box = sheet.getBoundingClientRect();
      const within = (value, size) => Math.max(0, Math.min(size, Math.round(value)));
      return [
        within(((event.clientX - box.left) * sheet.width) / box.width, sheet.width),
        within(((event.clientY - box.top) * sheet.height) / box.height, sheet.height),
      ];
    }

    function keep(strokes) {
      hidden.value = strokes.length ? JSON.stringify(strokes) : "";
      draw(question);
      change();
    }

    sheet.addEventListener("pointerdown", (event) => {
      if (stroke.length) return; // one finger at a time
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      stroke = point(event);
      draw(question, stroke);
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!stroke.length) return;
      const [x, y] = point(event);
      if (Math.hypot(x - stroke[stroke.length - 2], y - stroke[stroke.length - 1]) < NEAR) return;
      stroke.push(x, y);
      draw(question, stroke);
    });
    const lift = () => {
      if (!stroke.length) return;
      const strokes = [...strokesIn(hidden.value), stroke];
      stroke = [];
      const points = strokes.reduce((sum, one) => sum + one.length / 2, 0);
      if (strokes.length <= MOST_STROKES && points <= MOST_POINTS) keep(strokes);
      else draw(question);
    };
    sheet.addEventListener("pointerup", lift);
    sheet.addEventListener("pointercancel", lift);
    question.querySelector("[data-clear]").addEventListener("click", () => {
      keep([]);
      question.querySelector("input[type='text']").focus();
    });
    question.querySelector("[data-sheet]").hidden = false;
    question.querySelector("[data-or]").hidden = false;
    question.querySelector("[data-alone]").hidden = true;
    draw(question);
  },
  shown: (question) => draw(question),
  answer(fields, path) {
    const name = ((fields[`${path}__name`] || [])[0] || "").trim();
    if (name) return { name };
    const strokes = strokesIn((fields[path] || [])[0]);
    return strokes.length ? { strokes } : undefined;
  },
  spoken(question) {
    const name = question.querySelector("input[type='text']").value.trim();
    if (name) return [name];
    return strokesIn(hiddenIn(question).value).length ? [word("signed")] : [];
  },
  typed: (answer) => (answer ? answer.name || "drawn" : ""),
};
