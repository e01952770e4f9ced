// The keys of a player that tells where it is, its speed and captions, which this device remembers, and the list of its keys.
import { keep, kept } from "./viewer-storage.js";

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const ACTS = {
  " ": ({ player }) => player.toggle(),
  k: ({ player }) => player.toggle(),
  j: ({ stage }) => skip(stage, -10),
  l: ({ stage }) => skip(stage, 10),
  ArrowLeft: ({ stage }) => skip(stage, -5),
  ArrowRight: ({ stage }) => skip(stage, 5),
  "<": ({ speed }) => change(speed, -1),
  ">": ({ speed }) => change(speed, 1),
  c: nextCaptions,
  m: ({ video }) => (video.muted = !video.muted),
  f: toggleFullScreen,
  "?": ({ help }) => help.showModal(),
};

const OWN = new Set(["c", "m", "f"]); // only a video of our own does what these ask for

export function listenToKeys(page, player, stage) {
  const tools = page.querySelector("[data-player-tools]");
  const room = {
    player,
    stage,
    video: stage.screen instanceof HTMLVideoElement ? stage.screen : null,
    speed: tools.querySelector("[data-speed]"),
    says: tools.querySelector("[data-player-says]"),
    help: page.querySelector("#keys"),
  };
  tools.hidden = false;
  room.speed.addEventListener("change", () => {
    const speed = Number(room.speed.value);
    player.rate(speed);
    keep({ speed: speed === 1 ? undefined : speed });
  });
  if (SPEEDS.includes(kept().speed)) setSpeed(room.speed, kept().speed);
  if (room.video !== null) rememberCaptions(room.video);
  const button = page.querySelector("[data-keys]");
  button.hidden = false;
  button.addEventListener("click", () => room.help.showModal());
  for (const row of room.help.querySelectorAll("[data-own-player]")) row.hidden = room.video === null;
  // Before the player's own keys, of which some are the same.
  document.addEventListener("keydown", (event) => press(event, room), { capture: true });
}

function press(event, room) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!(key in ACTS) || event.ctrlKey || event.metaKey || event.altKey || room.help.open) return;
  if (OWN.has(key) && room.video === null) return;
  if (isTaken(event.target, key, room.video)) return;
  event.preventDefault();
  ACTS[key](room);
}

// Who types, or presses a button by the space bar, means something else; arrows belong to whatever can be scrolled.
function isTaken(target, key, video) {
  if (target.closest("input, select, textarea, [contenteditable]") !== null) return true;
  if (key === " ") return target.closest("a, button, summary") !== null;
  return key.startsWith("Arrow") && target !== video && target !== document.body;
}

function skip({ player, begins }, seconds) {
  if (player.now() !== null) player.seek(Math.max(begins, player.now() + seconds));
}

function change(speed, steps) {
  const place = Math.min(Math.max(SPEEDS.indexOf(Number(speed.value)) + steps, 0), SPEEDS.length - 1);
  setSpeed(speed, SPEEDS[place]);
}

function setSpeed(speed, value) {
  speed.value = String(value);
  speed.dispatchEvent(new Event("change"));
}

function rememberCaptions(video) {
  const tracks = [...video.textTracks];
  const chosen = tracks.find((track) => track.language === kept().captions);
  if (chosen !== undefined) chosen.mode = "showing";
  video.textTracks.addEventListener("change", () => {
    keep({ captions: tracks.find((track) => track.mode === "showing")?.language });
  });
}

function nextCaptions({ video, says }) {
  const tracks = [...video.textTracks];
  const shown = tracks.findIndex((track) => track.mode === "showing");
  for (const track of tracks) track.mode = "disabled";
  const next = tracks[shown + 1];
  if (next !== undefined) next.mode = "showing";
  says.textContent = next?.label ?? "";
}

function toggleFullScreen({ video }) {
  if (document.fullscreenElement !== null) document.exitFullscreen();
  else video.requestFullscreen().catch(() => {});
}
