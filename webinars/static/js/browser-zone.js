// In a fresh form the list of zones ([data-browser-zone]) begins with the browser's own, where the list has it. A form with
// one button ([data-take-zone]) makes it that of the account.
import { ownZone, placeText, presentName } from "./hours.js";

export function chooseBrowserZone(root) {
  const zone = ownZone();
  if (zone === null) return;
  const form = root.querySelector("[data-take-zone]");
  if (form !== null) {
    form.elements.timezone.value = presentName(zone);
    form.querySelector("button").textContent = form.dataset.takeZone.replace("{zone}", placeText(zone));
    form.hidden = false;
  }
  for (const list of root.querySelectorAll("[data-browser-zone]")) {
    const option = [...list.options].find((each) => each.value === presentName(zone));
    if (option !== undefined) list.value = option.value;
  }
}
