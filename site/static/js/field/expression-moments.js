// Dates and date-times of an evaluation: forms_builder/expressions/moments.py in the browser.
// The phone's own clock and zone have no say: the offset is that of the scope's clock.

import { ExpressionFailed } from "./expression-errors.js";

export const DAY = 86400000; // milliseconds
const FIRST = Date.UTC(1583, 0, 1);
const LAST = Date.UTC(10000, 0, 1);
const DATE = /^([0-9]{1,9})-([0-9]{1,9})-([0-9]{1,9})$/;
const TIME = /^([0-9]{1,9}):([0-9]{1,9})(?::([0-9]{1,9}(?:\.[0-9]{0,9})?))?$/;
const ZONE = /^([+-])([0-9]{1,2})(?::([0-9]{1,2}))?$/;

const padded = (number, width) => String(number).padStart(width, "0");

/**
 * `local`: milliseconds since 1970-01-01 00:00 on the wall's clock; `offset`: milliseconds that
 * this clock is before UTC; `dayOnly`: a date rather than a date-time.
 */
export class Moment {
  constructor(local, offset, dayOnly = false) {
    if (!(local >= FIRST && local < LAST)) throw new ExpressionFailed("years");
    this.local = local + 0; // never -0
    this.offset = offset;
    this.dayOnly = dayOnly;
  }

  /** Whole days since 1970-01-01. */
  get days() {
    return Math.floor(this.local / DAY);
  }

  /** Days since 1970-01-01 00:00 on this clock, with the part of the day. */
  get fraction() {
    return this.local / DAY;
  }

  /** Days since 1970-01-01 00:00 in UTC, with the part of the day. */
  get decimal() {
    return (this.local - this.offset) / DAY;
  }

  /** The part of the day that has passed. */
  get timeOfDay() {
    return this.local / DAY - Math.floor(this.local / DAY);
  }

  get startOfDay() {
    return new Moment(this.days * DAY, this.offset, true);
  }

  /** 2026-11-22 */
  get isoDate() {
    return this.formatted("%Y-%m-%d");
  }

  /** 2026-11-22, or with the time 2026-11-22T10:30:00.000+07:00: what `moment` reads. */
  get text() {
    if (this.dayOnly) return this.isoDate;
    const minutes = Math.abs(this.offset) / 60000;
    const zone = `${padded(Math.floor(minutes / 60), 2)}:${padded(minutes % 60, 2)}`;
    return `${this.formatted("%Y-%m-%dT%H:%M:%S.%3")}${this.offset < 0 ? "-" : "+"}${zone}`;
  }

  /** Write by the % letters of `pattern`, which the server has checked. */
  formatted(pattern) {
    const at = new Date(this.local);
    const parts = {
      Y: padded(at.getUTCFullYear(), 4),
      y: padded(at.getUTCFullYear(), 4).slice(2),
      m: padded(at.getUTCMonth() + 1, 2),
      n: String(at.getUTCMonth() + 1),
      d: padded(at.getUTCDate(), 2),
      e: String(at.getUTCDate()),
      H: padded(at.getUTCHours(), 2),
      h: String(at.getUTCHours()),
      M: padded(at.getUTCMinutes(), 2),
      S: padded(at.getUTCSeconds(), 2),
      3: padded(at.getUTCMilliseconds(), 3),
      "%": "%",
    };
    return pattern.replace(/%(.)/g, (whole, letter) => parts[letter]);
  }
}

/** The offset from UTC, in milliseconds, at the end of an ISO text such as …T10:30:00+07:00. */
export function offsetOf(text) {
  const found = /T.*?(Z|[+-][0-9]{2}:[0-9]{2})$/.exec(text);
  if (!found) throw new TypeError("the clock of a scope needs a zone");
  return found[1] === "Z" ? 0 : zoneOffset(found[1]);
}

function zoneOffset(zone) {
  const found = ZONE.exec(zone);
  if (!found) throw new ExpressionFailed("date");
  const offset = (Number(found[2]) * 60 + Number(found[3] || 0)) * 60000;
  return found[1] === "+" ? offset : -offset;
}

/** Read a moment of the scope: 2026-11-22 or 2026-11-22T10:30:00.000+07:00. */
export function exactMoment(text, offset) {
  const read = readMoment(text, offset, Math.round);
  return text.includes("T") ? read : read.startOfDay;
}

/**
 * Read 2026-11-22 or 2026-11-22T10:30:00.000+07:00 as JavaRosa does, which cuts off instead of
 * rounding binary fractions of a second: of 16.252 s it keeps 251 ms.
 */
export function readMoment(text, offset, settled = Math.trunc) {
  const mark = text.indexOf("T");
  const found = DATE.exec(mark < 0 ? text : text.slice(0, mark));
  if (!found) throw new ExpressionFailed("date");
  const [year, month, day] = found.slice(1).map(Number);
  if (year < 1 || year > 9999 || month > 12 || day > 31) throw new ExpressionFailed("date");
  const start = new Date(0);
  start.setUTCFullYear(year, month - 1, day);
  if (start.getUTCMonth() !== month - 1 || start.getUTCDate() !== day) throw new ExpressionFailed("date");
  return new Moment(start.getTime() + (mark < 0 ? 0 : readTime(text.slice(mark + 1), offset, settled)), offset);
}

function readTime(text, offset, settled) {
  let moved = 0;
  const zone = text.search(/[+-]/);
  if (text.endsWith("Z")) {
    moved = offset;
    text = text.slice(0, -1);
  } else if (zone >= 0) {
    moved = offset - zoneOffset(text.slice(zone));
    text = text.slice(0, zone);
  }
  const found = TIME.exec(text);
  if (!found) throw new ExpressionFailed("date");
  const [hour, minute, exact] = [Number(found[1]), Number(found[2]), Number(found[3] || 0)];
  const second = Math.trunc(exact);
  if (hour > 23 || minute > 59 || second > 59) throw new ExpressionFailed("date");
  const ticks = settled(1000 * exact - 1000 * second);
  return ((hour * 60 + minute) * 60 + second) * 1000 + ticks + moved;
}
