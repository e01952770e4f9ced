// Fills each [data-local-time] box with the reader's own hour. The server leaves the box hidden, or fills it itself
// when the reader has chosen a zone; such a box carries no attribute and is left alone.
import { dayText, hourText, ownZone, zoneText } from "./hours.js";

export function showLocalTimes(root) {
  const zone = ownZone();
  if (zone === null) return;
  for (const box of root.querySelectorAll("[data-local-time]")) {
    const instant = new Date(box.dataset.localTime);
    if (Number.isNaN(instant.getTime())) continue;
    box.querySelector("[data-hour]").textContent = hourText(instant, zone);
    box.querySelector("[data-day]").textContent = `${dayText(instant, zone)}, ${zoneText(zone)}`;
    box.hidden = false;
  }
}
