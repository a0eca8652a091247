// What stands in the inputs of a question as a value that expressions compute with. Digits may be
// Khmer; the server reads the same ways of writing (khmer/numbers.py, khmer/dates.py).

import { Moment } from "./expression-moments.js";
import { moment, toText } from "./expressions.js";

const ZONE_MINUTES = 7 * 60; // Asia/Phnom_Penh, which has no summer time
const ZONE = "+07:00";
const ANY_CLOCK = `1970-01-01T00:00:00.000${ZONE}`;

const KHMER_ZERO = 0x17e0;
const NUMBER = /^([+-]?)([0-9]+|[0-9]{1,3}(?:([ ,])[0-9]{3})(?:\3[0-9]{3})*)(\.[0-9]+)?$/;
const DAY_FIRST = /^([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})$/;
const YEAR_FIRST = /^([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})$/;
const TIME = /^(?:ម៉ោង ?)?([0-9]{1,2})(?:[:.h ]([0-9]{2})(?::([0-9]{2}))?)?(?: ?នាទី)? ?(am|pm|ព្រឹក|រសៀល|ល្ងាច|យប់)?$/;

/** A moment as the clock of expressions: ISO text in Cambodia's zone. */
export function clockText(date) {
  return new Date(date.getTime() + ZONE_MINUTES * 60_000).toISOString().replace("Z", ZONE);
}

/** A day "2026-11-21" as expressions compute with it. */
export function dateValue(iso) {
  return moment(iso, ANY_CLOCK);
}

/** A moment "2026-11-21T08:30" or with seconds and offset, as expressions compute with it. */
export function dateTimeValue(iso) {
  const time = /T[0-9:.]+(Z|[+-][0-9:]+)$/.test(iso) ? iso : `${iso}${iso.length === 16 ? ":00.000" : ""}${ZONE}`;
  return moment(time, ANY_CLOCK);
}

/** The text with ASCII digits, without characters that nobody sees, and single spaces. */
export function plain(text) {
  return text
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/[\u17e0-\u17e9]/g, (digit) => String(digit.charCodeAt(0) - KHMER_ZERO))
    .replace(/\s+/g, " ")
    .trim();
}

/** The number in a text, or NaN. */
export function readNumber(text) {
  const match = plain(text).replace(/−/g, "-").match(NUMBER);
  return match ? Number(match[1] + match[2].replace(/[ ,]/g, "") + (match[4] || "")) : NaN;
}

/** The date in a text as 2026-11-21, or "". */
export function readDate(text) {
  const line = plain(text);
  let match = line.match(DAY_FIRST);
  let parts = match ? [match[4], match[3], match[1]] : null;
  if (!parts) {
    match = line.match(YEAR_FIRST);
    parts = match ? [match[1], match[3], match[4]] : null;
  }
  if (!parts) return "";
  const iso = `${parts[0]}-${parts[1].padStart(2, "0")}-${parts[2].padStart(2, "0")}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : "";
}

/** The time of day in a text as 08:30 or 08:30:15, or "". */
export function readTime(text) {
  const match = plain(text).toLowerCase().match(TIME);
  if (!match) return "";
  const [, hours, minutes = "0", seconds, period] = match;
  let hour = Number(hours);
  if (period && (hour < 1 || hour > 12)) {
    if (hour < 12 || ["am", "pm", "ព្រឹក"].includes(period)) return "";
  } else if (period === "am" || period === "ព្រឹក") {
    hour %= 12;
  } else if (["pm", "រសៀល", "ល្ងាច"].includes(period)) {
    hour = (hour % 12) + 12;
  } else if (period === "យប់") {
    hour = hour >= 6 && hour < 12 ? (hour % 12) + 12 : hour % 12;
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds || 0) > 59) return "";
  const parts = [hour, Number(minutes)];
  if (seconds !== undefined && Number(seconds) > 0) parts.push(Number(seconds));
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

const ISO_MOMENT = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})[0-9:.]*(Z|[+-][0-9]{2}:[0-9]{2})?$/;

/** The moment in an ISO text as 2026-11-21T08:30 on Cambodia's clock, or "". */
export function readDateTime(text) {
  const match = text.match(ISO_MOMENT);
  if (!match || !readDate(match[1])) return "";
  if (!match[3]) return readTime(match[2]) ? `${match[1]}T${match[2]}` : "";
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? "" : clockText(moment).slice(0, 16);
}

/** What an expression gave, as the text that a question of `type` reads. */
export function resultText(type, result) {
  return type === "datetime" && result instanceof Moment ? result.formatted("%Y-%m-%dT%H:%M") : toText(result);
}

/** What an expression worked out, as a value of the question's kind; "" if it is none. */
export function workedOut(item, result) {
  const text = resultText(item.type, result);
  if (text === "" || text === "NaN") return "";
  if (item.type === "number") {
    const number = readNumber(text);
    const fits = item.kind === "integer" ? Number.isSafeInteger(number) : Math.abs(number) <= Number.MAX_SAFE_INTEGER;
    return fits ? number : "";
  }
  if (item.type === "datetime") return readDateTime(text) ? dateTimeValue(readDateTime(text)) : "";
  if (item.type === "date") return readDate(text) ? dateValue(readDate(text)) : "";
  return text.trim();
}
