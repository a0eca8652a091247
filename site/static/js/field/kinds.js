// The kinds of question as the phone knows them. Most need nothing of their own: their inputs say
// by `data-shape` what an answer looks like. A kind that needs more has a module in kinds/.

import { audio } from "./kinds/audio.js";
import { barcode } from "./kinds/barcode.js";
import { calculated } from "./kinds/calculated.js";
import { cascadingChoice } from "./kinds/cascading-choice.js";
import { multipleChoice, singleChoice } from "./kinds/choices.js";
import { consent } from "./kinds/consent.js";
import { date } from "./kinds/date.js";
import { datetime } from "./kinds/datetime.js";
import { duration } from "./kinds/duration.js";
import { file } from "./kinds/file.js";
import { headCount } from "./kinds/head-count.js";
import { intervalObservation } from "./kinds/interval-observation.js";
import { likertGroup } from "./kinds/likert-group.js";
import { matrix } from "./kinds/matrix.js";
import { photo } from "./kinds/photo.js";
import { place } from "./kinds/place.js";
import { range } from "./kinds/range.js";
import { rankedChoice } from "./kinds/ranked-choice.js";
import { rubricChecklist } from "./kinds/rubric-checklist.js";
import { rubric } from "./kinds/rubric.js";
import { signature } from "./kinds/signature.js";
import { tallyCounter } from "./kinds/tally-counter.js";
import { timer } from "./kinds/timer.js";
import { dateTimeValue, dateValue, readDate, readNumber } from "./typed.js";

function first(fields, path) {
  return (fields[path] || [])[0];
}

function parts(fields, path) {
  const answer = {};
  for (const [name, values] of Object.entries(fields)) {
    if (name.startsWith(`${path}__`) && values.length) answer[name.slice(path.length + 2)] = values[0];
  }
  return Object.keys(answer).length ? answer : undefined;
}

const shapes = {
  one: first,
  many: (fields, path) => ((fields[path] || []).length ? fields[path] : undefined),
  parts,
};

function inputsIn(question) {
  return Array.from(question.querySelectorAll("input[name], textarea[name], select[name]"));
}

function inWords(question) {
  const said = [];
  for (const input of inputsIn(question)) {
    if (["radio", "checkbox"].includes(input.type)) {
      if (!input.checked) continue;
      const label = input.closest("label") || question.querySelector(`label[for="${CSS.escape(input.id)}"]`);
      const short = label && label.querySelector(".level__label");
      said.push((short || label || input).textContent.trim());
    } else if (input.tagName === "SELECT") {
      if (input.value) said.push(input.selectedOptions[0].textContent.trim());
    } else if (input.type !== "hidden" && input.value.trim()) {
      said.push(input.value.trim());
    }
  }
  return said;
}

function typedText(answer, type) {
  if (answer === undefined) return "";
  if (Array.isArray(answer)) return answer.join(" ");
  if (typeof answer !== "string") return "";
  if (type === "number") {
    const number = readNumber(answer);
    return Number.isNaN(number) ? "" : number;
  }
  if (type === "date") {
    const day = readDate(answer);
    return day ? dateValue(day) : "";
  }
  if (type === "datetime") return answer ? dateTimeValue(answer) : "";
  return answer.trim();
}

/** What a kind does unless its module says otherwise. */
const usual = {
  // Called once for each question that comes on the page; `change()` tells that it was answered.
  start() {},
  // Called when inputs were filled by script, so that what shows them follows.
  shown() {},
  // Writes what an expression gave, as text, into the inputs.
  put(question, text) {
    for (const input of inputsIn(question)) {
      if (["radio", "checkbox"].includes(input.type)) input.checked = text.split(" ").includes(input.value);
      else if (input.value !== text) input.value = text;
    }
  },
  isMissing: (answer) => answer === undefined,
  spoken: inWords,
  // What expressions compute with.
  typed: (answer, question) => typedText(answer, question.dataset.type),
};

const own = {
  audio,
  barcode,
  calculated,
  cascading_choice: cascadingChoice,
  consent,
  date,
  datetime,
  duration,
  file,
  head_count: headCount,
  interval_observation: intervalObservation,
  likert_group: likertGroup,
  matrix,
  multiple_choice: multipleChoice,
  photo,
  place,
  range,
  ranked_choice: rankedChoice,
  rubric,
  rubric_checklist: rubricChecklist,
  signature,
  single_choice: singleChoice,
  tally_counter: tallyCounter,
  timer,
};

/** How the kind of a question element behaves. */
export function kindOf(question) {
  const { kind, shape } = question.dataset;
  return { ...usual, answer: shapes[shape] || first, ...own[kind] };
}
