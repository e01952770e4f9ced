// The bar at the end of the editor: how many changes are not saved, the two keys that lead to its buttons, and the question
// before typed things are lost. Ctrl S saves, Ctrl Enter goes to "Publish" and presses nothing.
import { unfold } from "./sections.js";

const ROW = /^(?:lineup|co_organisers|questions|display_zones|own_questions)-\d+/;
const KEPT_PLACE = "editor-place";

export function keepSavebar(form) {
  const bar = form.querySelector("[data-savebar]");
  const first = standing(form);
  // A form that came back with its mistakes holds what is stored nowhere.
  let isChanged = form.querySelector("#error-summary, .editor-notices [role=alert]") !== null;
  const look = () => {
    const count = changes(first, standing(form));
    if (count > 0) isChanged = true;
    say(bar, form, count);
  };
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => onKey(form, bar, event));
  goBackToPlace(form);
}

function onKey(form, bar, event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (event.key === "s") {
    event.preventDefault();
    sessionStorage.setItem(KEPT_PLACE, document.activeElement?.name ?? "");
    bar.querySelector("[data-save]").click();
  } else if (event.key === "Enter") {
    event.preventDefault();
    (bar.querySelector("[data-publish]") ?? bar.querySelector("[data-save]")).focus();
  }
}

// Whoever saves by the key goes on where they were.
function goBackToPlace(form) {
  const name = sessionStorage.getItem(KEPT_PLACE);
  sessionStorage.removeItem(KEPT_PLACE);
  if (!name || form.querySelector("#error-summary, .editor-notices [role=alert]") !== null) return;
  const box = form.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden])`);
  unfold(box);
  box?.focus();
}

// What stands in the form, but for what only tells rows apart; an empty row is nothing yet.
function standing(form) {
  const values = new Map();
  for (const each of form.elements) {
    if (each.name === "" || each.type === "hidden" || each.type === "submit" || each.closest(".is-empty")) continue;
    if (/checkbox|radio/.test(each.type)) {
      if (each.checked) values.set(each.name, each.value);
    } else values.set(each.name, each.value);
  }
  return values;
}

function changes(before, now) {
  const changed = new Set();
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    if (before.get(name) === now.get(name)) continue;
    const row = ROW.exec(name)?.[0];
    const isWholeRow = row !== undefined && (!has(before, row) || !has(now, row));
    changed.add(isWholeRow ? row : name);
  }
  const [old, fresh] = [before, now].map((values) => [...new Set([...values.keys()].map(rowOf).filter((row) => row !== ""))]);
  const shared = (rows, others) => rows.filter((row) => others.includes(row)).join();
  return changed.size + (shared(old, fresh) === shared(fresh, old) ? 0 : 1);
}

const rowOf = (name) => ROW.exec(name)?.[0] ?? "";
const has = (values, row) => [...values.keys()].some((name) => name.startsWith(`${row}-`));

function say(bar, form, count) {
  const words = bar.querySelector("[data-unsaved]");
  const { one, many } = words.dataset;
  const isStored = form.elements.beginning.value !== "";
  const text = count === 0 ? "" : isStored ? (count === 1 ? one : many.replace("{count}", count)) : words.dataset.new;
  // It is a live region: the same words are not said again at every key.
  if (words.textContent !== text) words.textContent = text;
  bar.querySelector("[data-keys]").hidden = count === 0 || isStored;
}
