// A slider beside the field that holds the number. Until either is touched there is no answer.

import { readNumber } from "../typed.js";
import { digits } from "../words.js";

function partsOf(question) {
  return {
    field: question.querySelector("input[name]"),
    slider: question.querySelector("input[type='range']"),
  };
}

function follow(question) {
  const { field, slider } = partsOf(question);
  const number = readNumber(field.value);
  slider.classList.toggle("slider--untouched", Number.isNaN(number));
  if (Number.isNaN(number)) slider.value = (Number(slider.min) + Number(slider.max)) / 2;
  else slider.value = number;
  slider.disabled = field.readOnly;
}

export const range = {
  start(question, { change }) {
    const { field, slider } = partsOf(question);
    question.querySelector("[data-slider]").hidden = false;
    const words = question.querySelector(".slider__words");
    if (words) words.hidden = true;
    follow(question);
    field.addEventListener("input", () => follow(question));
    const take = (event) => {
      if (field.readOnly) return;
      const text = digits(slider.value);
      if (event.type === "click" && field.value === text) return;
      field.value = text;
      slider.classList.remove("slider--untouched");
      change();
    };
    slider.addEventListener("input", take);
    // A tap on the middle, where the slider waits, moves nothing and is an answer all the same.
    slider.addEventListener("click", take);
  },
  shown: follow,
  put(question, text) {
    const { field } = partsOf(question);
    if (field.value !== text) field.value = text;
    follow(question);
  },
};
