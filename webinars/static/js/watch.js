// The page of a recording ([data-watch]): its chapters and its words lead into the video without leaving the page, follow
// it, and what is shared is the present moment. Every link works without this.
import { openPlayer } from "./player.js";
import { followVideo } from "./follow.js";
import { listenToKeys } from "./keys.js";
import { shareFrom } from "./share.js";
import { findInTranscript } from "./transcript-find.js";

const ALWAYS = "always-load";

export function watch(root) {
  const page = root.querySelector("[data-watch]");
  if (followHash()) return;
  const player = page.querySelector("[data-player]");
  findInTranscript(page);
  showCurrent(page);
  if (player === null) return;
  const stage = new Stage(player, page.dataset.watch);
  page.addEventListener("click", (event) => jump(event, stage));
  player.addEventListener("player:open", (event) => serve(page, event.detail, stage));
  // Somebody may have pressed the poster before this file was there.
  if (stage.screen !== null) serve(page, stage.screen, stage);
  rememberChoice(page, stage);
}

// What only a video of our own can do.
function serve(page, screen, stage) {
  if (!(screen instanceof HTMLVideoElement)) return;
  listenToKeys(page, screen, stage);
  followVideo(page, screen, stage);
  shareFrom(page, screen, stage);
}

// A recording's own seconds, whichever player shows them.
class Stage {
  constructor(player, address) {
    this.player = player;
    this.address = address;
    this.begins = Number(player.dataset.begins);
  }

  get screen() {
    return this.player.querySelector("iframe, video");
  }

  get now() {
    return this.screen.currentTime - this.begins;
  }

  async seek(second) {
    const screen = this.screen ?? openPlayer(this.player);
    if (screen instanceof HTMLVideoElement) {
      screen.currentTime = this.begins + second;
      screen.play().catch(() => {});
    } else {
      screen.src = await this.sourceAt(second);
      screen.focus();
    }
    window.history.replaceState(null, "", `#t=${second}`);
  }

  // Players of others are told where to start by their address, and each host words that differently.
  async sourceAt(second) {
    const answer = await fetch(`${this.address}?t=${second}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("template").content.querySelector("iframe").src;
  }
}

function jump(event, stage) {
  const link = event.target.closest("a[data-at]");
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  // Nothing is asked of another host before somebody has pressed its poster: until then the link leads there.
  if (stage.screen === null && stage.player.dataset.player === "iframe") return;
  event.preventDefault();
  stage.seek(Number(link.dataset.at)).catch(() => window.location.assign(link.href));
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

// A page that was asked for at a moment shows the words of that moment within their box.
function showCurrent(page) {
  const cue = page.querySelector(".cue-current");
  if (cue !== null) cue.parentElement.parentElement.scrollTop = cue.offsetTop - cue.parentElement.offsetTop;
}

// Who trusts a host says so once, and takes it back at the same place.
function rememberChoice(page, stage) {
  const box = page.querySelector("[data-always]");
  if (box === null) return;
  const host = box.dataset.always;
  box.checked = trusted().includes(host);
  if (box.checked && stage.screen === null) openPlayer(stage.player, { isPressed: false });
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
