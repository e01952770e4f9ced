// The player beside the moments, whoever's it is: where it is now, jumping, playing and pausing. Moments are seconds of the
// recording's first place; a copy that plays in its stead is `data-shift` seconds behind.
import { clockText, seconds } from "./moment-times.js";

export function openStage(page) {
  const stage = page.querySelector("[data-stage]");
  const video = stage.querySelector("video");
  const shift = Number(stage.dataset.shift);
  return video === null ? besideStopwatch(page, stage, shift) : ownPlayer(video, shift);
}

function ownPlayer(video, shift) {
  return {
    seeksAtOnce: true,
    now: () => Math.max(Math.floor(video.currentTime) - shift, 0),
    jump: (second) => {
      video.currentTime = Math.max(second + shift, 0);
      video.play().catch(() => {});
    },
    toggle: () => (video.paused ? video.play().catch(() => {}) : video.pause()),
  };
}

// Another site's player tells nothing. The stopwatch is started when the player has loaded, and set by hand where it is wrong.
function besideStopwatch(page, stage, shift) {
  const watch = stopwatch(page.querySelector("[data-stopwatch]"));
  const open = stage.querySelector("[data-open]");
  const show = (template) => {
    const frame = document.importNode(template.content, true).firstElementChild;
    frame.addEventListener("load", () => watch.run(true), { once: true });
    stage.querySelector("iframe, [data-open]").replaceWith(frame);
  };
  open?.setAttribute("role", "button");
  open?.addEventListener("click", (event) => {
    event.preventDefault();
    show(stage.querySelector("template"));
    stage.querySelector("iframe").focus();
  });
  return {
    seeksAtOnce: false,
    now: () => Math.max(watch.now() - shift, 0),
    jump: async (second) => {
      watch.run(false);
      watch.set(Math.max(second + shift, 0));
      if (stage.dataset.stage !== "iframe") return;
      // The server knows how each provider words a start.
      const address = `${page.dataset.address}?at=${second}`;
      try {
        const answer = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
        show(answer.querySelector("[data-stage] template"));
      } catch {
        // Signed out, perhaps: the page that comes then says so.
        location.assign(address);
      }
    },
    toggle: () => watch.run(!watch.isRunning()),
  };
}

function stopwatch(box) {
  const field = box.querySelector("input");
  const button = box.querySelector("[data-run]");
  let counted = seconds(field.value) ?? 0;
  let since = null;
  const now = () => Math.floor(counted + (since === null ? 0 : (performance.now() - since) / 1000));
  const set = (second) => {
    counted = second;
    if (since !== null) since = performance.now();
    field.value = clockText(second);
  };
  const run = (isRunning) => {
    counted = now();
    since = isRunning ? performance.now() : null;
    button.setAttribute("aria-pressed", String(isRunning));
  };
  button.addEventListener("click", () => run(since === null));
  field.addEventListener("change", () => set(seconds(field.value) ?? now()));
  setInterval(() => {
    // What is being typed is left alone.
    if (since !== null && document.activeElement !== field) field.value = clockText(now());
  }, 250);
  return { now, set, run, isRunning: () => since !== null };
}
