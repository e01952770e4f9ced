// Keys of moderators: J and K choose the next and the previous row, the others press the button of the chosen one. They
// rest in fields, with other keys held, and where they are switched off, which is kept on the device.

const KEPT = "moderating-keys";
const STEPS = { j: 1, k: -1 };
const PRESSES = ["a", "m", "h", "u"];

export function listenForKeys(page) {
  const panel = document.querySelector("[data-mod-keys]");
  let isOn = kept() !== "off";
  let isLeaving = false;
  tell();
  panel?.querySelector("[data-keys-switch]").addEventListener("click", () => {
    isOn = !isOn;
    keep(isOn ? "on" : "off");
    tell();
  });
  window.addEventListener("pageshow", () => (isLeaving = false));
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!isOn || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (key in STEPS) {
      event.preventDefault();
      step(page, STEPS[key]);
    } else if (PRESSES.includes(key) && !isLeaving) {
      const button = buttonOf(page, key);
      if (button === null) return;
      event.preventDefault();
      // A second press before the answer has come would meet another row. A link may lead to where one is already.
      isLeaving = button.tagName === "BUTTON";
      button.click();
    }
  });

  function tell() {
    document.body.classList.toggle("keys-off", !isOn);
    for (const each of panel?.querySelectorAll("[data-keys-state], [data-keys-switch]") ?? []) {
      each.textContent = isOn ? each.dataset.on : each.dataset.off;
    }
  }
}

// While something is being answered, A ends that.
function buttonOf(page, key) {
  const now = page.querySelector('[data-part="now"]');
  const place = key === "a" && now !== null ? now : chosenOf(page);
  return place?.querySelector(`[data-key="${key}"]`) ?? null;
}

function step(page, by) {
  const rows = [...page.querySelectorAll('[data-part="queue"] [data-mod-row], [data-part="open"] [data-mod-row]')];
  if (rows.length === 0) return;
  const place = rows.indexOf(chosenOf(page));
  const next = place < 0 ? 0 : Math.min(Math.max(place + by, 0), rows.length - 1);
  choose(page, rows[next]);
}

function choose(page, row) {
  for (const each of page.querySelectorAll("[data-chosen]")) delete each.dataset.chosen;
  for (const each of page.querySelectorAll("details.mod-row[open]")) if (!row.contains(each)) each.open = false;
  const details = row.querySelector("details.mod-row");
  if (details === null) {
    row.dataset.chosen = "";
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  } else {
    details.open = true;
    details.querySelector("summary").focus({ preventScroll: true });
  }
  row.scrollIntoView({ block: "nearest" });
}

function chosenOf(page) {
  return page.querySelector("[data-chosen]") ?? page.querySelector("details.mod-row[open]")?.closest("[data-mod-row]") ?? null;
}

function isTyping(target) {
  return target.closest?.("input, select, textarea, [contenteditable]") !== null;
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(words) {
  try {
    localStorage.setItem(KEPT, words);
  } catch {
    // Without storage it lasts as long as the page.
  }
}
