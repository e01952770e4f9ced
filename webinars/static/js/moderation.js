// Moderators' page follows what others do: it asks every four seconds, with what it has seen, and is mostly told that
// nothing is new. The row that is open, or that somebody types in, stays as it is and where it is on the screen; only its
// votes follow. The moment in the stream comes with each answer and does not tick.
import { isInUse } from "./busy-parts.js";
import { listenForKeys } from "./moderation-keys.js";

const SECOND = 1000;
const SEEN = 4 * SECOND;
const HIDDEN = 15 * SECOND;
const LONGEST = 60 * SECOND;
const JITTER = 0.2;
const TOAST_FOR = 20 * SECOND;
const FAILURES_TOLD = 2;

export function moderate(page) {
  const region = document.querySelector("[data-mod-says]");
  let { etag } = page.dataset;
  let failures = 0;
  let timer = null;
  let isPressing = false;
  page.addEventListener("toggle", () => markMain(page), { capture: true });
  page.addEventListener("change", ({ target }) => tellTogether(target));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  listenForKeys(page);
  leaveToast();
  // A row that is taken away between finger down and finger up would lose the press.
  document.addEventListener("pointerdown", () => (isPressing = true));
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => (isPressing = false));
  wait();

  function wait() {
    clearTimeout(timer);
    const pause = Math.min(LONGEST, (document.visibilityState === "visible" ? SEEN : HIDDEN) * 2 ** failures);
    timer = setTimeout(look, pause * (1 - JITTER * Math.random()));
  }

  async function look() {
    clearTimeout(timer);
    if (isPressing) {
      timer = setTimeout(look, SECOND / 2);
      return;
    }
    try {
      const answer = await fetch(page.dataset.moderating, {
        cache: "no-store",
        redirect: "manual",
        headers: { "If-None-Match": `"${etag}"` },
      });
      // Signed out, revoked, or gone: nothing would follow any more.
      if (answer.type === "opaqueredirect" || [403, 404, 410].includes(answer.status)) {
        warn(region, page.dataset.ended);
        return;
      }
      if (answer.status !== 304) {
        if (!answer.ok) throw new Error(`answer ${answer.status}`);
        const text = await answer.text();
        etag = answer.headers.get("ETag").replace(/^W\/|"/g, "");
        if (takeOver(page, new DOMParser().parseFromString(text, "text/html"))) region.textContent = page.dataset.news;
      }
      tellMoment(page, answer.headers.get("Webinar-Moment"));
      if (failures >= FAILURES_TOLD) warn(region, "");
      failures = 0;
    } catch {
      failures += 1;
      if (failures === FAILURES_TOLD) warn(region, page.dataset.lost);
    }
    wait();
  }
}

// Returns whether rows have come, gone or moved; votes alone are not worth a word each time.
function takeOver(page, fresh) {
  const before = rowsOf(page).map(numberOf).join();
  const kept = new Map(rowsOf(page).filter((row) => isKept(row)).map((row) => [numberOf(row), row]));
  const anchor = [...kept.values()][0] ?? rowsOf(page).find((row) => row.getBoundingClientRect().top >= 0);
  // In a row that stays, a word on top of its buttons would move the field below them, too.
  const held = anchor?.contains(document.activeElement) ? document.activeElement : anchor;
  const mark = anchor && { number: numberOf(anchor), held, top: held.getBoundingClientRect().top };
  const places = new Map(rowsOf(fresh).map((row) => [numberOf(row), listOf(row)]));
  endToast(page, places);
  for (const details of fresh.querySelectorAll("details[open]")) details.open = false;
  const board = document.querySelector("[data-mod-board]");
  const freshBoard = fresh.querySelector("[data-mod-board]");
  if (board && freshBoard && !isInUse(board)) board.replaceWith(freshBoard);
  let last = null;
  for (const name of ["head", "now", "queue", "open", "agenda", "done"]) {
    last = takePart(page, name, partOf(page, name), partOf(fresh, name), kept, last) ?? last;
  }
  tellMoved(page, kept, places);
  markMain(page);
  if (mark) holdInPlace(page, mark);
  return before !== rowsOf(page).map(numberOf).join();
}

// Puts the fresh part in the place of the old one, and returns what stands there then.
function takePart(page, name, old, fresh, kept, last) {
  const holdsKept = old !== null && [...kept.values()].some((row) => old.contains(row));
  if (fresh === null) {
    if (!holdsKept) old?.remove();
    else for (const row of rowsOf(old)) if (!kept.has(numberOf(row))) row.remove();
    return holdsKept ? old : null;
  }
  for (const row of rowsOf(fresh)) if (kept.has(numberOf(row)) && !old?.contains(kept.get(numberOf(row)))) row.remove();
  if (old === null) {
    if (last === null) page.prepend(fresh);
    else last.after(fresh);
    return fresh;
  }
  if (holdsKept) takeRows(old, fresh, kept);
  else if (!isInUse(old) || name === "now") replace(old, fresh);
  else {
    // What is no longer here stands elsewhere by now, and must not stand twice.
    const here = new Set(rowsOf(fresh).map(numberOf));
    for (const row of rowsOf(old)) if (!here.has(numberOf(row))) row.remove();
  }
  return page.contains(fresh) ? fresh : old;
}

