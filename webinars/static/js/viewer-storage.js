// What this device keeps of watching: the speed, the captions, what was chosen on a recording's page, and where one stopped.
// Nothing of it is ever sent. Storage may be closed to us, or hold what another version wrote: then nothing is kept.

const KEY = "watching";
const FORGOTTEN = "watching:forgotten";
const KEPT = "watching:kept";

export function kept() {
  try {
    const found = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return typeof found === "object" && found !== null && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}

/** Keep these values beside the others; one that is undefined is kept no longer. */
export function keep(changes) {
  const values = JSON.stringify({ ...kept(), ...changes });
  try {
    if (values === "{}") window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, values);
  } catch {
    return;
  }
  window.dispatchEvent(new Event(KEPT));
}

/** Call `act` when all of it has been forgotten. */
export function onForgotten(act) {
  window.addEventListener(FORGOTTEN, act);
}

/** The line that says what is kept, and its button, as long as there is something. */
export function offerToForget(page) {
  const line = page.querySelector("[data-kept]");
  const show = () => (line.hidden = Object.keys(kept()).length === 0);
  window.addEventListener(KEPT, show);
  line.querySelector("[data-forget-all]").addEventListener("click", () => {
    try {
      window.localStorage.removeItem(KEY);
    } catch {
      return;
    }
    window.dispatchEvent(new Event(FORGOTTEN));
    show();
    // The button has gone; what was pressed belongs to the player.
    page.querySelector("[data-player] > :is(a, video, iframe)")?.focus();
  });
  show();
}
