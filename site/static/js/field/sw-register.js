// Registers the service worker, and clears the pages of whoever signs out.

import { forgetPages } from "./pages.js";

export function registerWorker(url) {
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(url, { scope: "/m/" }).catch((error) => console.warn("worker", error));
  }
}

/** Before the form that signs out goes, this phone forgets the pages of the one who leaves. */
export function forgetAtSignOut(signOutUrl) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (new URL(form.action, location.href).pathname !== signOutUrl || form.dataset.forgotten) return;
    event.preventDefault();
    form.dataset.forgotten = "yes";
    forgetPages()
      .catch((error) => console.warn("pages", error))
      .finally(() => form.requestSubmit());
  });
}
