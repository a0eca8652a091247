// What each function does with its values: forms_builder/expressions/functions.py in the browser.
// The first argument is always the zone's offset from UTC in milliseconds.

import { ExpressionFailed } from "./expression-errors.js";
import { DAY, Moment, readMoment } from "./expression-moments.js";
import {
  NodeSet,
  cut,
  exactNumber,
  figuresOf,
  toBoolean,
  toNumber,
  toText,
  trimmed,
  unpack,
  whole,
} from "./expression-values.js";

const SMALLEST = 5e-324;

function textOnly(value) {
  value = unpack(value);
  if (typeof value !== "string") throw new ExpressionFailed("text");
  return value;
}

// Half of a pair of UTF-16 units is lost.
const paired = (text) => Array.from(text).filter((sign) => sign < "\ud800" || sign > "\udfff" || sign.length > 1).join("");

function substr(offset, value, start, end) {
  const text = toText(value);
  const size = text.length;
  const place = (at) => Math.min(Math.max(0, at < 0 ? size + at : at), size);
  const first = whole(start);
  const last = end === undefined ? size : whole(end);
  return paired(text.slice(place(first), Math.max(place(first), place(last))));
}

function substringBefore(offset, value, part) {
  const text = toText(value);
  return text.slice(0, Math.max(0, text.indexOf(toText(part))));
}

function substringAfter(offset, value, part) {
  const text = toText(value);
  const after = toText(part);
  return text.includes(after) ? text.slice(text.indexOf(after) + after.length) : "";
}

function translate(offset, value, old, fresh) {
  const olds = toText(old);
  const news = toText(fresh);
  let found = "";
  for (const unit of toText(value).split("")) {
    const place = olds.indexOf(unit);
    found += place < 0 ? unit : news.charAt(place);
  }
  return paired(found);
}

const members = (parts) => (parts.length === 1 && parts[0] instanceof NodeSet ? parts[0].values : parts);

function join(offset, separator, ...parts) {
  const between = toText(separator);
  return members(parts).map(toText).join(between);
}

function selected(offset, value, choice) {
  const wanted = trimmed(textOnly(choice));
  return ` ${textOnly(value)} `.includes(` ${wanted} `);
}

const chosen = (value) => textOnly(value).split(" ").filter((choice) => choice);

function selectedAt(offset, value, place) {
  const choices = chosen(value);
  return choices[whole(place)] || "";
}

const numbers = (parts) => members(parts).map(toNumber).filter((one) => !Number.isNaN(one));

function largest(offset, ...parts) {
  const found = numbers(parts);
  return found.length ? Math.max(SMALLEST, ...found) : NaN;
}

function least(offset, ...parts) {
  const found = numbers(parts);
  return found.length ? Math.min(Number.MAX_VALUE, ...found) : NaN;
}

function round(offset, value, places = 0) {
  const exact = toNumber(value);
  const kept = whole(places);
  if (!Number.isFinite(exact)) return exact;
  if (Math.abs(kept) > 30) return NaN;
  const [figures, power] = figuresOf(exact);
  if (kept >= 0) return roundedFigures(figures, power, kept, exact < 0);
  const scaled = Number(`${exact < 0 ? "-" : ""}${figures[0]}.${figures.slice(1) || "0"}e${power + kept}`) + 0.5;
  const cutOff = Math.max(-9223372036854775808, Math.min(9223372036854775807, Math.trunc(scaled)));
  const [left, leftPower] = figuresOf(cutOff);
  return Number(`${cutOff < 0 ? "-" : ""}${left[0]}.${left.slice(1) || "0"}e${leftPower - kept}`) + 0;
}

// Halves go up: 2.5 is 3, -2.5 is -2. Zero has no sign.
function roundedFigures(figures, power, kept, negative) {
  const count = power + kept + 1; // figures that stay
  if (count >= figures.length) return Number(`${negative ? "-" : ""}${figures}e${power - figures.length + 1}`) + 0;
  const rest = count < 0 ? "0" : figures.slice(count);
  const isHalf = /^50*$/.test(rest);
  const up = isHalf ? !negative : rest[0] >= "5";
  const head = BigInt(figures.slice(0, Math.max(0, count)) || "0") + BigInt(up ? 1 : 0);
  const result = Number(`${head}e${-kept}`);
  return result === 0 ? 0 : negative ? -result : result;
}

