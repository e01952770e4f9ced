// The script of the form that registers for several webinars of a series: ticks all or none, and counts on the button.
import { openPage } from "./page.js";

openPage((root) => {
  for (const form of root.querySelectorAll("[data-series-registration]")) countTicked(form);
});

function countTicked(form) {
  const boxes = [...form.querySelectorAll("[name=webinars]:enabled")];
  const button = form.querySelector("[data-words]");
  const words = button.textContent;
  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    button.textContent = count > 0 ? button.dataset.words.replace("{count}", count) : words;
  };
  const tick = (isTicked) => {
    for (const box of boxes) box.checked = isTicked;
    show();
  };
  form.querySelector("[data-tick-all]").addEventListener("click", () => tick(true));
  form.querySelector("[data-tick-none]").addEventListener("click", () => tick(false));
  form.addEventListener("change", show);
  // The back button brings ticks back after this.
  addEventListener("pageshow", show);
  show();
}
