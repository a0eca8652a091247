// A recording: made here where the phone lets a page use its microphone, else chosen as a file.

import { word } from "../words.js";
import { addFile, storedFile } from "./stored-file.js";

const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
const BITS_A_SECOND = 32_000; // speech, some 240 kB a minute
const PIECE = 1_000; // milliseconds

function typeHere() {
  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia || !window.MediaRecorder) return "";
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type)) || "";
}

function timeText(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

async function record(question, recorder, type) {
  const button = recorder.querySelector("[data-record]");
  const stop = recorder.querySelector("[data-stop]");
  const time = recorder.querySelector("[data-time]");
  const longest = Number(recorder.dataset.minutes) * 60;
  button.disabled = true;
  let sound;
  try {
    sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    time.textContent = word("record-denied");
    button.disabled = false;
    return;
  }
  const pieces = [];
  const made = new MediaRecorder(sound, { mimeType: type, audioBitsPerSecond: BITS_A_SECOND });
  const begun = Date.now();
  const end = () => {
    if (made.state !== "inactive") made.stop();
  };
  const tick = setInterval(() => {
    const seconds = (Date.now() - begun) / 1000;
    time.textContent = word("recording", { time: timeText(seconds), most: timeText(longest) });
    if (seconds >= longest) end();
  }, 250);
  made.addEventListener("dataavailable", (event) => {
    if (event.data.size) pieces.push(event.data);
  });
  made.addEventListener("stop", async () => {
    clearInterval(tick);
    window.removeEventListener("pagehide", end);
    stop.removeEventListener("click", end);
    for (const track of sound.getTracks()) track.stop();
    const plain = type.split(";")[0];
    const length = timeText((Date.now() - begun) / 1000);
    time.textContent = "";
    stop.hidden = true;
    button.hidden = false;
    button.disabled = false;
    await addFile(question, new Blob(pieces, { type: plain }), `${word("recording-name", { time: length })}.${ENDINGS[plain]}`);
  });
  stop.addEventListener("click", end);
  window.addEventListener("pagehide", end);
  made.start(PIECE);
  button.hidden = true;
  stop.hidden = false;
  stop.focus();
}

export const audio = storedFile({
  show(url, one) {
    const player = document.createElement("audio");
    player.controls = true;
    player.src = url;
    player.setAttribute("aria-label", one.name);
    return player;
  },
  begin(question) {
    const recorder = question.querySelector("[data-recorder]");
    const type = typeHere();
    if (!type) return;
    recorder.dataset.works = "yes";
    recorder.hidden = false;
    recorder.querySelector("[data-record]").addEventListener("click", () => record(question, recorder, type));
  },
});
