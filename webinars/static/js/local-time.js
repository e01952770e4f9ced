// Fills each [data-local-time] box with the reader's own hour. The server leaves the box hidden, or fills it itself
// when the reader has chosen a zone; such a box carries no attribute and is left alone. Beside a leaf ([data-leaf-date])
// another day than the leaf's stands out. Of a zone that was chosen it is not said that the reader is there ([data-where]).
import { dateIn, dayText, hourText, isElsewhere, placeText, shownZone } from "./hours.js";

export function showLocalTimes(root) {
  const zone = shownZone();
  if (zone === null) return;
  for (const box of root.querySelectorAll("[data-local-time]")) {
    const instant = new Date(box.dataset.localTime);
    if (Number.isNaN(instant.getTime())) continue;
    const { leafDate } = box.dataset;
    put(box, "[data-hour]", hourText(instant, zone));
    put(box, "[data-day]", dayText(instant, zone))?.classList.toggle(
      "other-day",
      leafDate !== undefined && leafDate !== dateIn(instant, zone),
    );
    put(box, "[data-zone-name]", placeText(zone));
    const where = box.querySelector("[data-where]");
    if (where !== null) {
      where.dataset.here ??= where.textContent;
      const { here, where: there } = where.dataset;
      where.textContent = isElsewhere() ? there.replace("{place}", placeText(zone)) : here;
    }
    box.hidden = false;
  }
}

function put(box, selector, words) {
  const place = box.querySelector(selector);
  if (place !== null) place.textContent = words;
  return place;
}
