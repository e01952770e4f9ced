// On the programme ([data-offline]) the browser is asked to keep that page. A page that it has kept says so, and how old it
// is, until there is a network again.
import { dayText, hourText, shownZone } from "./hours.js";

export function keepProgramme(root) {
  const box = root.querySelector("[data-offline]");
  if (box === null || !("serviceWorker" in navigator)) return;
  const { keptAt } = document.documentElement.dataset;
  if (keptAt === undefined) {
    const { offline, scope } = box.dataset;
    // A browser that keeps nothing, as in a private window, has the page all the same.
    navigator.serviceWorker.register(offline, { scope }).catch(() => {});
    return;
  }
  const instant = new Date(keptAt);
  const zone = shownZone() ?? "UTC";
  box.querySelector("[data-when]").textContent = `${dayText(instant, zone)}, ${hourText(instant, zone)}`;
  box.hidden = false;
  window.addEventListener("online", () => window.location.reload());
}
