// Yes or no to a text. What was agreed to is the text that stood here when it was chosen.

export const consent = {
  start(question, { change }) {
    const shown = question.querySelector("[data-shown]");
    question.addEventListener("change", () => {
      if (shown.value === shown.dataset.shown) return;
      shown.value = shown.dataset.shown;
      change();
    });
  },
  answer(fields, path) {
    const agreed = (fields[`${path}__agreed`] || [])[0];
    if (agreed === undefined) return undefined;
    return { agreed, text_hash: (fields[`${path}__text_hash`] || [""])[0] };
  },
  put(question, text) {
    for (const input of question.querySelectorAll("input[type='radio']")) input.checked = input.value === text;
  },
  typed: (answer) => (answer ? answer.agreed : ""),
};
