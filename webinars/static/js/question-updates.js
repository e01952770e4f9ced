// A page that stays open asks every three seconds what is new, and less often while nobody looks or the site does not answer.
// Counts change in place. New questions and a new order wait behind a button: nothing moves under a finger. What is being
// answered comes and goes by itself above them, and the page is scrolled by as much: what somebody reads stays in its place.
import { remembered, setVotes, showMine } from "./question-votes.js";
import { listed, nowBox, sayStates, show, strike } from "./question-rows.js";

const SEEN = 3_000;
const HIDDEN = 15_000;
const LONGEST = 60_000;
const QUIET = 1_000;
const GONE = [404, 410];

export function follow(section) {
  const region = section.querySelector("[data-fresh]");
  const known = new Set([...section.querySelectorAll("[data-ask]")].map((row) => Number(row.dataset.ask)));
  let last = null;
  let isFirst = true;
  let failures = 0;
  let isGone = false;
  let timer = 0;
  let touchedAt = 0;
  for (const kind of ["pointerdown", "pointerup", "keydown", "wheel", "touchmove"]) {
    section.addEventListener(kind, () => (touchedAt = Date.now()), { passive: true });
  }
  const onVisible = () => {
    if (!section.isConnected || isGone) document.removeEventListener("visibilitychange", onVisible);
    else if (document.visibilityState === "visible") look();
  };
  document.addEventListener("visibilitychange", onVisible);
  wait();

  function wait() {
    clearTimeout(timer);
    const until = Date.parse(section.dataset.until);
    if (!section.isConnected || until <= Date.now()) return;
    const pause = document.visibilityState === "visible" ? SEEN : HIDDEN;
    timer = setTimeout(look, Math.min(LONGEST, pause * 2 ** failures) * (0.8 + 0.4 * Math.random()));
  }

  async function look() {
    clearTimeout(timer);
    if (!section.isConnected) return;
    try {
      const response = await fetch(section.dataset.questions, { cache: "no-cache" });
      isGone = GONE.includes(response.status);
      if (isGone) return;
      if (!response.ok) throw new Error(`answer ${response.status}`);
      const text = await response.text();
      failures = 0;
      const data = JSON.parse(text);
      if (isStale(data)) return;
      if (text !== last) {
        last = text;
        take(data);
      } else settle(data);
    } catch {
      failures += 1;
    } finally {
      if (!isGone) wait();
    }
  }

  // A cache may not know yet of what this page, or the answer to a vote, has said.
  function isStale(data) {
    return data.revision < Math.max(Number(section.dataset.revision), Number(section.dataset.newest ?? 0));
  }

  function take(data) {
    for (const each of data.questions) setVotes(section, each.number, each.votes);
    counts(section, data);
    strike(section, data);
    if (isFirst) {
      // What waits beyond those that are shown is not new.
      const isSame = data.revision === Number(section.dataset.revision);
      const isShownInPart = section.dataset.cut !== undefined;
      for (const { number } of data.questions) {
        if (isSame || (isShownInPart && number <= Number(section.dataset.last))) known.add(number);
      }
      isFirst = false;
    }
    settle(data);
  }

  function settle(data) {
    if (Date.now() - touchedAt >= QUIET) {
      inPlace(section, () => {
        nowBox(section, data);
        sayStates(section, data);
      });
    }
    offer(data);
  }

  function offer(data) {
    const { fresh, isOther } = listed(section, data, known);
    if (fresh.length === 0 && !isOther) {
      region.replaceChildren();
      return;
    }
    const words = fresh.length === 0 ? region.dataset.other : fresh.length === 1 ? region.dataset.one : region.dataset.many;
    const said = words.replace("{count}", fresh.length);
    const button = region.querySelector("button") ?? region.appendChild(made());
    if (button.textContent !== said) button.textContent = said;
    button.onclick = () => {
      for (const each of data.questions) known.add(each.number);
      const first = show(section, data, fresh);
      nowBox(section, data);
      showMine(section, remembered(section));
      region.replaceChildren();
      first?.focus();
    };
  }
}

// Does `change`, and leaves where it is what somebody has the focus in, or else looks at.
function inPlace(section, change) {
  const { activeElement: active, documentElement: root } = document;
  const isAtWork = active !== null && section.contains(active);
  const held = isAtWork ? active : document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2);
  const before = held?.getBoundingClientRect().top;
  // A browser that holds something else in place would move twice.
  root.style.overflowAnchor = "none";
  change();
  if (held?.isConnected) window.scrollBy({ top: held.getBoundingClientRect().top - before, behavior: "instant" });
  requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
}

function made() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  return button;
}

function counts(section, data) {
  const { askedWords, countsWords } = section.querySelector("[data-fresh]").dataset;
  const place = section.querySelector("[data-asked]");
  if (place === null) return;
  const words = data.answered > 0 ? countsWords : askedWords;
  place.textContent = words.replace("{asked}", data.asked).replace("{answered}", data.answered);
}
