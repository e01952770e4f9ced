// A part of a page that will be different at a known moment ([data-refresh-at], an instant, and an id) is fetched again
// when the moment has come: whoever waits on the page of a webinar sees the way in when the room opens.

const LONGEST_TIMEOUT = 2 ** 31 - 1;
// Not every reader at the same second, and not before a clock that runs a little slow agrees.
const SPREAD = 20_000;

export function refreshInTime(root, bind) {
  for (const part of root.querySelectorAll("[data-refresh-at]")) schedule(part, bind);
}

function schedule(part, bind) {
  const wait = new Date(part.dataset.refreshAt) - Date.now();
  // Without a moment to come (NaN) or with one too far away for a timer, the part stays as it is.
  if (!(wait >= 0 && wait <= LONGEST_TIMEOUT)) return;
  setTimeout(() => replace(part, bind), wait + 1000 + Math.random() * SPREAD);
}

async function replace(part, bind) {
  const response = await fetch(window.location.href);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById(part.id);
  if (fresh === null) return;
  // Somebody who is using the part keeps it; they have what they came for.
  if (part.contains(document.activeElement)) return;
  part.replaceWith(fresh);
  bind(fresh);
  if ("refreshAt" in fresh.dataset) schedule(fresh, bind);
}
