// In a fresh form the list of zones ([data-browser-zone]) begins with the browser's own, where the list has it.
import { ownZone, presentName } from "./hours.js";

export function chooseBrowserZone(root) {
  const zone = ownZone();
  if (zone === null) return;
  for (const list of root.querySelectorAll("[data-browser-zone]")) {
    const option = [...list.options].find((each) => each.value === presentName(zone));
    if (option !== undefined) list.value = option.value;
  }
}
