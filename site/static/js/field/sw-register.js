// Registers the service worker, which opens pages without a signal.

export function registerWorker(url) {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register(url, { scope: "/m/" }).catch((error) => console.warn("worker", error));
}
