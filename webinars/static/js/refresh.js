// A page that stays open follows the clock. Its parts ([data-refresh-at] and an id) name the moment from which they will
// look different: the room opens, a webinar begins, it ends. Then the page is fetched again, from where it came or from
// [data-refresh-from], and each part that has become another is put in the place of the old one. What is new is said in
// the page's live region, in the words of the fresh part ([data-says]). A part that somebody is using stays until they
// ask for the new one.
import { isInUse } from "./busy-parts.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
// Not every reader at the same second, and not before a clock that runs a little slow agrees.
const SPREAD = 15 * SECOND;
const FIRST_PAUSE = 5 * SECOND;
const LONGEST_PAUSE = 5 * MINUTE;
// A timer stands still while the machine sleeps, and cannot count more than 24 days.
const NAP = 10 * MINUTE;
// Whoever comes back to the page after that sees what has been moved or called off meanwhile.
const STALE_AFTER = 5 * MINUTE;
const GONE = [404, 410];

const served = new WeakMap();
const parts = () => [...document.querySelectorAll("[data-refresh-at]")];

// To be called before anything else touches the page: parts are compared as the server sent them.
export function refreshInTime(bind) {
  if (parts().length === 0 && document.querySelector("[data-phase]") === null) return;
  const region = document.querySelector("[data-news]");
  let failures = 0;
  let lookedAt = Date.now();
  let timer = null;
  let held = [];
  remember(document);
  wait();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - lookedAt > STALE_AFTER) look();
  });
  // Somebody has heard that the page says what is no longer so. What it is like now is told by "page:fresh".
  document.addEventListener("page:stale", look);

  function wait() {
    const due = nextMoment();
    if (due === null) return;
    // A moment that has come and changed nothing: an older copy came from a cache, the clocks differ, or a part is in use.
    const pause = due > Date.now() ? due - Date.now() + SECOND + Math.random() * SPREAD : pauseAfter(failures++);
    sleep(Date.now() + pause);
  }

  function sleep(until) {
    clearTimeout(timer);
    const rest = until - Date.now();
    timer = setTimeout(() => (rest > NAP ? sleep(until) : look()), Math.min(rest, NAP));
  }

  async function look() {
    clearTimeout(timer);
    lookedAt = Date.now();
    try {
      const response = await fetch(document.querySelector("[data-refresh-from]")?.dataset.refreshFrom ?? location.href, {
        cache: "no-cache",
      });
      if (GONE.includes(response.status)) return;
      if (!response.ok) throw new Error(`answer ${response.status}`);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      renew(page);
      document.dispatchEvent(new CustomEvent("page:fresh", { detail: page }));
    } catch {
      // Without the network, or while the site is being worked on: what stands here is the best there is.
      sleep(Date.now() + pauseAfter(failures++));
      return;
    }
    if ((nextMoment() ?? Infinity) > Date.now()) failures = 0;
    wait();
  }

  function renew(page) {
    remember(page);
    bringStyles(page);
    const changes = changesTo(page);
    const words = wordsOf(changes);
    held = changes.filter(([old]) => isInUse(old));
    for (const change of changes) if (!held.includes(change)) replace(change);
    if (held.length > 0) offer(words || region.dataset.changed);
    else if (words !== "" || region.className === "toast") say(words);
  }

  function replace([old, fresh]) {
    const hadFocus = document.activeElement === old;
    old.replaceWith(fresh);
    if (hadFocus) fresh.focus();
    bind(fresh);
  }

  function say(words) {
    region.className = "visually-hidden";
    region.textContent = words;
  }

  // Said once, however often it is found that the part is still in use.
  function offer(words) {
    if (region.firstElementChild?.textContent === words) return;
    const sentence = document.createElement("span");
    sentence.textContent = words;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = region.dataset.show;
    button.addEventListener("click", show);
    region.className = "toast";
    region.replaceChildren(sentence, button);
  }

  function show() {
    held.forEach(replace);
    say("");
    const [[, first]] = held;
    first.tabIndex = -1;
    first.focus();
  }
}

// Pairs of what is to be replaced and by what. Where the fresh page has other parts, it is another page: all of its main
// part then.
function changesTo(page) {
  const here = parts();
  const there = [...page.querySelectorAll("[data-refresh-at]")];
  const isSameKind = here.map(idOf).join() === there.map(idOf).join();
  const old = isSameKind ? here : [document.querySelector("main")];
  const fresh = isSameKind ? there : [page.querySelector("main")];
  const players = fresh.flatMap((part) => [...part.querySelectorAll("[data-player]")]);
  for (const each of players) if (!mayPlay(each)) each.removeAttribute("data-player");
  return old.map((each, place) => [each, fresh[place]]).filter(([a, b]) => served.get(a) !== served.get(b));
}

// Whether the policy of the page that stands open lets a player load. One that would be allowed nothing stays a poster, which
// is a link. What is allowed is said by the page itself, where it expects a player.
function mayPlay(player) {
  const screen = player.querySelector("template")?.content.querySelector("iframe, video");
  if (!screen) return false;
  const directive = screen.localName === "video" ? "media-src" : "frame-src";
  const allowed = document.querySelector(`meta[name=${directive}]`)?.content.split(" ") ?? [];
  const { origin } = new URL(screen.getAttribute("src"), location.href);
  return allowed.includes(origin === location.origin ? "'self'" : origin);
}

// Another organisation's accent may come with the fresh parts.
function bringStyles(page) {
  for (const link of page.querySelectorAll("link[rel=stylesheet]")) {
    const address = link.getAttribute("href");
    if (document.querySelector(`link[href="${CSS.escape(address)}"]`) === null) document.head.append(link);
  }
}

function wordsOf(changes) {
  const said = changes.map(([old]) => saysOf(old)).flat();
  const fresh = changes.map(([, each]) => saysOf(each)).flat();
  return [...new Set(fresh)].filter((words) => words !== "" && !said.includes(words)).join(" ");
}

const saysOf = (part) =>
  [part, ...part.querySelectorAll("[data-says]")].map((each) => each.dataset.says ?? "");

const idOf = (part) => part.id;

function remember(page) {
  for (const part of page.querySelectorAll("[data-refresh-at], main")) served.set(part, part.outerHTML);
}

function nextMoment() {
  const moments = parts().map((part) => Date.parse(part.dataset.refreshAt));
  const known = moments.filter(Number.isFinite);
  return known.length === 0 ? null : Math.min(...known);
}

function pauseAfter(failures) {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures) * (0.5 + Math.random());
}
