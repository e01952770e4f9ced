// The entry of every page: binds each behaviour to the elements that ask for it by a data attribute.
// A page is complete without any of them.
import { showLocalTimes } from "./local-time.js";
import { keepCountdowns, showCountdowns } from "./countdown.js";
import { offerCopying } from "./copy.js";
import { refreshInTime } from "./refresh.js";
import { leadToDesk } from "./desk-links.js";
import { openWideFilters } from "./filters.js";
import { loadPlayersWhenPressed } from "./player.js";
import { chooseBrowserZone } from "./browser-zone.js";

refreshInTime(bind);
bind(document);
openWideFilters(document);
chooseBrowserZone(document);
keepCountdowns();

// Only organisers need these, so only they fetch them.
if (document.querySelector("[data-moment]") !== null) {
  const { showOwnTimes } = await import("./desk-times.js");
  showOwnTimes(document);
}
if (document.querySelector("[data-sortable]") !== null) {
  const [{ arrangeLists }, { growLists }] = await Promise.all([import("./sortable.js"), import("./rows.js")]);
  arrangeLists(document);
  growLists(document);
}
if (document.querySelector("[data-editor]") !== null) {
  const { openEditor } = await import("./editor.js");
  openEditor(document);
}
if (document.querySelector("[data-moments]") !== null) {
  const { keepMoments } = await import("./moments.js");
  keepMoments(document);
}
if (document.querySelector("[data-paste-links]") !== null) {
  const { pasteLinks } = await import("./paste-links.js");
  pasteLinks(document);
}
if (document.querySelector("[data-watch]") !== null) {
  const { watch } = await import("./watch.js");
  watch(document);
}
if (document.querySelector("[data-upload]") !== null) {
  const { followUploads } = await import("./upload.js");
  followUploads(document);
}

// What a part of the page needs, whenever it comes.
function bind(root) {
  leadToDesk(root);
  showLocalTimes(root);
  showCountdowns(root);
  offerCopying(root);
  loadPlayersWhenPressed(root);
}
