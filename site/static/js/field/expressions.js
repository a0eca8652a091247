// What an expression says in its scope: forms_builder/expressions/evaluate.py in the browser.
// The trees come from the server, which has parsed and checked them.

import { ExpressionFailed } from "./expression-errors.js";
import { FUNCTIONS } from "./expression-functions.js";
import { Moment, exactMoment, offsetOf } from "./expression-moments.js";
import { matches } from "./expression-patterns.js";
import {
  NodeSet,
  TINY,
  nodeSet,
  toBoolean,
  toNumber,
  toText,
  unpack,
  whole,
} from "./expression-values.js";

export { ExpressionFailed, Moment, toBoolean, toNumber, toText };

/**
 * A value: text, number, boolean, Moment; "", null and undefined are not answered.
 * Several choices are one text with spaces between. A time is a Moment on the scope's day.
 * @typedef {string|number|boolean|Moment|null|undefined} Value
 *
 * What an expression sees; forms_builder/expressions/scope.py has the full words.
 * @typedef {Object} Scope
 * @property {string} now  ISO text with the offset from UTC: the clock and zone of all dates
 * @property {Value} self  "." : the answer of the question that the expression belongs to
 * @property {function(string): Value|Value[]} value  the answer to a code; hidden: [] or ""
 * @property {function(string, Array<[string, number]>): Value|Value[]} valuesAt  the answer to a
 *   code in the instances [repeat, number from 1]
 * @property {function(string|number): number} position  which instance, from 1: of a repeat by
 *   its code, or so many steps up
 * @property {function(string): number} count  how many instances of a repeat, or of its question
 * @property {function(string, string): string} choiceLabel  the label of a question's choice
 * @property {function(string, string, string, string): string} lookup  list, column, key column
 *   and key: a text or ""
 * @property {function(string): Object<string, string>[]} rows  the rows of a list
 */

/** A date of "2026-11-22", a date-time of "2026-11-22T10:30:00.000+07:00", for a scope's values. */
export function moment(text, now) {
  return exactMoment(text, offsetOf(now));
}

/**
 * The value of a tree: text, number, boolean or Moment. `row` is the choice that a choice filter
 * is asked about. Throws ExpressionFailed where JavaRosa stops with an error.
 */
export function evaluate(node, scope, row = null) {
  return unpack(new Evaluation(scope, row).of(node));
}

class Evaluation {
  constructor(scope, row, place = 1) {
    this.scope = scope;
    this.row = row;
    this.place = place; // of the row among those that a filter goes through
    this.offset = offsetOf(scope.now);
  }

  of(node) {
    const [kind, ...parts] = node;
    if (kind === "text") return parts[0];
    if (kind === "number") return Number(parts[0]);
    if (kind === "ref") return nodeSet(this.scope.value(parts[0]));
    if (kind === "self") return nodeSet(this.scope.self);
    if (kind === "column") return nodeSet(column(this.row, parts[0]));
    if (kind === "rows") return new NodeSet(this.rows(parts).map((row) => column(row, parts[1])));
    if (kind === "call") return this.call(...parts);
    return this.operation(kind, parts);
  }

  rows([list, , ...conditions]) {
    let rows = this.scope.rows(list);
    for (const condition of conditions) {
      rows = rows.filter((row, place) => toBoolean(new Evaluation(this.scope, row, place + 1).of(condition)));
    }
    return rows;
  }

  operation(kind, parts) {
    if (kind === "or") return parts.some((part) => toBoolean(this.of(part)));
    if (kind === "and") return parts.every((part) => toBoolean(this.of(part)));
    if (kind === "=" || kind === "!=") {
      const [one, two] = parts.map((part) => this.of(part)).map(unpack);
      return same(one, two) === (kind === "=");
    }
    if (kind in COMPARISONS) {
      const [one, two] = parts.map((part) => this.of(part)).map(toNumber);
      return COMPARISONS[kind](one, two);
    }
    const [first, ...others] = parts;
    const start = toNumber(this.of(first));
    if (kind === "neg") return -start;
    return others.reduce((result, part) => ARITHMETIC[kind](result, toNumber(this.of(part))), start);
  }

  call(name, ...nodes) {
    if (Object.hasOwnProperty.call(SPECIAL, name)) return SPECIAL[name](this, ...nodes);
    return FUNCTIONS[name](this.offset, ...nodes.map((node) => this.of(node)));
  }
}

function column(row, name) {
  return row && Object.hasOwnProperty.call(row, name) ? row[name] : "";
}

const COMPARISONS = {
  "<": (one, two) => one < two,
  "<=": (one, two) => one <= two,
  ">": (one, two) => one > two,
  ">=": (one, two) => one >= two,
};

const ARITHMETIC = {
  "+": (one, two) => one + two,
  "-": (one, two) => one - two,
  "*": (one, two) => one * two,
  div: (one, two) => one / two,
  mod: (one, two) => one % two,
};

function same(one, two) {
  if (typeof one === "boolean" || typeof two === "boolean") return toBoolean(one) === toBoolean(two);
  if (typeof one === "number" || typeof two === "number") return Math.abs(toNumber(one) - toNumber(two)) < TINY;
  return toText(one) === toText(two);
}

function clock(evaluation) {
  return exactMoment(evaluation.scope.now, evaluation.offset);
}

// The functions that take more, or less, than the values of their arguments.
const SPECIAL = {
  if: (evaluation, condition, one, two) => evaluation.of(toBoolean(evaluation.of(condition)) ? one : two),
  coalesce(evaluation, one, two) {
    const first = evaluation.of(one);
    const value = unpack(first);
    return value === "" || Number.isNaN(value) ? evaluation.of(two) : first;
  },
  once(evaluation, node) {
    const value = evaluation.of(node);
    const own = unpack(evaluation.of(["self"]));
    return toText(own) === "" ? value : own;
  },
  regex: (evaluation, node, pattern) => matches(pattern[2], toText(evaluation.of(node))),
  count(evaluation, node) {
    if (node[0] === "ref") return evaluation.scope.count(node[1]);
    if (node[0] === "rows") return evaluation.rows(node.slice(1)).length;
    const found = evaluation.of(node);
    return found instanceof NodeSet ? found.values.length : 1;
  },
  "count-non-empty": (evaluation, node) => evaluation.of(node).values.filter((value) => value !== "").length,
  position(evaluation, node) {
    if (!node) return evaluation.row === null ? evaluation.scope.position(0) : evaluation.place;
    return evaluation.scope.position(node[0] === "ref" ? node[1] : node[1].split("/").length);
  },
  "indexed-repeat"(evaluation, node, ...places) {
    const found = [];
    for (let at = 0; at < places.length; at += 2) {
      found.push([places[at][1], Math.max(1, whole(evaluation.of(places[at + 1])))]);
    }
    return nodeSet(evaluation.scope.valuesAt(node[1], found));
  },
  today: (evaluation) => clock(evaluation).startOfDay,
  now: (evaluation) => clock(evaluation),
  "jr:choice-name": (evaluation, node, question) =>
    evaluation.scope.choiceLabel(question[1], toText(evaluation.of(node))),
  pulldata: (evaluation, list, wanted, keyColumn, key) =>
    evaluation.scope.lookup(list[1], wanted[1], keyColumn[1], toText(evaluation.of(key))),
};
