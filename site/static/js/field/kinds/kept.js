// What a kind keeps in a hidden input as JSON, so that the draft keeps it too.

/** The value kept in a text, or `fallback`. */
export function kept(text, fallback) {
  try {
    return text ? JSON.parse(text) : fallback;
  } catch {
    return fallback;
  }
}

/** The input of a question named path__part. */
export function partOf(question, part) {
  return question.querySelector(`[name="${CSS.escape(`${question.dataset.question}__${part}`)}"]`);
}
