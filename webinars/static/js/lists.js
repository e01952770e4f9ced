// The lists of the editor that are typed through row by row: line-up, co-organisers, questions. One empty row always ends a
// list; Enter leads on, Backspace back, Alt with an arrow moves. Nothing that somebody types in is ever replaced. Without
// this script the box below a list and its button add, and the same buttons of a row send the form.

import { announce, filled, filledRows, place, settle, toast } from "./sortable.js";
import { madeRow, nextNumber } from "./row-template.js";
import { rove, walk } from "./row-tools.js";
import { answer, settleName } from "./row-names.js";

const LABEL_LENGTH = 60;
const BULLET = /^\s*(?:\d+[.)]|[-•*–])\s+/;

const boxOf = (row) => row.querySelector("[data-box]");
const rowsOf = (list) => [...list.children];

export function keepLists(root) {
  for (const part of root.querySelectorAll("[data-list]")) open(part);
}

function open(part) {
  const list = part.querySelector("[data-sortable]");
  list.hidden = false;
  const box = part.querySelector("[data-add-box]");
  const typed = box.querySelector("[data-add]");
  const hadFocus = document.activeElement === typed || typed.autofocus;
  box.remove();
  tidy(part);
  if (typed.value !== "") put(part, rowsOf(list).at(-1), typed.value);
  if (hadFocus) boxOf(rowsOf(list).at(-1)).focus();
  part.addEventListener("keydown", (event) => onKey(part, event));
  part.addEventListener("input", (event) => onInput(part, event));
  part.addEventListener("change", (event) => onChange(part, event));
  part.addEventListener("paste", (event) => onPaste(part, event));
  part.addEventListener("click", (event) => onClick(part, event));
}

function isEmpty(row) {
  const boxes = row.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea");
  return [...boxes].every((box) => box.value.trim() === "");
}

// One empty row at the end; what rows and their buttons are called follows what stands in them.
function tidy(part) {
  const list = part.querySelector("[data-sortable]");
  const last = rowsOf(list).at(-1);
  if (last === undefined || !isEmpty(last)) list.append(newRow(part));
  const rows = rowsOf(list);
  for (const row of rows) {
    row.classList.toggle("is-empty", isEmpty(row));
    name(row);
  }
  settle(list, { isQuiet: true });
  for (const row of rows) rove(row);
  const nobody = part.querySelector("[data-nobody]");
  if (nobody !== null) nobody.hidden = rows.length > 1;
  const head = part.querySelector(".rows-head");
  if (head !== null) head.hidden = rows.length === 1;
}

function newRow(part) {
  const template = part.querySelector("template");
  const list = part.querySelector("[data-sortable]");
  const at = String(list.children.length + 1);
  const called = filled(list.dataset.called, { place: at });
  return madeRow(template, nextNumber(template), { name: called, text: "", place: at });
}

