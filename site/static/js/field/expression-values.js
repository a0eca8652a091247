// How one kind of value becomes another: forms_builder/expressions/values.py in the browser.

import { ExpressionFailed } from "./expression-errors.js";
import { Moment } from "./expression-moments.js";

export const TINY = 1e-12;
const NUMBER = /^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/;

/** The values that a reference stands for: one, none (hidden) or several (a repeat). */
export class NodeSet {
  constructor(values) {
    this.values = values.map(simple);
  }
}

function simple(value) {
  if (value === undefined || value === null) return "";
  if (["string", "number", "boolean"].includes(typeof value) || value instanceof Moment) return value;
  throw new TypeError("not a value of an expression");
}

/** What a scope gave for a reference, one value or an array of them. */
export function nodeSet(value) {
  return new NodeSet(Array.isArray(value) ? value : [value]);
}

/** The one value of a node-set. */
export function unpack(value) {
  if (!(value instanceof NodeSet)) return simple(value);
  if (value.values.length > 1) throw new ExpressionFailed("several");
  return value.values.length ? value.values[0] : "";
}

/** Java's trim: spaces and control signs. */
export function trimmed(text) {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) <= 32) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 32) end -= 1;
  return text.slice(start, end);
}

/** A value as a number; a date as days since 1970-01-01; no number as NaN. */
export function toNumber(value) {
  value = unpack(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  if (value instanceof Moment) return value.days;
  const text = trimmed(value.replace(/,/g, "."));
  return NUMBER.test(text) ? Number(text) : NaN;
}

/** A date at hand with its part of the day; all else as `toNumber`. */
export function exactNumber(value) {
  return value instanceof Moment ? value.fraction : toNumber(value);
}

/** A value as true or false: "", 0 and NaN are false. */
export function toBoolean(value) {
  value = unpack(value);
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Math.abs(value) > TINY;
  return value instanceof Moment || value.length > 0;
}

/** A value as text: dates and date-times as 2026-11-22, whole numbers without a point. */
export function toText(value) {
  value = unpack(value);
  if (typeof value === "number") return numberAsText(value);
  return value instanceof Moment ? value.isoDate : String(value);
}

/** Java's int: cut off, at the ends of 32 bits, 0 for no number. */
export function javaInt(number) {
  if (Number.isNaN(number)) return 0;
  return Math.trunc(Math.max(-2147483648, Math.min(2147483647, number)));
}

export const whole = (value) => javaInt(toNumber(value));

/** A number without its fraction. */
export function cut(number) {
  return Math.trunc(number);
}

/** The figures of a number and the power of ten of the first one. */
export function figuresOf(number) {
  const [figures, power] = Math.abs(number).toExponential().split("e");
  return [figures.replace(".", ""), Number(power)];
}

function numberAsText(number) {
  if (Number.isNaN(number)) return "NaN";
  if (Math.abs(number) < TINY) return "0";
  if (!Number.isFinite(number)) return number > 0 ? "Infinity" : "-Infinity";
  if (Math.abs(number - javaInt(number)) < TINY) return String(javaInt(number));
  const [figures, power] = figuresOf(number);
  const minus = number < 0 ? "-" : "";
  if (power < -3 || power >= 7) return `${minus}${figures[0]}.${figures.slice(1) || "0"}E${power}`;
  if (power < 0) return `${minus}0.${"0".repeat(-power - 1)}${figures}`;
  return `${minus}${figures.slice(0, power + 1).padEnd(power + 1, "0")}.${figures.slice(power + 1) || "0"}`;
}
