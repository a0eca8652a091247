// A day, written as people here write it: 21/11/2026.

import { readDate } from "../typed.js";

export const date = {
  put(question, text) {
    const input = question.querySelector("input");
    const shown = readDate(text).split("-").reverse().join("/");
    if (input.value !== shown) input.value = shown;
  },
};
