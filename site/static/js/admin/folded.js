// Text as it is compared: one form of each letter, small, without signs that are not seen.

export function folded(text) {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\u200b-\u200d\ufeff]/g, "")
    .replace(/[០-៩]/g, (digit) => String(digit.codePointAt(0) - 0x17e0));
}
