// A poster ([data-player]) becomes the player it stands for once somebody presses it, and not before: nothing is asked of
// the video's host until then. The player lies ready in a template element, which browsers keep without loading it.
// Whoever wants to know hears "player:bring" from the place of the player before the frame or the video, which is its detail,
// stands in the page, and "player:open" afterwards.

const PLAYS_AT_ONCE = /\b(autoplay|autostart)=(1|true)\b/;

export function loadPlayersWhenPressed(root) {
  for (const player of root.querySelectorAll("[data-player]")) {
    if (!canPlay(player)) continue;
    const poster = player.querySelector("a");
    // From here on it does something instead of leading somewhere.
    poster.setAttribute("role", "button");
    poster.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      openPlayer(player);
    });
    poster.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      openPlayer(player);
    });
  }
}

/** Whether its poster becomes a player: a list of pieces is played by some browsers; in all others the poster leads to it. */
export function canPlay(player) {
  if (player.dataset.player !== "hls") return player.dataset.player !== undefined;
  return document.createElement("video").canPlayType("application/vnd.apple.mpegurl") !== "";
}

// Put the player in the place of its poster. One that nobody has pressed just now neither plays nor takes the focus, and one
// that was brought by something else than its poster leaves the focus there.
export function openPlayer(player, { isPressed = true, takesFocus = isPressed } = {}) {
  const screen = document.importNode(player.querySelector("template").content, true).firstElementChild;
  if (!isPressed) screen.src = screen.src.replace(PLAYS_AT_ONCE, (_all, name, on) => `${name}=${on === "1" ? "0" : "false"}`);
  tell(player, "player:bring", screen);
  player.querySelector("a").replaceWith(screen);
  // Focus follows what was pressed; otherwise the keyboard would be back at the top of the page.
  if (takesFocus) screen.focus();
  if (isPressed) {
    countPlay(player);
    // A browser that will not play by itself shows its own play button.
    if (screen instanceof HTMLVideoElement) screen.play().catch(() => {});
  }
  tell(player, "player:open", screen);
  return screen;
}

function tell(player, event, screen) {
  player.dispatchEvent(new CustomEvent(event, { bubbles: true, detail: screen }));
}

// One more play of the recording. Nobody waits for it, and nothing about the person is in it.
function countPlay(player) {
  const { plays, recording } = player.dataset;
  // A frame that its site has shut off has no origin, and what it sends is refused.
  if (!plays || window.origin === "null") return;
  // Without an answer, or refused by an extension, it is not counted: the film plays all the same. Until an answer has
  // been read, however empty, some browsers keep its connection.
  fetch(plays, { method: "POST", body: new URLSearchParams({ recording }) })
    .then((answer) => answer.text())
    .catch(() => {});
}
