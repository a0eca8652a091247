// A place from the phone's GPS, rounded here already, or typed coordinates.

import { readNumber } from "../typed.js";
import { digits } from "../words.js";
import { partOf } from "./kept.js";

const PATIENCE = 60_000; // milliseconds
const REFUSED = 1; // GeolocationPositionError.PERMISSION_DENIED

function say(question, name, metres = null) {
  const text = question.querySelector("[data-decimals]").dataset[name];
  question.querySelector("[data-place-line]").textContent = metres === null ? text : text.replace("{metres}", digits(metres));
}

function write(question, { latitude, longitude, accuracy }) {
  const decimals = Number(question.querySelector("[data-decimals]").dataset.decimals);
  partOf(question, "latitude").value = latitude.toFixed(decimals);
  partOf(question, "longitude").value = longitude.toFixed(decimals);
  partOf(question, "accuracy").value = accuracy === null ? "" : accuracy.toFixed(1);
}

function locate(question, button, change) {
  button.disabled = true;
  say(question, "searching");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      button.disabled = false;
      write(question, coords);
      say(question, "found", Math.round(coords.accuracy));
      change();
    },
    (error) => {
      button.disabled = false;
      say(question, error.code === REFUSED ? "refused" : "failed");
    },
    { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 },
  );
}

export const place = {
  start(question, { change }) {
    if (navigator.geolocation) {
      const button = question.querySelector("[data-locate]");
      question.querySelector("[data-with-script]").hidden = false;
      button.addEventListener("click", () => {
        if (!partOf(question, "latitude").readOnly) locate(question, button, change);
      });
    }
    // What is typed has no accuracy of the phone's.
    question.addEventListener("input", () => {
      partOf(question, "accuracy").value = "";
    });
  },
  put(question, text) {
    const [latitude = "", longitude = "", , accuracy = ""] = text.split(" ");
    partOf(question, "latitude").value = latitude;
    partOf(question, "longitude").value = longitude;
    partOf(question, "accuracy").value = accuracy === "0" ? "" : accuracy;
  },
  isMissing: (answer) => !answer || !answer.latitude || !answer.longitude,
  spoken(question) {
    const [latitude, longitude, accuracy] = ["latitude", "longitude", "accuracy"].map((part) => partOf(question, part).value.trim());
    if (!latitude && !longitude) return [];
    const words = question.querySelector("[data-decimals]").dataset.accuracy;
    return [`${latitude}, ${longitude}`, ...(accuracy ? [words.replace("{metres}", digits(accuracy))] : [])];
  },
  typed(answer, question) {
    if (!answer || !answer.latitude || !answer.longitude) return "";
    const degrees = [answer.latitude, answer.longitude].map((part) => readNumber(part.replace("°", "")));
    if (degrees.some(Number.isNaN)) return "";
    const decimals = Number(question.querySelector("[data-decimals]").dataset.decimals);
    const [latitude, longitude] = degrees.map((number) => Number(number.toFixed(decimals)));
    return `${latitude} ${longitude} 0 ${answer.accuracy || "0"}`;
  },
};
