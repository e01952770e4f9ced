// A picture as wide as the page, with the words below it, for as long as this device says so.
import { keep, kept } from "./viewer-storage.js";

/** `place` holds the button, which may come with a part of the page; what becomes wide is around it or in it. */
export function offerWidth(place) {
  const button = place.querySelector("[data-wide]");
  if (button === null) return;
  const show = (isWide) => {
    button.closest(".watch").classList.toggle("is-theatre", isWide);
    button.setAttribute("aria-pressed", String(isWide));
  };
  show(kept().isWide === true);
  button.addEventListener("click", () => {
    const isWide = button.getAttribute("aria-pressed") !== "true";
    show(isWide);
    keep({ isWide: isWide || undefined });
  });
}
