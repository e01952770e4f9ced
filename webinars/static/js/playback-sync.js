// Chapters, answers and words follow a player: what is being said is marked, and brought into view unless the reader has taken
// the words in hand or has switched it off. The focus stays where it is.
import { bodyOf, bringIntoView, scrolls } from "./player-panel.js";

const REST_MS = 8000;
const TOUCHES = ["wheel", "touchmove", "pointerdown", "keydown"];
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export function followPlayer(page, player, stage) {
  const lists = [...page.querySelectorAll("[data-chapters]")].map((list) => marks(list, (link) => link));
  const words = marks(page.querySelector("[data-transcript]"), (link) => link.closest(".cue"));
  const body = bodyOf(page);
  const choice = page.querySelector("[data-follow]");
  let restsUntil = 0;
  for (const touch of TOUCHES) {
    document.addEventListener(touch, ({ target }) => {
      if (body?.contains(target) || (body !== null && !scrolls(body))) restsUntil = performance.now() + REST_MS;
    }, { passive: true });
  }
  player.onTime(() => {
    const { now } = stage;
    for (const chapters of lists) {
      mark(chapters, now, (link, isCurrent) => {
        if (isCurrent) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    }
    const before = words.elements[words.current] ?? null;
    const cue = mark(words, now, (each, isCurrent) => each.classList.toggle("cue-current", isCurrent));
    if (cue === null || !choice.checked || performance.now() < restsUntil || !isRead(body, before)) return;
    bringIntoView(body, cue, calm.matches ? "auto" : "smooth");
  });
}

/** The second of the recording to which one of its links leads. */
export function secondOf(link) {
  return Number(new URLSearchParams(link.search).get("t"));
}

// Where the page itself scrolls, it follows only those who are reading along, not those who look at something else on it.
function isRead(body, before) {
  if (scrolls(body)) return true;
  const { top, bottom } = before?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
  return bottom > 0 && top < window.innerHeight;
}

// The places of a list by their seconds, in order, with the one that is marked now.
function marks(list, elementOf) {
  const links = [...(list?.querySelectorAll("a[data-at], a.stamp") ?? [])];
  return {
    seconds: links.map(secondOf),
    elements: links.map(elementOf),
    current: undefined,
  };
}

// Mark the last place that has begun. Returns it if it has changed.
function mark(list, now, show) {
  const index = list.seconds.findLastIndex((second) => second <= now);
  if (index === list.current) return null;
  // The first time, the server's own mark is taken away as well.
  if (list.current === undefined) for (const each of list.elements) show(each, false);
  else if (list.current >= 0) show(list.elements[list.current], false);
  list.current = index;
  if (index < 0) return null;
  show(list.elements[index], true);
  return list.elements[index];
}
