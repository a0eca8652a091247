// A form being filled: what is asked and what is worked out, given the answers so far. Knows no
// page. The server computes the same from the same trees, in forms_builder/logic/state.py.

import { ExpressionFailed, evaluate, toBoolean, toNumber } from "./expressions.js";
import { workedOut } from "./typed.js";

const MOST = 100;

class PlaceInForm {
  constructor(state, item, prefix) {
    Object.assign(this, { state, item, prefix });
  }

  get now() {
    return this.state.now;
  }

  get self() {
    const value = this.state.values.get(this.prefix + this.item.code);
    return value === undefined ? "" : value;
  }

  value(code) {
    const { state, prefix } = this;
    if (!state.items.has(code)) return "";
    const places = state.places(code, prefix);
    if (state.isOne(code, prefix)) return places.length ? state.typed(places[0]) : "";
    return places.filter((path) => state.asked.get(path)).map((path) => state.typed(path));
  }

  valuesAt(code, places) {
    const { state } = this;
    if (!state.items.has(code)) return "";
    const chosen = new Map(places);
    let prefix = "";
    for (const repeat of state.repeatsAround(state.items.get(code))) {
      const own = prefix + repeat;
      let index = 0;
      if (chosen.has(repeat)) index = chosen.get(repeat) - 1;
      else if (this.prefix.startsWith(`${own}.`)) index = Number(this.prefix.slice(own.length + 1).split(".", 1)[0]);
      if (index < 0 || index >= (state.counts.get(own) || 0)) return "";
      prefix = `${own}.${index}.`;
    }
    return state.typed(prefix + code);
  }

  position(of) {
    const around = this.item.within || [];
    const wanted = typeof of === "number" ? around[around.length - of] : of;
    const steps = this.prefix.split(".");
    const at = steps.indexOf(wanted);
    return at >= 0 && at % 2 === 0 && steps[at + 1] ? Number(steps[at + 1]) + 1 : 1;
  }

  count(code) {
    const { state } = this;
    if (!state.items.has(code)) return 0;
    const places = state.places(code, this.prefix);
    if (state.items.get(code).kind !== "repeat") return places.filter((place) => state.asked.get(place)).length;
    return places.reduce((sum, place) => sum + (state.counts.get(place) || 0), 0);
  }

  choiceLabel(code, value) {
    const item = this.state.items.get(code);
    const choice = ((item && item.choices) || []).find((one) => one.value === value);
    return choice ? choice.label : "";
  }

  rows(list) {
    return this.state.lists[list] || [];
  }

  lookup(list, wanted, keyColumn, key) {
    const row = this.rows(list).find((one) => one[keyColumn] === key);
    return (row && row[wanted]) || "";
  }
}

/**
 * The state of a form. `logic` is what the page brings (forms_builder/logic/phone.py), `values`
 * a Map of paths to typed values, `counts` a Map of paths of repeats to their instances, `now`
 * a moment as expressions.js wants it.
 */
export class FormState {
  constructor(logic, values, counts, now) {
    this.now = now;
    this.items = new Map(logic.items.map((item) => [item.code, item]));
    this.lists = logic.lists || {};
    this.values = new Map(values);
    this.sentCounts = counts;
    this.counts = new Map();
    this.asked = new Map();
    for (const code of logic.order) this.evaluate(this.items.get(code));
  }

  hasRule(item, effect) {
    return Boolean(item.rules && item.rules[effect]);
  }

  rule(item, effect, prefix) {
    return toBoolean(this.result(item, effect, prefix));
  }

  /** What a rule says in one place; what has no value is not answered. */
  result(item, effect, prefix, row = null) {
    try {
      return evaluate(item.rules[effect], new PlaceInForm(this, item, prefix), row);
    } catch (error) {
      if (error instanceof ExpressionFailed) return "";
      throw error;
    }
  }

  offered(item, prefix) {
    const choices = item.choices || [];
    if (!this.hasRule(item, "choice_filter")) return choices.map((choice) => choice.value);
    return choices
      .filter((choice) => {
        const row = { name: choice.value, label: choice.label, ...choice.columns };
        return toBoolean(this.result(item, "choice_filter", prefix, row));
      })
      .map((choice) => choice.value);
  }

  repeatsAround(item) {
    return (item.within || []).filter((code) => this.items.get(code).kind === "repeat");
  }

  /** Path and prefix of an item, once for each instance of the repeats around it. */
  paths(item) {
    let prefixes = [""];
    for (const code of this.repeatsAround(item)) {
      prefixes = prefixes.flatMap((prefix) =>
        Array.from({ length: this.counts.get(prefix + code) || 0 }, (_, index) => `${prefix}${code}.${index}.`),
      );
    }
    return prefixes.map((prefix) => [prefix + item.code, prefix]);
  }

  evaluate(item) {
    for (const [path, prefix] of this.paths(item)) {
      let asked = this.pathsAround(item, prefix).every((around) => this.asked.get(around));
      if (asked && this.hasRule(item, "relevant")) asked = this.rule(item, "relevant", prefix);
      this.asked.set(path, asked);
      if (item.kind === "repeat") this.counts.set(path, asked ? this.countOf(item, path, prefix) : 0);
      if (this.hasRule(item, "calculation")) {
        const value = asked ? workedOut(item, this.result(item, "calculation", prefix)) : "";
        if (value === "") this.values.delete(path);
        else this.values.set(path, value);
      }
    }
  }

  pathsAround(item, prefix) {
    const around = item.section ? [item.section] : [];
    let inner = "";
    for (const code of item.within || []) {
      around.push(inner + code);
      if (this.items.get(code).kind !== "repeat") continue;
      const index = prefix.slice(`${inner}${code}.`.length).split(".", 1)[0];
      inner = `${inner}${code}.${index}.`;
    }
    return around;
  }

  countOf(item, path, prefix) {
    if (!this.hasRule(item, "count")) return this.sentCounts.get(path) || 0;
    const number = toNumber(this.result(item, "count", prefix));
    return Number.isNaN(number) ? 0 : Math.max(0, Math.trunc(Math.min(number, MOST)));
  }

  /** The paths that `code` means at `prefix`: in its own instance, or in all of them. */
  places(code, prefix) {
    let prefixes = [""];
    for (const repeat of this.repeatsAround(this.items.get(code))) {
      prefixes = prefixes.flatMap((before) => {
        const own = `${before}${repeat}.`;
        if (prefix.startsWith(own)) return [`${own}${prefix.slice(own.length).split(".", 1)[0]}.`];
        return Array.from({ length: this.counts.get(before + repeat) || 0 }, (_, index) => `${own}${index}.`);
      });
    }
    return prefixes.map((before) => before + code);
  }

  isOne(code, prefix) {
    let inner = "";
    for (const repeat of this.repeatsAround(this.items.get(code))) {
      const own = `${inner}${repeat}.`;
      if (!prefix.startsWith(own)) return false;
      inner = `${own}${prefix.slice(own.length).split(".", 1)[0]}.`;
    }
    return true;
  }

  typed(path) {
    const value = this.values.get(path);
    return value === undefined || !this.asked.get(path) ? "" : value;
  }
}
