// Before somebody signs out, this phone forgets the pages it kept for them, and files that no draft
// names. What is not yet sent stays, under its owner's name.

import { forgetLooseFiles } from "./files.js";
import { forgetPages } from "./pages.js";

const form = document.querySelector("form[data-sign-out]");

async function forgetFirst(event) {
  event.preventDefault();
  form.removeEventListener("submit", forgetFirst);
  try {
    await forgetPages();
    await forgetLooseFiles();
  } catch (error) {
    console.warn("pages", error);
  }
  form.submit();
}

if (form) form.addEventListener("submit", forgetFirst);
