// An embed in somebody else's page. WordPress shows embeds of sites it does not know in a sandbox: no origin, no storage,
// no way out but the messages of its own protocol (wp-includes/js/wp-embed.js), which carry the secret of the address.
import { keepCountdowns, showCountdowns } from "./countdown.js";
import { showLocalTimes } from "./local-time.js";
import { offerZones } from "./zone-choice.js";
import { loadPlayersWhenPressed } from "./player.js";
import { refreshInTime } from "./refresh.js";

const secret = /^#\?secret=([A-Za-z0-9]+)$/.exec(window.location.hash)?.[1];
const isInSandbox = window.origin === "null";

refreshInTime(bind);
bind(document);
keepCountdowns();

if (secret) {
  // Told at once, too: the frame stays hidden until it has, and what is hidden is not observed.
  tellHeight();
  window.addEventListener("load", tellHeight);
  new ResizeObserver(tellHeight).observe(document.documentElement);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link === null || event.defaultPrevented || isModified(event)) return;
    event.preventDefault();
    tell("link", link.href);
  });
}

// What a part of the embed needs, whenever it comes.
function bind(root) {
  showLocalTimes(root);
  offerZones(root);
  showCountdowns(root);
  // A video host's own page cannot play without an origin; then the poster stays a link to our page. A file can.
  for (const player of root.querySelectorAll("[data-player='iframe']")) {
    if (isInSandbox) player.removeAttribute("data-player");
  }
  loadPlayersWhenPressed(root);
}

function tellHeight() {
  tell("height", Math.ceil(document.documentElement.getBoundingClientRect().height));
}

function tell(message, value) {
  // The site around us is not known; what is said is no secret.
  window.parent.postMessage({ message, value, secret }, "*");
}

// For a new tab or window, which the browser opens by itself.
function isModified(event) {
  return event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}
