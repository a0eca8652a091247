// An observation section by section, with a last look before sending. Each step has its own
// address (#step-2), so that the phone's back button goes one section back.

import { isAsked, isMissing, labelOf, questionsOf, spoken } from "./answers.js";
import { word } from "./words.js";

const PREFIX = "#step-";

export function startSteps(form, { onShow, isWrong }) {
  const sections = Array.from(form.querySelectorAll("[data-section]"));
  const review = form.querySelector("[data-review]");
  let steps = [...sections, review];
  const bar = form.querySelector("[data-step-bar]");
  const progress = form.querySelector("[data-progress]");
  const meter = form.querySelector("[data-progress-meter]");
  const leave = bar.querySelector("[data-leave]");
  const back = bar.querySelector("[data-back]");
  const next = bar.querySelector("[data-next]");
  const send = bar.querySelector("[data-send]");
  let current = -1;

  form.classList.add("observation--stepped");

  function heading(step) {
    const element = step.querySelector("h2") || step;
    element.tabIndex = -1;
    return element;
  }

  function fillReview() {
    const list = review.querySelector("[data-review-list]");
    const line = review.querySelector("template[data-review-line]");
    const group = review.querySelector("template[data-review-group]");
    list.replaceChildren();
    for (const section of sections) {
      const part = group.content.cloneNode(true);
      const title = section.querySelector("h2");
      part.querySelector("[data-title]").textContent = title ? title.textContent.trim() : "";
      const rows = part.querySelector("[data-rows]");
      for (const question of questionsOf(section)) {
        if (!isAsked(question) || question.dataset.kind === "hidden") continue;
        const row = line.content.cloneNode(true);
        row.querySelector("[data-name]").textContent = labelOf(question);
        const answer = row.querySelector("[data-answer]");
        const parts = spoken(question);
        answer.textContent = parts.length ? "" : word(isMissing(question) ? "needs-answer" : "no-answer");
        answer.classList.toggle("review__missing", isMissing(question) || isWrong(question));
        for (const text of parts) {
          const piece = document.createElement("span");
          piece.className = "review__piece";
          piece.textContent = text;
          answer.append(piece);
        }
        const link = row.querySelector("[data-change]");
        link.href = `#id_${question.dataset.question}`;
        link.dataset.goto = question.dataset.question;
        link.querySelector("[data-about]").textContent = `: ${labelOf(question)}`;
        rows.append(row);
      }
      if (rows.children.length) list.append(part);
    }
    const missing = questionsOf(form).filter((question) => isMissing(question) || isWrong(question));
    const notice = review.querySelector("[data-review-missing]");
    notice.hidden = missing.length === 0;
    notice.querySelector("[data-text]").textContent = word("missing", { count: missing.length });
    send.disabled = missing.length > 0;
  }

  /** Sections that the form's rules do not ask are no steps. */
  function findSteps() {
    const now = steps[current];
    steps = [...sections.filter((section) => !("unasked" in section.dataset)), review];
    for (const section of sections) if (!steps.includes(section)) section.hidden = true;
    if (now && steps.includes(now)) current = steps.indexOf(now);
  }

  function show(index, { focus = true } = {}) {
    findSteps();
    const wanted = Math.min(Math.max(index, 0), steps.length - 1);
    const last = wanted === steps.length - 1;
    current = wanted;
    steps.forEach((step, at) => {
      step.hidden = at !== wanted;
    });
    if (last) fillReview();
    progress.textContent = word("progress", { step: wanted + 1, steps: steps.length });
    meter.max = steps.length;
    meter.value = wanted + 1;
    leave.hidden = wanted > 0;
    back.hidden = wanted === 0;
    next.hidden = last;
    send.hidden = !last;
    if (focus) {
      heading(steps[wanted]).focus({ preventScroll: true });
      if (wanted === 0) window.scrollTo(0, 0);
      else progress.parentElement.scrollIntoView({ block: "start" });
    }
    onShow(wanted);
  }

  /** Open the section of the question `code` and put the focus on its first input. */
  function showQuestion(code) {
    const question = form.querySelector(`[data-question="${CSS.escape(code)}"]`);
    if (!question) return false;
    findSteps();
    const index = steps.indexOf(question.closest("[data-section]"));
    if (index < 0) return false;
    history.pushState(null, "", PREFIX + (index + 1));
    show(index, { focus: false });
    const input = question.querySelector("input:checked, input:not([type='hidden']), textarea, select");
    (input || question).focus({ preventScroll: true });
    question.scrollIntoView({ block: "start" });
    return true;
  }

  function go(index) {
    history.pushState(null, "", PREFIX + (index + 1));
    show(index);
  }

  function fromAddress(fallback) {
    const match = location.hash.match(/^#step-(\d+)$/);
    return match ? Number(match[1]) - 1 : fallback;
  }

  back.addEventListener("click", () => go(current - 1));
  next.addEventListener("click", () => go(current + 1));
  window.addEventListener("popstate", () => show(fromAddress(0)));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const code = link.dataset.goto || codeOf(link.getAttribute("href"));
    if (code && showQuestion(code)) event.preventDefault();
  });

  function codeOf(href) {
    const target = href.length > 1 ? document.getElementById(decodeURIComponent(href.slice(1))) : null;
    const question = target && target.closest("[data-question]");
    return question ? question.dataset.question : null;
  }

  return {
    show,
    showQuestion,
    open: (fallback) => show(fromAddress(fallback), { focus: false }),
    refresh: () => {
      findSteps();
      if (current === steps.length - 1) fillReview();
      else progress.textContent = word("progress", { step: current + 1, steps: steps.length });
    },
  };
}
