// What was offered of a pasted text: in a row of chips the keys 1 to 5 press the first to the fifth, and after a press those of
// the next row, where the focus is then. A press brings the page back with everything at the height where it was.

const PLACE = "offers-place";
const ROW = "[data-chips]";

export function pressByNumber(form) {
  const groups = [...form.querySelectorAll("[data-offers]")];
  let isLeaving = false;
  form.classList.add("has-keys");
  form.addEventListener("keydown", (event) => {
    if (!/^[1-5]$/.test(event.key) || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isLeaving) return;
    const row = event.target.closest(ROW) ?? event.target.closest("[data-offers]")?.querySelector(ROW);
    const chip = row?.querySelectorAll("button")[Number(event.key) - 1];
    if (chip === undefined) return;
    event.preventDefault();
    chip.click();
  });
  form.addEventListener("submit", (event) => {
    const group = event.submitter?.closest("[data-offers]") ?? null;
    isLeaving = group !== null;
    if (isLeaving) keep({ id: group.id, top: group.getBoundingClientRect().top });
  });
  // A browser that goes back shows the page as it was left.
  addEventListener("pageshow", () => (isLeaving = false));
  putBack(groups);
}

function putBack(groups) {
  const place = kept();
  const group = groups.find((each) => each.id === place?.id && `#${each.id}` === location.hash);
  if (group === undefined) return;
  const scroll = () => scrollBy({ top: group.getBoundingClientRect().top - place.top, behavior: "instant" });
  group.focus({ preventScroll: true });
  scroll();
  // While a page loads, a browser goes to the place that its address names more than once.
  if (document.readyState !== "complete") addEventListener("load", () => requestAnimationFrame(scroll), { once: true });
}

function keep(place) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  } catch {
    // Without storage the address leads to the same field.
  }
}

function kept() {
  try {
    const place = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
    return place;
  } catch {
    return null;
  }
}
