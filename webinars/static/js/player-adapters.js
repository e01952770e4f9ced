// One interface for players that tell where they are, our own <video> and the frames of YouTube and Vimeo:
// { now, play, pause, toggle, seek, rate, onTime, onEnd, onReady, stop }. Their scripts are not loaded: a frame is spoken to by messages, in the words
// that those scripts use, and only what comes from that frame and its own site is listened to.
//
// YouTube answers a page that says {"event": "listening"} with {"event": "infoDelivery", "info": {"currentTime", …}}, and takes
// {"event": "command", "func", "args"}. Vimeo says {"event": "ready"}, tells what was asked for by addEventListener, and takes
// {"method", "value"}.

const ASKING_MS = 250;
const [ENDED, PLAYING] = [0, 1]; // as YouTube calls them
const STRETCH_END = /#t=[\d.]*,([\d.]+)$/;
const FRAMES = [
  { site: "https://www.youtube-nocookie.com", path: "/embed/", open: youtube },
  { site: "https://player.vimeo.com", path: "/video/", open: vimeo },
];

/** Whether the player at this address tells where it is. */
export function tells(address) {
  return kindOf(address) !== undefined;
}

/** Make a frame that is in no page yet ready to be spoken to. YouTube wants to be told so by its address. */
export function prepare(frame) {
  if (kindOf(frame.src)?.open !== youtube) return;
  const address = new URL(frame.src);
  address.searchParams.set("enablejsapi", "1");
  address.searchParams.set("origin", window.location.origin);
  frame.src = address.href;
}

/** The player in a <video>, or in a frame that was prepared and stands in the page; null for one that tells nothing. */
export function playerIn(screen) {
  if (screen instanceof HTMLVideoElement) return ownVideo(screen);
  const kind = kindOf(screen.src);
  return kind === undefined ? null : kind.open(new Line(screen, kind.site));
}

function kindOf(address) {
  // A frame without an address has that of its page, and is none of these.
  const { origin, pathname } = new URL(address, window.location.href);
  return FRAMES.find((kind) => kind.site === origin && pathname.startsWith(kind.path));
}

function ownVideo(video) {
  const heard = new AbortController();
  const play = () => video.play().catch(() => {});
  return {
    now: () => video.currentTime,
    play,
    pause: () => video.pause(),
    toggle: () => (video.paused ? play() : video.pause()),
    seek: (second) => (video.currentTime = second),
    rate: (speed) => (video.playbackRate = speed),
    onTime: (tell) => {
      for (const event of ["timeupdate", "seeked", "play", "pause"]) {
        video.addEventListener(event, () => tell(video.currentTime, !video.paused), { signal: heard.signal });
      }
    },
    onEnd: (tell) => {
      video.addEventListener("ended", tell, { signal: heard.signal });
      // A stretch of a longer file ends with a pause.
      const end = Number(STRETCH_END.exec(video.src)?.[1] ?? Infinity);
      const onPause = () => !video.ended && Math.abs(video.currentTime - end) < 0.5 && tell();
      video.addEventListener("pause", onPause, { signal: heard.signal });
    },
    onReady: (act) => act(),
    stop: () => heard.abort(),
  };
}

// What goes to a frame and comes from it. Nobody else is heard: neither another window nor another site in that frame.
class Line {
  constructor(frame, site) {
    this.frame = frame;
    this.site = site;
    this.heard = new AbortController();
  }

  say(message) {
    this.frame.contentWindow?.postMessage(message, this.site);
  }

  // Say it again until the player, which takes its time to load, has answered.
  ask(message) {
    const asking = setInterval(() => {
      if (this.frame.isConnected) this.say(message);
      else clearInterval(asking);
    }, ASKING_MS);
    this.heard.signal.addEventListener("abort", () => clearInterval(asking));
    return () => clearInterval(asking);
  }

  listen(hear) {
    const onMessage = (event) => {
      if (event.source !== this.frame.contentWindow || event.origin !== this.site) return;
      const said = read(event.data);
      if (said !== null) hear(said);
    };
    window.addEventListener("message", onMessage, { signal: this.heard.signal });
  }
}

function read(data) {
  try {
    const said = typeof data === "string" ? JSON.parse(data) : data;
    return typeof said === "object" ? said : null;
  } catch {
    return null;
  }
}

// Where a frame is, as far as it has said, and what is to be done once it answers.
class Place {
  constructor() {
    this.second = null;
    this.isPlaying = false;
    this.isReady = false;
    this.hasEnded = false;
    this.listeners = [];
    this.enders = [];
    this.waiting = [];
  }

  whenReady(act) {
    if (this.isReady) act();
    else this.waiting.push(act);
  }

  answer() {
    if (this.isReady) return;
    this.isReady = true;
    for (const act of this.waiting.splice(0)) act();
  }

  be({ second = this.second, isPlaying = this.isPlaying }) {
    if (second === null || !Number.isFinite(second)) return;
    Object.assign(this, { second, isPlaying });
    for (const tell of this.listeners) tell(second, isPlaying);
  }

  // Some say more than once that it has ended.
  end(hasEnded) {
    if (hasEnded && !this.hasEnded) for (const tell of this.enders) tell();
    this.hasEnded = hasEnded;
  }
}

function youtube(line) {
  const place = new Place();
  const about = { id: 1, channel: "widget" };
  const command = (func, ...args) => line.say(JSON.stringify({ event: "command", func, args, ...about }));
  const answered = line.ask(JSON.stringify({ event: "listening", ...about }));
  line.listen(({ info }) => {
    answered();
    const state = info?.playerState;
    place.be({ second: info?.currentTime, isPlaying: state === undefined ? place.isPlaying : state === PLAYING });
    if (state !== undefined) place.end(state === ENDED);
    place.answer();
  });
  return over(line, place, {
    play: () => command("playVideo"),
    pause: () => command("pauseVideo"),
    seek: (second) => command("seekTo", second, true),
    rate: (speed) => command("setPlaybackRate", speed),
  });
}

function vimeo(line) {
  const place = new Place();
  const method = (name, value) => line.say(value === undefined ? { method: name } : { method: name, value });
  const answered = line.ask({ method: "ping" });
  line.listen(({ event, method: reply, data }) => {
    if (event === "ready" || reply === "ping") {
      answered();
      if (!place.isReady) for (const each of ["timeupdate", "seeked", "play", "pause", "ended"]) method("addEventListener", each);
      place.answer();
    } else if (event !== undefined && event !== "error") {
      const isPlaying = { play: true, pause: false }[event] ?? place.isPlaying;
      place.be({ second: data?.seconds ?? place.second, isPlaying });
      place.end(event === "ended");
    }
  });
  return over(line, place, {
    play: () => method("play"),
    pause: () => method("pause"),
    seek: (second) => method("setCurrentTime", second),
    rate: (speed) => method("setPlaybackRate", speed),
  });
}

function over(line, place, { play, pause, seek, rate }) {
  return {
    now: () => place.second,
    play: () => place.whenReady(play),
    pause: () => place.whenReady(pause),
    toggle: () => place.whenReady(() => (place.isPlaying ? pause() : play())),
    seek: (second) => {
      // Who asks where it is before the frame has said so means where it was sent.
      place.second = second;
      place.whenReady(() => seek(second));
    },
    rate: (speed) => place.whenReady(() => rate(speed)),
    onTime: (tell) => {
      place.listeners.push(tell);
      if (place.isReady && place.second !== null) tell(place.second, place.isPlaying);
    },
    onEnd: (tell) => place.enders.push(tell),
    onReady: (act) => place.whenReady(act),
    stop: () => line.heard.abort(),
  };
}
