// The player with a recording's moments beside it. What is marked and typed is saved all at once; this script sends it
// without leaving the page, so that the video plays on, and puts what the server answers in place of the list. Keys work in
// the boxes of times too: none of them occurs in a time.
import { offerCopying } from "./copy-button.js";
import { clockText, seconds } from "./moment-times.js";
import { openStage } from "./moment-stage.js";

const SKIP = 5; // seconds
const NUDGE = 1;
const ACTS = {
  k: (desk) => desk.stage.toggle(),
  j: (desk) => desk.stage.skip(-SKIP),
  l: (desk) => desk.stage.skip(SKIP),
  n: (desk, box) => mark(desk, box),
  p: (desk) => play(desk, desk.row),
  "[": (desk, box) => nudge(desk, box, -NUDGE),
  "]": (desk, box) => nudge(desk, box, NUDGE),
  ArrowUp: (desk) => go(desk, -1),
  ArrowDown: (desk) => go(desk, 1),
};

export function keepMoments(root) {
  const page = root.querySelector("[data-moments]");
  const desk = { page, stage: openStage(page), row: null, isLeaving: false };
  page.addEventListener("submit", (event) => send(desk, event));
  page.addEventListener("click", (event) => onClick(desk, event));
  page.addEventListener("focusin", (event) => choose(desk, event.target.closest("[data-row]")));
  // On the whole document: after a press on nothing in particular the keys still work.
  document.addEventListener("keydown", (event) => onKey(desk, event));
  page.addEventListener("input", () => tellUnsaved(desk));
  page.addEventListener("change", (event) => understand(desk, event.target));
  window.addEventListener("beforeunload", (event) => {
    if (!desk.isLeaving && (changedRows(page).length > 0 || isTypedBelow(page))) event.preventDefault();
  });
  const toggle = page.querySelector("[data-toggle]");
  desk.stage.onTime((_second, isPlaying) => {
    const words = isPlaying ? toggle.dataset.playing : toggle.dataset.paused;
    if (toggle.textContent !== words) toggle.textContent = words;
  });
  // Questions that wait to be marked come first to the keys.
  choose(desk, page.querySelector("[data-row].is-open") ?? page.querySelector("[data-row]"));
  tellUnsaved(desk);
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
    say(desk, [...answer.querySelectorAll(".notice p")].map((each) => each.textContent).join(" "));
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
  const chosen = desk.row?.id;
  const active = document.activeElement;
  const standing = active?.matches("input, textarea") && part.contains(active) ? active.id : "";
  keepTyped(part, fresh, form, sent);
  for (const details of part.querySelectorAll("details[open][id]")) {
    const twin = fresh.querySelector(`#${details.id}`);
    if (twin !== null) twin.open = true;
  }
  part.replaceWith(fresh);
  offerCopying(fresh);
  const rows = [...fresh.querySelectorAll("[data-row]")];
  const again = standing && fresh.querySelector(`#${standing}`);
  choose(desk, fresh.querySelector("[data-row][aria-current]") ?? (row && rows[Math.min(place, rows.length - 1)]));
  const wrong = fresh.querySelector("[aria-invalid=true]");
  // Whoever saved by the key, or types on, stays where they were.
  if (again && (wrong === null || again.value !== again.defaultValue)) {
    again.focus();
    choose(desk, fresh.querySelector(`#${chosen}`));
  } else focusAfter(desk, fresh, form, button);
}

