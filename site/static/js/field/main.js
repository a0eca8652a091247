// The field app on the phone. Everything works without this file; with it, also without a signal.

import { startObservation } from "./observe.js";
import { keepSending } from "./outbox.js";
import { startOutboxList } from "./outbox-list.js";
import { claimPhone, keepPages } from "./pages.js";
import { registerWorker } from "./sw-register.js";
import { forgetStored, keepWritten } from "./written.js";

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
  if (!place.user) return;

  const observation = document.querySelector("form[data-observation]");
  if (observation) startObservation(observation, place);
  const kept = Array.from(document.querySelectorAll("form[data-keep]"));
  forgetStored(place.user)
    .then(() => Promise.all(kept.map((form) => keepWritten(form, place.user))))
    .catch((error) => console.warn("written", error));
  for (const box of document.querySelectorAll("[data-outbox-box]")) startOutboxList(box, place);
  keepSending(place);

  const links = Array.from(document.querySelectorAll("[data-keep-page]"), (link) => link.dataset.keepPage);
  claimPhone(place.user)
    .then(() => keepPages(place.user, [field.dataset.start, ...links]))
    .catch((error) => console.warn("pages", error));
}

if (field) start();
