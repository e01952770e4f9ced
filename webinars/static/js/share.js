// What is shared ([data-share]) or cited ([data-cite]) while a video plays is the moment it has reached when the box is opened.
import { offerCopying } from "./copy-button.js";
import { clockText } from "./moment-times.js";

export function shareFrom(page, player, stage) {
  const box = page.querySelector("[data-share]");
  box.addEventListener("toggle", () => {
    if (box.open) fill(page, box, Math.max(0, Math.floor(stage.now)));
  });
  // The button says from where, as long as nobody is reading what it holds.
  player.onTime(() => {
    if (!box.open) tellMoment(box, Math.max(0, Math.floor(stage.now)));
  });
  const citation = page.querySelector("[data-cite]");
  citation.addEventListener("toggle", () => {
    if (citation.open) cite(citation, Math.max(0, Math.floor(stage.now)));
  });
}

async function cite(box, second) {
  const answer = await fetch(`${box.dataset.cite}?t=${second}`);
  // What stands there is right too, for the moment at which the page began.
  if (!answer.ok) return;
  const panel = box.querySelector("[data-cite-panel]");
  panel.replaceChildren(document.createRange().createContextualFragment(await answer.text()));
  offerCopying(panel);
}

function fill(page, box, second) {
  const address = page.querySelector("#share-address");
  const code = page.querySelector("#share-code");
  const there = new URL(address.value);
  there.searchParams.delete("t");
  if (second > 0) there.searchParams.set("t", second);
  address.value = there.href;
  code.value = code.value.replace(/ src="([^"?]*)(\?t=\d+)?"/, ` src="$1${second > 0 ? `?t=${second}` : ""}"`);
  const short = page.querySelector("#share-short");
  short.value = second > 0 ? `${short.dataset.short}/${inUnits(second)}` : short.dataset.short;
  page.querySelector("#t").value = clockText(second);
  tellMoment(box, second);
}

function tellMoment(box, second) {
  const words = second > 0 ? box.dataset.share.replace("{moment}", clockText(second)) : "";
  const from = box.querySelector("[data-share-from]");
  if (from.textContent !== words) from.textContent = words;
}

// As citations write it: 1h10m5s.
function inUnits(second) {
  const [hours, minutes, rest] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}
