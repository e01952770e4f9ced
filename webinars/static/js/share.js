// What is shared ([data-share]) or cited ([data-cite]) while a video plays is the moment it has reached when the box is opened.
import { offerCopying } from "./copy.js";

export function shareFrom(page, video, stage) {
  const box = page.querySelector("[data-share]");
  box.addEventListener("toggle", () => {
    if (box.open) fill(page, box, Math.max(0, Math.floor(stage.now)));
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
  const clock = clockOf(second);
  page.querySelector("#t").value = clock;
  box.querySelector("[data-share-words]").textContent = box.dataset.share.replace("{moment}", clock);
}

function clockOf(second) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
