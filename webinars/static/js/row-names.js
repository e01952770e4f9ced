// Who is meant by the name in a row. What was typed in one go is taken apart at once; whether somebody is new, or nearly
// somebody known, the server is asked afterwards, and its answer stands beside the boxes and changes no typed word.

import { typedPerson } from "./typed-people.js";

const asking = new WeakMap();
const settled = new WeakMap();

export function settleName(part, row) {
  if (part.dataset.ask === undefined) return;
  const box = row.querySelector("[data-box]");
  // Enter settles a name, and leaving the box with it would once more.
  if (box.value === settled.get(row)) return;
  if (box.value.trim() === row.querySelector("[data-known]").value && box.value !== "") return;
  forget(row);
  if (part.dataset.typedPeople !== undefined) takeApart(part, row, box);
  settled.set(row, box.value);
  const typed = box.value.trim();
  if (typed !== "") ask(part, row, typed);
}

// What was known or said of the name that stood here before.
function forget(row) {
  asking.get(row)?.abort();
  for (const each of row.querySelectorAll("[data-person], [data-known], [data-asked]")) each.value = "";
  for (const each of row.querySelectorAll("[data-mark-new], [data-said]")) each.remove();
  delete row.dataset.credited;
}

function takeApart(part, row, box) {
  const affiliation = row.querySelector(".row-aff input");
  if (affiliation.value.trim() !== "" || isSuggested(box)) return;
  const typed = typedPerson(box.value, JSON.parse(part.dataset.typedPeople));
  if (typed.name === "" || typed.name === box.value.trim()) return;
  box.value = typed.name;
  affiliation.value = typed.affiliation;
  if (typed.role !== "") row.querySelector(".row-role select").value = typed.role;
}

// A name with a comma in it that somebody really has.
function isSuggested(box) {
  return [...(box.list?.options ?? [])].some((option) => option.value === box.value.trim());
}

async function ask(part, row, typed) {
  const control = new AbortController();
  asking.set(row, control);
  const address = new URL(part.dataset.ask, location.href);
  address.searchParams.set("name", typed);
  address.searchParams.set("host", row.closest("form").elements.host.value);
  try {
    const response = await fetch(address, { redirect: "error", signal: control.signal });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    show(row, page.querySelector("[data-who]"), typed);
  } catch {
    // The name stands in its row, and saving finds out the same.
  }
}

function show(row, who, typed) {
  const box = row.querySelector("[data-box]");
  if (!row.isConnected || box.value.trim() !== typed) return;
  const { id, known, affiliation } = who.dataset;
  row.querySelector("[data-person]").value = id;
  row.querySelector("[data-known]").value = known;
  // "mary somerville": as her record has it, unless somebody stands in the box again.
  if (known !== "" && document.activeElement !== box) box.value = known;
  settled.set(row, box.value);
  const boxes = row.querySelector(".row-aff input");
  if (boxes !== null && boxes.value === "" && document.activeElement !== boxes) boxes.value = affiliation;
  if (who.dataset.near !== undefined) row.querySelector("[data-asked]").value = typed;
  if (who.dataset.credited !== undefined) row.dataset.credited = "";
  const mark = who.querySelector("[data-mark-new]");
  if (mark !== null) row.querySelector(".row-name").append(mark);
  const said = who.querySelector("[data-said]");
  if (said !== null) row.querySelector("[data-tools]").after(said);
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

// One of those who may be meant was pressed.
export function answer(row, button) {
  const isNew = button.dataset.same === "new";
  row.querySelector("[data-person]").value = button.dataset.same;
  row.querySelector("[data-known]").value = isNew ? "" : button.dataset.name;
  row.querySelector("[data-box]").value = button.dataset.name;
  settled.set(row, button.dataset.name);
  if (!isNew) row.querySelector("[data-mark-new]")?.remove();
  button.closest("[data-said]").remove();
  row.dispatchEvent(new Event("change", { bubbles: true }));
}
