// A form to try out, in the editor's preview and on its public page: everything works, nothing is
// kept or sent, save where the form says data-try-out="send".

import { questionsOf } from "./answers.js";
import { kindOf } from "./kinds.js";
import { startRepeats } from "./repeats.js";
import { startRules } from "./rules.js";

function tryOut(form) {
  const rules = startRules(form);
  const start = (element) => {
    for (const question of questionsOf(element)) kindOf(question).start(question, { change: rules.apply, page: null });
  };
  start(form);
  form.addEventListener("instance-added", (event) => start(event.target));
  rules.begin(form);
  rules.apply();
  form.addEventListener("input", rules.apply);
  form.addEventListener("change", rules.apply);
  if (form.dataset.tryOut !== "send") form.addEventListener("submit", (event) => event.preventDefault());
  startRepeats(form, {
    added(instance) {
      rules.begin(instance);
      rules.apply();
    },
    removed: rules.apply,
  });
}

for (const form of document.querySelectorAll("form[data-try-out]")) tryOut(form);
