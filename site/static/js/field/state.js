// A form being filled: what is asked and what is worked out, given the answers so far. Knows no
// page. The server computes the same from the same trees, in forms_builder/logic/state.py.

import { evaluate, toBoolean, toNumber } from "./expressions.js";
import { workedOut } from "./typed.js";

const MOST = 100;

class Scope {
  constructor(state, item, prefix, choice = null) {
    Object.assign(this, { state, item, prefix, choice });
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

  valuesAt(repeat, code, index) {
    const { state, prefix } = this;
    for (const place of state.places(repeat, prefix)) {
      if (index >= 1 && index <= (state.counts.get(place) || 0)) {
        const found = state.places(code, `${place}.${index - 1}.`);
        return found.length ? state.typed(found[0]) : "";
      }
    }
    return "";
  }

  position(code = null) {
    const parts = this.prefix.split(".").slice(0, -1);
    for (let at = parts.length - 2; at >= 0; at -= 2) {
      if (!code || parts[at] === code) return Number(parts[at + 1]) + 1;
    }
    return 1;
  }

  count(code) {
    const places = this.state.places(code, this.prefix);
    return places.reduce((sum, place) => sum + (this.state.counts.get(place) || 0), 0);
  }

  choiceLabel(code, value) {
    const item = this.state.items.get(code);
    const choice = ((item && item.choices) || []).find((one) => one.value === value);
    return choice ? choice.label : "";
  }

  column(name) {
    if (!this.choice) return "";
    if (name === "name") return this.choice.value;
    return (this.choice.columns || {})[name] || "";
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
    this.order = logic.order;
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
    return toBoolean(evaluate(item.rules[effect], new Scope(this, item, prefix)));
  }

  result(item, effect, prefix) {
    return evaluate(item.rules[effect], new Scope(this, item, prefix));
  }

  offered(item, prefix) {
    const choices = item.choices || [];
    if (!this.hasRule(item, "choice_filter")) return choices.map((choice) => choice.value);
    return choices
      .filter((choice) => toBoolean(evaluate(item.rules.choice_filter, new Scope(this, item, prefix, choice))))
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
