// The place that somebody has at a webinar. Her own page keeps it on this device if she lets it, and the webinar's page then leads
// to her page instead of to the form. Nothing of it is ever sent, and the server knows of no device.

const KEY = "places";
const NEVER = "never";

/** On her own page: keep the place, unless this device was told not to; one that is given back is kept no longer. */
export function rememberPlace(root) {
  const box = root.querySelector("[data-own-place]");
  if (box === null) return;
  const { ownPlace: slug, page, join, until, name } = box.dataset;
  if (page === undefined) {
    if (places()[slug] !== NEVER) change(slug, undefined);
    return;
  }
  const tick = box.querySelector("input");
  tick.checked = places()[slug] !== NEVER;
  const store = () => change(slug, tick.checked ? { page, join, until, name } : NEVER);
  tick.addEventListener("change", store);
  store();
  box.hidden = places()[slug] === undefined;
}

/** On the webinar's page: what this device knows, in the place of the way to register. */
export function showPlace(root) {
  for (const box of root.querySelectorAll("[data-place-of]")) {
    const place = placeAt(box.dataset.placeOf);
    if (place === null) continue;
    const join = box.querySelector("[data-place-join]");
    if (join !== null) {
      if (place.join) join.href = place.join;
      else join.remove();
    }
    box.querySelector("[data-place-page]").href = place.page;
    box.querySelector("[data-place-forget]").addEventListener("click", () => {
      change(box.dataset.placeOf, NEVER);
      window.location.reload();
    });
    box.hidden = false;
    for (const way of root.querySelectorAll("[data-register]")) way.hidden = true;
  }
  askFromThere(root);
}

// Who asks is known there. Where a name has to stand beside each question, hers is filled in, to be seen before it is sent.
function askFromThere(root) {
  const section = root.querySelector("[data-remembered]");
  const form = section?.querySelector("[data-ask-form]");
  if (!form) return;
  const place = placeAt(section.dataset.remembered);
  if (place === null) return;
  form.action = `${place.page}/questions`;
  const name = form.querySelector("[name=name][required]");
  if (name === null) for (const each of form.querySelectorAll("[data-who-asks]")) each.remove();
  else if (name.value === "") name.value = place.name ?? "";
}

function placeAt(slug) {
  const place = places()[slug];
  if (place === undefined || place === NEVER) return null;
  if (place.until && Date.parse(place.until) < Date.now()) {
    change(slug, undefined);
    return null;
  }
  // Only an address of this site, whatever stands in the storage.
  return /^\/registrations\/[\w-]+$/.test(place.page ?? "") ? place : null;
}

function places() {
  try {
    const found = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return typeof found === "object" && found !== null && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}

function change(slug, place) {
  const all = { ...places(), [slug]: place };
  try {
    const values = JSON.stringify(all);
    if (values === "{}") window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, values);
  } catch {
    // Storage is closed to us: then nothing is kept.
  }
}
