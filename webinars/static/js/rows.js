// Rows of a list are added and taken out in place and at once, made of the <template> beside the list. Without this script
// the same buttons send the form, and the server adds and takes out. Lists that people type through row by row, such as
// the line-up, are in lists.js.

import { filled, settle, toast } from "./sortable.js";
import { madeRow, nextNumber } from "./row-template.js";

export function growLists(root) {
  root.addEventListener("click", onPress);
}

function onPress(event) {
  const button = event.target.closest("[data-rows] [name=press]");
  if (button === null) return;
  const [verb] = button.value.split(" ");
  if (verb !== "add" && verb !== "remove") return;
  event.preventDefault();
  if (verb === "add") add(button.closest("[data-rows]"));
  else takeOut(button.closest("[data-row]"));
}

function add(part) {
  const list = part.querySelector("[data-sortable]");
  const template = part.querySelector("template");
  const row = madeRow(template, nextNumber(template), { name: "", text: "", place: String(list.children.length + 1) });
  list.append(row);
  show(list);
  row.querySelector("input:not([type=hidden]), textarea").focus();
}

function takeOut(row) {
  const list = row.parentElement;
  const part = list.closest("[data-rows]");
  const next = row.nextElementSibling;
  const beside = next ?? row.previousElementSibling;
  row.remove();
  show(list);
  (beside?.querySelector("summary, [name=press]:not([disabled])") ?? part.querySelector(":scope [name=press][value^=add]")).focus();
  toast(list, filled(list.dataset.removed, { name: row.dataset.name }), () => {
    list.insertBefore(row, next?.parentElement === list ? next : null);
    show(list);
    row.querySelector("summary, [name=press]:not([disabled])").focus();
  });
}

function show(list) {
  list.hidden = list.children.length === 0;
  settle(list);
}
