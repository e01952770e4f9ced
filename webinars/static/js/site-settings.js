// The settings of the site: the index and the bar of the editor, and a test of the mail server that leaves the page as it
// is. Without this script the button sends the form, and the answer is the page with what became of it.
import { keepSavebar } from "./savebar.js";
import { keepSections } from "./sections.js";

export function openSiteSettings(form) {
  keepSections(form);
  keepSavebar(form);
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.matches("[data-mail-test]")) {
      event.preventDefault();
      test(form, button);
    }
  });
  form.dataset.siteSettings = "ready";
}

async function test(form, button) {
  const list = form.querySelector("[data-trials]");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  list.textContent = button.dataset.waiting;
  try {
    const response = await fetch(button.formAction, { method: "POST", body: new FormData(form, button), redirect: "error" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const trials = page.querySelector("[data-trials]");
    // A box that needs a look, or too many tests: that page says so in full.
    if (!response.ok || trials === null) {
      leave(form, button);
      return;
    }
    list.replaceChildren(...trials.childNodes);
  } catch {
    leave(form, button);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

function leave(form, button) {
  button.removeAttribute("data-mail-test");
  form.requestSubmit(button);
}
