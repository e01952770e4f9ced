// Lists that people arrange: Up and Down in place, and dragging by the grip. Without this script the same buttons send the
// form, and the server puts the rows in order. Rows are moved about as they are: the number in a row's name is its key,
// and the order of the document is the order that is stored.

export function arrangeLists(root) {
  root.addEventListener("click", onStep);
  root.addEventListener("pointerdown", onGrip);
}

function onStep(event) {
  const button = event.target.closest("[data-sortable] [data-move]");
  if (button === null || button.disabled) return;
  event.preventDefault();
  const row = button.closest("[data-row]");
  const before = place(row);
  if (button.dataset.move === "up") row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  settle(row.parentElement);
  keepFocus(row, button);
  say(row, before);
}

// Focus stays on the pressed button; at an end that one is off, and its twin takes over.
function keepFocus(row, button) {
  const twin = row.querySelector(`[data-move="${button.dataset.move === "up" ? "down" : "up"}"]`);
  (button.disabled ? twin : button).focus();
}

function onGrip(event) {
  const grip = event.target.closest("[data-sortable] [data-grip]");
  if (grip === null || event.button !== 0) return;
  event.preventDefault();
  const row = grip.closest("[data-row]");
  const list = row.parentElement;
  const before = place(row);
  row.classList.add("is-lifted");
  list.classList.add("is-sorting");

  const follow = (move) => {
    if (move.pointerId === event.pointerId) carry(row, list, move.clientY);
  };
  const release = (end) => {
    if (end.pointerId !== event.pointerId) return;
    for (const [name, listener] of listeners) document.removeEventListener(name, listener);
    row.classList.remove("is-lifted");
    list.classList.remove("is-sorting");
    // A cancelled gesture (a scroll, a call coming in) leaves the list as it was.
    if (end.type === "pointercancel") putBack(row, before);
    settle(list);
    say(row, before);
  };
  // On the document: a row that changes its place in it loses the pointer that its grip had captured.
  const listeners = [["pointermove", follow], ["pointerup", release], ["pointercancel", release]];
  for (const [name, listener] of listeners) document.addEventListener(name, listener);
}

// The carried row changes places with a neighbour once the pointer has passed that one's middle.
function carry(row, list, y) {
  const before = place(row);
  for (const other of filledRows(list)) {
    if (other === row) continue;
    const box = other.getBoundingClientRect();
    const isAbove = other.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isAbove && y < box.top + box.height / 2) {
      other.before(row);
      break;
    }
    if (!isAbove && y > box.top + box.height / 2) other.after(row);
  }
  if (place(row) !== before) row.scrollIntoView({ block: "nearest" });
}

// A list that is typed through ends with an empty row, which stays where it is.
export const filledRows = (list) => [...list.children].filter((row) => !row.matches(".is-empty"));

export function place(row) {
  return [...row.parentElement.children].indexOf(row);
}

function putBack(row, before) {
  const list = row.parentElement;
  row.remove();
  list.insertBefore(row, list.children[before] ?? null);
}

// Numbers, and the two buttons that lead nowhere, follow the order.
export function settle(list, { isQuiet = false } = {}) {
  const last = filledRows(list).at(-1);
  [...list.children].forEach((row, index) => {
    row.querySelector(".place").textContent = index + 1;
    row.querySelector('[data-move="up"]').disabled = index === 0;
    row.querySelector('[data-move="down"]').disabled = row === last;
  });
  if (!isQuiet) list.dispatchEvent(new Event("change", { bubbles: true }));
}

function say(row, before) {
  const list = row.parentElement;
  const after = place(row);
  if (after === before) return;
  const words = filled(list.dataset.moved, { name: row.dataset.name, place: after + 1, count: filledRows(list).length });
  toast(list, words, () => {
    putBack(row, before);
    settle(list);
    row.querySelector("[data-move]:not([disabled])")?.focus();
  });
}

export function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// It stays until it is dismissed or the next one comes: a message that goes by itself is too fast for somebody.
export function toast(list, words, undo) {
  document.querySelector("[data-toast]")?.remove();
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.toast = "";
  const back = button(list.dataset.undo, () => {
    box.remove();
    undo();
  });
  box.append(status(words), back, button(list.dataset.dismiss, () => box.remove()));
  document.body.append(box);
}

// For those who do not see what has changed.
export function announce(words) {
  document.querySelector("[data-announced]")?.remove();
  const box = status(words);
  box.className = "visually-hidden";
  box.dataset.announced = "";
  document.body.append(box);
}

function status(words) {
  const text = document.createElement("span");
  text.setAttribute("role", "status");
  // Written after the region is in the page, or screen readers would not hear of it.
  requestAnimationFrame(() => {
    text.textContent = words;
  });
  return text;
}

function button(words, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", action);
  return made;
}
