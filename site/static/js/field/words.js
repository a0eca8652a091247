// The page brings its words in <template data-words>, worded by the server in the reader's
// language, so that no text stands in the scripts.

const KHMER_DIGITS = "០១២៣៤៥៦៧៨៩";
const words = new Map();

for (const template of document.querySelectorAll("template[data-words]")) {
  for (const element of template.content.querySelectorAll("[data-word]")) {
    words.set(element.dataset.word, element.textContent.trim());
  }
}

/** Digits as the reader writes them. */
export function digits(value) {
  if (document.documentElement.lang !== "km") return String(value);
  return String(value).replace(/[0-9]/g, (digit) => KHMER_DIGITS[digit]);
}

/** The words named `name`, with each {placeholder} filled in. */
export function word(name, values = {}) {
  const text = words.get(name) || "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? digits(values[key]) : whole));
}

/** Hours and minutes of a moment, as the reader writes them. */
export function clock(moment) {
  const two = (number) => String(number).padStart(2, "0");
  return digits(`${two(moment.getHours())}:${two(moment.getMinutes())}`);
}
