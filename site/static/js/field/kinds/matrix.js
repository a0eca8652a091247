// A table of small inputs.

function cellsOf(question) {
  return Array.from(question.querySelectorAll("input[name], select[name]"));
}

export const matrix = {
  isMissing: (answer, question) => !answer || Object.keys(answer).length < cellsOf(question).length,
  put() {},
  spoken(question) {
    return cellsOf(question)
      .filter((cell) => cell.value.trim())
      .map((cell) => {
        const label = question.querySelector(`label[for="${CSS.escape(cell.id)}"]`).textContent.trim();
        const text = cell.tagName === "SELECT" ? cell.selectedOptions[0].textContent : cell.value;
        return `${label} ${text.trim()}`;
      });
  },
  typed: (answer) => (answer ? Object.keys(answer).length : ""),
};
