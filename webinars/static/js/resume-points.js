// Where somebody stopped, offered on their next visit. Only their device knows.
import { keep, kept, onForgotten } from "./viewer-storage.js";
import { clockText } from "./moment-times.js";

const LEAST = 10; // seconds: who stops sooner has not begun
const EVERY = 5;
const DONE = 0.97; // of its length: what remains are thanks
const MOST = 50; // recordings
const DAY_MS = 86_400_000;

export function offerToContinue(page, stage) {
  const box = page.querySelector("[data-resume]");
  const stop = stopsKept()[page.dataset.slug];
  const asked = Number(new URLSearchParams(window.location.search).get("t"));
  if (!isStop(stop) || Math.abs(stop.second - asked) < EVERY) return;
  box.querySelector("[data-stopped]").textContent = told(box, stop);
  const link = box.querySelector("[data-continue]");
  const there = new URL(link.href);
  there.searchParams.set("t", stop.second);
  link.href = there.href;
  link.dataset.at = stop.second;
  link.addEventListener("click", () => stage.isFrameToCome || (box.hidden = true));
  box.querySelector("[data-forget]").addEventListener("click", () => {
    keepStop(page.dataset.slug, undefined);
    box.hidden = true;
    // What was pressed is gone; the keyboard goes on with the player below.
    stage.place.querySelector("a, video, iframe")?.focus();
  });
  onForgotten(() => (box.hidden = true));
  box.hidden = false;
}

export function rememberWhereStopped(page, player, stage) {
  const { slug } = page.dataset;
  const length = Number(page.dataset.length ?? Infinity);
  let last = null;
  let isForgotten = false;
  onForgotten(() => (isForgotten = true));
  player.onTime((_second, isPlaying) => {
    const second = Math.floor(stage.now);
    if (isForgotten || second < LEAST || (isPlaying && last !== null && Math.abs(second - last) < EVERY)) return;
    last = second;
    keepStop(slug, second > length * DONE ? undefined : { second, at: Date.now() });
  });
  player.onEnd(() => {
    last = null;
    keepStop(slug, undefined);
  });
}

function stopsKept() {
  const { stopped } = kept();
  return typeof stopped === "object" && stopped !== null ? stopped : {};
}

function isStop(stop) {
  return Number.isInteger(stop?.second) && Number.isFinite(stop?.at);
}

function keepStop(slug, stop) {
  const others = Object.entries(stopsKept()).filter(([each, other]) => each !== slug && isStop(other));
  const newest = others.sort(([, one], [, other]) => other.at - one.at).slice(0, MOST - 1);
  const stopped = Object.fromEntries(stop === undefined ? newest : [[slug, stop], ...newest]);
  keep({ stopped: Object.keys(stopped).length === 0 ? undefined : stopped });
}

function told(box, { second, at }) {
  const day = new Date(at);
  const today = new Date();
  const isToday = day.toDateString() === today.toDateString();
  const isNear = today - day < 6 * DAY_MS;
  const words = isNear ? { weekday: "long" } : { day: "numeric", month: "long", year: "numeric" };
  const sentence = isToday ? box.dataset.today : box.dataset.before;
  const named = new Intl.DateTimeFormat(document.documentElement.lang, words).format(day);
  return sentence.replace("{moment}", clockText(second)).replace("{day}", named);
}