function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.value : null;
  if (old.isEqualNode(fresh)) return;
  old.replaceWith(fresh);
  if (focused) fresh.querySelector(`button[value="${CSS.escape(focused)}"]`)?.focus();
}

// Around the rows that stay, which are not moved themselves: they would lose the focus.
function takeRows(old, fresh, kept) {
  const head = old.querySelector(".section-head");
  head.replaceWith(fresh.querySelector(".section-head"));
  const list = old.querySelector("[data-mod-list]");
  const freshList = fresh.querySelector("[data-mod-list]");
  const wanted = freshList === null ? [] : [...freshList.children];
  for (const row of [...list.children]) if (!kept.has(numberOf(row))) row.remove();
  const standing = [...list.children];
  let passed = -1;
  let before = [];
  for (const row of wanted) {
    const own = kept.get(numberOf(row));
    const place = own === undefined ? -1 : standing.indexOf(own);
    if (place < 0) before.push(row);
    else {
      tellVotes(own, row);
      if (place <= passed) continue;
      own.before(...before);
      before = [];
      passed = place;
    }
  }
  const lastStanding = standing[passed] ?? null;
  if (lastStanding === null) list.append(...before);
  else lastStanding.after(...before);
}

function tellVotes(own, fresh) {
  for (const name of ["[data-mod-votes]", "[data-mod-split]"]) {
    const [here, there] = [own.querySelector(name), fresh.querySelector(name)];
    if (here !== null && there !== null && !here.isEqualNode(there)) here.replaceWith(there.cloneNode(true));
  }
}

// A row that stays although others have moved it says so, where its buttons are, and they press nothing any more.
function tellMoved(page, kept, places) {
  for (const [number, row] of kept) {
    if (places.get(number) === listOf(row) || row.querySelector("[data-mod-moved]") !== null) continue;
    const note = document.createElement("p");
    note.className = "error";
    note.dataset.modMoved = "";
    note.textContent = page.dataset.moved;
    (row.querySelector(".mod-actions") ?? row.lastElementChild).before(note);
    for (const button of row.querySelectorAll("button")) button.disabled = true;
  }
}

// Scrolls by as much as the list has grown or shrunk above it; where that is not possible, the list makes room.
function holdInPlace(page, { number, held, top }) {
  const still = held.isConnected ? held : page.querySelector(`[data-mod-row="${number}"]`);
  if (still === null) return;
  const by = () => still.getBoundingClientRect().top - top;
  window.scrollBy({ top: by(), behavior: "instant" });
  const rest = by();
  if (rest < -1) page.style.marginBlockStart = `${parseFloat(page.style.marginBlockStart || 0) - rest}px`;
}

// Where nothing follows any more, everybody sees it, wherever on the page.
function warn(region, words) {
  region.textContent = words;
  region.className = words === "" ? "visually-hidden" : "toast mod-toast";
}

function tellMoment(page, moment) {
  const box = page.querySelector("[data-moment-now]");
  if (box !== null && moment) box.textContent = moment;
}

// One main button: "Done" while something is being answered, else "Answer now" of the open row.
function markMain(page) {
  const hasPanel = partOf(page, "now") !== null;
  for (const button of page.querySelectorAll(".mod-answer")) {
    button.classList.toggle("button-main", !hasPanel && button.closest("details").open);
  }
}

function tellTogether(target) {
  const words = target.closest?.("[data-merge]")?.querySelector("[data-together-words]");
  if (words && target.name === "into") words.textContent = target.selectedOptions[0].dataset.together;
}

// What others have done since cannot be taken back here: the offer to do so goes, and covers nothing any more.
function endToast(page, places) {
  const toast = document.querySelector("[data-mod-toast]");
  const about = toast?.querySelector("form")?.action.match(/\/(\d+)(?:[?#]|$)/)?.[1];
  if (about === undefined) return;
  const row = rowsOf(page).find((each) => numberOf(each) === about);
  if ((row && listOf(row)) !== places.get(about)) toast.remove();
}

function leaveToast() {
  const toast = document.querySelector("[data-mod-toast]");
  if (toast === null) return;
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, SECOND) : toast.remove());
  setTimeout(leave, TOAST_FOR);
}

const rowsOf = (root) => [...root.querySelectorAll("[data-mod-row]")];
const numberOf = (row) => row.dataset.modRow;
const listOf = (row) => row.closest("[data-part]")?.dataset.part;
const partOf = (root, name) => root.querySelector(`[data-part="${name}"]`);
const isKept = (row) => "chosen" in row.dataset || row.querySelector("details[open]") !== null || isInUse(row);
