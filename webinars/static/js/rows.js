// Rows of a list are added and taken out in place and at once. A new one is made of the <template> beside the list; who is
// meant by a name in it, the server is asked afterwards, and its answer touches nothing that somebody is typing in.
// Without this script the same buttons send the form, and the server adds and takes out.

import { announce, filled, settle, toast } from "./sortable.js";

const LABEL_LENGTH = 60;

export function growLists(root) {
  root.addEventListener("click", onPress);
  root.addEventListener("keydown", onEnterInBox);
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

// Enter in a box to add from adds; it must not store the form half filled in.
function onEnterInBox(event) {
  if (event.key !== "Enter" || !event.target.matches("[data-rows] [data-add]") || event.isComposing) return;
  event.preventDefault();
  add(event.target.closest("[data-rows]"));
}

function add(part) {
  const box = part.querySelector("[data-add]");
  const text = box?.value.trim() ?? "";
  if (box !== null && text === "") {
    box.focus();
    return;
  }
  const list = part.querySelector("[data-sortable]");
  const template = part.querySelector("template");
  const number = nextNumber(template);
  const row = made(template, number, text, list.children.length + 1);
  list.append(row);
  show(list);
  if (box === null) row.querySelector("input:not([type=hidden]), textarea").focus();
  else {
    box.value = "";
    box.focus();
    announce(filled(list.dataset.added, { name: row.dataset.name, place: list.children.length }));
  }
  if (part.dataset.ask) settleName(part, row, number, text);
}

function nextNumber(template) {
  const number = Number(template.dataset.next ?? template.dataset.key.split("-").pop());
  template.dataset.next = number + 1;
  return number;
}

// In the template stand {name}, {text} and {place}, and its own number behind the name of the list: in names of fields
// ("lineup-4-role") and in what buttons send ("up lineup 4").
function made(template, number, text, place) {
  const [list, own] = template.dataset.key.split("-");
  const name = text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH)}…` : text;
  const words = { name, text, place: String(place) };
  const pattern = new RegExp(`(${list}[- ])${own}(?!\\d)|\\{(name|text|place)\\}`, "g");
  const worded = (value) => value.replace(pattern, (_, before, word) => (before ? `${before}${number}` : words[word]));
  const row = template.content.firstElementChild.cloneNode(true);
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = row; node !== null; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) node.data = worded(node.data);
    else for (const attribute of node.attributes) attribute.value = worded(attribute.value);
  }
  return row;
}

async function settleName(part, row, number, text) {
  row.addEventListener("input", () => row.classList.add("is-typed-in"));
  const query = new URLSearchParams({ name: text, row: number, host: row.closest("form").elements.host.value });
  const address = part.dataset.ask;
  try {
    const response = await fetch(`${address}${address.includes("?") ? "&" : "?"}${query}`, { redirect: "error" });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    put(row, page.querySelector("[data-row]"));
  } catch {
    // The name stands in its row, and saving asks who is meant.
  }
}

// What is typed stays, and so does whatever somebody is standing in: only who is meant is put beside it then.
function put(row, fresh) {
  if (!row.isConnected) return;
  const list = row.parentElement;
  const isInUse = row.matches(".is-typed-in, .is-lifted, :focus-within") || row.querySelector("details[open]") !== null;
  if (isInUse) row.querySelector("[data-who]").replaceWith(fresh.querySelector("[data-who]"));
  else {
    row.replaceWith(fresh);
    settle(list);
  }
}

function takeOut(row) {
  const list = row.parentElement;
  const part = list.closest("[data-rows]");
  const next = row.nextElementSibling;
  const beside = next ?? row.previousElementSibling;
  row.remove();
  show(list);
  (beside?.querySelector("summary, [name=press]:not([disabled])") ?? part.querySelector("[data-add], :scope [name=press][value^=add]")).focus();
  toast(list, filled(list.dataset.removed, { name: row.dataset.name }), () => {
    list.insertBefore(row, next?.parentElement === list ? next : null);
    show(list);
    row.querySelector("summary, [name=press]:not([disabled])").focus();
  });
}

function show(list) {
  const isEmpty = list.children.length === 0;
  list.hidden = isEmpty;
  const nobody = list.parentElement.querySelector("[data-nobody]");
  if (nobody !== null) nobody.hidden = !isEmpty;
  settle(list);
}
