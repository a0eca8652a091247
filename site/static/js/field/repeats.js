// Questions that are asked again and again: instances of a repeat are added, deleted and numbered.

import { word } from "./words.js";

function instancesOf(repeat) {
  return Array.from(repeat.querySelector("[data-instances]").children);
}

function rename(element, from, to) {
  const attributes = ["id", "for", "name", "aria-labelledby", "aria-describedby"];
  const paths = ["question", "repeat", "instance", "group"];
  for (const one of [element, ...element.querySelectorAll("*")]) {
    for (const name of attributes) {
      const value = one.getAttribute(name);
      if (value && value.includes(from)) one.setAttribute(name, value.split(from).join(to));
    }
    for (const name of paths) {
      if (one.dataset[name] && one.dataset[name].includes(from)) {
        one.dataset[name] = one.dataset[name].split(from).join(to);
      }
    }
    // What a template holds is not among its children.
    if (one.tagName === "TEMPLATE") for (const child of one.content.children) rename(child, from, to);
  }
}

function number(repeat) {
  const path = repeat.dataset.repeat;
  const instances = instancesOf(repeat);
  instances.forEach((instance, index) => {
    const wanted = `${path}.${index}`;
    const found = instance.dataset.instance;
    if (found !== wanted) {
      rename(instance, `${found}.`, `${wanted}.`);
      instance.dataset.instance = wanted;
    }
    instance.querySelector("[data-instance-number]").textContent = word("number", { number: index + 1 });
    const remove = instance.querySelector("[data-remove-instance]");
    if (remove) remove.hidden = instances.length <= 1;
  });
  const add = repeat.querySelector(":scope > p > [data-add-instance]");
  if (add) add.hidden = instances.length >= Number(repeat.dataset.maximum);
}

/** Add an instance at the end; returns its element, which tells of itself by "instance-added". */
export function addInstance(repeat) {
  const box = repeat.querySelector("[data-instances]");
  const copy = repeat.querySelector(":scope > template[data-new-instance]").content.cloneNode(true).firstElementChild;
  const index = box.children.length;
  rename(copy, `.__n${repeat.dataset.depth}__`, `.${index}`);
  box.append(copy);
  number(repeat);
  copy.dispatchEvent(new CustomEvent("instance-added", { bubbles: true }));
  return copy;
}

/** Make as many instances as `count`; deletes from the end. Returns whether anything changed. */
export function setInstances(repeat, count) {
  const before = instancesOf(repeat).length;
  for (let have = before; have < count; have += 1) addInstance(repeat);
  for (const extra of instancesOf(repeat).slice(count)) extra.remove();
  if (before !== count) number(repeat);
  return before !== count;
}

/** How many instances each repeat on the page has: a Map by path. */
export function countInstances(form) {
  return new Map(
    Array.from(form.querySelectorAll("[data-repeat]"), (repeat) => [repeat.dataset.repeat, instancesOf(repeat).length]),
  );
}

/** Make the instances that the names of kept `fields` speak of, from the outermost inwards. */
export function restoreInstances(form, fields) {
  const wanted = new Map();
  for (const name of Object.keys(fields)) {
    const steps = name.split(".");
    for (let at = 1; at < steps.length; at += 2) {
      const path = steps.slice(0, at).join(".");
      wanted.set(path, Math.max(wanted.get(path) || 0, Number(steps[at]) + 1));
    }
  }
  for (const path of Array.from(wanted.keys()).sort((one, other) => one.length - other.length)) {
    const repeat = form.querySelector(`[data-repeat="${CSS.escape(path)}"]`);
    if (repeat) setInstances(repeat, Math.min(wanted.get(path), Number(repeat.dataset.maximum)));
  }
  // A repeat that was emptied by hand keeps what the page began it with.
  for (const repeat of form.querySelectorAll("[data-repeat]")) number(repeat);
}

/**
 * Let the buttons work. `added(instance)` and `removed(path)` are called after a change; `path` is
 * that of the repeat, whose instances have new names then.
 */
export function startRepeats(form, { added, removed }) {
  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-instance]");
    const remove = event.target.closest("[data-remove-instance]");
    if (!add && !remove) return;
    event.preventDefault();
    const repeat = event.target.closest("[data-repeat]");
    if (add) {
      const instance = addInstance(repeat);
      instance.querySelector("h4").focus();
      added(instance);
      return;
    }
    if (!window.confirm(word("confirm-instance"))) return;
    remove.closest("[data-instance]").remove();
    number(repeat);
    repeat.querySelector("h3").focus();
    removed(repeat.dataset.repeat);
  });
}
