// The rules of a form on its page: what is asked is shown, what is worked out is written in, what
// does not fit is said. The server decides the same way again.

import { inputsOf, isAsked, questionsOf, readAnswer } from "./answers.js";
import { kindOf } from "./kinds.js";
import { countInstances, setInstances } from "./repeats.js";
import { FormState } from "./state.js";
import { clockText, resultText } from "./typed.js";
import { word } from "./words.js";

const MOST_ROUNDS = 5; // a count may depend on a count

function codeOf(path) {
  return path.split(".").pop();
}

function prefixOf(path) {
  return path.slice(0, path.length - codeOf(path).length);
}

/** The rules that the page of `form` brings, or null. */
function rulesOf(form) {
  const data = form.querySelector("[data-form-logic]");
  return data ? JSON.parse(data.dataset.formLogic) : null;
}

function mark(element, name, yes) {
  if (yes) element.dataset[name] = "";
  else delete element.dataset[name];
}

/** What follows from the answers; `apply()` after each change of one. */
export function startRules(form) {
  const logic = rulesOf(form);
  if (!logic) return { apply() {}, begin() {}, isWrong: () => false };
  const items = new Map(logic.items.map((item) => [item.code, item]));
  const wrong = new Set();

  function stateNow() {
    const values = new Map();
    for (const question of questionsOf(form)) {
      const answer = kindOf(question).typed(readAnswer(question), question);
      if (answer !== "") values.set(question.dataset.question, answer);
    }
    return new FormState(logic, values, countInstances(form), clockText(new Date()));
  }

  function fitInstances(state) {
    let changed = false;
    for (const repeat of form.querySelectorAll("[data-repeat][data-counted]")) {
      if (!state.asked.get(repeat.dataset.repeat)) continue;
      if (setInstances(repeat, state.counts.get(repeat.dataset.repeat) || 0)) changed = true;
    }
    return changed;
  }

  function show(state) {
    for (const section of form.querySelectorAll("[data-section]")) {
      mark(section, "unasked", state.asked.get(section.dataset.section) === false);
    }
    for (const group of form.querySelectorAll("[data-group], [data-repeat]")) {
      group.hidden = state.asked.get(group.dataset.group || group.dataset.repeat) === false;
    }
    for (const question of questionsOf(form)) {
      const asked = state.asked.get(question.dataset.question) === true;
      mark(question, "unasked", !asked);
      question.hidden = !asked;
    }
  }

  function judge(state, question) {
    const path = question.dataset.question;
    const item = items.get(codeOf(path));
    if (!item.rules) return;
    const prefix = prefixOf(path);
    const asked = isAsked(question);
    mark(question, "needed", asked && state.hasRule(item, "required") && state.rule(item, "required", prefix));
    const readOnly = asked && state.hasRule(item, "read_only") && state.rule(item, "read_only", prefix);
    const computed = state.hasRule(item, "calculation");
    mark(question, "computed", computed);
    for (const input of inputsOf(question)) {
      if (["radio", "checkbox"].includes(input.type) || input.tagName === "SELECT") input.disabled = readOnly || computed;
      else input.readOnly = readOnly || computed;
    }
    if (computed) writeComputed(question, state.typed(path));
    if (state.hasRule(item, "choice_filter")) offer(question, state.offered(item, prefix));
    const answered = asked && state.values.get(path) !== undefined;
    const unfit = answered && state.hasRule(item, "constraint") && !state.rule(item, "constraint", prefix);
    if (unfit) wrong.add(path);
    say(question, "constraint", unfit ? item.messages.constraint || word("unfit") : "");
    const doubtful = answered && state.hasRule(item, "warning") && !state.rule(item, "warning", prefix);
    say(question, "warning", doubtful ? item.messages.warning || word("doubtful") : "");
  }

  function writeComputed(question, value) {
    const text = value === "" ? "" : resultText(question.dataset.type, value);
    kindOf(question).put(question, text);
    const output = question.querySelector("output");
    if (output) output.textContent = text;
  }

  function offer(question, values) {
    for (const input of inputsOf(question)) {
      if (!["radio", "checkbox"].includes(input.type)) continue;
      const offered = values.includes(input.value);
      input.closest("label").hidden = !offered;
      if (!offered) input.checked = false;
    }
    for (const option of question.querySelectorAll("option[value]")) {
      if (!option.value) continue;
      option.hidden = option.disabled = !values.includes(option.value);
      if (option.hidden && option.selected) option.selected = false;
    }
  }

  function say(question, effect, text) {
    let line = question.querySelector(`[data-rule-message="${effect}"]`);
    if (!text) {
      if (line) line.remove();
      return;
    }
    if (!line) {
      line = document.createElement("p");
      line.dataset.ruleMessage = effect;
      line.className = effect === "constraint" ? "question__error" : "question__warning";
      line.setAttribute("role", "status");
      question.append(line);
    }
    if (line.textContent !== text) line.textContent = text;
  }

  function apply() {
    let state = stateNow();
    for (let round = 0; round < MOST_ROUNDS && fitInstances(state); round += 1) state = stateNow();
    wrong.clear();
    show(state);
    for (const question of questionsOf(form)) judge(state, question);
    return state;
  }

  /** Fill in what questions of `element` begin with, once, where nothing was answered yet. */
  function begin(element) {
    const state = stateNow();
    const touched = [];
    for (const question of element.matches("[data-question]") ? [element] : questionsOf(element)) {
      const path = question.dataset.question;
      const item = items.get(codeOf(path));
      if (!item.rules || !item.rules.default || readAnswer(question) !== undefined) continue;
      const text = resultText(question.dataset.type, state.result(item, "default", prefixOf(path)));
      kindOf(question).put(question, text);
      kindOf(question).shown(question);
      touched.push(question);
    }
    return touched;
  }

  return { apply, begin, isWrong: (question) => wrong.has(question.dataset.question) };
}
