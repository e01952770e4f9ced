// The player beside the moments, whoever's it is: where it is now, jumping, playing and pausing. Moments are seconds of the
// recording's first place; a copy that plays in its stead is `data-shift` seconds behind.
import { clockText, seconds } from "./moment-times.js";
import { playerIn, prepare, tells } from "./player-adapters.js";

const SILENCE_MS = 10_000;

export function openStage(page) {
  const stage = page.querySelector("[data-stage]");
  const shift = Number(stage.dataset.shift);
  const listeners = [];
  let driver = null;
  const use = (next) => {
    driver = next;
    driver.onTime((second, isPlaying) => listeners.forEach((tell) => tell(Math.max(second - shift, 0), isPlaying)));
  };
  const video = stage.querySelector("video");
  if (video !== null) use(ofPlayer(playerIn(video)));
  else if (isTelling(stage)) use(ofFrame(stage, () => use(ofStopwatch(page, stage))));
  else use(ofStopwatch(page, stage));
  return {
    seeksAtOnce: () => driver.seeksAtOnce(),
    // Null as long as the player has not said where it is.
    now: () => (driver.now() === null ? null : Math.max(Math.floor(driver.now()) - shift, 0)),
    jump: (second) => driver.jump(Math.max(second + shift, 0), second),
    skip: (by) => driver.skip(by),
    toggle: () => driver.toggle(),
    onTime: (tell) => listeners.push(tell),
  };
}

function isTelling(stage) {
  const frame = stage.querySelector("template")?.content.querySelector("iframe") ?? null;
  return frame !== null && tells(frame.src);
}

function ofPlayer(player) {
  return {
    seeksAtOnce: () => true,
    now: () => player.now(),
    jump: (second) => {
      player.seek(second);
      player.play();
    },
    skip: (by) => player.seek(Math.max((player.now() ?? 0) + by, 0)),
    toggle: () => player.toggle(),
    onTime: (tell) => player.onTime(tell),
  };
}

// A frame that tells where it is, once somebody has pressed for it. One that says nothing, because something between keeps it
// from us, is as good as any other.
function ofFrame(stage, onSilence) {
  const listeners = [];
  let opened = null;
  const open = () => {
    if (opened !== null) return opened;
    const frame = bring(stage, prepare);
    const player = playerIn(frame);
    opened = ofPlayer(player);
    for (const tell of listeners) opened.onTime(tell);
    const silence = setTimeout(() => {
      player.stop();
      onSilence();
    }, SILENCE_MS);
    player.onReady(() => {
      clearTimeout(silence);
      stage.parentElement.querySelector("[data-tells]").hidden = false;
    });
    return opened;
  };
  onPress(stage, open);
  return {
    seeksAtOnce: () => opened !== null,
    now: () => opened?.now() ?? null,
    jump: (second) => open().jump(second),
    skip: (by) => opened?.skip(by),
    toggle: () => (opened === null ? open() : opened.toggle()),
    onTime: (tell) => (opened === null ? listeners.push(tell) : opened.onTime(tell)),
  };
}

// Another site's player that tells nothing. The stopwatch is started when the player has loaded, and set by hand where it is
// wrong.
function ofStopwatch(page, stage) {
  const box = page.querySelector("[data-stopwatch]");
  box.hidden = false;
  const watch = stopwatch(box);
  const show = () => bring(stage).addEventListener("load", () => watch.run(true), { once: true });
  onPress(stage, show);
  return {
    seeksAtOnce: () => false,
    now: () => watch.now(),
    jump: async (there, second) => {
      watch.run(false);
      watch.set(there);
      if (stage.dataset.stage !== "iframe") return;
      // The server knows how each provider words a start.
      const address = `${page.dataset.address}?at=${second}`;
      try {
        const answer = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
        stage.querySelector("template").replaceWith(answer.querySelector("[data-stage] template"));
        show();
      } catch {
        // Signed out, perhaps: the page that comes then says so.
        location.assign(address);
      }
    },
    skip: (by) => watch.set(Math.max(watch.now() + by, 0)),
    toggle: () => watch.run(!watch.isRunning()),
    onTime: () => {},
  };
}

// From here on the link does something instead of leading somewhere.
function onPress(stage, open) {
  const link = stage.querySelector("[data-open]");
  link?.setAttribute("role", "button");
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    open();
    stage.querySelector("iframe").focus();
  });
}

function bring(stage, prepared = () => {}) {
  const frame = document.importNode(stage.querySelector("template").content, true).firstElementChild;
  prepared(frame);
  stage.querySelector("iframe, [data-open]").replaceWith(frame);
  return frame;
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
