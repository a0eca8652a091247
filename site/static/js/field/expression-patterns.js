// The shapes of patterns held against a text: forms_builder/expressions/patterns.py in the
// browser. The server has read and checked the pattern; the browser's own engine has no say.

import { ExpressionFailed } from "./expression-values.js";

const LONGEST_TEXT = 1000;

/** Whether the whole text has the shape. */
export function matches(shape, text) {
  const signs = Array.from(text);
  if (signs.length > LONGEST_TEXT) throw new ExpressionFailed("long");
  return endsOf(shape, new Set([0]), signs).has(signs.length);
}

function endsOf(shape, starts, signs) {
  const [kind, ...parts] = shape;
  if (kind === "is") {
    const wanted = Array.from(parts[0]);
    return moved(starts, wanted.length, (at) => wanted.every((sign, place) => signs[at + place] === sign));
  }
  if (kind === "in" || kind === "out") {
    const pairs = Array.from(parts[0], (sign) => sign.codePointAt(0));
    return moved(starts, 1, (at) => at < signs.length && isAmong(pairs, signs[at]) === (kind === "in"));
  }
  if (kind === "all") return parts.reduce((found, part) => endsOf(part, found, signs), starts);
  if (kind === "any") return union(parts.map((part) => endsOf(part, starts, signs)));
  const [least, most, part] = parts;
  for (let time = 0; time < least; time += 1) starts = endsOf(part, starts, signs);
  const found = new Set(starts);
  let fresh = starts;
  for (let left = most - least; fresh.size && left !== 0; left -= 1) {
    fresh = new Set(Array.from(endsOf(part, fresh, signs)).filter((at) => !found.has(at)));
    fresh.forEach((at) => found.add(at));
  }
  return found;
}

function moved(starts, step, fits) {
  return new Set(Array.from(starts).filter(fits).map((at) => at + step));
}

function union(sets) {
  const all = new Set();
  sets.forEach((set) => set.forEach((at) => all.add(at)));
  return all;
}

function isAmong(pairs, sign) {
  const code = sign.codePointAt(0);
  for (let at = 0; at < pairs.length; at += 2) if (pairs[at] <= code && code <= pairs[at + 1]) return true;
  return false;
}
