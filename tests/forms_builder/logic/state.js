// What the phone says of many forms with their answers, for the comparison with the server.

import { moment, toText } from "/js/expressions.js";
import { FormState } from "/js/state.js";

function typed(value, now) {
  return value && value.date ? moment(value.date, now) : value;
}

function said(state) {
  const told = { asked: {}, values: {}, rules: {}, offered: {}, counts: Object.fromEntries(state.counts) };
  for (const item of state.items.values()) {
    for (const [path, prefix] of state.paths(item)) {
      told.asked[path] = state.asked.get(path);
      if (state.typed(path) !== "") told.values[path] = toText(state.typed(path));
      for (const effect of ["constraint", "required", "read_only"]) {
        if (state.asked.get(path) && state.hasRule(item, effect)) {
          told.rules[`${path} ${effect}`] = state.rule(item, effect, prefix);
        }
      }
      if (state.asked.get(path) && state.hasRule(item, "choice_filter")) told.offered[path] = state.offered(item, prefix);
    }
  }
  return told;
}

export function results(forms, now) {
  return forms.flatMap(({ logic, cases }) =>
    cases.map(({ values, counts }) => {
      const read = Object.entries(values).map(([path, value]) => [path, typed(value, now)]);
      return said(new FormState(logic, new Map(read), new Map(Object.entries(counts)), now));
    }),
  );
}