// Labels that tell a row from others carry the name in it.
function name(row) {
  const box = boxOf(row);
  const at = place(row) + 1;
  box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+$/, at));
  const text = box.value.trim() || filled(row.parentElement.dataset.called, { place: at });
  const now = text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH)}…` : text;
  const before = row.dataset.name;
  if (now === before) return;
  for (const each of row.querySelectorAll("[aria-label]:not([data-box])"))
    each.setAttribute("aria-label", each.getAttribute("aria-label").replace(before, () => now));
  for (const each of row.querySelectorAll("summary, .visually-hidden, [data-rest] a"))
    for (const node of each.childNodes)
      if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace(before, () => now);
  row.dataset.name = now;
}

function onInput(part, event) {
  const row = event.target.closest("[data-row]");
  if (row === null) return;
  row.classList.toggle("is-empty", isEmpty(row));
  if (row === row.parentElement.lastElementChild && !isEmpty(row)) tidy(part);
}

// A box was left with another value in it; or rows were moved about.
function onChange(part, event) {
  const row = event.target.closest("[data-row]");
  if (row !== null && event.target === boxOf(row)) settleName(part, row);
  tidy(part);
}

function onKey(part, event) {
  const row = event.target.closest("[data-row]");
  if (row === null || event.isComposing || event.ctrlKey || event.metaKey) return;
  const isLine = event.target.matches("[data-box], input:not([type=checkbox])");
  if (event.altKey) {
    if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !event.target.matches("select")) move(part, row, event);
  } else if (event.key === "Enter" && isLine) goOn(part, row, event);
  else if (event.key === "Backspace" && event.target === boxOf(row) && isEmpty(row)) goBack(part, row, event);
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") walk(row, event);
}

// To the next row; from an empty one, where nothing more is to be said, to the next section.
function goOn(part, row, event) {
  event.preventDefault();
  if (isEmpty(row)) {
    part.nextElementSibling?.querySelector(".input")?.focus();
    return;
  }
  settleName(part, row);
  tidy(part);
  boxOf(row.nextElementSibling).focus();
}

function goBack(part, row, event) {
  const before = row.previousElementSibling;
  if (before === null) return;
  event.preventDefault();
  if (row.nextElementSibling !== null) row.remove();
  tidy(part);
  boxOf(before).focus();
}

function move(part, row, event) {
  event.preventDefault();
  const isUp = event.key === "ArrowUp";
  const other = isUp ? row.previousElementSibling : row.nextElementSibling;
  if (isEmpty(row) || other === null || isEmpty(other)) return;
  // The neighbour is moved: what has the focus stays where it is in the document, and keeps it.
  if (isUp) row.after(other);
  else row.before(other);
  settle(row.parentElement);
  const count = filledRows(row.parentElement).length;
  announce(filled(row.parentElement.dataset.moved, { name: row.dataset.name, place: place(row) + 1, count }));
}

// Several lines are several rows.
function onPaste(part, event) {
  const row = event.target.closest("[data-row]");
  if (row === null || event.target !== boxOf(row)) return;
  const text = event.clipboardData?.getData("text") ?? "";
  const lines = text.split(/\r?\n/).map((line) => line.replace(BULLET, "").trim()).filter((line) => line !== "");
  if (lines.length < 2) return;
  event.preventDefault();
  let at = row;
  for (const line of lines) {
    if (!isEmpty(at)) {
      const next = newRow(part);
      at.after(next);
      at = next;
    }
    put(part, at, line);
  }
  tidy(part);
  boxOf(at.nextElementSibling).focus();
}

function put(part, row, text) {
  boxOf(row).value = text;
  settleName(part, row);
  tidy(part);
  row.dispatchEvent(new Event("input", { bubbles: true }));
}

function onClick(part, event) {
  const button = event.target.closest("button");
  const row = button?.closest("[data-row]") ?? null;
  if (row === null) return;
  if (button.matches("[data-more]")) {
    const rest = row.querySelector("[data-rest]");
    rest.open = !rest.open;
    button.setAttribute("aria-expanded", String(rest.open));
  } else if (button.matches("[data-mark-new]")) {
    event.preventDefault();
    boxOf(row).focus();
    boxOf(row).select();
  } else if (button.matches("[data-same]")) {
    event.preventDefault();
    answer(row, button);
    tidy(part);
    boxOf(row).focus();
  } else if (button.value.startsWith("remove ")) {
    event.preventDefault();
    takeOut(part, row);
  }
}

function takeOut(part, row) {
  const list = row.parentElement;
  const next = row.nextElementSibling;
  const beside = next ?? row.previousElementSibling;
  row.remove();
  tidy(part);
  list.dispatchEvent(new Event("input", { bubbles: true }));
  boxOf(beside ?? list.lastElementChild).focus();
  toast(list, filled(list.dataset.removed, { name: row.dataset.name }), () => {
    list.insertBefore(row, next?.parentElement === list ? next : list.lastElementChild);
    tidy(part);
    list.dispatchEvent(new Event("input", { bubbles: true }));
    boxOf(row).focus();
  });
}