// A power with a whole exponent from 0 to 9, rounded once.
function pow(offset, base, exponent) {
  const value = exactNumber(base);
  const times = toNumber(exponent);
  if (times === 0) return 1;
  if (Number.isNaN(value)) return NaN;
  const odd = times % 2 === 1;
  if (!Number.isFinite(value) || value === 0) return odd ? value : Math.abs(value);
  let top = Math.abs(value);
  let halvings = 0;
  while (!Number.isInteger(top)) {
    top *= 2;
    halvings += 1;
  }
  const exact = BigInt(top);
  let product = BigInt(1);
  for (let time = 0; time < times; time += 1) product *= exact;
  let power = Number(product);
  for (let left = halvings * times; left > 0 && power > 0; left -= 1) power /= 2;
  return odd && value < 0 ? -power : power;
}

function asMoment(offset, value, withTime) {
  value = unpack(value);
  if (value instanceof Moment) return withTime ? value : value.startOfDay;
  if (typeof value === "string") return value ? readMoment(value, offset) : value;
  if (typeof value === "number") {
    const days = withTime ? value : cut(value);
    if (Number.isNaN(days)) return days;
    if (Math.abs(days) < 2147483648) {
      if (withTime) return new Moment(Math.trunc(days * DAY) + offset, offset);
      return new Moment(days * DAY, offset, true);
    }
  }
  throw new ExpressionFailed("date");
}

function formatDate(offset, value, pattern) {
  const moment = asMoment(offset, value, true);
  return moment instanceof Moment ? moment.formatted(toText(pattern)) : "";
}

function decimal(offset, value, wholeDays) {
  value = unpack(value);
  if (typeof value === "string" && value) value = readMoment(value, offset);
  if (value instanceof Moment) return wholeDays ? value.decimal : value.timeOfDay;
  if (typeof value === "boolean") throw new ExpressionFailed("date");
  if (typeof value !== "number" || Number.isNaN(value)) return value;
  if (Math.abs(value) >= 2147483648) throw new ExpressionFailed("date");
  return wholeDays ? value : value - Math.floor(value);
}

export const FUNCTIONS = {
  true: () => true,
  false: () => false,
  not: (offset, value) => !toBoolean(value),
  boolean: (offset, value) => toBoolean(value),
  "boolean-from-string": (offset, value) => toText(value).toLowerCase() === "true" || toText(value) === "1",
  selected,
  "selected-at": selectedAt,
  "count-selected": (offset, value) => chosen(value).length,
  contains: (offset, one, two) => toText(one).includes(toText(two)),
  "starts-with": (offset, one, two) => toText(one).startsWith(toText(two)),
  "ends-with": (offset, one, two) => toText(one).endsWith(toText(two)),
  number: (offset, value) => toNumber(value),
  int: (offset, value) => cut(toNumber(value)),
  round,
  abs: (offset, value) => Math.abs(exactNumber(value)),
  pow,
  sqrt: (offset, value) => Math.sqrt(exactNumber(value)),
  sum: (offset, values) => numbers([values]).reduce((total, one) => total + one, 0),
  min: least,
  max: largest,
  string: (offset, value) => toText(value),
  concat: (offset, ...parts) => join(offset, "", ...parts),
  join,
  "string-length": (offset, value) => toText(value).length,
  substr,
  "substring-before": substringBefore,
  "substring-after": substringAfter,
  translate,
  "normalize-space": (offset, value) => trimmed(toText(value)).replace(/[ \t\n\v\f\r]+/g, " "),
  date: (offset, value) => asMoment(offset, value, false),
  "date-time": (offset, value) => asMoment(offset, value, true),
  "decimal-date-time": (offset, value) => decimal(offset, value, true),
  "decimal-time": (offset, value) => decimal(offset, value, false),
  "format-date": formatDate,
  "format-date-time": formatDate,
};
