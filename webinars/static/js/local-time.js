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
    box.querySelector("[data-hour]").textContent = hourText(instant, zone);
    const day = box.querySelector("[data-day]");
    day.textContent = dayText(instant, zone);
    day.classList.toggle("other-day", leafDate !== undefined && leafDate !== dateIn(instant, zone));
    const name = box.querySelector("[data-zone-name]");
    if (name !== null) name.textContent = placeText(zone);
    const where = box.querySelector("[data-where]");
    if (where !== null) {
      where.dataset.here ??= where.textContent;
      const { here, where: there } = where.dataset;
      where.textContent = isElsewhere() ? there.replace("{place}", placeText(zone)) : here;
    }
    box.hidden = false;
  }
}
