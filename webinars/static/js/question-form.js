// The form of a question: how many characters are left, and what is asked already, while one types.

import { remembered, showMine } from "./question-votes.js";

const PAUSE = 400;
const SHORTEST = 12;
const ANNOUNCED = [50, 20, 0];

export function bindForm(form, section) {
  const field = form.querySelector("textarea");
  const box = form.querySelector("[data-similar-ones]");
  const left = form.querySelector("[data-left]");
  const leftSaid = form.querySelector("[data-left-said]");
  let timer = 0;
  let control = null;
  let before = room(field);
  count();
  field.addEventListener("input", () => {
    count();
    clearTimeout(timer);
    control?.abort();
    form.elements.sure?.remove();
    if (form.dataset.similar === undefined) return;
    if (field.value.trim().length < SHORTEST) {
      box.replaceChildren();
      delete box.dataset.shown;
    } else timer = setTimeout(look, PAUSE);
  });

  function count() {
    const now = room(field);
    const words = left.dataset.left.replace("{count}", now);
    left.hidden = false;
    left.textContent = words;
    // Once for each step that was passed, not at each key.
    if (ANNOUNCED.some((step) => now <= step && before > step)) leftSaid.textContent = words;
    before = now;
  }

  async function look() {
    control = new AbortController();
    const body = new URLSearchParams({ text: field.value });
    try {
      const response = await fetch(form.dataset.similar, { method: "POST", body, signal: control.signal });
      if (!response.ok) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").body;
      if (fresh.innerHTML.trim() !== box.dataset.shown) {
        box.dataset.shown = fresh.innerHTML.trim();
        box.replaceChildren(...fresh.childNodes);
        showMine(box, remembered(section));
      }
      beSure();
    } catch {
      // Sent without having been shown, it is asked about once after sending.
    }
  }

  // What is like it has been seen by now.
  function beSure() {
    if (form.elements.sure !== undefined) return;
    const sure = document.createElement("input");
    sure.type = "hidden";
    sure.name = "sure";
    sure.value = "yes";
    form.append(sure);
  }
}

const room = (field) => field.maxLength - field.value.length;
