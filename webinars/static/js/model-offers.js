// A pasted text of which something stayed unclear ([data-ask-model], the address): the page asks there by itself, once, while
// people go on. What comes is the same page with more offers. Only those are taken from it, each to its own field; what was
// typed, ticked or opened meanwhile stays, and so does the focus.

const GROUP = "[data-offers]";
const ADDED = "[data-additions]";

export async function askForMore(form) {
  const says = form.querySelector("[data-model-said]");
  const leaving = new AbortController();
  form.addEventListener("submit", () => leaving.abort());
  says.textContent = says.dataset.waiting;
  try {
    const response = await fetch(form.dataset.askModel, { method: "POST", body: new FormData(form), signal: leaving.signal });
    if (!response.ok) throw new Error(`answer ${response.status}`);
    take(form, new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch (error) {
    if (error.name !== "AbortError") says.textContent = says.dataset.away;
  }
}

function take(form, page) {
  const fresh = page.getElementById(form.id);
  if (fresh === null) throw new Error("another page");
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const own = form.querySelector(`[data-part="${part.dataset.part}"]`);
    if (own === null) continue;
    renew(own, own.querySelector(GROUP), part.querySelector(GROUP));
    add(own, part);
  }
  form.elements.heard.value = fresh.querySelector("[name=heard]").value;
  const source = document.querySelector("ol.source");
  source.replaceChildren(...page.querySelector("ol.source").children);
  const box = form.querySelector("[data-model]");
  const answer = page.querySelector("[data-model-said]");
  box.querySelector("[data-model-said]").textContent = answer?.textContent ?? "";
  const again = page.querySelector("[data-model] button");
  if (again !== null) box.querySelector("button").textContent = again.textContent;
}

function renew(part, old, fresh) {
  if (fresh === null || old?.innerHTML === fresh.innerHTML) return;
  if (old === null) {
    part.append(fresh);
    return;
  }
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const isOpen = old.querySelector("details")?.open ?? false;
  old.replaceWith(fresh);
  const more = fresh.querySelector("details");
  if (more !== null) more.open = isOpen;
  if (focused === null) return;
  const same = [...fresh.querySelectorAll("button")].find((chip) => chip.value === focused.value && focused.value !== "");
  (same ?? fresh).focus({ preventScroll: true });
}

function add(part, fresh) {
  const list = fresh.querySelector(ADDED);
  if (list === null) return;
  const own = part.querySelector(ADDED);
  if (own === null) {
    part.replaceChildren(list);
    return;
  }
  const known = new Set([...own.querySelectorAll("input")].map((box) => box.value));
  own.append(...[...list.querySelectorAll("label")].filter((label) => !known.has(label.querySelector("input").value)));
}
