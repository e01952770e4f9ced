// The list on the desk: “/” leads to the words to look for, and what is said of the webinars that are chosen follows the
// boxes. Without this script the bar stands below the list all the time, and its buttons do the same.

const PAUSE = 150;

export function openDesk(root) {
  const box = root.querySelector("[data-find]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  const form = root.querySelector("[data-choosing]");
  if (form !== null) followChoice(form);
}

function followChoice(form) {
  const bar = form.querySelector("[data-chosen]");
  let timer = 0;
  let control = null;
  const follow = () => {
    bar.hidden = form.querySelector("input:checked") === null;
    control?.abort();
    clearTimeout(timer);
    if (bar.hidden) return;
    control = new AbortController();
    const { signal } = control;
    timer = setTimeout(() => ask(form, bar, signal), PAUSE);
  };
  form.addEventListener("change", follow);
  // A browser that goes back ticks the boxes again.
  addEventListener("pageshow", follow);
  follow();
}

async function ask(form, bar, signal) {
  const address = new URL(form.dataset.choosing, location.href);
  for (const each of form.querySelectorAll("input:checked")) address.searchParams.append("webinar", each.value);
  try {
    const response = await fetch(address, { redirect: "error", signal });
    if (!response.ok) return;
    show(bar, new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    // The buttons do what they say, and the page after them says what was done.
  }
}

function show(bar, answer) {
  for (const said of answer.querySelectorAll("[data-words]")) {
    const shown = bar.querySelector(`[data-words="${said.dataset.words}"]`);
    if (shown.textContent.trim() !== said.textContent.trim()) shown.replaceChildren(...said.childNodes);
    if (said.dataset.words === "publish") shown.disabled = said.dataset.nothing !== undefined;
  }
}
