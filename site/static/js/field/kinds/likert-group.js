// Several statements on one scale: an answer is whole when each has its point.

export const likertGroup = {
  isMissing: (answer, question) =>
    !answer || Object.keys(answer).length < question.querySelectorAll("[data-statement]").length,
  put() {},
  spoken(question) {
    return Array.from(question.querySelectorAll("[data-statement]"))
      .filter((row) => row.querySelector("input:checked"))
      .map((row) => {
        const chosen = row.querySelector("input:checked").closest("label").textContent.trim();
        return `${row.querySelector("legend").textContent.trim()}: ${chosen}`;
      });
  },
  typed: (answer) =>
    answer
      ? Object.entries(answer)
          .map(([statement, points]) => `${statement}=${points}`)
          .join(" ")
      : "",
};
