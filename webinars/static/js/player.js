// A poster ([data-player]) becomes the player it stands for once somebody presses it, and not before: nothing is asked of
// the video's host until then. The player lies ready in a template element, which browsers keep without loading it.

export function loadPlayersWhenPressed(root) {
  for (const player of root.querySelectorAll("[data-player]")) {
    const poster = player.querySelector("a");
    // From here on it does something instead of leading somewhere.
    poster.setAttribute("role", "button");
    poster.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      load(player, poster);
    });
    poster.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      load(player, poster);
    });
  }
}

function load(player, poster) {
  const screen = document.importNode(player.querySelector("template").content, true).firstElementChild;
  poster.replaceWith(screen);
  // Focus follows what was pressed; otherwise the keyboard would be back at the top of the page.
  screen.focus();
  // A browser that will not play by itself shows its own play button.
  if (screen instanceof HTMLVideoElement) screen.play().catch(() => {});
}
