// A level or "not applicable", with a note of what was seen.

export const rubric = {
  answer(fields, path) {
    const chosen = (fields[path] || [])[0];
    const evidence = (fields[`${path}__evidence`] || [])[0];
    const answer = {};
    if (chosen === "na") answer.na = true;
    else if (chosen !== undefined) answer.level = Number(chosen);
    if (evidence !== undefined) answer.evidence = evidence;
    return Object.keys(answer).length ? answer : undefined;
  },
  isMissing: (answer) => !answer || (answer.level === undefined && !answer.na),
  typed(answer) {
    if (!answer) return "";
    if (answer.na) return "na";
    return answer.level === undefined ? "" : answer.level;
  },
};
