// The player with a recording's moments beside it. What is marked and typed is saved all at once; this script sends it
// without leaving the page, so that the video plays on, and puts what the server answers in place of the list. A player of our own says where it
// is. That of another site does not: there a stopwatch runs beside it, and the player is loaded anew to jump.
import { offerCopying } from "./copy.js";
import { clockText, seconds } from "./moment-times.js";
import { openStage } from "./moment-stage.js";

const STEP = 5; // seconds
const ACTS = {
  m: (desk) => mark(desk.row),
  "-": (desk) => nudgeRow(desk, desk.row, -STEP),
  "+": (desk) => nudgeRow(desk, desk.row, STEP),
  "=": (desk) => nudgeRow(desk, desk.row, STEP),
  g: (desk) => desk.row?.querySelector("[data-play]")?.click(),
  n: (desk) => go(desk, 1),
  p: (desk) => go(desk, -1),
  k: (desk) => desk.stage.toggle(),
};

export function keepMoments(root) {
  const page = root.querySelector("[data-moments]");
  const desk = { page, stage: openStage(page), row: null, isLeaving: false };
  page.addEventListener("submit", (event) => send(desk, event));
  page.addEventListener("click", (event) => onClick(desk, event));
  page.addEventListener("focusin", (event) => choose(desk, event.target.closest("[data-row]")));
  page.addEventListener("keydown", (event) => onKey(desk, event));
  page.addEventListener("input", () => tellUnsaved(desk));
  window.addEventListener("beforeunload", (event) => {
    if (!desk.isLeaving && (changedRows(page).length > 0 || isTypedBelow(page))) event.preventDefault();
  });
  // Questions that wait to be marked come first to the keys.
  choose(desk, page.querySelector("[data-row].is-open") ?? page.querySelector("[data-row]"));
}

async function send(desk, event) {
  const form = event.target;
  const button = event.submitter;
  event.preventDefault();
  const body = new FormData(form, button);
  const sent = valuesOf(desk.page);
  try {
    const response = await fetch(form.action, { method: "POST", body });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = answer.querySelector("[data-part=below]");
    if (fresh === null) throw new Error(response.statusText);
    replace(desk, fresh, form, button, sent);
    tellUnsaved(desk);
    say(desk, answer.querySelector(".notice p")?.textContent ?? "");
  } catch {
    // Signed out, perhaps: the page that comes then says so.
    desk.isLeaving = true;
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

function replace(desk, fresh, form, button, sent) {
  const part = desk.page.querySelector("[data-part=below]");
  const row = button?.closest("[data-row]") ?? null;
  const place = row === null ? 0 : [...row.parentElement.children].indexOf(row);
  const standing = document.activeElement?.matches("input, textarea") ? document.activeElement.id : "";
  keepTyped(part, fresh, form, sent);
  for (const details of part.querySelectorAll("details[open][id]")) {
    const twin = fresh.querySelector(`#${details.id}`);
    if (twin !== null) twin.open = true;
  }
  part.replaceWith(fresh);
  offerCopying(fresh);
  const rows = [...fresh.querySelectorAll("[data-row]")];
  choose(desk, fresh.querySelector("[data-row][aria-current]") ?? (row && rows[Math.min(place, rows.length - 1)]));
  const again = standing && fresh.querySelector(`#${standing}`);
  // Somebody types on: the place to type in is theirs.
  if (again && again.value !== again.defaultValue) again.focus();
  else focusAfter(desk, fresh, form, button);
}

// What was pressed keeps the focus; what is gone gives it to the row after it, and a refused field takes it.
function focusAfter(desk, fresh, form, button) {
  const wrong = fresh.querySelector("[aria-invalid=true]");
  const twin = `[name=press][value="${button?.value}"]:not([hidden])`;
  const same = fresh.querySelector(`form[action="${form.getAttribute("action")}"]`);
  const inRow = desk.row?.isConnected ? desk.row : null;
  const target = wrong ?? same?.querySelector(twin) ?? inRow?.querySelector("button, a");
  (target ?? fresh.querySelector("#list-head")).focus();
}

// What another form holds, and what was typed since this one was sent, is not in the answer.
function keepTyped(part, fresh, form, sent) {
  for (const field of part.querySelectorAll("input[id]:not([type=hidden]), textarea[id]")) {
    const isOfAnother = field.form !== form && field.value !== field.defaultValue;
    if (!isOfAnother && field.value === sent.get(field.id)) continue;
    const twin = fresh.querySelector(`#${field.id}`);
    if (twin !== null) twin.value = field.value;
  }
}

function valuesOf(page) {
  return new Map([...page.querySelectorAll("input[id], textarea[id]")].map((field) => [field.id, field.value]));
}

function isChanged(field) {
  return field.type !== "hidden" && !field.readOnly && field.value !== field.defaultValue;
}

function changedRows(page) {
  return [...page.querySelectorAll("[data-row]")].filter((row) => {
    const was = row.querySelector("[name$='-was']");
    return was !== null && was.value !== saidIn(row);
  });
}

// As the server notes it (MomentForm): a row of a refused form is not saved either.
function saidIn(row) {
  return [...row.querySelectorAll("input:not([type=hidden])")].map((field) => field.value.trim()).join(" ");
}

function isTypedBelow(page) {
  return [...page.querySelectorAll("form:not([data-rows-of-moments]) :is(input, textarea)")].some(isChanged);
}

function tellUnsaved(desk) {
  const box = desk.page.querySelector("[data-unsaved]");
  if (box === null) return;
  const count = changedRows(desk.page).length;
  const words = count === 1 ? box.dataset.one : box.dataset.many.replace("{count}", count);
  box.textContent = count === 0 ? "" : words;
}

function onClick(desk, event) {
  const play = event.target.closest("[data-play]");
  const now = event.target.closest("[data-now]");
  const marks = event.target.closest("[data-mark]");
  const nudges = event.target.closest("[data-nudge]");
  if (play !== null && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    // From where the row says by now, saved or not.
    desk.stage.jump(seconds(timeOf(play.closest("[data-row]"))?.value ?? "") ?? Number(play.dataset.play));
  }
  if (now !== null) fill(desk, now.dataset.now, desk.stage.now());
  if (marks !== null) fill(desk, marks.dataset.mark, desk.stage.now());
  if (nudges !== null) {
    event.preventDefault();
    nudgeRow(desk, nudges.closest("[data-row]"), Number(nudges.dataset.nudge));
  }
}

function onKey(desk, event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    desk.page.querySelector("[data-save]")?.click();
    return;
  }
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
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
}

function mark(row) {
  row?.querySelector("[data-mark]")?.click();
}

function timeOf(row) {
  return row?.querySelector("[data-nudged]") ?? null;
}

// Whoever nudges wants to hear whether it is right now.
function nudgeRow(desk, row, by) {
  const field = timeOf(row);
  const second = seconds(field?.value ?? "");
  if (second === null) return;
  fill(desk, field.id, Math.max(0, second + by));
  if (desk.stage.seeksAtOnce) desk.stage.jump(Math.max(0, second + by));
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

function fill(desk, id, second) {
  document.getElementById(id).value = clockText(second);
  tellUnsaved(desk);
}

function say(desk, words) {
  desk.page.querySelector("[data-said]").textContent = words;
}
