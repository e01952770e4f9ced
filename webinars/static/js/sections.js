// The index of the editor follows what is typed, and so does the sentence that says where publishing puts it. Both are the
// server's; what this script does not follow stands there until the form is saved.
import { filledRows } from "./sortable.js";

export function keepSections(form) {
  const look = () => {
    title(form);
    for (const list of form.querySelectorAll("[data-list] [data-sortable]")) count(form, list);
    publishing(form);
  };
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  form.addEventListener("focusin", (event) => mark(form, event.target.closest(".form-section, .fold-section")));
  document.addEventListener("click", (event) => unfold(targetOf(event.target.closest("a")?.getAttribute("href"))));
  addEventListener("hashchange", () => unfold(targetOf(location.hash)));
  unfold(targetOf(location.hash));
}

const targetOf = (address) => (/^#./.test(address) ? document.getElementById(address.slice(1)) : null);

// A part that is one line is opened by what leads into it, before the browser goes there.
export function unfold(target) {
  for (let part = target?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
}

function mark(form, section) {
  if (section === null) return;
  for (const each of form.querySelectorAll("[data-section] a")) {
    if (each.hash === `#${section.id}`) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
}

function title(form) {
  const entry = form.querySelector('[data-section="title-part"]');
  // A co-organiser may have no right to change the texts.
  if (entry === null) return;
  const length = form.elements.title.value.trim().length;
  const { none, fits, long, longest } = entry.dataset;
  const words = length === 0 ? none : length > Number(longest) ? long : fits;
  put(entry, words.replace("{count}", length), length === 0 ? "missing" : length > Number(longest) ? "later" : "done");
}

function count(form, list) {
  const entry = form.querySelector(`[data-section="${list.closest("[data-list]").dataset.list}"]`);
  const number = filledRows(list).filter((row) => row.dataset.declined === undefined).length;
  if (entry === null || number === Number(entry.dataset.count)) return;
  entry.dataset.count = number;
  const { none, one, many } = entry.dataset;
  const words = number === 0 ? none : number === 1 ? one : many;
  put(entry, words.replace("{count}", number), number === 0 ? "later" : "done");
}

export function put(entry, words, standing) {
  const small = entry.querySelector("[data-state]");
  if (small.textContent !== words) small.textContent = words;
  const icon = entry.querySelector("use");
  const name = { done: "check", missing: "alert", later: "info" }[standing];
  entry.className = `is-${standing}`;
  icon.setAttribute("href", icon.getAttribute("href").replace(/#.*$/, `#${name}`));
}

// The site's feed and the host's; one for each who speaks, for each who stands in the credit line, for series and topics.
function publishing(form) {
  const words = form.querySelector("[data-publishing]");
  if (words === null) return;
  const rows = (name) => [...form.querySelectorAll(`[data-list="${name}"] [data-row]:not(.is-empty)`)];
  const topics = new Set((form.elements.topics?.value ?? "").split(",").map((each) => each.trim().toLowerCase()));
  topics.delete("");
  const credited = rows("co_organisers").filter((row) => row.dataset.credited !== undefined);
  const series = (form.elements.series?.value ?? "").trim() === "" ? 0 : 1;
  const feeds = 2 + rows("lineup").length + credited.length + topics.size + series;
  const text = words.dataset.publishing.replace("{count}", feeds);
  if (words.textContent !== text) words.textContent = text;
}
