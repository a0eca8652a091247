// A value that the form works out: rules.js writes it into the <output>.

export const calculated = {
  answer: () => undefined,
  spoken(question) {
    const text = question.querySelector("output").textContent.trim();
    return text ? [text] : [];
  },
};
