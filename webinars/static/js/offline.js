// On the programme ([data-offline]) the browser is asked to keep that page. A page that it has kept says so, and how old it
// is, until there is a network again.
import { dayText, hourText, shownZone } from "./hours.js";

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;

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
  const words = box.querySelector("[data-words]");
  const when = `${dayText(instant, zone)}, ${hourText(instant, zone)}`;
  words.textContent = words.dataset.words.replace("{when}", when);
  box.hidden = false;
  window.addEventListener("online", reloadIfThere);
  lookAgain(FIRST_PAUSE);
}

// That there is a network does not say that the site is reached by it, and no event says when it is.
function lookAgain(pause) {
  setTimeout(async () => {
    await reloadIfThere();
    lookAgain(Math.min(2 * pause, LONGEST_PAUSE));
  }, pause);
}

async function reloadIfThere() {
  try {
    const response = await fetch(window.location.href, { method: "HEAD", cache: "no-store" });
    if (response.ok) window.location.reload();
  } catch {
    // Not yet.
  }
}