// What was pressed keeps the focus; what is gone gives it to the row after it, and a refused field takes it.
function focusAfter(desk, fresh, form, button) {
  const wrong = fresh.querySelector("[aria-invalid=true]");
  const twin = `[name=press][value="${button?.value}"]:not([hidden])`;
  const same = fresh.querySelector(`form[action="${form.getAttribute("action")}"]`);
  const inRow = desk.row?.isConnected && button?.closest("[data-row]") !== null ? desk.row : null;
  const stays = button?.isConnected && button.closest("[data-part]") === null ? button : null;
  const target = wrong ?? stays ?? same?.querySelector(twin) ?? inRow?.querySelector("[data-time], button, a");
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

const wasIn = (row) => row.querySelector("[name$='-was']")?.value ?? null;

function changedRows(page) {
  return [...page.querySelectorAll("[data-row]")].filter((row) => wasIn(row) !== null && wasIn(row) !== saidIn(row));
}

// As the server notes it (MomentForm): a row of a refused form is not saved either.
function saidIn(row) {
  return [...row.querySelectorAll("input:not([type=hidden])")].map((field) => field.value.trim()).join(" ");
}

function isTypedBelow(page) {
  return [...page.querySelectorAll("form:not([data-rows-of-moments]) :is(input, textarea)")].some(isChanged);
}

// The bar counts what is not saved, and each changed row says what its time was.
function tellUnsaved(desk) {
  const changed = changedRows(desk.page);
  const [box, save] = [desk.page.querySelector("[data-unsaved]"), desk.page.querySelector("[data-save]")];
  const words = worded(box.dataset, changed.length) ?? "";
  // It is a live region: the same words are not said again at every key.
  if (box.textContent !== words) box.textContent = words;
  save.textContent = worded(save.dataset, changed.length) ?? save.dataset.none;
  desk.page.querySelector("[data-leaving]").hidden = changed.length === 0;
  for (const row of desk.page.querySelectorAll("[data-row]")) tellRow(row, changed.includes(row));
}

function worded({ one, many }, count) {
  if (count === 0) return null;
  return count === 1 ? one : many.replace("{count}", count);
}

function tellRow(row, isChanged) {
  const told = row.querySelector("[data-changed]");
  if (told === null) return;
  const [was] = wasIn(row).split(" ");
  const isMoved = seconds(was) !== seconds(timeOf(row).value);
  const text = seconds(was) === null ? told.dataset.wasNot : isMoved ? told.dataset.was.replace("{time}", was) : told.dataset.renamed;
  told.textContent = text;
  told.hidden = !isChanged;
  const hasTime = seconds(timeOf(row).value) !== null;
  for (const button of row.querySelectorAll("button[data-play], [data-clear]")) button.disabled = !hasTime;
}

function onClick(desk, event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const pressed = (name) => event.target.closest(`[data-${name}]`);
  const row = event.target.closest("[data-row]");
  if (pressed("throw-away")) desk.isLeaving = true;
  else if (pressed("play")) play(desk, row);
  else if (pressed("skip")) desk.stage.skip(Number(pressed("skip").dataset.skip));
  else if (pressed("toggle")) desk.stage.toggle();
  else if (pressed("mark")) fillNow(desk, pressed("mark").dataset.mark);
  else if (pressed("now")) fillNow(desk, pressed("now").dataset.now);
  else if (pressed("new-here")) beginChapter(desk, pressed("new-here"));
  else if (pressed("clear")) clear(desk, row);
  else if (pressed("opens")) desk.page.querySelector(pressed("opens").getAttribute("href")).open = true;
  if (pressed("play") || pressed("clear") || pressed("new-here")) event.preventDefault();
}

// The button has nothing more to do, and would take the focus with it.
function clear(desk, row) {
  fill(desk, timeOf(row).id, null);
  timeOf(row).focus();
}

function beginChapter(desk, button) {
  fillNow(desk, button.dataset.newHere);
  document.getElementById(button.dataset.then).focus();
}

function onKey(desk, event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    understand(desk, event.target);
    desk.page.querySelector("[data-save]").click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const box = event.target.closest("[data-time]");
  const isInRow = box?.closest("[data-row]") != null;
  // Enter goes on in the list; in the other forms it sends them.
  const key = event.key === "Enter" && isInRow ? "ArrowDown" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const act = ACTS[key];
  if (act === undefined || (box === null && event.target.matches("input, textarea, select"))) return;
  // Outside of the list arrows scroll.
  if (key.startsWith("Arrow") && event.target.closest("[data-row]") === null) return;
  event.preventDefault();
  if (box !== null) understand(desk, box);
  act(desk, box);
}

function mark(desk, box) {
  const target = box ?? timeOf(desk.row);
  if (target !== null) fillNow(desk, target.id);
}

function fillNow(desk, id) {
  const second = desk.stage.now();
  if (second === null) say(desk, desk.page.querySelector("[data-said]").dataset.notYet);
  else fill(desk, id, second);
}

// Whoever nudges wants to hear whether it is right now.
function nudge(desk, box, by) {
  const target = box ?? timeOf(desk.row);
  const second = seconds(target?.value ?? "");
  if (second === null) return;
  fill(desk, target.id, Math.max(0, second + by));
  if (desk.stage.seeksAtOnce()) desk.stage.jump(Math.max(0, second + by));
}

// From where the row says by now, saved or not.
function play(desk, row) {
  const second = seconds(timeOf(row)?.value ?? "");
  if (second !== null) desk.stage.jump(second);
}

function timeOf(row) {
  return row?.querySelector("[data-time]") ?? null;
}

function go(desk, by) {
  const rows = [...desk.page.querySelectorAll("[data-row]")];
  const row = rows[Math.min(Math.max(rows.indexOf(desk.row) + by, 0), rows.length - 1)];
  row?.querySelector("[data-time], button, a").focus();
}

function choose(desk, row) {
  if (row === null || row === undefined) return;
  if (desk.row !== row) desk.row?.removeAttribute("aria-current");
  desk.row = row;
  row.setAttribute("aria-current", "true");
}

// "1h2m" and "62" stand there as players show them, once the box is left.
function understand(desk, box) {
  if (!box.matches?.("[data-row] [data-time]")) return;
  const second = seconds(box.value);
  if (second === null || clockText(second) === box.value) return;
  box.value = clockText(second);
  tellUnsaved(desk);
}

function fill(desk, id, second) {
  document.getElementById(id).value = second === null ? "" : clockText(second);
  tellUnsaved(desk);
}

function say(desk, words) {
  desk.page.querySelector("[data-said]").textContent = words;
}
