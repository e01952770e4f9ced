// Lists say once which zone the hours beside their lines are in ([data-zone-choice]), and let people choose another, which
// this device remembers for every page. The list of zones is the browser's own, filled when somebody asks for it.
import { showLocalTimes } from "./local-time.js";
import { isElsewhere, keepZone, keptZone, ownZone, placeText, presentName, regionText, shownZone } from "./hours.js";

export function offerZones(root) {
  const zone = shownZone();
  if (zone === null) return;
  for (const choice of root.querySelectorAll("[data-zone-choice]")) {
    const button = choice.querySelector("[data-change]");
    const list = choice.querySelector("select");
    button.hidden = Intl.supportedValuesOf === undefined;
    button.addEventListener("click", () => {
      const field = list.closest("[hidden], .field");
      if (list.options.length === 0) fill(list);
      field.hidden = !field.hidden;
      button.setAttribute("aria-expanded", String(!field.hidden));
      if (!field.hidden) list.focus();
    });
    list.addEventListener("change", () => {
      keepZone(list.value);
      // Kept by the device, and so nothing that would be lost with the list.
      for (const option of list.options) option.defaultSelected = option.selected;
      showLocalTimes(document);
      sayPlaces(document);
    });
    choice.hidden = false;
  }
  sayPlaces(root);
}

function sayPlaces(root) {
  const place = document.createElement("strong");
  place.textContent = placeText(shownZone());
  for (const each of root.querySelectorAll("[data-zone-choice] [data-words]")) {
    const { words, chosen } = each.dataset;
    const [before, after] = (isElsewhere() ? chosen : words).split("{place}");
    each.replaceChildren(before, place.cloneNode(true), after);
  }
}

function fill(list) {
  const kept = keptZone();
  list.append(new Option(list.dataset.own.replace("{place}", placeText(ownZone())), "", kept === null, kept === null));
  const groups = new Map();
  const zones = new Set(Intl.supportedValuesOf("timeZone").map(presentName));
  for (const zone of [...zones].sort((a, b) => placeText(a).localeCompare(placeText(b)))) {
    const region = regionText(zone);
    if (!groups.has(region)) groups.set(region, Object.assign(document.createElement("optgroup"), { label: region }));
    groups.get(region).append(new Option(placeText(zone), zone, zone === kept, zone === kept));
  }
  list.append(...[...groups.keys()].sort().map((region) => groups.get(region)));
}
