// Chapters as a bar along the lower edge of a film of ours, as long as they are. It is a picture of the list beside the player,
// which keyboards and screen readers have: a press on it is a press on the link there.
import { secondOf } from "./playback-sync.js";

export function markChapters(page, player, stage) {
  const film = stage.screen;
  const links = [...page.querySelectorAll('[data-part="chapters"] a[data-at]')];
  if (!(film instanceof HTMLVideoElement) || links.length < 2) return;
  const bar = document.createElement("div");
  bar.className = "chapter-marks";
  bar.setAttribute("aria-hidden", "true");
  const parts = links.map((link) => part(link));
  bar.append(...parts);
  const measure = () => {
    if (!Number.isFinite(film.duration)) return;
    const starts = links.map((link) => stage.begins + secondOf(link));
    for (const [index, each] of parts.entries()) {
      const from = Math.min(index === 0 ? 0 : starts[index], film.duration);
      const to = Math.min(starts[index + 1] ?? film.duration, film.duration);
      each.style.flexGrow = Math.max(0, to - from);
    }
    stage.place.append(bar);
  };
  film.addEventListener("loadedmetadata", measure);
  measure();
  player.onTime(() => {
    for (const [index, each] of parts.entries()) each.classList.toggle("is-current", links[index].hasAttribute("aria-current"));
  });
}

function part(link) {
  const made = document.createElement("span");
  made.title = link.textContent.trim().replace(/\s+/g, " ");
  made.addEventListener("click", () => link.click());
  return made;
}
