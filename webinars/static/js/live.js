// What stands around the stream of a webinar: its words beside it, how wide it is, and what helps when there is no picture.
// All of it is there without this: links, and forms that lead back to the page.
import { canPlay, openPlayer } from "./player.js";
import { openTools } from "./player-tools.js";
import { showParts } from "./player-panel.js";
import { offerWidth } from "./wide-view.js";

const isAll = (root) => root === document || root.querySelector("[data-watch]") !== null;

export function openLive(root) {
  offerWidth(root);
  if (isAll(root)) showParts(root);
  if (root.querySelector("details.tool") !== null) openTools(root);
  root.querySelector("[data-stream-again]")?.addEventListener("submit", loadAgain);
  root.querySelector("[data-trouble]")?.addEventListener("submit", tellOfTrouble);
}

// A frame that was opened before the stream had begun may never notice. A new one does.
function loadAgain(event) {
  const place = document.querySelector("[data-stream]");
  const frame = place?.querySelector(":scope > :is(iframe, video)");
  // Without a player, to load the page again is what helps.
  if (place === null || !canPlay(place)) return;
  event.preventDefault();
  close(event);
  if (frame) frame.replaceWith(document.importNode(place.querySelector("template").content, true).firstElementChild);
  else openPlayer(place);
}

async function tellOfTrouble(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ "in-place": "1" }) });
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
  } catch {
    // Then as without a script, which says what is wrong.
    button.disabled = false;
    form.submit();
    return;
  }
  close(event);
  const thanks = document.querySelector("[data-thanks]");
  const words = thanks.textContent;
  // What is put into the place while it is shown is read out.
  thanks.textContent = "";
  thanks.classList.add("is-told");
  thanks.textContent = words;
}

function close(event) {
  const box = event.target.closest("details");
  box.open = false;
  box.querySelector("summary").focus();
}
