// The first steps: one is open at a time, a done one is a line, and what visitors will see follows typing. Without this
// script all steps stand open, and one button sends them.
import { ownZone, presentName } from "./hours.js";

const PAUSE = 300; // milliseconds without a key before the proof is asked for

export function takeFirstSteps(form) {
  const organisation = form.querySelector("[data-step=organisation]");
  const goOn = form.querySelector("[data-go-on]");
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh(form), PAUSE);
  });
  goOn.addEventListener("click", () => leaveFirst(form));
  form.querySelector("[data-change]").addEventListener("click", () => {
    open(form, "organisation");
    organisation.querySelector(".input").focus();
  });
  // Enter in a box of the first step goes on; in one of the second it saves the draft, as without this script.
  form.addEventListener("submit", (event) => {
    if (organisation.getAttribute("aria-current") === null || goOn.hidden) return;
    event.preventDefault();
    leaveFirst(form);
  });
  // What came back with mistakes stands open as a whole.
  if (form.dataset.firstSteps === "fresh") {
    open(form, "organisation");
    takeBrowserZone(form);
  }
  form.dataset.firstSteps = "ready";
}

async function takeBrowserZone(form) {
  const zone = ownZone();
  const box = form.elements.timezone;
  // A browser that says UTC hides where it is.
  if (zone === null || /^(Etc\/)?UTC$/.test(zone) || box.value !== box.defaultValue) return;
  box.value = presentName(zone);
  const page = await refresh(form, { from_browser: "" });
  const words = page?.querySelector("[data-zone-said]").dataset.words;
  if (!words) box.value = box.defaultValue;
  else if (box.value === presentName(zone)) box.value = words;
}

function open(form, step) {
  const isFirst = step === "organisation";
  const [first, second] = ["organisation", "webinar"].map((name) => form.querySelector(`[data-step=${name}]`));
  first.querySelector("[data-folded]").hidden = isFirst;
  first.querySelector("[data-unfolded]").hidden = !isFirst;
  first.querySelector("[data-go-on]").hidden = !isFirst;
  first.classList.toggle("is-done", !isFirst);
  second.classList.toggle("is-next", isFirst);
  second.querySelector("[data-open]").hidden = isFirst;
  (isFirst ? second : first).removeAttribute("aria-current");
  (isFirst ? first : second).setAttribute("aria-current", "step");
}

async function leaveFirst(form) {
  const page = await refresh(form);
  // Where the server cannot be asked, it says on saving what is wrong.
  const problems = page === null ? [] : [...page.querySelectorAll("[data-problem]")];
  for (const name of ["organisation", "timezone"]) mark(form.elements[name], null);
  for (const each of problems) mark(form.elements[each.dataset.problem], each);
  if (problems.length > 0) {
    form.elements[problems[0].dataset.problem].focus();
    return;
  }
  open(form, "webinar");
  form.elements.title.focus();
}

function mark(box, sentence) {
  const field = box.closest(".field");
  const id = `${box.id}-error`;
  field.querySelector(".error")?.remove();
  field.classList.toggle("field-error", sentence !== null);
  box.toggleAttribute("aria-invalid", sentence !== null);
  const described = (box.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each !== "" && each !== id);
  if (sentence !== null) {
    box.setAttribute("aria-invalid", "true");
    described.push(id);
    box.before(sentence);
  }
  if (described.length > 0) box.setAttribute("aria-describedby", described.join(" "));
}

let asked = null;

async function refresh(form, more = {}) {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams(new FormData(form));
  query.delete("csrf_token");
  // A room's address is nobody's business in a log, and the proof does not show it.
  query.delete("join_url");
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  try {
    const response = await fetch(`${form.dataset.proofSource}?${query}`, { signal: asked.signal });
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    show(form, page);
    return page;
  } catch {
    return null;
  }
}

// What was read before stays where nothing has changed: two of these are said aloud when they do.
function show(form, page) {
  for (const part of ["[data-proof]", "[data-zone-said]", "[data-publishing]", "[data-summary]", "[data-zone-boxes]"]) {
    const [old, fresh] = [form.querySelector(part), page.querySelector(part)];
    if (old.textContent === fresh.textContent && part !== "[data-proof]") continue;
    old.className = fresh.className;
    old.replaceChildren(...[...fresh.childNodes].map((node) => node.cloneNode(true)));
  }
}
