// The player of a recording's page, whoever's it is, in the recording's own seconds. Players of others are spoken to by messages
// where they understand that; where they do not, they are told by their address where to start.
import { openPlayer } from "./player.js";
import { playerIn, prepare } from "./player-adapters.js";

const SILENCE_MS = 10_000;

export class WatchStage {
  constructor(place, address) {
    Object.assign(this, { place, address, player: null, wanted: null });
    this.begins = Number(place.dataset.begins);
  }

  get screen() {
    return this.place.querySelector(":scope > :is(iframe, video)");
  }

  /** Whether a press would ask another host for something that nobody has pressed its poster for. */
  get isFrameToCome() {
    return this.screen === null && this.place.dataset.player === "iframe";
  }

  get now() {
    return this.player.now() - this.begins;
  }

  /** Call `serve` with the player once it has told where it is; never with one that tells nothing. */
  whenItTells(serve) {
    this.place.addEventListener("player:bring", ({ detail }) => detail instanceof HTMLIFrameElement && prepare(detail));
    this.place.addEventListener("player:open", ({ detail }) => this.listen(detail, serve));
    // Somebody may have pressed the poster before this file was there.
    if (this.screen !== null) this.listen(this.screen, serve);
  }

  listen(screen, serve) {
    const player = playerIn(screen);
    if (player === null) return;
    this.player = player;
    const silence = setTimeout(() => this.giveUp(player), SILENCE_MS);
    player.onReady(() => {
      clearTimeout(silence);
      serve(player);
    });
  }

  // Something between keeps it from us: then it is as good as any other player.
  giveUp(player) {
    player.stop();
    this.player = null;
    if (this.wanted !== null) this.restartAt(this.wanted).catch(() => {});
  }

  // What was pressed keeps the focus.
  async seek(second) {
    if (this.screen === null) openPlayer(this.place, { takesFocus: false });
    if (this.player !== null) {
      this.wanted = second;
      this.player.seek(this.begins + second);
      this.player.play();
    } else await this.restartAt(second);
    window.history.replaceState(null, "", `#t=${second}`);
  }

  // Each host words a start differently, which the server knows.
  async restartAt(second) {
    const answer = await fetch(`${this.address}?t=${second}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.screen.src = page.querySelector("[data-player] template").content.querySelector("iframe").src;
  }
}
