// The editor of a webinar. Buttons that change the form without storing anything ([data-press]) are answered by the server
// with the whole page; this script puts the parts that belong to the button in place, so that nothing else moves. It
// refreshes the zone line while one types, and warns before typed things are lost.

const PAUSE = 300; // milliseconds without a key before the zone line is asked for

export function openEditor(root) {
  const form = root.querySelector("[data-editor]");
  if (form === null) return;
  form.addEventListener("click", (event) => onPress(form, event));
  form.addEventListener("keydown", (event) => onEnterInBox(form, event));
  keepZoneLine(form);
  followHost(form);
  warnOfLoss(form);
  // Until here buttons are answered by the server. Tests wait for it.
  form.dataset.editor = "ready";
}

async function onPress(form, event) {
  const button = event.target.closest("[data-press]");
  if (button === null) return;
  event.preventDefault();
  const body = new FormData(form);
  body.set("press", button.value);
  try {
    const response = await fetch(form.action, { method: "POST", body, redirect: "error" });
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    replacePart(form, page, button);
  } catch {
    // The page that comes then says what is wrong.
    form.requestSubmit(button);
  }
}

function replacePart(form, page, button) {
  const name = button.closest("[data-part]").dataset.part;
  const part = form.querySelector(`[data-part="${name}"]`);
  const fresh = page.querySelector(`[data-part="${name}"]`);
  // What is open for changing stays open.
  for (const details of part.querySelectorAll("details[open]")) {
    const key = details.querySelector("[name]")?.name;
    const twin = key && [...fresh.querySelectorAll("details")].find((each) => each.querySelector("[name]")?.name === key);
    if (twin) twin.open = true;
  }
  part.replaceWith(fresh);
  const focus = fresh.querySelector("[autofocus]") ?? fresh.querySelector("h2");
  if (focus.matches("h2")) focus.tabIndex = -1;
  focus.focus();
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// Enter in a box to add from adds; it must not store the form half filled in.
function onEnterInBox(form, event) {
  if (event.key !== "Enter" || !event.target.matches("[data-add]") || event.isComposing) return;
  event.preventDefault();
  if (event.target.value.trim() !== "") event.target.parentElement.querySelector("[data-press]").click();
}

function keepZoneLine(form) {
  let timer = 0;
  let asked = null;
  const later = (event) => {
    const part = event.target.closest?.("[data-zone-source]");
    if (!part) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      await refreshZoneLine(form, part, asked.signal);
    }, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}

async function refreshZoneLine(form, part, signal) {
  const query = new URLSearchParams();
  for (const field of part.querySelectorAll("input")) query.append(field.name, field.value);
  query.set("host", form.elements.host.value);
  for (const field of form.querySelectorAll("[name^=co_organisers-][name$=-organisation]")) query.append("beside", field.value);
  try {
    const response = await fetch(`${part.dataset.zoneSource}?${query}`, { signal });
    if (response.ok) part.querySelector("[data-zone-line]").innerHTML = await response.text();
  } catch {
    // The line of before stays; saving checks everything anyway.
  }
}

// What another organisation is used to is taken over by itself as long as nobody has touched zone, length or zones.
// Without this script the button beside the choice does it, and afterwards too.
function followHost(form) {
  const choice = form.querySelector("[data-host]");
  if (choice === null) return;
  let asked = null;
  const touch = (event) => {
    const part = event.target.closest("[data-of-usual]")?.closest("[data-zone-source]");
    if (part) delete part.dataset.usual;
  };
  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  choice.addEventListener("change", async () => {
    asked?.abort();
    asked = new AbortController();
    await takeUsual(form, asked.signal);
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
    replaceEach(part, page, "ofUsual", "data-of-usual");
    await refreshZoneLine(form, part, signal);
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
    each.replaceWith(fresh);
  }
}

function warnOfLoss(form) {
  let isChanged = form.querySelector("#error-summary, [role=alert]") !== null;
  form.addEventListener("input", () => {
    isChanged = true;
  });
  form.addEventListener("change", () => {
    isChanged = true;
  });
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}
