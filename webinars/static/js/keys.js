// The keys of our own player, its speed, and the list of its keys.

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const ACTS = {
  " ": togglePlaying,
  k: togglePlaying,
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

export function listenToKeys(page, video, stage) {
  const tools = page.querySelector("[data-player-tools]");
  const room = {
    video,
    stage,
    speed: tools.querySelector("[data-speed]"),
    says: tools.querySelector("[data-player-says]"),
    help: page.querySelector("#keys"),
  };
  tools.hidden = false;
  room.speed.addEventListener("change", () => (video.playbackRate = Number(room.speed.value)));
  tools.querySelector("[data-keys]").addEventListener("click", () => room.help.showModal());
  // Before the player's own keys, of which some are the same.
  document.addEventListener("keydown", (event) => press(event, room), { capture: true });
}

function press(event, room) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!(key in ACTS) || event.ctrlKey || event.metaKey || event.altKey || room.help.open) return;
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

function togglePlaying({ video }) {
  if (video.paused) video.play().catch(() => {});
  else video.pause();
}

function skip(stage, seconds) {
  stage.screen.currentTime = Math.max(stage.begins, stage.screen.currentTime + seconds);
}

function change(speed, steps) {
  const place = Math.min(Math.max(SPEEDS.indexOf(Number(speed.value)) + steps, 0), SPEEDS.length - 1);
  speed.value = String(SPEEDS[place]);
  speed.dispatchEvent(new Event("change"));
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
