// At the desk it is told in the zone of the reader's account, else by the reader's own clock, when something was done, and
// which zone that is, once on a page. Without this script each time stands there with the zone of the account, or in UTC.
import { hourText, ownZone, placeText } from "./hours.js";

export function showOwnTimes(root) {
  const words = root.querySelector("[data-own-zone]");
  const zone = words?.dataset.zone ?? ownZone();
  const times = root.querySelectorAll("time[data-moment]");
  if (words === null || zone === null || times.length === 0) return;
  const today = dayIn(new Date(), zone);
  for (const time of times) {
    const instant = new Date(time.dateTime);
    const day = dayIn(instant, zone);
    const hour = hourText(instant, zone);
    time.textContent = day === today ? words.dataset.today.replace("{hour}", hour) : `${day}, ${hour}`;
  }
  words.textContent = words.dataset.ownZone.replace("{zone}", placeText(zone));
  words.hidden = false;
}

function dayIn(instant, timeZone) {
  const options = { day: "numeric", month: "long", year: "numeric", timeZone };
  return new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", options).format(instant);
}
