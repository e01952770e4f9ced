// The next recording of the series plays when this one ends, for those who have chosen that. It does so by itself where its
// place may be asked: it is a film of this site, or lies at the host that has just played or at one that is always trusted.
import { openPlayer } from "./player.js";
import { keep, kept, onForgotten } from "./viewer-storage.js";

const KEY = "plays-on";

export function offerToPlayNext(page) {
  const box = page.querySelector("[data-play-next]");
  if (box === null) return;
  box.checked = kept().playsNext === true;
  box.addEventListener("change", () => keep({ playsNext: box.checked || undefined }));
  onForgotten(() => (box.checked = false));
}

export function playNextAfter(page, player, stage) {
  const box = page.querySelector("[data-play-next]");
  if (box === null) return;
  player.onEnd(() => {
    if (!box.checked) return;
    try {
      window.sessionStorage.setItem(KEY, JSON.stringify({ slug: box.dataset.playNext, host: stage.place.dataset.host }));
    } catch {
      // The page comes all the same, and waits to be pressed.
    }
    window.location.assign(page.querySelector(".next-up a[rel=next]").href);
  });
}

/** Begin, if the recording before has just led here. `trusted` are the hosts that may be asked on every page. */
export function playOn(page, stage, trusted) {
  let led = null;
  try {
    led = JSON.parse(window.sessionStorage.getItem(KEY));
    window.sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
  const { host } = stage.place.dataset;
  if (led?.slug !== page.dataset.slug || stage.screen !== null) return;
  if (host === "" || host === led.host || trusted.includes(host)) openPlayer(stage.place, { takesFocus: false });
}
