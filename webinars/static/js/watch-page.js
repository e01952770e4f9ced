// The page of a recording ([data-watch]): its chapters and its words lead into the player without leaving the page, follow
// it, and what is shared is the present moment. Every link works without this.
import { openPlayer } from "./player.js";
import { followPlayer, secondOf } from "./playback-sync.js";
import { markChapters } from "./chapter-marks.js";
import { offerToForget } from "./viewer-storage.js";
import { listenToKeys } from "./player-keys.js";
import { offerToPlayNext, playNextAfter, playOn } from "./autoplay.js";
import { offerToContinue, rememberWhereStopped } from "./resume-points.js";
import { shareFrom } from "./share.js";
import { openTools } from "./player-tools.js";
import { findInTranscript } from "./transcript-find.js";
import { WatchStage } from "./watch-stage.js";
import { offerWidth } from "./wide-view.js";
import { bodyOf, bringIntoView, scrolls, showParts } from "./player-panel.js";

const ALWAYS = "always-load";

export function watch(root) {
  const page = root.querySelector("[data-watch]");
  if (followHash()) return;
  const place = page.querySelector("[data-player]");
  showCurrent(page);
  findInTranscript(page);
  showParts(page);
  openTools(page);
  offerWidth(page);
  if (place === null) return;
  const stage = new WatchStage(place, page.dataset.watch);
  page.addEventListener("click", (event) => jump(event, stage));
  offerToPlayNext(page);
  offerToContinue(page, stage);
  offerToForget(page);
  stage.whenItTells((player) => serve(page, player, stage));
  playOn(page, stage, trusted());
  rememberChoice(page, stage);
}

// What a player can do that tells where it is.
function serve(page, player, stage) {
  listenToKeys(page, player, stage);
  followPlayer(page, player, stage);
  markChapters(page, player, stage);
  shareFrom(page, player, stage);
  rememberWhereStopped(page, player, stage);
  playNextAfter(page, player, stage);
}

function jump(event, stage) {
  const link = event.target.closest("a[data-at], [data-transcript] a.stamp");
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  // Nothing is asked of another host before somebody has pressed its poster: until then the link leads there.
  if (stage.isFrameToCome) return;
  event.preventDefault();
  stage.seek(secondOf(link)).catch(() => window.location.assign(link.href));
}

// What is shared from a playing page ends in #t=90; the server, which no hash reaches, is asked for ?t=90.
function followHash() {
  const second = /^#t=(\d+)$/.exec(window.location.hash)?.[1];
  if (second === undefined) return false;
  const there = new URL(window.location.href);
  there.hash = "";
  there.searchParams.set("t", second);
  window.location.replace(there);
  return true;
}

// A page that was asked for at a moment shows the words of that moment where they scroll by themselves.
function showCurrent(page) {
  const cue = page.querySelector(".cue-current");
  if (cue !== null && scrolls(bodyOf(page))) bringIntoView(bodyOf(page), cue);
}

// Who trusts a host says so once, and takes it back at the same place.
function rememberChoice(page, stage) {
  const box = page.querySelector("[data-always]");
  if (box === null) return;
  const host = box.dataset.always;
  box.checked = trusted().includes(host);
  if (box.checked && stage.screen === null) openPlayer(stage.place, { isPressed: false });
  box.addEventListener("change", () => {
    const others = trusted().filter((each) => each !== host);
    window.localStorage.setItem(ALWAYS, JSON.stringify(box.checked ? [...others, host] : others));
  });
}

function trusted() {
  try {
    const hosts = JSON.parse(window.localStorage.getItem(ALWAYS) ?? "[]");
    return Array.isArray(hosts) ? hosts : [];
  } catch {
    // Storage may be closed to us, or hold what another version wrote.
    return [];
  }
}
