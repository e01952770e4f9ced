// On the day: the clock that began with the webinar goes on second by second. What else changes is put in anew by
// refresh.js, with the clock as the server has it.
const SECOND = 1000;

export function keepDayClock() {
  setInterval(() => {
    for (const clock of document.querySelectorAll("[data-since]")) {
      const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.since)) / SECOND));
      clock.textContent = playingTime(seconds);
    }
  }, SECOND);
}

function playingTime(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
