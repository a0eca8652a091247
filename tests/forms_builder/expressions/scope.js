// The scope of scope.py for the browser, and the results as the vectors have them.

import { ExpressionFailed, Moment, evaluate, moment } from "/js/expressions.js";

class SmallScope {
  constructor(form, given) {
    Object.assign(this, { form, given, now: given.now, lesson: given.lesson || 0 });
    this.hidden = given.hidden || [];
    this.repeat = form.repeat.code;
    this.self = this.value(given.at || "remark");
  }

  typed(value) {
    if (value === undefined || value === null || typeof value !== "object") return value;
    return moment(value.date || value.datetime, this.now);
  }

  instances(code) {
    if (this.hidden.includes(code)) return [];
    return (this.given.lessons || []).map((lesson) => this.typed(lesson[code]));
  }

  value(code) {
    if (!(code in this.form.repeat.questions)) {
      return this.hidden.includes(code) ? [] : this.typed(this.given.answers[code]);
    }
    const found = this.instances(code);
    return this.lesson ? found.slice(this.lesson - 1, this.lesson) : found;
  }

  valuesAt(code, [[, index]]) {
    return this.instances(code).slice(index - 1, index);
  }

  position(of) {
    return of === this.repeat || (of === 1 && this.lesson) ? this.lesson || 1 : 1;
  }

  count(code) {
    if (code === this.repeat) return (this.given.lessons || []).length;
    const value = this.value(code);
    return Array.isArray(value) ? value.length : 1;
  }

  choiceLabel(code, value) {
    return (this.form.labels[code] || {})[value] || "";
  }

  rows(list) {
    return this.form.lists[list];
  }

  lookup(list, column, keyColumn, key) {
    const row = this.rows(list).find((one) => one[keyColumn] === key);
    return (row && row[column]) || "";
  }
}

function told(value) {
  if (value instanceof Moment) return value.dayOnly ? { date: value.text } : { datetime: value.text };
  if (typeof value === "number" && !Number.isFinite(value)) return { number: String(value) };
  return typeof value === "number" ? value + 0 : value;
}

export function results(form, cases) {
  return cases.map(({ tree, scope, row }) => {
    try {
      return told(evaluate(tree, new SmallScope(form, scope), row || null));
    } catch (error) {
      if (error instanceof ExpressionFailed) return { failed: true };
      return { broken: `${error}` };
    }
  });
}
