// Keeps "in 5 days", "in 40 minutes" and "24 minutes ago" true while a page stays open. Looked at each minute and not
// announced: a countdown that speaks would interrupt everything else. The steps are those of webinars/programme/phases.py.

const MINUTE = 60_000;
const language = () => document.documentElement.lang || "en-GB";

export function keepCountdowns(root) {
  const show = () => {
    for (const element of root.querySelectorAll("[data-countdown]")) {
      const words = countdownText(new Date(element.dataset.countdown), Date.now());
      element.textContent = "capital" in element.dataset ? words.charAt(0).toUpperCase() + words.slice(1) : words;
    }
  };
  show();
  setInterval(show, MINUTE);
}

export function countdownText(instant, now) {
  const [count, unit] = distance(instant - now);
  return new Intl.RelativeTimeFormat(language()).format(count, unit);
}

function distance(milliseconds) {
  const sign = milliseconds < 0 ? -1 : 1;
  const minutes = Math.max(1, Math.round(Math.abs(milliseconds) / MINUTE));
  if (minutes < 60) return [sign * minutes, "minute"];
  const hours = Math.round(minutes / 60);
  return hours < 48 ? [sign * hours, "hour"] : [sign * Math.round(hours / 24), "day"];
}
