// Photos: made smaller before they are kept, so that a day of them fits the phone and the network.
// Drawing a photo anew leaves behind what the camera wrote into it, such as the place.

import { word } from "../words.js";
import { storedFile } from "./stored-file.js";

const LONGEST_SIDE = 1_600;
const QUALITY = 0.85;

async function pixelsOf(file) {
  const picture = new Image();
  const url = URL.createObjectURL(file);
  try {
    picture.src = url;
    await picture.decode();
    return picture;
  } catch {
    throw new Error(word("file-no-picture"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function smaller(file) {
  const picture = await pixelsOf(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.naturalWidth, picture.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!blob) throw new Error(word("file-no-picture"));
  return { blob, name: `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg` };
}

export const photo = storedFile({
  several: true,
  prepare: smaller,
  show(url, one) {
    const picture = document.createElement("img");
    picture.src = url;
    picture.alt = one.name;
    picture.className = "stored-file__photo";
    return picture;
  },
});
