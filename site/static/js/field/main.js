// The field app on the phone. Everything works without this file; with it, also without a signal.

import { startObservation } from "./observe.js";
import { keepSending } from "./outbox.js";
import { startOutboxList } from "./outbox-list.js";
import { keepPages } from "./pages.js";
import { forgetAtSignOut, registerWorker } from "./sw-register.js";
import { keepWritten } from "./written.js";

const field = document.getElementById("field");

function showConnection() {
  const line = document.querySelector("[data-offline]");
  if (line) line.hidden = navigator.onLine;
}

function start() {
  const place = { user: field.dataset.user, sendUrl: field.dataset.sendUrl, whoUrl: field.dataset.whoUrl };
  document.documentElement.classList.add("field-ready");
  showConnection();
  window.addEventListener("online", showConnection);
  window.addEventListener("offline", showConnection);
  registerWorker(field.dataset.worker);
  forgetAtSignOut(field.dataset.signOut);
  if (!place.user) return;

  const observation = document.querySelector("form[data-observation]");
  if (observation) startObservation(observation, place);
  for (const form of document.querySelectorAll("form[data-keep]")) {
    keepWritten(form, place.user).catch((error) => console.warn("written", error));
  }
  for (const box of document.querySelectorAll("[data-outbox-box]")) startOutboxList(box, place);
  keepSending(place);

  const links = Array.from(document.querySelectorAll("[data-keep-page]"), (link) => link.dataset.keepPage);
  if (links.length) keepPages(place.user, [location.pathname, ...links]).catch(() => {});
}

if (field) start();
