// A code read by the camera where the browser has BarcodeDetector; typing works everywhere.

import { plain } from "../typed.js";

const EVERY = 250; // milliseconds between two looks

function scanner(question, change) {
  const box = question.querySelector(".barcode");
  const camera = box.querySelector("[data-camera]");
  const video = box.querySelector("video");
  const line = box.querySelector("[data-scan-line]");
  const button = box.querySelector("[data-scan]");
  let stream = null;

  function stop() {
    if (stream) for (const track of stream.getTracks()) track.stop();
    stream = null;
    video.srcObject = null;
    camera.hidden = true;
  }

  async function look(detector) {
    if (!stream || !question.isConnected || document.hidden) {
      stop();
      return;
    }
    const [code] = await detector.detect(video);
    if (!code || !code.rawValue) {
      setTimeout(() => look(detector).catch(failed), EVERY);
      return;
    }
    question.querySelector("input").value = code.rawValue;
    line.textContent = box.dataset.found;
    stop();
    question.querySelector("input").focus();
    change();
  }

  function failed() {
    stop();
    line.textContent = box.dataset.failed;
  }

  async function begin() {
    if (stream || question.querySelector("input").readOnly) return;
    line.textContent = "";
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    camera.hidden = false;
    await video.play();
    await look(new window.BarcodeDetector());
  }

  button.addEventListener("click", () => begin().catch(failed));
  box.querySelector("[data-stop]").addEventListener("click", () => {
    stop();
    button.focus();
  });
}

export const barcode = {
  start(question, { change }) {
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
    question.querySelector("[data-with-script]").hidden = false;
    scanner(question, change);
  },
  typed: (answer) => (answer === undefined ? "" : plain(answer)),
};
