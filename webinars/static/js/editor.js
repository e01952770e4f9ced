// The editor of a webinar, beside its lists (lists.js): it refreshes the zone line while one types, and takes over what
// another organisation is used to. The bar at its end is in savebar.js, its index in sections.js.
import { keepSavebar } from "./savebar.js";
import { keepSections, put } from "./sections.js";

const PAUSE = 300; // milliseconds without a key before the zone line is asked for

export function openEditor(root) {
  const form = root.querySelector("[data-editor]");
  if (form === null) return;
  form.addEventListener("click", (event) => onStart(form, event));
  keepZoneLine(form);
  followHost(form);
  keepSections(form);
  keepSavebar(form);
  // Until here buttons are answered by the server. Tests wait for it.
  form.dataset.editor = "ready";
}

// A start that is offered in place of one that clocks skip or repeat.
function onStart(form, event) {
  const button = event.target.closest("[data-start]");
  if (button === null) return;
  event.preventDefault();
  const [date, hour] = button.dataset.start.split("T");
  for (const [field, value] of [[form.elements.date, date], [form.elements.hour, hour]]) {
    field.value = value;
    field.removeAttribute("aria-invalid");
    field.closest(".field").classList.remove("field-error");
    field.closest(".field").querySelector(".error")?.remove();
  }
  form.elements.hour.focus();
  form.elements.hour.dispatchEvent(new Event("input", { bubbles: true }));
}

function keepZoneLine(form) {
  let timer = 0;
  const later = (event) => {
    if (!event.target.closest?.("[data-zone-part]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => refreshZoneLine(form), PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}

// One question at a time, whoever asks: an answer that was overtaken must not stand where the later one stood.
let lineAsked = null;

async function refreshZoneLine(form) {
  lineAsked?.abort();
  lineAsked = new AbortController();
  const { signal } = lineAsked;
  const query = new URLSearchParams();
  for (const field of form.querySelectorAll("[data-zone-part] input")) query.append(field.name, field.value);
  query.set("host", form.elements.host.value);
  for (const field of form.querySelectorAll("[name^=co_organisers-][name$=-organisation]")) query.append("beside", field.value);
  try {
    const response = await fetch(`${form.querySelector("[data-zone-source]").dataset.zoneSource}?${query}`, { signal });
    if (response.ok) showZoneLine(form, new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    // The line of before stays; saving checks everything anyway.
  }
}

// Only what is to be read is put in the place of what stood there: boxes stay, and the zone in words is a live region.
function showZoneLine(form, page) {
  const days = page.querySelector("[data-zone-days]");
  days.remove();
  put(form.querySelector('[data-section="time"]'), days.dataset.text, days.dataset.standing);
  form.querySelector("[data-zone-days]").replaceChildren(...days.childNodes);
  const said = page.querySelector("#timezone-said");
  const old = form.querySelector("#timezone-said");
  said.remove();
  if (old.textContent !== said.textContent) {
    old.className = said.className;
    old.replaceChildren(...said.childNodes);
  }
  const line = form.querySelector("[data-zone-line]");
  line.replaceChildren(old, ...page.body.childNodes);
}

// What another organisation is used to is taken over by itself as long as nobody has touched zone, length or zones.
// Without this script the button beside the choice does it, and afterwards too.
function followHost(form) {
  const choice = form.querySelector("[data-host]");
  if (choice === null) return;
  const button = form.querySelector("[name=press][value=usual]");
  let asked = null;
  const touch = (event) => {
    if (event.target.closest("[data-of-usual]")) delete form.querySelector("[data-zone-source]").dataset.usual;
  };
  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  const take = async () => {
    asked?.abort();
    asked = new AbortController();
    return takeUsual(form, asked.signal);
  };
  choice.addEventListener("change", take);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    // Whatever was typed there before: this is what the button is for.
    form.querySelector("[data-zone-source]").dataset.usual = "";
    take();
  });
}

async function takeUsual(form, signal) {
  const body = new FormData(form);
  body.set("press", "usual");
  try {
    const response = await fetch(form.action, { method: "POST", body, redirect: "error", signal });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    replaceEach(document, page, "ofHost", "data-of-host");
    const part = form.querySelector("[data-zone-source]");
    // Typed while the answer was on its way: what was typed stays.
    if (part.dataset.usual === undefined) return;
    replaceEach(form, page, "ofUsual", "data-of-usual");
    await refreshZoneLine(form);
  } catch {
    // The button is still there, and saving checks everything anyway.
  }
}

function replaceEach(root, page, key, attribute) {
  for (const each of root.querySelectorAll(`[${attribute}]`)) {
    const fresh = page.querySelector(`[${attribute}="${each.dataset[key]}"]`);
    if (fresh === null) continue;
    if (each.matches("input")) {
      // Not replaced: somebody may be standing in it.
      each.value = fresh.value;
      continue;
    }
    if (each.matches("details")) fresh.open = each.open;
    const standing = each.contains(document.activeElement) ? document.activeElement.name : undefined;
    each.replaceWith(fresh);
    if (standing) fresh.querySelector(`[name="${standing}"]`)?.focus();
  }
}
