// A page that stays open asks every ten seconds where its webinar stands ([data-phase], [data-live]): begun by a press, later
// than planned, over. Where that differs from what the page shows, refresh.js is told to look, until a page comes that
// agrees: caches may hold an older one for some seconds. While it is on, a page that is looked at says every two minutes
// that it is there ([data-says-here]), or one in so many does: a number, without a word on who looks. Who speaks is said by the
// page alone, so that it is looked at once a minute.

const SECOND = 1_000;
const SEEN = 10 * SECOND;
const OVER = 60 * SECOND;
const LONGEST = 120 * SECOND;
const PAGE_EVERY = 60 * SECOND;
const HERE_EVERY = 120 * SECOND;
const FIRST_HERE = 5 * SECOND;
const GONE = [404, 410];
const FINISHED = ["over", "recorded"];

const place = () => document.querySelector("[data-phase]");
const isLookedAt = () => document.visibilityState === "visible";
const isOn = () => place()?.dataset.saysHere !== undefined;

export function followHour() {
  if (document.querySelector("[data-refresh-at], [data-phase]") === null) return;
  let shown = place()?.dataset.phase;
  let told = null;
  let failures = 0;
  let timer = 0;
  let isGone = false;
  let lookedAt = Date.now();
  const chance = Math.random();
  let nextHere = Date.now() + FIRST_HERE + Math.random() * HERE_EVERY;

  document.addEventListener("page:fresh", ({ detail }) => {
    lookedAt = Date.now();
    // A page that follows nothing is as it will stay: recorded, or for another day.
    shown = detail.querySelector("[data-phase]")?.dataset.phase ?? told?.phase;
    showHere();
    if (!isGone) wait();
  });
  document.addEventListener("visibilitychange", () => {
    // A phone that slept knows nothing of what has happened meanwhile.
    if (isLookedAt() && place() !== null && !isGone) ask();
    else clearTimeout(timer);
  });
  wait();

  function wait() {
    clearTimeout(timer);
    // Hidden, nobody needs to know; what may have changed is asked when somebody looks again.
    if (place() === null || !isLookedAt()) return;
    const pause = FINISHED.includes(shown) ? OVER : SEEN;
    timer = setTimeout(ask, Math.min(LONGEST, pause * 2 ** failures) * (0.8 + 0.4 * Math.random()));
  }

  async function ask() {
    clearTimeout(timer);
    const at = place()?.dataset.live;
    if (at === undefined) return;
    try {
      const response = await fetch(at, { cache: "no-cache" });
      isGone = GONE.includes(response.status);
      if (isGone) return;
      if (!response.ok) throw new Error(`answer ${response.status}`);
      told = await response.json();
      failures = 0;
    } catch {
      failures += 1;
      wait();
      return;
    }
    showHere();
    sayHere();
    if (told.phase !== shown || (isOn() && Date.now() - lookedAt > PAGE_EVERY)) {
      lookedAt = Date.now();
      document.dispatchEvent(new CustomEvent("page:stale"));
    }
    wait();
  }

  // How many are here, roughly; nothing of few.
  function showHere() {
    const box = document.querySelector("[data-here-words]");
    if (box === null) return;
    box.hidden = !told?.present;
    if (!box.hidden) box.querySelector("[data-here-count]").textContent = box.dataset.hereWords.replace("{count}", told.present);
  }

  function sayHere() {
    if (!isOn() || Date.now() < nextHere || !isLookedAt()) return;
    nextHere = Math.max(nextHere + HERE_EVERY, Date.now());
    // Always the same pages of an audience speak for the others, so that the number does not jump.
    if (chance * told.sample >= 1) return;
    const isPlaying = document.querySelector("[data-stream] > :is(iframe, video)") !== null;
    fetch(place().dataset.saysHere, {
      method: "POST",
      body: new URLSearchParams({ sample: told.sample, ...(isPlaying && { playing: "1" }) }),
    }).catch(() => {});
  }
}
