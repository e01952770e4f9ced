// The player with a recording's moments beside it. The buttons are plain forms; this script sends them without leaving the
// page, so that the video plays on, and puts what the server answers in place of the list. A player of our own says where it
// is. That of another site does not: there a stopwatch runs beside it, and the player is loaded anew to jump.
import { offerCopying } from "./copy.js";
import { clockText, seconds } from "./moment-times.js";
import { openStage } from "./moment-stage.js";

const STEP = 5; // seconds
const ACTS = {
  m: (desk) => mark(desk, desk.row),
  "-": (desk) => press(desk.row, "earlier"),
  "+": (desk) => press(desk.row, "later"),
  "=": (desk) => press(desk.row, "later"),
  g: (desk) => desk.row?.querySelector("[data-play]")?.click(),
  n: (desk) => go(desk, 1),
  p: (desk) => go(desk, -1),
  k: (desk) => desk.stage.toggle(),
};

export function keepMoments(root) {
  const page = root.querySelector("[data-moments]");
  const desk = { page, stage: openStage(page), row: null };
  page.addEventListener("submit", (event) => send(desk, event));
  page.addEventListener("click", (event) => onClick(desk, event));
  page.addEventListener("focusin", (event) => choose(desk, event.target.closest("[data-row]")));
  page.addEventListener("keydown", (event) => onKey(desk, event));
  // Questions that wait to be marked come first to the keys.
  choose(desk, page.querySelector("[data-row].is-open") ?? page.querySelector("[data-row]"));
}

async function send(desk, event) {
  const form = event.target;
  const button = event.submitter;
  event.preventDefault();
  const body = new FormData(form, button);
  try {
    const response = await fetch(form.action, { method: "POST", body });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = answer.querySelector("[data-part=below]");
    if (fresh === null) throw new Error(response.statusText);
    replace(desk, fresh, form, button);
    say(desk, answer.querySelector(".notice p")?.textContent ?? "");
    follow(desk, button);
  } catch {
    // Signed out, perhaps: the page that comes then says so.
    sendPlainly(form, button);
  }
}

// With the button's name and value, which `submit` leaves out; and past the listener above.
function sendPlainly(form, button) {
  if (button?.name) {
    const value = document.createElement("input");
    value.type = "hidden";
    [value.name, value.value] = [button.name, button.value];
    form.append(value);
  }
  form.submit();
}

function replace(desk, fresh, form, button) {
  const part = desk.page.querySelector("[data-part=below]");
  const row = form.closest("[data-row]");
  const place = row === null ? 0 : [...row.parentElement.children].indexOf(row);
  keepTyped(part, fresh, form);
  for (const details of part.querySelectorAll("details[open][id]")) {
    const twin = fresh.querySelector(`#${details.id}`);
    if (twin !== null) twin.open = true;
  }
  part.replaceWith(fresh);
  offerCopying(fresh);
  const rows = [...fresh.querySelectorAll("[data-row]")];
  choose(desk, fresh.querySelector("[data-row][aria-current]") ?? (row && rows[Math.min(place, rows.length - 1)]));
  focusAfter(desk, fresh, form, button);
}

// What was pressed keeps the focus; what is gone gives it to the row after it, and a refused field takes it.
function focusAfter(desk, fresh, form, button) {
  const wrong = fresh.querySelector("[aria-invalid=true]");
  const twin = button?.dataset.mark ? `[data-mark="${button.dataset.mark}"]` : `[name=press][value="${button?.value}"]:not([data-mark])`;
  const same = fresh.querySelector(`form[action="${form.getAttribute("action")}"]`);
  const inRow = desk.row?.isConnected ? desk.row : null;
  const target = wrong ?? same?.querySelector(twin) ?? (inRow?.querySelector(twin) || inRow?.querySelector("button, a"));
  (target ?? fresh.querySelector("#list-head")).focus();
}

// Other rows may hold something that was typed and not saved yet.
function keepTyped(part, fresh, sent) {
  for (const field of part.querySelectorAll("input[id], textarea[id]")) {
    if (field.form === sent || field.value === field.defaultValue) continue;
    const twin = fresh.querySelector(`#${field.id}`);
    if (twin !== null) twin.value = field.value;
  }
}

// Whoever nudges wants to hear whether it is right now.
function follow(desk, button) {
  const isNudge = button?.value === "earlier" || button?.value === "later";
  const play = desk.row?.querySelector("[data-play]");
  if (isNudge && desk.stage.seeksAtOnce && play) desk.stage.jump(Number(play.dataset.play));
}

function onClick(desk, event) {
  const play = event.target.closest("[data-play]");
  const now = event.target.closest("[data-now]");
  const marks = event.target.closest("[data-mark]");
  if (play !== null && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    desk.stage.jump(Number(play.dataset.play));
  }
  if (now !== null) fill(now.dataset.now, desk.stage.now());
  // The form is sent by the button itself, with the time that stands in the field by then.
  if (marks !== null) fill(marks.dataset.mark, desk.stage.now());
}

function onKey(desk, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("[data-nudged]")) {
    nudge(event);
    return;
  }
  if (event.target.matches("input, textarea, select")) return;
  const act = ACTS[event.key.toLowerCase()];
  if (act === undefined) return;
  event.preventDefault();
  act(desk);
}

function nudge(event) {
  const by = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
  const second = seconds(event.target.value);
  if (by === undefined || second === null) return;
  event.preventDefault();
  event.target.value = clockText(Math.max(0, second + by));
}

function mark(desk, row) {
  row?.querySelector("[data-mark]")?.click();
}

function press(row, value) {
  row?.querySelector(`[name=press][value=${value}]`)?.click();
}

function go(desk, by) {
  const rows = [...desk.page.querySelectorAll("[data-row]")];
  const row = rows[Math.min(Math.max(rows.indexOf(desk.row) + by, 0), rows.length - 1)];
  row?.querySelector("button, a").focus();
}

function choose(desk, row) {
  if (row === null || row === undefined) return;
  if (desk.row !== row) desk.row?.removeAttribute("aria-current");
  desk.row = row;
  row.setAttribute("aria-current", "true");
}

function fill(id, second) {
  document.getElementById(id).value = clockText(second);
}

function say(desk, words) {
  desk.page.querySelector("[data-said]").textContent = words;
}
