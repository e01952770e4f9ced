// In a fresh form the list of zones, or a hidden field ([data-browser-zone]), begins with the browser's own, where the list has it. A form with
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
    const name = presentName(zone);
    // A hidden field has no options: the server knows every zone that a browser does, or says that it does not.
    if (list.options === undefined || [...list.options].some((each) => each.value === name)) list.value = name;
  }
}
