// Says "in 5 days", "in 40 minutes" or "24 minutes ago" in each [data-countdown] box, an instant, and keeps it true while
// the page stays open. Only a script can do that, so the server leaves the box hidden. Looked at each minute and not
// announced: a countdown that speaks would interrupt everything else.

const MINUTE = 60_000;
const language = () => `${document.documentElement.lang || "en-GB"}-u-nu-latn`;

export function keepCountdowns() {
  setInterval(() => showCountdowns(document), MINUTE);
}

export function showCountdowns(root) {
  for (const box of root.querySelectorAll("[data-countdown]")) {
    const instant = new Date(box.dataset.countdown);
    const now = Date.now();
    // A box before a moment says nothing after it, nor the other way round: the page will say itself what is so then.
    box.hidden = !("past" in box.dataset ? instant <= now : instant > now);
    if (box.hidden) continue;
    const words = countdownText(instant, now);
    const capital = "capital" in box.dataset;
    box.querySelector(".countdown").textContent = capital ? words.charAt(0).toUpperCase() + words.slice(1) : words;
  }
}

export function countdownText(instant, now) {
  if (instant <= now && now - instant < MINUTE / 2) {
    return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(0, "second");
  }
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
